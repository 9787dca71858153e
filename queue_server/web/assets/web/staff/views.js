/** Parts of a page that all staff pages have. */

import { LANGUAGES, language, t } from "../../shared/i18n.js";
import { html } from "../../vendor/preact-htm.js";
import { choose } from "./language.js";

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
