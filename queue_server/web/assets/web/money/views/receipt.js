import { t } from "../../../shared/i18n.js";
import { html } from "../../../vendor/preact-htm.js";
import { may } from "../../staff/me.js";
import { asked } from "./forms.js";

/** @typedef {import("../models/types.d.ts").ListedPayment} Payment */

const RECEIPTED = ["confirmed", "refunded"];

/** The number of a payment's statutory receipt: to be entered, and with a reason to be corrected. @param {import("./app.js").View & {payment: Payment}} given */
export function Receipt({ payment, state, page }) {
  if (!may("money.") || !RECEIPTED.includes(payment.state)) return null;
  const name = `receipt ${payment.id}`;
  const known = payment.receipt !== null;
  if (state.choosing !== name) {
    return html`<button type="button" class="button" onClick=${() => page.change({ choosing: name })}>${t(known ? "money.receipt.correct" : "money.receipt")}</button>`;
  }
  const keep = asked((written) => page.numberReceipt(payment.id, written.series, written.number, written.reason || ""));
  return html`
    <form class="money-form" onSubmit=${keep}>
      <label class="field">${t("money.receipt.series")}<input name="series" required autocomplete="off" spellcheck=${false} maxlength="20" /></label>
      <label class="field">${t("money.receipt.number")}<input name="number" required inputmode="numeric" autocomplete="off" maxlength="10" /></label>
      ${known && html`<label class="field">${t("money.reason")}<input name="reason" required autocomplete="off" maxlength="200" /></label>`}
      <button type="submit" class="button button-first" disabled=${state.busy}>${t("money.receipt.keep")}</button>
      <button type="button" class="button" onClick=${() => page.change({ choosing: "" })}>${t("console.back")}</button>
    </form>
  `;
}
