/** Has the citizen walked away? Times in ms of one monotonic clock. */

/** Without a touch for this long, we ask. */
export const QUIET_MS = 30000;
/** WCAG 2.2.1: at least 20 s to answer with one simple action, as often as wanted. */
export const ANSWER_MS = 20000;

/** @typedef {{phase: "present"|"asking"|"gone", left: number}} Presence `left`: share of the time to answer, 1 to 0 */

export class IdleWatch {
  /** @param {number} now */
  constructor(now) {
    this.touchedAt = now;
  }

  /** @param {number} now */
  touched(now) {
    this.touchedAt = now;
  }

  /**
   * @param {number} now
   * @returns {Presence}
   */
  presence(now) {
    const asking = now - this.touchedAt - QUIET_MS;
    if (asking < 0) return { phase: "present", left: 1 };
    if (asking < ANSWER_MS) return { phase: "asking", left: 1 - asking / ANSWER_MS };
    return { phase: "gone", left: 0 };
  }
}
