/** What became of a paper, in words; where several kiosks could print it, the question which. */

import { names, t } from "../../shared/i18n.js";
import { html, useEffect, useRef } from "../../vendor/preact-htm.js";

/** @typedef {import("./printing.js").Asked} Asked */

/** Why a paper waits at a printer that is known to have printed nothing of it. */
const WAITS = ["paper_out", "cover_open", "cutter", "overheated", "offline"];

/** @param {Asked} asked @returns {string} */
export function printedText(asked) {
  const kiosk = asked.kiosk;
  if (asked.state === null) return t("web.print.asked");
  if (asked.state === "failed") return t("web.print.not_needed");
  if (asked.outcome !== null && WAITS.includes(asked.outcome)) return t(`web.print.${asked.outcome}`, { kiosk });
  return t(`web.print.${asked.state}`, { kiosk });
}

/** @param {{asked: Asked|null, busy: boolean, onChoose: (kiosk: string) => void, onElsewhere: () => void}} given */
export function Printed({ asked, busy, onChoose, onElsewhere }) {
  if (asked === null) return html`<p class="printed" role="status"></p>`;
  if (asked.kiosks.length === 0) {
    const waits = asked.outcome !== null && WAITS.includes(asked.outcome) && asked.state !== "printed";
    return html`
      <p class="printed" role="status">${printedText(asked)}</p>
      ${waits && html`<button type="button" class="button" disabled=${busy} onClick=${onElsewhere}>${t("web.print.elsewhere")}</button>`}
    `;
  }
  return html`
    <p class="printed" role="status">${t("web.print.where")}</p>
    <div class="chooser-group">
      ${asked.kiosks.map((kiosk, at) => html`
        <button key=${kiosk.id} type="button" class="button" disabled=${busy} onClick=${() => onChoose(kiosk.id)}>
          ${at < 9 && html`<kbd>${at + 1}</kbd> `}${kiosk.name} · ${names(kiosk.hall.names)}
        </button>
      `)}
    </div>
  `;
}

/**
 * A number whose slip is to be printed once more.
 * @param {{label: string, busy: boolean, focused?: boolean, onType: (label: string) => void, onPrint: (label: string) => void}} given
 */
export function NumberField({ label, busy, focused = false, onType, onPrint }) {
  const field = useRef(/** @type {HTMLInputElement|null} */ (null));
  useEffect(() => { if (focused) field.current?.select(); }, []);
  /** @param {Event} event */
  const go = (event) => {
    event.preventDefault();
    if (label.trim() !== "") onPrint(label.trim());
  };
  return html`
    <form class="number-form" onSubmit=${go}>
      <label class="field">${t("web.print.number")}
        <input name="number" ref=${field} autocomplete="off" spellcheck=${false} maxlength="12" value=${label}
          onInput=${(/** @type {Event} */ event) => onType(/** @type {HTMLInputElement} */ (event.target).value)} />
      </label>
      <button type="submit" class="button button-first" disabled=${busy || label.trim() === ""}>${t("web.print.again")} <kbd>Enter</kbd></button>
    </form>
  `;
}
