/** Asks whether anybody is still here, and wipes the screen when nobody is. */

import { IdleWatch, quietFor } from "../models/idle.js";
import { chime } from "../../shared/chime.js";

/** @typedef {import("./store.js").Store} Store */
/** @typedef {import("./store.js").State} State */
/** @typedef {import("./walk.js").Walk} Walk */

const TICK_MS = 250;
/** These keep their own time. */
const UNWATCHED = ["issuing", "ticket", "fee_end"];

export class Idle {
  /**
   * @param {Store} store
   * @param {Walk} walk
   * @param {import("./fees.js").Fees} fees
   */
  constructor(store, walk, fees) {
    this.store = store;
    this.walk = walk;
    this.fees = fees;
    this.watch = new IdleWatch(performance.now());
  }

  start() {
    for (const sign of ["pointerdown", "keydown"]) {
      document.addEventListener(sign, () => this.store.state.presence.phase === "present" && this.stay());
    }
    setInterval(() => this.look(), TICK_MS);
  }

  /** Somebody is here. */
  stay() {
    this.watch.touched(performance.now());
    this.show({ phase: "present", left: 1 });
  }

  look() {
    const screen = this.store.state.journey.screen;
    if (UNWATCHED.includes(screen) || this.fees.atWork()) return this.watch.touched(performance.now());
    const presence = this.watch.presence(performance.now(), quietFor(screen));
    if (presence.phase === "gone") this.leave();
    else if (screen !== "welcome") this.show(presence);
  }

  leave() {
    this.stay();
    this.walk.wipe();
  }

  /** @param {State["presence"]} presence */
  show(presence) {
    const shown = this.store.state.presence;
    if (presence.phase === "asking" && shown.phase === "present") chime();
    if (presence.phase !== shown.phase || presence.left !== shown.left) this.store.change({ presence });
  }
}
