/** Fees at the kiosk: what is due, which ways to pay there are, and how far a payment is. Pure but for the page's language. */

import { language, languageOf, names } from "../../shared/i18n.js";

/** @typedef {import("./types.d.ts").KioskMoney} KioskMoney */
/** @typedef {import("./types.d.ts").Charge} Charge */
/** @typedef {import("./types.d.ts").Payment} Payment */
/** @typedef {import("./types.d.ts").CardStep} CardStep */
/** @typedef {import("./types.d.ts").AgentState} AgentState */
/** @typedef {"uncharged"|"free"|"paid"|"due"} Standing */
/** @typedef {"open"|"paid"|"declined"|"cancelled"|"doubt"} Outcome */
/** @typedef {{key: string, text: string, lang: string, facts: {[name: string]: string|number}, amount: number|null, whole: boolean}} Row a line of the reckoning */

/** More lines than this are not read at a kiosk: then each fee has one. */
const MOST_ROWS = 8;
/** @type {{[state: string]: Outcome}} */
const BY_STATE = { confirmed: "paid", failed: "declined", cancelled: "cancelled", refunded: "cancelled", in_doubt: "doubt" };
/** @type {{[verdict: string]: Outcome}} */
const BY_VERDICT = { approved: "paid", declined: "declined", cancelled: "cancelled", not_started: "cancelled", in_doubt: "doubt" };

/**
 * @param {KioskMoney} money
 * @returns {Standing} "uncharged": nobody has reckoned it yet
 */
export function standingOf({ charges }) {
  if (charges.length === 0) return "uncharged";
  if (charges[0].state === "due") return "due";
  return charges.every((charge) => charge.amount === 0) ? "free" : "paid";
}

/**
 * @param {KioskMoney} money
 * @returns {Payment|null} the attempt that is open or in doubt: the very same one is gone on with
 */
export function openPayment(money) {
  const due = money.charges.find((charge) => charge.state === "due");
  return due ? due.payment : null;
}

/**
 * How a charge comes about, to be read line by line.
 * @param {Charge} charge
 * @returns {Row[]}
 */
export function rowsOf(charge) {
  const fees = charge.fees.map((fee, at) => ({
    key: `${at}`, text: names(fee.names) || fee.name, lang: languageOf(fee.names), facts: {}, amount: fee.amount, whole: true,
  }));
  const lines = charge.fees.map((fee, at) => fee.lines.map((line, place) => ({
    key: `${at}-${place}`, text: `kiosk.fee.line.${line.reason}`, lang: language(), amount: line.amount, whole: false,
    facts: { quantity: line.quantity, unit: names(fee.units) || fee.unit, price: line.price, percent: line.percent || 0 },
  })));
  const all = fees.flatMap((fee, at) => [{ ...fee, amount: null }, ...lines[at]]);
  return all.length > MOST_ROWS ? fees : all;
}

/**
 * @param {KioskMoney} money
 * @param {AgentState|null} agent
 * @returns {{vietqr: boolean, card: boolean}} which ways to pay this kiosk has now
 */
export function waysOf(money, agent) {
  return { vietqr: money.account, card: terminalReady(agent) };
}

/**
 * @param {AgentState|null} agent
 * @returns {boolean}
 */
export function terminalReady(agent) {
  return agent?.terminal?.state === "ready";
}

/**
 * Whether fees are paid at this kiosk at all.
 * @param {import("./types.d.ts").Catalogue|null} catalogue
 * @param {AgentState|null} agent
 * @returns {boolean}
 */
export function takesFees(catalogue, agent) {
  return Boolean(catalogue?.account) || Boolean(agent?.terminal);
}

/**
 * What became of a payment: the server's word where it has one, else the terminal's own, which comes sooner.
 * @param {Payment} payment
 * @param {CardStep|null} card
 * @returns {Outcome}
 */
export function outcomeOf(payment, card) {
  const said = BY_STATE[payment.state];
  if (said !== undefined && said !== "doubt") return said;
  return BY_VERDICT[card?.verdict ?? ""] ?? said ?? "open";
}

/**
 * @param {Payment|null} payment
 * @returns {boolean} whether the terminal has it in hand, which ends it and nobody else
 */
export function atTerminal(payment) {
  return payment !== null && payment.method === "card" && payment.state === "pending";
}

/**
 * @param {Payment|null} payment
 * @returns {boolean} whether it waits for its terminal, which would ask a card of whoever stands there later
 */
export function waitsForTerminal(payment) {
  return payment !== null && payment.method === "card" && payment.state === "created";
}

/**
 * @param {CardStep|null} card
 * @param {AgentState|null} agent
 * @returns {CardStep["stage"]|"not_ready"} what the citizen is told to do
 */
export function stepOf(card, agent) {
  const stage = card?.stage ?? "waiting";
  return stage === "waiting" && !["ready", "busy"].includes(agent?.terminal?.state ?? "") ? "not_ready" : stage;
}

/**
 * @param {Payment} payment
 * @returns {import("./types.d.ts").Print|null} what became of the paper that says that it is paid
 */
export function confirmationOf({ paper }) {
  return paper?.kind === "confirmation" ? paper : null;
}

/**
 * A pay code in groups that are read out.
 * @param {string} code
 * @returns {string} "MC YVCX RHCP"
 */
export function grouped(code) {
  return [code.slice(0, 2), code.slice(2, 6), code.slice(6)].join(" ");
}

/** How long a result stays, in ms: enough to read it, longer where somebody has to be shown it. */
export const RESULT_MS = { paid: 20000, declined: 30000, cancelled: 20000, doubt: 120000 };
