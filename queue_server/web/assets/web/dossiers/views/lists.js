import { language, t } from "../../../shared/i18n.js";
import { html } from "../../../vendor/preact-htm.js";
import { LISTS, countOf, percent } from "../models/lists.js";
import { Deed, Standing, when } from "./parts.js";

/** @typedef {import("../models/types.d.ts").State} State */
/** @typedef {import("../models/types.d.ts").Line} Line */
/** @typedef {import("../models/types.d.ts").Overview} Overview */
/** @typedef {import("../controllers/dossiers.js").Dossiers} Dossiers */

/** @param {{state: State, desk: Dossiers}} given */
export function Lists({ state, desk }) {
  if (state.overview === null) return null;
  return html`
    <section class="dossiers-top">
      <${OnTime} overview=${state.overview} />
      <${ByCode} />
    </section>
    <nav class="dossiers-lists" aria-label=${t("dossiers.lists")}>
      ${LISTS.map((which) => html`
        <a key=${which} href=${`#${which}`} class=${`dossiers-list dossiers-list-${which}`} aria-current=${which === state.which ? "true" : undefined}>
          ${t(`dossiers.list.${which}`)} <b>${countOf(/** @type {Overview} */ (state.overview), which)}</b>
        </a>
      `)}
    </nav>
    <section class="card">
      <h1 class="card-title">${t(`dossiers.list.${state.which}`)}</h1>
      ${state.list.length === 0 ? html`<p>${t("dossiers.none")}</p>` : html`<${Table} state=${state} desk=${desk} />`}
      <p class="dossiers-csv"><a href=${`/api/v1/dossiers/lists/${state.which}/dossiers.csv?language=${language()}`}>${t("dossiers.csv")}</a></p>
    </section>
  `;
}

/** @param {{overview: Overview}} given */
function OnTime({ overview }) {
  const { within, of, since } = overview.on_time;
  const [, month, day] = since.split("-");
  return html`
    <div class="card figure">
      <p class="figure-name">${t("dossiers.on_time")}</p>
      <p class="figure-value">${percent(overview.on_time)}</p>
      <p>${t("dossiers.on_time_of", { within, of, since: `${day}/${month}` })}</p>
    </div>
  `;
}

/** Any dossier's page, by its code. */
function ByCode() {
  /** @param {Event} event */
  const go = (event) => {
    event.preventDefault();
    const field = /** @type {HTMLFormElement} */ (event.target).elements.namedItem("code");
    const code = /** @type {HTMLInputElement} */ (field).value.trim().toUpperCase();
    if (code !== "") location.assign(`/dossiers/${encodeURIComponent(code)}`);
  };
  return html`
    <form class="card dossiers-by-code" onSubmit=${go}>
      <label class="field">${t("dossiers.by_code")}
        <input name="code" autocomplete="off" spellcheck=${false} maxlength="40" />
      </label>
      <button class="button" type="submit">${t("dossiers.open")} <kbd>Enter</kbd></button>
    </form>
  `;
}

/** @param {{state: State, desk: Dossiers}} given */
function Table({ state, desk }) {
  const columns = ["code", "procedure", "step", "received", "due", "deed"];
  return html`
    <div class="table-wide">
      <table class="table">
        <thead><tr>${columns.map((column) => html`<th key=${column} scope="col">${t(`dossiers.column.${column}`)}</th>`)}</tr></thead>
        <tbody>
          ${state.list.map((dossier) => html`
            <tr key=${dossier.code}>
              <th scope="row"><a href=${`/dossiers/${encodeURIComponent(dossier.code)}`}>${dossier.code}</a></th>
              <td>${dossier.procedure === null ? "–" : dossier.procedure.name}</td>
              <td>${t(`dossiers.state.${dossier.state}`)}</td>
              <td>${when(dossier.received_at)}</td>
              <td>${when(dossier.due_at)} <${Standing} dossier=${dossier} /></td>
              <td><${Deed} dossier=${dossier} state=${state} desk=${desk} /></td>
            </tr>
          `)}
        </tbody>
      </table>
    </div>
  `;
}
