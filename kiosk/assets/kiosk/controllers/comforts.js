/** Large text, high contrast, low reach: on the root element, where the style sheets see them. Lengths follow the device. */

import { capacity } from "../models/paging.js";

/** @typedef {import("./store.js").Store} Store */
/** @typedef {import("./store.js").Comfort} Comfort */

/** CSS's own idea of a millimetre, until the device is known. */
const PIXELS_PER_MM = 96 / 25.4;
const LARGE = 1.25;
/** Low reach leaves the top of the screen empty. */
const LOW = 0.62;

export class Comforts {
  /** @param {Store} store */
  constructor(store) {
    this.store = store;
    this.root = document.documentElement;
  }

  start() {
    this.store.listen((state, before) => {
      const device = state.agent?.device?.pixels_per_mm;
      if (state.comfort !== before.comfort || device !== before.agent?.device?.pixels_per_mm) this.apply();
    });
    addEventListener("resize", () => this.apply());
    this.apply();
  }

  /** @param {Partial<Comfort>} wish */
  choose(wish) {
    this.store.change({ comfort: { ...this.store.state.comfort, ...wish } });
  }

  apply() {
    const { comfort, agent } = this.store.state;
    const millimetre = agent?.device?.pixels_per_mm || PIXELS_PER_MM;
    const scale = comfort.text === "large" ? LARGE : 1;
    this.root.style.setProperty("--mm", `${millimetre}px`);
    this.root.style.setProperty("--scale", String(scale));
    this.root.dataset.contrast = comfort.contrast;
    this.root.dataset.text = comfort.text;
    this.root.dataset.reach = comfort.reach;
    const height = innerHeight * (comfort.reach === "low" ? LOW : 1);
    this.store.change({ capacity: capacity({ width: innerWidth / millimetre, height: height / millimetre, scale }) });
  }
}
