import { names, t } from "../../../shared/i18n.js";
import { html } from "../../../vendor/preact-htm.js";
import { percent } from "../../dossiers/models/lists.js";
import { minutes } from "../models/table.js";

/** @typedef {import("../models/types.d.ts").Now} Now */
/** @typedef {import("../models/types.d.ts").State} State */
/** @typedef {import("../controllers/manager.js").Manager} Manager */

/** @param {{now: Now}} given */
export function Figures({ now }) {
  const { service_level: level, today } = now;
  const share = level.of === 0 ? "–" : `${Math.round((100 * level.within) / level.of)} %`;
  /** @type {[string, string|number, string][]} */
  const shown = [
    ["waiting", now.waiting, ""],
    ["longest", minutes(now.longest_wait_seconds), ""],
    ["level", share, t("manager.level_of", { within: level.within, of: level.of, minutes: level.target_minutes })],
    ["issued", today.issued, t("manager.completed_of", { completed: today.completed, absent: today.no_show })],
    ["dossiers", today.dossiers, t("manager.dossiers_within", { count: today.dossiers_within_target })],
    ["on_time", percent(now.dossiers.on_time), t("manager.dossiers_late", { late: now.dossiers.late, near: now.dossiers.near_late })],
    ["mean_wait", minutes(today.mean_wait_seconds) || "–", t("manager.p90", { time: minutes(today.p90_wait_seconds) || "–" })],
  ];
  return html`
    <section class="figures" aria-label=${t("manager.now")}>
      ${shown.map(([key, value, more]) => html`
        <div key=${key} class="card figure">
          <p class="figure-name">${t(`manager.figure.${key}`)}</p>
          <p class="figure-value">${value}</p>
          <p class="figure-more">${more}</p>
        </div>
      `)}
    </section>
  `;
}

/** @param {string|null} since @param {number} at */
const ago = (since, at) => (since === null ? "" : minutes(Math.max(0, Math.floor((at - Date.parse(since)) / 1000))));

/** @param {{now: Now, at: number}} given */
export function Lines({ now, at }) {
  return html`
    <section class="card">
      <h2 class="card-title">${t("manager.lines")}</h2>
      <table class="table">
        <thead><tr>
          <th scope="col">${t("manager.line")}</th>
          <th scope="col" class="number">${t("manager.figure.waiting")}</th>
          <th scope="col" class="number">${t("manager.figure.longest")}</th>
          <th scope="col" class="number">${t("manager.open_counters")}</th>
        </tr></thead>
        <tbody>
          ${now.lines.map((line) => html`
            <tr key=${line.code}>
              <th scope="row">${line.letter} · ${names(line.names)}</th>
              <td class="number">${line.waiting}</td>
              <td class="number">${ago(line.oldest_joined_at, at)}</td>
              <td class="number">${line.open_counters}</td>
            </tr>
          `)}
        </tbody>
      </table>
    </section>
  `;
}

/** @param {{now: Now, at: number, state: State, manager: Manager}} given */
export function Counters({ now, at, state, manager }) {
  return html`
    <section class="card">
      <h2 class="card-title">${t("manager.counters")}</h2>
      <table class="table">
        <thead><tr>
          <th scope="col">${t("manager.counter")}</th>
          <th scope="col">${t("manager.clerk")}</th>
          <th scope="col">${t("manager.state")}</th>
          <th scope="col">${t("manager.ticket")}</th>
          <th scope="col" class="number">${t("manager.since")}</th>
          ${state.steers && html`<td></td>`}
        </tr></thead>
        <tbody>
          ${now.counters.map((counter) => html`
            <tr key=${counter.number}>
              <th scope="row">${counter.number}${counter.skills_today && html` <span class="state">${t("manager.steer.skills_mark")}</span>`}</th>
              <td>${counter.clerk === null ? "" : counter.clerk.name}</td>
              <td><span class=${`state state-${counter.state}`}>${t(`manager.counter_state.${counter.state}`)}</span>${counter.break !== null && html` ${names(counter.break.reason.names)}`}</td>
              <td>${counter.label || ""}</td>
              <td class="number">${ago(counter.since, at)}</td>
              ${state.steers && html`<td>
                <button type="button" class="button" aria-pressed=${state.steering === counter.number ? "true" : "false"}
                  onClick=${() => manager.change({ steering: counter.number })}>${t("manager.steer.open")}<span class="spoken-only"> ${counter.number}</span></button>
              </td>`}
            </tr>
          `)}
        </tbody>
      </table>
    </section>
  `;
}
