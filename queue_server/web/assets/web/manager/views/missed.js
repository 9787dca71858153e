import { hallTime } from "../../../shared/clock.js";
import { names, t } from "../../../shared/i18n.js";
import { html } from "../../../vendor/preact-htm.js";
import { Deed } from "./steer.js";

/** @typedef {import("../models/types.d.ts").State} State */
/** @typedef {import("../models/types.d.ts").Now} Now */
/** @typedef {import("../controllers/manager.js").Manager} Manager */

/** Who did not come to the call today, the last one first. @param {{state: State, now: Now, manager: Manager}} given */
export function Missed({ state, now, manager }) {
  if (now.missed.length === 0 && state.reinstating === null) return null;
  return html`
    <section class="card">
      <h2 class="card-title">${t("manager.missed")}</h2>
      ${state.reinstating !== null && html`<${Deed} title=${t("manager.reinstate_title", { label: state.reinstating })} path="reinstate"
        label=${state.reinstating} state=${state} manager=${manager} onDone=${() => manager.change({ reinstating: null })} />`}
      <div class="hall-list" tabindex="0" role="region" aria-label=${t("manager.missed")}>
        <table class="table">
          <thead><tr>
            <th scope="col">${t("manager.ticket")}</th>
            <th scope="col">${t("manager.missed_at")}</th>
            ${state.steers && html`<td></td>`}
          </tr></thead>
          <tbody>
            ${now.missed.map(({ label, service, missed_at: missed }) => html`
              <tr key=${label}>
                <th scope="row">${label} · ${names(service.names)}</th>
                <td>${hallTime(missed)}</td>
                ${state.steers && html`<td>
                  <button type="button" class="button" onClick=${() => manager.change({ reinstating: label })}>
                    ${t("manager.reinstate")}<span class="spoken-only"> ${label}</span>
                  </button>
                </td>`}
              </tr>
            `)}
          </tbody>
        </table>
      </div>
    </section>
  `;
}
