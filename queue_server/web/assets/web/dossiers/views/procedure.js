import { t } from "../../../shared/i18n.js";
import { html } from "../../../vendor/preact-htm.js";
import { termsOf } from "../models/lists.js";
import { termText } from "./life.js";

/** @typedef {import("../models/types.d.ts").State} State */
/** @typedef {import("../models/types.d.ts").Life} Life */
/** @typedef {import("../models/types.d.ts").Found} Found */
/** @typedef {import("../controllers/dossiers.js").Dossiers} Dossiers */

/** Which procedure it is, and with it how long it may take: words, then one touch. @param {{life: Life, state: State, desk: Dossiers}} given */
export function ChooseProcedure({ life, state, desk }) {
  return html`
    <form class="life-procedure" onSubmit=${(/** @type {Event} */ event) => event.preventDefault()}>
      <label class="field">${t(life.procedure === null ? "dossiers.choose_procedure" : "dossiers.change_procedure")}
        <input name="words" type="search" autocomplete="off" value=${state.words}
          onInput=${(/** @type {Event} */ event) => desk.search(/** @type {HTMLInputElement} */ (event.target).value)} />
      </label>
      <ul class="life-found">
        ${state.found.map((procedure) => html`<${Choice} key=${procedure.code} life=${life} procedure=${procedure} state=${state} desk=${desk} />`)}
      </ul>
    </form>
  `;
}

/** @param {{life: Life, procedure: Found, state: State, desk: Dossiers}} given */
function Choice({ life, procedure, state, desk }) {
  const terms = termsOf(procedure);
  return html`
    <li>
      <span><b>${procedure.code}</b> ${procedure.name}</span>
      ${terms.map((term, at) => html`
        <button key=${at} type="button" class="button" disabled=${state.busy} onClick=${() => desk.assign(life.code, procedure, term)}>
          ${term === null ? t("dossiers.without_term") : `${t(`dossiers.channel.${term.channel}`)} · ${termText(term)}`}
        </button>
      `)}
    </li>
  `;
}
