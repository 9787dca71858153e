import { hallTime } from "../../../shared/clock.js";
import { names, t } from "../../../shared/i18n.js";
import { html } from "../../../vendor/preact-htm.js";
import { minutes } from "../models/table.js";

/** @typedef {import("../models/types.d.ts").Now} Now */

/** What is held, the longest first; what is held too long is marked. @param {{now: Now, at: number}} given */
export function Held({ now, at }) {
  if (now.held.length === 0) return null;
  return html`
    <section class="card">
      <h2 class="card-title">${t("manager.held")}</h2>
      <table class="table">
        <thead><tr>
          <th scope="col">${t("manager.ticket")}</th>
          <th scope="col">${t("manager.counter")}</th>
          <th scope="col">${t("manager.held_note")}</th>
          <th scope="col">${t("manager.held_at")}</th>
          <th scope="col" class="number">${t("manager.since")}</th>
        </tr></thead>
        <tbody>
          ${now.held.map(({ label, service, held_at: since, alarm_at: alarm, aside }) => html`
            <tr key=${label} class=${Date.parse(alarm) <= at ? "held-long" : ""}>
              <th scope="row">${label} · ${names(service.names)}</th>
              <td>${aside === null ? "" : aside.parked ? t("manager.held_parked") : aside.counter}</td>
              <td>${aside === null || aside.note === null ? "" : aside.note}</td>
              <td>${hallTime(since)}</td>
              <td class="number">${minutes(Math.max(0, Math.floor((at - Date.parse(since)) / 1000)))}${Date.parse(alarm) <= at ? ` · ${t("manager.held_long")}` : ""}</td>
            </tr>
          `)}
        </tbody>
      </table>
    </section>
  `;
}
