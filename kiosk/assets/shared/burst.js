/** Telling a keyboard scanner from fingers: a scanner types a whole code within milliseconds and ends it with Enter. */

/** No person types this many characters at less than this many milliseconds between two. */
export const FASTEST_FINGER_MS = 35;
export const SHORTEST_CODE = 6;
/** Keys that a scanner or an input method presses for the sake of a letter; any other, like F1, is a finger's. */
const BETWEEN_LETTERS = new Set(["Shift", "Control", "Alt", "AltGraph", "CapsLock", "Compose", "Dead", "Process", "Unidentified"]);

export class Burst {
  constructor() {
    this.typed = "";
    this.last = -Infinity;
  }

  /**
   * Take a key at a moment.
   * @param {string} key as KeyboardEvent.key
   * @param {number} at milliseconds
   * @returns {{code: string|null, within: boolean}} a scanned code when Enter ends one; whether the key belongs to a burst
   */
  take(key, at) {
    const fast = at - this.last <= FASTEST_FINGER_MS;
    if (!fast) this.typed = "";
    this.last = at;
    if (key === "Enter") return this.ended();
    if (key.length === 1) this.typed += key;
    else if (key === "Backspace") this.typed = [...this.typed].slice(0, -1).join(""); // an input method puts a letter right
    else if (!BETWEEN_LETTERS.has(key)) this.typed = "";
    return { code: null, within: fast && this.typed.length > 1 };
  }

  ended() {
    const code = this.typed.length >= SHORTEST_CODE ? this.typed : null;
    this.typed = "";
    return { code, within: code !== null };
  }
}
