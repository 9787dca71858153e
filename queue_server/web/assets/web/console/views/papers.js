import { t } from "../../../shared/i18n.js";
import { html } from "../../../vendor/preact-htm.js";
import { NumberField, Printed } from "../../staff/printing_view.js";
import { confirmedOf, printable } from "../models/money.js";

/** @typedef {import("../models/types.d.ts").State} State */
/** @typedef {import("../models/types.d.ts").Payment} Payment */
/** @typedef {import("../controllers/console.js").Console} Console */

/** @param {Event} event */
const typed = (event) => /** @type {HTMLInputElement} */ (event.target).value;

/** The slip of a number once more. @param {{state: State, desk: Console}} given */
export function Slip({ state, desk }) {
  const choosing = state.printing !== null && state.printing.kiosks.length > 0;
  return html`
    <h2 class="money-title">${t("web.print.title")}</h2>
    ${!choosing && html`<${NumberField} label=${state.number} busy=${state.busy} focused=${true}
      onType=${(/** @type {string} */ number) => desk.change({ number })} onPrint=${(/** @type {string} */ label) => desk.papers.reprint(label)} />`}
    <${Result} state=${state} desk=${desk} />
  `;
}

/** What is to print of the money shown, on one key. @param {{state: State, desk: Console}} given */
export function Papers({ state, desk }) {
  const found = printable(state.money);
  if (found === null) return null;
  return html`
    <button type="button" class="button" disabled=${state.busy} onClick=${() => desk.papers.print()}><kbd>P</kbd> ${t(`money.print.${found.kind}`)}</button>
    <${Result} state=${state} desk=${desk} />
    <${Receipt} state=${state} desk=${desk} payment=${confirmedOf(state.money)} />
  `;
}

/** @param {{state: State, desk: Console}} given */
function Result({ state, desk }) {
  return html`<${Printed} asked=${state.printing} busy=${state.busy} onChoose=${(/** @type {string} */ kiosk) => desk.papers.choose(kiosk)} onElsewhere=${() => desk.papers.elsewhere()} />`;
}

/** The number of the statutory receipt. @param {{state: State, desk: Console, payment: Payment|null}} given */
function Receipt({ state, desk, payment }) {
  if (payment === null) return null;
  const known = payment.receipt !== null;
  /** @param {Event} event */
  const go = (event) => {
    event.preventDefault();
    void desk.papers.number(known ? state.note : "");
  };
  return html`
    ${known && html`<p>${t("money.receipt.known", { number: payment.receipt || "" })}</p>`}
    <details open=${!known}>
      <summary>${t(known ? "money.receipt.correct" : "money.receipt")}</summary>
      <form class="money-form" onSubmit=${go}>
        <label class="field">${t("money.receipt.series")}
          <input name="series" autocomplete="off" spellcheck=${false} maxlength="20" value=${state.series} onInput=${(/** @type {Event} */ event) => desk.change({ series: typed(event) })} />
        </label>
        <label class="field">${t("money.receipt.number")}
          <input name="receipt" inputmode="numeric" autocomplete="off" maxlength="10" value=${state.receipt} onInput=${(/** @type {Event} */ event) => desk.change({ receipt: typed(event) })} />
        </label>
        ${known && html`<label class="field">${t("money.reason")}
          <input name="why" autocomplete="off" maxlength="200" value=${state.note} onInput=${(/** @type {Event} */ event) => desk.change({ note: typed(event) })} />
        </label>`}
        <button type="submit" class="button" disabled=${state.busy || state.series.trim() === "" || state.receipt.trim() === "" || (known && state.note.trim() === "")}>${t("money.receipt.keep")} <kbd>Enter</kbd></button>
      </form>
    </details>
  `;
}
