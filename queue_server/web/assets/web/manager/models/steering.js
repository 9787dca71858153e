/** What a supervisor can do at a counter, and what a form says. Pure. */

/** @typedef {import("./types.d.ts").Now} Now */
/** @typedef {Now["counters"][number]} Counter */

/**
 * @param {Counter} counter
 * @returns {("complete"|"end"|"no_show"|"back")[]} how its ticket can be settled
 */
export function settlements({ state, onward }) {
  if (state === "calling") return ["no_show", "back"];
  if (state !== "serving") return [];
  return onward ? ["complete", "end", "back"] : ["complete", "back"];
}

/**
 * @param {FormData} given ranks under "rank-" and the line's code; an empty one leaves the line out
 * @returns {{[line: string]: number}}
 */
export function skillsOf(given) {
  /** @type {{[line: string]: number}} */
  const skills = {};
  for (const [name, value] of given.entries()) {
    if (name.startsWith("rank-") && String(value) !== "") skills[name.slice(5)] = Number(value);
  }
  return skills;
}

/**
 * @param {FormData} given
 * @returns {{line: string}|{counter: number}|{}} where a ticket goes; nothing for its own line
 */
export function goalOf(given) {
  const [kind, name] = String(given.get("goal") || "").split(":");
  if (kind === "line") return { line: name };
  return kind === "counter" ? { counter: Number(name) } : {};
}
