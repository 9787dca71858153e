/** A keyboard scanner reports a citizen wherever numbers are chosen; slow keys type where there is something to type. */

import { reportIn } from "../../shared/booking_code.js";
import { Burst } from "../../shared/burst.js";
import { ERASE } from "../models/entry.js";
import { may } from "../models/journey.js";

/** @typedef {import("./store.js").Store} Store */
/** @typedef {import("./walk.js").Walk} Walk */

export class Scanner {
  /**
   * @param {Store} store
   * @param {Walk} walk
   */
  constructor(store, walk) {
    this.store = store;
    this.walk = walk;
    this.burst = new Burst();
    this.before = "";
  }

  start() {
    document.addEventListener("keydown", (event) => this.take(event));
  }

  /** @param {KeyboardEvent} event */
  take(event) {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const { journey, catalogue } = this.store.state;
    const { code, within } = this.burst.take(event.key, event.timeStamp);
    if (journey.screen === "dossier") this.takeDossier(event, code, within);
    else if (code !== null) {
      event.preventDefault();
      if (catalogue?.appointments && may(journey, "check_in")) this.walk.reportScanned(reportIn(code), this.before);
    } else if (journey.screen === "appointment" && !within) {
      // The first key of a scan is slow, as a finger's: it is taken back when the rest was no report.
      this.before = journey.typed;
      this.types(event);
    }
  }

  /**
   * @param {KeyboardEvent} event
   * @param {string|null} code that a scanner has read
   * @param {boolean} within a scan
   */
  takeDossier(event, code, within) {
    if (code !== null) {
      event.preventDefault();
      this.walk.collect(code);
    } else if (!within) {
      if (event.key === "Backspace") this.walk.typeCode(ERASE);
      else if (event.key.length === 1) this.walk.typeCode(event.key);
      else if (event.key === "Enter" && !(event.target instanceof HTMLButtonElement)) this.walk.collect(this.store.state.journey.typed);
    }
  }

  /** @param {KeyboardEvent} event */
  types(event) {
    if (event.key === "Backspace") this.walk.type(ERASE);
    else if (event.key.length === 1) this.walk.type(event.key);
    else if (event.key === "Enter" && !(event.target instanceof HTMLButtonElement)) this.walk.reportTyped();
  }
}
