/** Is what is on screen still true? Times in ms of one monotonic clock. ES2019. */

/** One look that fails is nobody's business. */
const LOST_AFTER_FAILURES = 2;
const RETRY_MS = 5000;

export class Looking {
  constructor() {
    this.failures = 0;
  }

  seen() {
    this.failures = 0;
  }

  /** @returns {number} ms until the next look */
  failed() {
    this.failures += 1;
    return RETRY_MS;
  }

  get lost() {
    return this.failures >= LOST_AFTER_FAILURES;
  }
}
