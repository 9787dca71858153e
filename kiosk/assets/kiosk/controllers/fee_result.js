/** Keeps a payment's result on screen for its time, and goes home then: what is open stays open at the server. */

import { RESULT_MS, outcomeOf } from "../models/fees.js";
import { LONGER_MS } from "../models/slip.js";

/** @typedef {import("./store.js").Store} Store */
/** @typedef {import("./walk.js").Walk} Walk */

const TICK_MS = 200;

export class FeeResult {
  /**
   * @param {Store} store
   * @param {Walk} walk
   */
  constructor(store, walk) {
    this.store = store;
    this.walk = walk;
    this.until = 0;
    this.shown = "";
    store.listen(() => this.look());
    setInterval(() => this.count(), TICK_MS);
  }

  /** Stay longer. */
  longer() {
    this.until = Math.max(this.until, performance.now()) + LONGER_MS;
    this.count();
  }

  /** A new result has its time from the beginning. */
  look() {
    const { payment, card, screen } = this.store.state.journey;
    const shown = screen === "fee_end" && payment !== null ? outcomeOf(payment, card) : "";
    if (shown === this.shown) return;
    this.shown = shown;
    if (shown === "" || shown === "open") return;
    this.until = performance.now() + RESULT_MS[shown];
    this.count();
  }

  count() {
    if (this.store.state.journey.screen !== "fee_end") return;
    const left = Math.max(0, Math.ceil((this.until - performance.now()) / 1000));
    if (left === 0) this.walk.wipe();
    else if (left !== this.store.state.left) this.store.change({ left });
  }
}
