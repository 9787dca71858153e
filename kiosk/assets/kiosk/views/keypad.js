import { t } from "../../shared/i18n.js";
import { html } from "../../vendor/preact-htm.js";
import { Icon } from "./icons.js";

/**
 * Keys of 20 mm in rows that stand beside each other where there is room.
 * @param {{rows: string[][], press: (key: string) => void, erase: () => void}} given
 */
export function Keypad({ rows, press, erase }) {
  return html`
    <div class="keypad" role="group" aria-label=${t("kiosk.keypad")}>
      ${rows.map((row, at) => html`
        <div key=${at} class="keypad-row">
          ${row.map((key) => html`<button key=${key} type="button" class="key" onClick=${() => press(key)}>${key}</button>`)}
          ${at === rows.length - 1 && html`
            <button type="button" class="key" aria-label=${t("kiosk.keypad.erase")} onClick=${erase}><${Icon} name="erase" /></button>
          `}
        </div>
      `)}
    </div>
  `;
}
