/** What has become of the paper, in the citizen's terms, and how long the number stays on screen. */

/** @typedef {import("./types.d.ts").Print} Print */
/** @typedef {"coming"|"printed"|"paper_out"|"trouble"|"slow"} Paper */

/** A slip takes 2 to 4 s; after this we no longer ask anybody to wait for it. */
export const SLOW_AFTER_MS = 12000;
/** How long the number stays: enough to read it with the paper in hand, more when it must be written down. */
const STAY_MS = { coming: 30000, printed: 12000, paper_out: 60000, trouble: 60000, slow: 45000 };
/** A wish to look longer. */
export const LONGER_MS = 30000;

/**
 * @param {Print|null} print as last heard; null when no slip was ordered or nothing was heard yet
 * @param {number} waitedMs since the ticket was issued
 * @returns {Paper}
 */
export function paperOf(print, waitedMs) {
  if (print !== null && print.state === "printed") return "printed";
  if (print !== null && print.outcome === "paper_out") return "paper_out";
  if (print !== null && (print.outcome !== null || print.state === "failed" || print.state === "unknown")) return "trouble";
  return waitedMs < SLOW_AFTER_MS ? "coming" : "slow";
}

/**
 * @param {Paper} paper
 * @returns {boolean} false while news about the paper is still worth asking for
 */
export function settled(paper) {
  return paper === "printed";
}

/** The time left on the ticket screen. It starts anew when the news about the paper change. */
export class Stay {
  /** @param {number} now ms */
  constructor(now) {
    this.paper = /** @type {Paper} */ ("coming");
    this.until = now + STAY_MS.coming;
  }

  /**
   * @param {Paper} paper
   * @param {number} now
   */
  hear(paper, now) {
    if (paper === this.paper) return;
    this.paper = paper;
    this.until = now + STAY_MS[paper];
  }

  /** @param {number} now */
  longer(now) {
    this.until = Math.max(this.until, now) + LONGER_MS;
  }

  /**
   * @param {number} now
   * @returns {number} whole seconds left, 0 when it is time to go
   */
  left(now) {
    return Math.max(0, Math.ceil((this.until - now) / 1000));
  }
}
