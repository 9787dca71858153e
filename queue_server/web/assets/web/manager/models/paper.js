/** @typedef {import("./types.d.ts").Paper} Paper */

/** One fact about a roll: a text's key, what is filled in, and the moment that is filled in as `time`. */
/** @typedef {{key: string, values: {[name: string]: string}, at?: string}} PaperFact */

/**
 * What is known of a printer's roll: estimates, named as such, and never more than what was told.
 * @param {Paper} paper @returns {PaperFact[]}
 */
export function paperFacts(paper) {
  const facts = [used(paper)];
  if (paper.opened_at) {
    facts.push({
      key: "manager.paper_opened", values: { metres: metres(paper.mm_since_opened ?? 0) }, at: paper.opened_at,
    });
  }
  if (paper.low_since) facts.push({ key: "manager.paper_low", values: {}, at: paper.low_since });
  return facts;
}

/** @param {Paper} paper @returns {PaperFact} */
function used({ mm, roll_mm }) {
  if (!roll_mm) return { key: "manager.paper", values: { metres: metres(mm) } };
  const left = metres(Math.max(0, roll_mm - mm));
  return { key: "manager.paper_of", values: { metres: metres(mm), left, roll: String(roll_mm / 1000) } };
}

/** @param {number} mm @returns {string} */
function metres(mm) {
  return (mm / 1000).toFixed(1);
}
