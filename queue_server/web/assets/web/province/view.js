import { hallTime } from "../../shared/clock.js";
import { names, t } from "../../shared/i18n.js";
import { html } from "../../vendor/preact-htm.js";
import { minutes } from "../manager/models/table.js";
import { CentreSwitch, Languages, Note } from "../staff/views.js";

/** @typedef {import("./types.d.ts").State} State */
/** @typedef {import("./types.d.ts").Centre} Centre */
/** @typedef {import("./types.d.ts").Figures} Figures */
/** @typedef {import("./province.js").Province} Province */

const COLUMNS = ["waiting", "longest", "counters", "issued", "completed", "level", "devices"];

/** @param {Figures} figures */
const share = ({ within, called }) => (called === 0 ? "–" : `${Math.round((100 * within) / called)} %`);

/** @param {{state: State, province: Province, now: number}} given */
export function App({ state, province, now }) {
  document.title = t("web.province.title");
  return html`
    <header class="staff-bar">
      <span class="staff-bar-title">${t("web.province.title")}</span>
      <span class="staff-bar-rest">
        <span class="clock">${state.now === null ? "" : hallTime(now)}</span>
        <${CentreSwitch} />
        <${Languages} onChoose=${() => province.draw()} />
        <button type="button" onClick=${() => province.signOut()}>${t("web.sign_out")}</button>
      </span>
    </header>
    <main class="manager">
      <h1 class="spoken-only">${t("web.province.title")}</h1>
      <div class="manager-notes"><${Note} text=${state.lost ? t("web.lost") : ""} /></div>
      ${state.now !== null && html`<${Totals} total=${state.now.total} /><${Centres} centres=${state.now.centres} />`}
    </main>
  `;
}

/** @param {{total: Figures}} given */
function Totals({ total }) {
  /** @type {[string, string|number][]} */
  const shown = [["waiting", total.waiting], ["issued", total.issued], ["completed", total.completed], ["level", share(total)]];
  return html`
    <section class="figures" aria-label=${t("web.province.total")}>
      ${shown.map(([key, value]) => html`
        <div key=${key} class="card figure">
          <p class="figure-name">${t(`web.province.column.${key}`)}</p>
          <p class="figure-value">${value}</p>
        </div>
      `)}
    </section>
  `;
}

/** @param {{centres: Centre[]}} given */
function Centres({ centres }) {
  return html`
    <section class="card province-table">
      <h2 class="card-title">${t("web.province.centres", { count: centres.length })}</h2>
      <table class="table">
        <thead><tr>
          <th scope="col">${t("web.province.column.centre")}</th>
          ${COLUMNS.map((column) => html`<th key=${column} scope="col" class="number">${t(`web.province.column.${column}`)}</th>`)}
        </tr></thead>
        <tbody>${centres.map((centre) => html`<${Row} key=${centre.code} centre=${centre} />`)}</tbody>
      </table>
    </section>
  `;
}

/** @param {{centre: Centre}} given */
function Row({ centre }) {
  const late = centre.longest_wait_seconds > 60 * centre.target_minutes;
  return html`
    <tr>
      <th scope="row">${names(centre.names)}</th>
      <td class="number">${centre.waiting}</td>
      <td class=${late ? "number province-late" : "number"}>${minutes(centre.longest_wait_seconds)}</td>
      <td class="number">${centre.open_counters}/${centre.counters}</td>
      <td class="number">${centre.issued}</td>
      <td class="number">${centre.completed}</td>
      <td class="number">${share(centre)}</td>
      <td class=${centre.devices_not_well > 0 ? "number province-late" : "number"}>
        ${centre.devices - centre.devices_not_well}/${centre.devices}
      </td>
    </tr>
  `;
}
