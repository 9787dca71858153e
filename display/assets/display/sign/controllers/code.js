/** The payment on a sign: its code as large as can be, and what it is for; when it is paid, that it is. */

import { dong } from "../../../shared/dong.js";
import { element, fillWith, part } from "../../../shared/dom.js";
import { t } from "../../../shared/i18n.js";
import { picture } from "../../../shared/qr.js";

/** @typedef {import("../models/sign.js").SignPayment} SignPayment */

/**
 * Show a payment beside the counter's number, or none.
 * @param {SignPayment|null} payment
 */
export function paintPayment(payment) {
  const transfer = payment === null ? null : payment.transfer;
  const amount = payment === null ? "" : t("display.pay_amount", { amount: dong(payment.amount) });
  part("live").classList.toggle("is-paying", payment !== null);
  part("code").hidden = payment === null;
  part("code").classList.toggle("is-paid", payment !== null && transfer === null);
  fillWith(part("code"), ...(payment === null ? [] : [transfer === null ? element("span", { "aria-hidden": "true" }, "✓") : codeOf(payment, transfer.vietqr)]));
  part("amount").textContent = amount;
  part("holder").textContent = transfer === null ? "" : t("display.pay_holder", { holder: transfer.holder });
  part("content").textContent = transfer === null ? "" : t("display.pay_content", { content: transfer.content });
}

/**
 * @param {SignPayment} payment
 * @param {string} text
 */
function codeOf(payment, text) {
  return picture(text, t("display.pay_code", { amount: dong(payment.amount) }));
}

/**
 * The words below the number while a payment is shown.
 * @param {SignPayment} payment
 * @returns {string} key
 */
export function wordsOf(payment) {
  return payment.transfer === null ? "display.pay_received" : "display.pay_scan";
}
