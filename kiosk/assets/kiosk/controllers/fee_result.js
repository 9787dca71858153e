/**
 * Keeps a payment's result on screen for its time, and orders its paper. Then it goes home: what is open stays open at
 * the server.
 */

import { RESULT_MS, confirmationOf, outcomeOf } from "../models/fees.js";
import { LONGER_MS, paperOf } from "../models/slip.js";

/** @typedef {import("./store.js").Store} Store */
/** @typedef {import("./walk.js").Walk} Walk */
/** @typedef {import("./fees.js").Fees} Fees */

const TICK_MS = 200;

export class FeeResult {
  /**
   * @param {Store} store
   * @param {Walk} walk
   * @param {Fees} fees
   */
  constructor(store, walk, fees) {
    this.store = store;
    this.walk = walk;
    this.fees = fees;
    this.until = 0;
    this.since = 0;
    this.shown = "";
    this.ordered = "";
  }

  start() {
    this.store.listen(() => this.look());
    setInterval(() => this.count(), TICK_MS);
  }

  /** Stay longer. */
  longer() {
    this.until = Math.max(this.until, performance.now()) + LONGER_MS;
    this.count();
  }

  /** A new result has its time from the beginning; what is paid has its paper. */
  look() {
    const { payment, card, screen } = this.store.state.journey;
    const outcome = screen === "fee_end" && payment !== null ? outcomeOf(payment, card) : "open";
    if (outcome !== this.shown) this.begin(outcome);
    if (outcome !== "paid" || payment?.state !== "confirmed" || payment.id === this.ordered || !this.store.state.agent?.printer) return;
    this.ordered = payment.id;
    void this.fees.print("confirmation");
  }

  /** @param {import("../models/fees.js").Outcome} outcome */
  begin(outcome) {
    this.shown = outcome;
    this.since = performance.now();
    if (outcome === "open") return;
    this.until = this.since + RESULT_MS[outcome];
    this.count();
  }

  count() {
    const { journey, left: before, paper: shown } = this.store.state;
    if (journey.screen !== "fee_end" || journey.payment === null) return;
    const now = performance.now();
    const left = Math.max(0, Math.ceil((this.until - now) / 1000));
    const paper = paperOf(confirmationOf(journey.payment), now - this.since);
    if (left === 0) this.walk.wipe();
    else if (left !== before || paper !== shown) this.store.change({ left, paper });
  }
}
