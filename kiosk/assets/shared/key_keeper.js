/** One Idempotency-Key for one wish, until the wish is answered: asked again after a lost answer, it is the same deed. ES2019. */

export class KeyKeeper {
  /** @param {() => string} freshKey */
  constructor(freshKey) {
    this.freshKey = freshKey;
    /** @type {Map<string, string>} */
    this.keys = new Map();
  }

  /**
   * @param {object} wish
   * @returns {string} the key of this wish, the same one until `answered` or `forget`
   */
  keyFor(wish) {
    const name = JSON.stringify(wish);
    const key = this.keys.get(name) || this.freshKey();
    this.keys.set(name, key);
    return key;
  }

  /**
   * The server has answered this wish, whatever it said: the next one like it is another deed.
   * @param {object} wish
   */
  answered(wish) {
    this.keys.delete(JSON.stringify(wish));
  }

  /** The next citizen's wishes are never this one's. */
  forget() {
    this.keys.clear();
  }
}
