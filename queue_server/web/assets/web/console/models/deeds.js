/** Deeds in the order of the keys: a quick hand's next key waits for the answer to the one before and is not lost. */

/** @typedef {{path: string, body: object}} Deed */

export class Deeds {
  /** @param {(deed: Deed) => Promise<boolean>} act does one deed; false when it was refused */
  constructor(act) {
    this.act = act;
    /** @type {Deed[]} the first is under way */
    this.waiting = [];
  }

  /**
   * Do the deed after those before it. The same deed again (a key pressed twice) is one; when a deed is refused, those
   * that were meant to follow it are not done.
   * @param {Deed} deed
   * @returns {Promise<void>} settles when nothing waits any more
   */
  async add(deed) {
    if (this.waiting.some((other) => same(other, deed))) return;
    this.waiting.push(deed);
    if (this.waiting.length > 1) return;
    while (this.waiting.length > 0) {
      const succeeded = await this.act(this.waiting[0]);
      this.waiting.splice(0, succeeded ? 1 : this.waiting.length);
    }
  }
}

/**
 * @param {Deed} one
 * @param {Deed} other
 */
function same(one, other) {
  return one.path === other.path && JSON.stringify(one.body) === JSON.stringify(other.body);
}
