/** Keeps what the centre offers, and what the agent on this machine knows, fresh on screen. */

import { get } from "../../shared/api.js";
import { keepCurrent } from "../../shared/version.js";
import { pause } from "./patience.js";

/** @typedef {import("./store.js").Store} Store */
/** @typedef {import("../../shared/clock.js").ServerClock} ServerClock */

const EVERY_MS = 5000;
/** While the server is away, and before it was first reached. */
const SOON_MS = 1500;
/** A shorter outage is nobody's business. */
const LOST_AFTER_MS = 5000;

export class Connection {
  /**
   * @param {Store} store
   * @param {ServerClock} clock
   */
  constructor(store, clock) {
    this.store = store;
    this.clock = clock;
    this.heardAt = performance.now();
  }

  start() {
    this.follow(() => this.askAgent());
    this.follow(() => this.askServer());
  }

  /**
   * @param {() => Promise<boolean>} ask resolves to false when there was no answer
   * @returns {Promise<never>}
   */
  async follow(ask) {
    for (;;) {
      const answered = await ask().catch((fault) => { console.error(fault); return false; });
      await pause(answered ? EVERY_MS : SOON_MS);
    }
  }

  async askAgent() {
    const agent = await get("/agent/state", { ladder: [] }).catch(() => null);
    if (agent !== null) this.store.change({ agent });
    if (agent !== null && this.store.state.journey.screen === "welcome") keepCurrent(agent.assets);
    return agent !== null && agent.enrolment === null;
  }

  async askServer() {
    const catalogue = await get("/api/v1/kiosk/catalogue", { ladder: [] }).catch(() => null);
    if (catalogue === null) {
      this.store.change({ lost: performance.now() - this.heardAt >= LOST_AFTER_MS });
      return false;
    }
    this.heardAt = performance.now();
    this.clock.sync(catalogue.server_time, catalogue.clock_rate);
    this.store.change({ catalogue, lost: false });
    return true;
  }
}
