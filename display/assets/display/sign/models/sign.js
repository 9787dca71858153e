/**
 * What the sign at one counter shows.
 *
 * @typedef {{vietqr: string, bank: string, account: string, holder: string, amount: number, content: string}} Transfer
 * @typedef {{id: string, state: "pending"|"confirmed", amount: number, transfer: Transfer|null, until: string|null}} SignPayment
 * @typedef {{number: number, state: "calling"|"serving"|"free"|"ready"|"break"|"closed", label: string|null,
 *   payment?: SignPayment|null}} CounterState
 * @typedef {{label: string, text: string}} Shown `text` is the key of the words below the number
 */

const WORDS = {
  calling: "display.sign_calling",
  serving: "display.sign_serving",
  free: "display.sign_open",
  ready: "display.sign_open",
  break: "display.sign_break",
  closed: "display.sign_closed",
};

/**
 * @param {string} path of the page, /sign/3
 * @returns {number|null} the counter that it is the sign of
 */
export function counterIn(path) {
  const found = /^\/sign\/([0-9]{1,4})\/?$/.exec(path);
  return found === null ? null : Number(found[1]);
}

/**
 * @param {CounterState[]} counters of the hall
 * @param {number|null} number
 * @returns {Shown} also for a counter that the hall does not have: a dark sign would be taken for a broken one
 */
export function shownAt(counters, number) {
  const counter = counters.find((each) => each.number === number);
  if (counter === undefined) return { label: "", text: "display.sign_unknown" };
  return { label: counter.label === null ? "" : counter.label, text: WORDS[counter.state] };
}

/**
 * The payment to be shown: one whose code waits to be scanned, or one that was paid a moment ago. It never takes the
 * place of a call.
 * @param {CounterState[]} counters of the hall
 * @param {number|null} number
 * @param {number} now server time in ms since the epoch
 * @returns {SignPayment|null}
 */
export function paymentAt(counters, number, now) {
  const counter = counters.find((each) => each.number === number);
  if (counter === undefined || counter.state !== "serving" || !counter.payment) return null;
  const { payment } = counter;
  if (payment.until !== null) return now < Date.parse(payment.until) ? payment : null;
  return payment.transfer === null ? null : payment;
}
