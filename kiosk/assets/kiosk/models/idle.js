/** Has the citizen walked away? Times in ms of one monotonic clock. */

/** Without a touch for this long, we ask. */
export const QUIET_MS = 30000;
/** Somebody who pays by phone looks at the phone meanwhile. */
export const PAYING_MS = 150000;
/** WCAG 2.2.1: at least 20 s to answer with one simple action, as often as wanted. */
export const ANSWER_MS = 20000;

/** @typedef {{phase: "present"|"asking"|"gone", left: number}} Presence `left`: share of the time to answer, 1 to 0 */

/**
 * @param {string} screen
 * @returns {number} how long nobody has to touch it
 */
export function quietFor(screen) {
  return screen === "fee_paying" ? PAYING_MS : QUIET_MS;
}

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
   * @param {number} [quiet]
   * @returns {Presence}
   */
  presence(now, quiet = QUIET_MS) {
    const asking = now - this.touchedAt - quiet;
    if (asking < 0) return { phase: "present", left: 1 };
    if (asking < ANSWER_MS) return { phase: "asking", left: 1 - asking / ANSWER_MS };
    return { phase: "gone", left: 0 };
  }
}
