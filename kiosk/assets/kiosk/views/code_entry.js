import { t } from "../../shared/i18n.js";
import { html, useState } from "../../vendor/preact-htm.js";
import { LETTER_ROWS, NUMBER_ROWS } from "../models/dossier_code.js";
import { ERASE } from "../models/entry.js";
import { Keypad } from "./keypad.js";

/**
 * A code as it stands on paper: by scanner, or by what is typed.
 * @param {{title: string, how: string, field: string, typed: string, complaint: string|null, press: (key: string) => void,
 *   children?: unknown}} given the ways on are the children
 */
export function CodeEntry({ title, how, field, typed, complaint, press, children }) {
  const [letters, showLetters] = useState(false);
  return html`
    <div class="entry">
      <h1 class="title" tabindex="-1">${title}</h1>
      <p class="subtitle">${how}</p>
      <output class="entry-text entry-code" aria-label=${field}>${typed}</output>
      <p class="entry-complaint" role="alert">${complaint === null ? "" : t(complaint)}</p>
      <${Keypad} rows=${letters ? LETTER_ROWS : NUMBER_ROWS} press=${press} erase=${() => press(ERASE)} />
      <div class="moment-ways">
        <button type="button" class="button quiet" onClick=${() => showLetters(!letters)}>${t(letters ? "kiosk.dossier.digits" : "kiosk.dossier.letters")}</button>
        ${children}
      </div>
    </div>
  `;
}
