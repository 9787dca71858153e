import { t } from "../../../shared/i18n.js";
import { html } from "../../../vendor/preact-htm.js";
import { dong } from "../../console/models/money.js";
import { may } from "../../staff/me.js";
import { refundFailed, refundOpen } from "../models/giving_back.js";
import { asked } from "./forms.js";

/** @typedef {import("../models/types.d.ts").ListedPayment} Payment */
/** @typedef {import("./app.js").View & {payment: Payment, name?: string}} Given */

/** What becomes of the money of a payment: giving it back, at its terminal or written down. @param {Given} given */
export function GivingBack({ payment, state, page, name = `payment ${payment.id}` }) {
  const open = refundOpen(payment), failed = refundFailed(payment);
  const choosing = state.choosing === name;
  const can = may("money.") && payment.state === "confirmed";
  return html`
    ${open !== null && html`<p role="status">${t(`money.back.${open.state}`)}</p>`}
    ${failed !== null && html`<p role="status">${t(failed.key, { code: failed.code })}</p>`}
    ${can && !choosing && html`<button type="button" class="button" onClick=${() => page.change({ choosing: name })}>${t(open === null ? "money.refund" : "money.back.decide")}</button>`}
    ${choosing && (open === null ? html`<${Back} payment=${payment} state=${state} page=${page} />` : html`<${Became} payment=${payment} state=${state} page=${page} />`)}
  `;
}

/** @param {Given} given */
function Back({ payment, state, page }) {
  const refund = asked((written, form) => {
    const there = form.dataset.deed === "terminal";
    void (there ? page.terminals.giveBack(payment.id, written.reason) : page.refund(payment.id, written.reference, written.reason));
  });
  const facts = { amount: dong(payment.amount), limit: dong(state.refundAlone), clerk: payment.clerk ?? "" };
  return html`
    <form class="money-form" onSubmit=${refund}>
      ${payment.at_terminal && html`<p>${t("money.back.how", facts)}</p>`}
      <p>${t(payment.amount > state.refundAlone ? "money.refund.other" : "money.refund.how", facts)}</p>
      <label class="field">${t("money.reference")}<input name="reference" autocomplete="off" maxlength="64" /></label>
      <label class="field">${t("money.reason")}<input name="reason" required autocomplete="off" maxlength="200" /></label>
      ${payment.at_terminal && html`<button type="submit" class="button button-first" disabled=${state.busy} onClick=${choose("terminal")}>${t("money.back.sure")}</button>`}
      <button type="submit" class="button button-danger" disabled=${state.busy} onClick=${choose("written")}>${t("money.refund.sure")}</button>
      <button type="button" class="button" onClick=${() => page.change({ choosing: "" })}>${t("console.back")}</button>
    </form>
  `;
}

/** A person says what became of it, or takes the wish back. @param {Given} given */
function Became({ payment, state, page }) {
  const open = refundOpen(payment);
  if (open === null) return null;
  const decide = asked((written, form) => {
    void page.terminals.decideRefund(open.id, form.dataset.deed === "was", written.reference ?? "", written.reason);
  });
  const begun = open.state !== "created";
  return html`
    <form class="money-form" onSubmit=${decide}>
      ${begun && html`<label class="field">${t("money.reference")}<input name="reference" autocomplete="off" maxlength="64" /></label>`}
      <label class="field">${t("money.reason")}<input name="reason" required autocomplete="off" maxlength="200" /></label>
      ${begun && html`<button type="submit" class="button button-danger" disabled=${state.busy} onClick=${choose("was")}>${t("money.back.was")}</button>`}
      <button type="submit" class="button" disabled=${state.busy} onClick=${choose("was_not")}>${t(begun ? "money.back.was_not" : "money.back.withdraw")}</button>
      <button type="button" class="button" onClick=${() => page.change({ choosing: "" })}>${t("console.back")}</button>
    </form>
  `;
}

/** @param {"terminal"|"written"|"was"|"was_not"} deed */
function choose(deed) {
  return (/** @type {any} */ event) => { event.currentTarget.form.dataset.deed = deed; };
}
