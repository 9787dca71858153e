/** A keyboard scanner types codes wherever the citizen is; slow keys type where there is something to type. */

import { Burst } from "../../shared/burst.js";
import { ERASE } from "../models/entry.js";

/** @typedef {import("./store.js").Store} Store */
/** @typedef {import("./walk.js").Walk} Walk */
/** @typedef {import("./readings.js").Readings} Readings */

export class Scanner {
  /**
   * @param {Store} store
   * @param {Walk} walk
   * @param {import("./fees.js").Fees} fees
   * @param {Readings} readings
   */
  constructor(store, walk, fees, readings) {
    this.store = store;
    this.walk = walk;
    this.fees = fees;
    this.readings = readings;
    this.burst = new Burst();
    this.before = "";
  }

  start() {
    document.addEventListener("keydown", (event) => this.take(event));
  }

  /** @param {KeyboardEvent} event */
  take(event) {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const { code, within } = this.burst.take(event.key, event.timeStamp);
    if (code !== null) {
      event.preventDefault();
      void this.readings.typed(code, this.before);
    } else if (!within) {
      // The first key of a scan is slow, as a finger's: it is taken back when the scan is of no use here.
      this.before = this.store.state.journey.typed;
      this.types(event);
    }
  }

  /** @param {KeyboardEvent} event */
  types(event) {
    const { screen, typed } = this.store.state.journey;
    const submits = event.key === "Enter" && !(event.target instanceof HTMLButtonElement);
    const key = event.key === "Backspace" ? ERASE : event.key.length === 1 ? event.key : null;
    if (screen === "dossier") {
      if (key !== null) this.walk.typeCode(key);
      else if (submits) this.walk.collect(typed);
    } else if (screen === "fee_code") {
      if (key !== null) this.walk.typeCode(key);
      else if (submits) void this.fees.look(typed);
    } else if (screen === "appointment") {
      if (key !== null) this.walk.type(key);
      else if (submits) this.walk.reportTyped();
    }
  }
}
