/** Parts of a page that all staff pages have. */

import { LANGUAGES, language, names, t } from "../../shared/i18n.js";
import { html } from "../../vendor/preact-htm.js";
import { choose } from "./language.js";
import { changeCentre, whoIs } from "./me.js";

/** @param {{onChoose: () => void}} given */
export function Languages({ onChoose }) {
  return html`
    <span role="group" aria-label=${t("web.language")}>
      ${LANGUAGES.map((each) => html`
        <button key=${each} type="button" lang=${each} aria-pressed=${each === language() ? "true" : "false"}
          onClick=${() => { choose(each); onChoose(); }}>${t("web.language_short", {}, each)}</button>
      `)}
    </span>
  `;
}

/** @param {{text: string, bad?: boolean}} given */
export function Note({ text, bad = false }) {
  return html`<p class=${bad ? "note note-bad" : "note"} role=${bad ? "alert" : "status"}>${text}</p>`;
}

/**
 * The centres of a person who works at several: choosing one goes there.
 * @param {{disabled?: boolean}} given disabled while something on the page would be lost by going
 */
export function CentreSwitch({ disabled = false }) {
  const me = whoIs();
  if (me === null || me.centres.length < 2) return null;
  return html`
    <select class="staff-bar-centre" aria-label=${t("web.centre")} disabled=${disabled} value=${me.centre.code}
      onChange=${(/** @type {Event} */ event) => changeCentre(/** @type {HTMLSelectElement} */ (event.target).value)}>
      ${me.centres.map((each) => html`<option key=${each.code} value=${each.code} selected=${each.code === me.centre.code}>${names(each.names)}</option>`)}
    </select>
  `;
}
