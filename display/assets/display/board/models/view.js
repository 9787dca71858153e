/**
 * What a board shows. A view is the server's whole state of one hall; the highest `seq` wins.
 *
 * @typedef {{vi: string, en: string, zh: string}} Names
 * @typedef {{label: string, counter: number, called_at: string, state: "called"|"serving", recalls: number,
 *   reason?: "priority"|"booked"|"elsewhere"|"staff"|"together"|null}} Call
 * @typedef {{seq: number, server_time: string, clock_rate: number, centre: {code: string, names: Names},
 *   hall: {code: string, names: Names}, calls: Call[], next: string[], waiting: number, assets: string,
 *   counters?: import("../../sign/models/sign.js").CounterState[]}} BoardView
 * @typedef {{current: Call|null, last: Call[], next: string[], waiting: number}} Picture
 */

export const LAST_CALLS = 6;
export const NEXT_TICKETS = 6;

/**
 * Whether `view` may replace `held` on the screen: only forward.
 * @param {BoardView|null} held
 * @param {BoardView} view
 * @returns {boolean}
 */
export function isForward(held, view) {
  return held === null || view.seq >= held.seq;
}

/**
 * The calls that came with `view` and were not in `held`; a recall counts as new. Nothing is new on the first view.
 * @param {BoardView|null} held
 * @param {BoardView} view
 * @returns {Call[]}
 */
export function freshCalls(held, view) {
  if (held === null) return [];
  const known = new Set(held.calls.map(callKey));
  return view.calls.filter((call) => call.state === "called" && !known.has(callKey(call)));
}

/**
 * One name for one calling of a ticket: changes when it is called again.
 * @param {Call} call
 * @returns {string}
 */
export function callKey(call) {
  return `${call.label} ${call.counter} ${call.called_at} ${call.recalls}`;
}

/**
 * What is painted: the newest call large, the ones before it in a list, who is next.
 * @param {BoardView} view
 * @returns {Picture}
 */
export function picture(view) {
  return {
    current: view.calls.length > 0 ? view.calls[0] : null,
    last: view.calls.slice(1, 1 + LAST_CALLS),
    next: view.next.slice(0, NEXT_TICKETS),
    waiting: view.waiting,
  };
}

/**
 * Whether a waiting announcement still says what is so: the ticket is called to that counter. One that was served,
 * called elsewhere or taken back is not worth saying; one that came after the view, or is older than all that the view
 * has room for, is given the benefit of the doubt.
 * @param {BoardView} view
 * @param {{seq: number, label: string, counter: number, called_at: string}} announcement
 * @returns {boolean}
 */
export function isWorthSaying(view, announcement) {
  if (view.seq < announcement.seq) return true;
  const rows = view.calls.filter((call) => call.label === announcement.label);
  if (rows.length > 0) return rows.some((call) => call.state === "called" && call.counter === announcement.counter);
  const oldest = view.calls[view.calls.length - 1];
  const full = view.calls.length > LAST_CALLS;
  return full && Date.parse(announcement.called_at) < Date.parse(oldest.called_at);
}
