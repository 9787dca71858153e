/** What a clerk sees of a dossier's fees. */

/** @typedef {import("./types.d.ts").DossierMoney} DossierMoney */
/** @typedef {import("./types.d.ts").Charge} Charge */
/** @typedef {import("./types.d.ts").Payment} Payment */

/** In an address: a group that is spared nothing. */
export const NO_GROUP = "-";

const OPEN = ["created", "pending", "in_doubt"];

/**
 * @param {DossierMoney|null} money
 * @returns {Charge|null} the charge that waits to be paid
 */
export function dueOf(money) {
  return (money && money.charges.find((charge) => charge.state === "due")) || null;
}

/**
 * @param {DossierMoney} money
 * @returns {boolean} whether the dossier is paid, so that more is charged only on purpose
 */
export function isPaid(money) {
  return money.charges.some((charge) => charge.state === "paid");
}

/**
 * @param {DossierMoney|null} money
 * @returns {boolean} whether a card is taken by the counter's own terminal
 */
export function driven(money) {
  return money !== null && money.terminal !== null && money.terminal.answers;
}

/**
 * @param {DossierMoney|null} money
 * @returns {boolean} whether something about it changes of which the hall hears nothing: a card at the counter's
 * terminal, or a terminal that does not answer and may come back while a fee is due
 */
export function changesUnheard(money) {
  const charge = dueOf(money);
  if (money === null || charge === null) return false;
  const payment = latest(charge);
  return isOpen(payment) ? Boolean(payment?.device) : money.terminal !== null && !money.terminal.answers;
}

/**
 * @param {Charge|null} charge
 * @returns {Payment|null} the last attempt to pay it
 */
export function latest(charge) {
  return (charge && charge.payments[charge.payments.length - 1]) || null;
}

/**
 * @param {DossierMoney|null} money
 * @returns {Payment|null} the last payment that paid something
 */
export function confirmedOf(money) {
  const payments = money === null ? [] : money.charges.reduce((all, charge) => all.concat(charge.payments), /** @type {Payment[]} */ ([]));
  return payments.filter((payment) => payment.state === "confirmed").pop() || null;
}

/**
 * @param {DossierMoney|null} money
 * @returns {{payment: Payment, kind: "confirmation"|"payment_code"}|null} what can be printed: while a code is shown that code
 */
export function printable(money) {
  const shown = latest(dueOf(money));
  if (shown !== null && shown.vietqr !== null) return { payment: shown, kind: "payment_code" };
  const payment = confirmedOf(money);
  return payment === null ? null : { payment, kind: "confirmation" };
}

/**
 * @param {Payment|null} payment
 * @returns {boolean} whether no second attempt may begin
 */
export function isOpen(payment) {
  return payment !== null && OPEN.includes(payment.state);
}

export { dong } from "../../../shared/dong.js";
