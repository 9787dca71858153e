import { t } from "../../shared/i18n.js";
import { html, useState } from "../../vendor/preact-htm.js";
import { LETTER_ROWS, NUMBER_ROWS } from "../models/dossier_code.js";
import { ERASE } from "../models/entry.js";
import { Keypad } from "./keypad.js";

/** The code of the dossier whose result is fetched: by scanner, or by what is typed. @param {import("./app.js").View} view */
export function Dossier({ state, hands }) {
  const { typed, complaint } = state.journey;
  const [letters, showLetters] = useState(false);
  return html`
    <div class="entry">
      <h1 class="title" tabindex="-1">${t("kiosk.dossier.title")}</h1>
      <p class="subtitle">${t("kiosk.dossier.how")}</p>
      <output class="entry-text entry-code" aria-label=${t("kiosk.dossier.field")}>${typed}</output>
      <p class="entry-complaint" role="alert">${complaint === null ? "" : t(complaint)}</p>
      <${Keypad} rows=${letters ? LETTER_ROWS : NUMBER_ROWS} press=${(/** @type {string} */ key) => hands.walk.typeCode(key)}
        erase=${() => hands.walk.typeCode(ERASE)} />
      <div class="moment-ways">
        <button type="button" class="button quiet" onClick=${() => showLetters(!letters)}>${t(letters ? "kiosk.dossier.digits" : "kiosk.dossier.letters")}</button>
        <button type="button" class="button quiet" onClick=${() => hands.walk.withoutCode()}>${t("kiosk.dossier.without")}</button>
        <button type="button" class="button" onClick=${() => hands.walk.collect(typed)}>${t("kiosk.dossier.confirm")}</button>
      </div>
    </div>
  `;
}
