/** The lists of work and what can be done with a dossier in them. */

/** @typedef {import("./types.d.ts").Line} Line */
/** @typedef {import("./types.d.ts").Overview} Overview */
/** @typedef {import("./types.d.ts").Me} Me */

export const LISTS = ["appraise", "approve", "stamp", "return", "supplement", "near_late", "late"];
/** Steps that happen without a citizen. */
const BEHIND = ["appraise", "approve", "stamp"];

/** "Within the day": what the catalogue means by most terms whose unit it leaves out. */
const SAME_DAY = { channel: "counter", quantity: 0, unit: "working_day" };

/**
 * @param {import("./types.d.ts").Found} procedure
 * @returns {({channel: string, quantity: number, unit: string}|null)[]} terms to choose from; null: none is known
 */
export function termsOf({ terms }) {
  return terms.length === 0 ? [SAME_DAY, null] : terms;
}

/**
 * @param {Overview} overview
 * @param {string} which
 * @returns {number} how many dossiers the list has
 */
export function countOf(overview, which) {
  if (which === "late") return overview.late;
  return which === "near_late" ? overview.near_late : overview.waiting[which];
}

/**
 * @param {{within: number, of: number}} share
 * @returns {string} "–" while there is nothing to count
 */
export function percent({ within, of }) {
  return of === 0 ? "–" : `${Math.floor((1000 * within) / of) / 10} %`;
}

/**
 * @param {Line} dossier
 * @param {Me} me
 * @returns {"begin"|"end"|null} what this person can do with it now
 */
export function deedOf(dossier, me) {
  if (!me.permissions.includes("counter.operate") || dossier.step === null || !BEHIND.includes(dossier.step)) return null;
  if (dossier.in_hand === null) return "begin";
  return dossier.in_hand.id === me.staff.id ? "end" : null;
}

/**
 * @param {string} step
 * @returns {string[]} results of a step behind the counters, the usual one first
 */
export function resultsOf(step) {
  const all = ["done", "ready", "supplement", "back", "refused", "withdrawn", "unfinished"];
  return step === "appraise" ? all.filter((result) => result !== "back") : all;
}
