/** The fees of a ticket's dossiers, as its holder pays them. ES2019. */

/** @typedef {{reason: "units"|"most"|"exempt", quantity: number, price: number, amount: number, percent: number|null}} Line */
/** @typedef {import("../../../shared/i18n.js").Names} Names */
/** @typedef {{kind: "phi"|"le_phi", names: Names, units: Names, bases: Names, amount: number, lines: Line[]}} Fee */
/** @typedef {{vietqr: string, bank: string, account: string, holder: string, amount: number, content: string}} Transfer */
/**
 * @typedef {{id: string, method: "vietqr"|"card", state: string, amount: number, own: boolean, ended_at: string|null,
 *   transfer: Transfer|null}} Payment
 */
/** @typedef {{id: string, dossier: string, state: "due"|"paid", amount: number, fees: Fee[], payment: Payment|null}} Charge */
/** @typedef {"nothing"|"due"|"counter"|"code"|"card"|"doubt"|"paid"} Standing */

/** An open payment is looked at so often: the money comes within seconds. */
export const OPEN_EVERY_MS = 2000;

/**
 * What the citizen can do about a charge.
 * @param {Charge} charge
 * @param {boolean} transfers whether payment codes can be had
 * @returns {Standing}
 */
export function standingOf(charge, transfers) {
  const { payment } = charge;
  if (charge.amount === 0) return "nothing";
  if (charge.state === "paid") return "paid";
  if (payment === null) return transfers ? "due" : "counter";
  if (payment.state === "in_doubt") return "doubt";
  return payment.transfer === null ? "card" : "code";
}

/**
 * How soon fees want to be looked at again.
 * @param {Charge[]} charges
 * @returns {number|null} ms; null when nothing is being paid
 */
export function moneyLook(charges) {
  return charges.some((charge) => charge.state === "due" && charge.payment !== null) ? OPEN_EVERY_MS : null;
}
