import { hallDate, hallTime } from "../../../shared/clock.js";
import { t } from "../../../shared/i18n.js";
import { html } from "../../../vendor/preact-htm.js";
import { deedOf, resultsOf } from "../models/lists.js";

/** @typedef {import("../models/types.d.ts").State} State */
/** @typedef {import("../models/types.d.ts").Line} Line */
/** @typedef {import("../controllers/dossiers.js").Dossiers} Dossiers */

/**
 * @param {string|null} moment
 * @returns {string} "17:00 26/11/2026"
 */
export function when(moment) {
  if (moment === null) return "–";
  const [year, month, day] = hallDate(moment).split("-");
  return `${hallTime(moment)} ${day}/${month}/${year}`;
}

/** @param {{dossier: Line}} given */
export function Standing({ dossier }) {
  if (dossier.standing === null) return null;
  return html`<span class=${`standing standing-${dossier.standing}`}>${t(`dossiers.standing.${dossier.standing}`)}</span>`;
}

/** What this person can do with the dossier: begin, or end with a result, the usual one by one button. @param {{dossier: Line, state: State, desk: Dossiers}} given */
export function Deed({ dossier, state, desk }) {
  if (state.me === null || dossier.step === null) return null;
  const deed = deedOf(dossier, state.me);
  if (deed === "begin") {
    return html`<button type="button" class="button" disabled=${state.busy} onClick=${() => desk.do(dossier.code, "begin")}>${t("dossiers.begin")}</button>`;
  }
  if (deed !== "end") return dossier.in_hand === null ? null : html`<span>${t("dossiers.in_hand", { clerk: dossier.in_hand.name })}</span>`;
  const [usual, ...others] = resultsOf(dossier.step);
  return html`
    <span class="dossiers-deed">
      <button type="button" class="button button-first" disabled=${state.busy} onClick=${() => desk.do(dossier.code, "end", { result: usual })}>
        ${t(`dossiers.done.${dossier.step}`)}
      </button>
      <select aria-label=${t("dossiers.other_result")} disabled=${state.busy}
        onChange=${(/** @type {Event} */ event) => desk.do(dossier.code, "end", { result: /** @type {HTMLSelectElement} */ (event.target).value })}>
        <option value="" selected disabled>${t("dossiers.other_result")}</option>
        ${others.map((result) => html`<option key=${result} value=${result}>${t(`dossiers.result.${result}`)}</option>`)}
      </select>
    </span>
  `;
}
