/** Paints the store, moves the focus to a new screen's heading, and lets a double tap be one tap. */

import { html, render } from "../../vendor/preact-htm.js";
import { App } from "../views/app.js";

/** @typedef {import("./store.js").Store} Store */
/** @typedef {import("./store.js").State} State */
/** @typedef {import("../../shared/clock.js").ServerClock} ServerClock */
/** @typedef {{walk: import("./walk.js").Walk, comforts: import("./comforts.js").Comforts, paper: import("./paper.js").Paper,
 *   idle: import("./idle.js").Idle, fees: import("./fees.js").Fees, result: import("./fee_result.js").FeeResult}} Hands */

/** Slower than a double tap, faster than anybody reads a new screen: touches that soon were meant for the one before. */
const SETTLE_MS = 450;

export class Screen {
  /**
   * @param {HTMLElement} root
   * @param {Store} store
   * @param {ServerClock} clock
   * @param {Hands} hands
   */
  constructor(root, store, clock, hands) {
    this.root = root;
    this.store = store;
    this.clock = clock;
    this.hands = hands;
    this.shown = "";
    /** @type {ReturnType<typeof setTimeout>|undefined} */
    this.settling = undefined;
  }

  start() {
    this.root.replaceChildren();
    this.store.listen(() => this.paint());
    for (const habit of ["contextmenu", "dragstart"]) document.addEventListener(habit, (event) => event.preventDefault());
    this.paint();
  }

  paint() {
    const { state } = this.store;
    render(html`<${App} state=${state} now=${this.clock.now()} hands=${this.hands} />`, this.root);
    const shown = `${state.catalogue !== null} ${state.journey.screen} ${state.journey.page}`;
    if (shown === this.shown) return;
    this.shown = shown;
    this.settle();
    this.root.querySelector("h1")?.focus();
  }

  settle() {
    clearTimeout(this.settling);
    this.root.dataset.settling = "";
    this.settling = setTimeout(() => delete this.root.dataset.settling, SETTLE_MS);
  }
}
