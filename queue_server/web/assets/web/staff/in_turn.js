/** Answers come in any order; what is shown never goes back to an answer that was asked for earlier. */
export class InTurn {
  constructor() {
    this.asked = 0;
    this.shown = 0;
  }

  /** @returns {number} the turn of what is asked for now */
  ask() {
    this.asked += 1;
    return this.asked;
  }

  /** @param {number} turn @returns {boolean} whether its answer is to be shown: nothing that was asked for later is there yet */
  isNews(turn) {
    if (turn <= this.shown) return false;
    this.shown = turn;
    return true;
  }

  /** Something was done: whatever was asked for before is of the time before. */
  done() {
    this.shown = this.asked;
  }
}
