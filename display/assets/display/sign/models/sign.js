/**
 * What the sign at one counter shows.
 *
 * @typedef {{number: number, state: "calling"|"serving"|"free"|"ready"|"break"|"closed", label: string|null}} CounterState
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
