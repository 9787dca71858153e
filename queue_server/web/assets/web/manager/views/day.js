import { hallTime } from "../../../shared/clock.js";
import { language, names, t } from "../../../shared/i18n.js";
import { html } from "../../../vendor/preact-htm.js";
import { filtered, minutes, paged, reordered, sorted } from "../models/table.js";
import { waitsByHalfHour } from "../models/waits.js";
import { Chart } from "./chart.js";

/** @typedef {import("../models/types.d.ts").State} State */
/** @typedef {import("../models/table.js").Row} Row */
/** @typedef {import("../controllers/manager.js").Manager} Manager */

/** @typedef {{field: string, number?: boolean, show: (row: Row) => string}} Column */

/** @param {string} field @returns {Column} */
const time = (field) => ({ field, show: (row) => (row[field] === null ? "" : hallTime(row[field])) });
/** @param {string} field @returns {Column} */
const span = (field) => ({ field, number: true, show: (row) => minutes(row[field]) });
/** @param {string} field @returns {Column} */
const plain = (field) => ({ field, show: (row) => (row[field] === null ? "" : String(row[field])) });
/** @type {Column} */
const service = { field: "service", show: (row) => names(row.service.names) };

/** @type {{turns: Column[], dossiers: Column[], breaks: Column[]}} */
const COLUMNS = {
  turns: [
    plain("label"), service, { field: "priority", show: (row) => (row.priority === null ? "" : names(row.priority.names)) },
    plain("counter"), plain("clerk"), time("joined_at"), time("called_at"), time("started_at"), time("ended_at"),
    span("wait_seconds"), span("service_seconds"), plain("dossiers"),
    { field: "reason", show: (row) => (row.reason ? t(`manager.reason.${row.reason.replace(":", "_")}`) : "") },
    { field: "outcome", show: (row) => (row.outcome === null ? "" : t(`manager.outcome.${row.outcome}`)) },
  ],
  dossiers: [
    plain("code"), plain("label"), service, plain("counter"), plain("clerk"), time("started_at"), time("ended_at"), span("seconds"),
    { field: "within_target", show: (row) => (row.within_target === null ? "" : t(row.within_target ? "manager.yes" : "manager.no")) },
    { field: "step", show: (row) => (row.step === null ? "" : t(`dossiers.step.${row.step}`)) },
    { field: "result", show: (row) => (row.result === null ? "" : t(`dossiers.result.${row.result}`)) },
  ],
  breaks: [
    plain("counter"), plain("clerk"), { field: "reason", show: (row) => names(row.reason.names) }, time("began_at"), time("ended_at"),
    span("break_seconds"),
  ],
};

const FIRST = { turns: "joined_at", dossiers: "started_at", breaks: "began_at" };

/** @param {{state: State, manager: Manager}} given */
export function Day({ state, manager }) {
  if (state.day === null) return null;
  const rows = state.day[state.table];
  const shown = paged(sorted(filtered(rows, state.words), state.order), state.page);
  return html`
    <section class="card day">
      <div class="day-head">
        <h2 class="card-title">${t("manager.day")}</h2>
        <label class="field">${t("manager.date")}<input type="date" value=${state.date} onChange=${(/** @type {Event} */ event) => manager.choose(/** @type {HTMLInputElement} */ (event.target).value)} /></label>
        <span role="group" aria-label=${t("manager.table")}>
          ${/** @type {const} */ (["turns", "dossiers", "breaks"]).map((table) => html`
            <button key=${table} type="button" class="button" aria-pressed=${state.table === table ? "true" : "false"}
              onClick=${() => manager.change({ table, page: 0, order: { field: FIRST[table], up: false } })}>${t(`manager.table.${table}`)}</button>
          `)}
        </span>
        <label class="field">${t("manager.filter")}<input type="search" value=${state.words} onInput=${(/** @type {Event} */ event) => manager.change({ words: /** @type {HTMLInputElement} */ (event.target).value, page: 0 })} /></label>
        <a class="button day-csv" href=${`/api/v1/manager/days/${state.day.date}/${state.table}.csv?language=${language()}`} download>${t("manager.csv")}</a>
      </div>
      <${Chart} waits=${waitsByHalfHour(state.day.turns)} />
      <div class="table-wide" tabindex="0" role="region" aria-label=${t(`manager.table.${state.table}`)}>
        <table class="table">
          <thead><tr>${COLUMNS[state.table].map((column) => html`<${Head} key=${column.field} column=${column} state=${state} manager=${manager} />`)}</tr></thead>
          <tbody>
            ${shown.rows.map((row, at) => html`
              <tr key=${`${row.label}-${row.ordinal || row.code}-${at}`}>${COLUMNS[state.table].map((column) => html`<td key=${column.field} class=${column.number ? "number" : ""}>${column.show(row)}</td>`)}</tr>
            `)}
          </tbody>
        </table>
      </div>
      <p class="day-pages">
        <button type="button" class="button" disabled=${shown.page === 0} onClick=${() => manager.change({ page: shown.page - 1 })}>${t("manager.previous")}</button>
        ${t("manager.page", { page: shown.page + 1, pages: shown.pages, rows: rows.length })}
        <button type="button" class="button" disabled=${shown.page + 1 >= shown.pages} onClick=${() => manager.change({ page: shown.page + 1 })}>${t("manager.next")}</button>
      </p>
    </section>
  `;
}

/** @param {{column: Column, state: State, manager: Manager}} given */
function Head({ column, state, manager }) {
  const own = state.order.field === column.field;
  const sort = own ? (state.order.up ? "ascending" : "descending") : "none";
  return html`
    <th scope="col" class=${column.number ? "number" : ""} aria-sort=${sort}>
      <button type="button" class="head" onClick=${() => manager.change({ order: reordered(state.order, column.field) })}>
        ${t(`manager.column.${column.field}`)}${own ? (state.order.up ? " ▲" : " ▼") : ""}
      </button>
    </th>
  `;
}
