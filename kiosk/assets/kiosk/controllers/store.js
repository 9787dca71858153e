/** What the screen shows, in one place. Controllers change it, the screen is painted from it. */

import { FALLBACK } from "../../shared/i18n.js";
import { fresh } from "../models/journey.js";

/**
 * @typedef {object} State
 * @property {import("../models/journey.js").Journey} journey
 * @property {import("../models/types.d.ts").Catalogue|null} catalogue null until the server was reached once
 * @property {import("../models/types.d.ts").AgentState|null} agent
 * @property {boolean} lost the server has been out of reach for a while
 * @property {boolean} slow an answer takes long
 * @property {import("../models/idle.js").Presence} presence
 * @property {import("../models/slip.js").Paper} paper
 * @property {number} left seconds that the ticket stays on screen
 * @property {Comfort} comfort
 * @property {{columns: number, rows: number, size: number}} capacity
 */
/** @typedef {{contrast: "normal"|"high", text: "normal"|"large", reach: "normal"|"low"}} Comfort */

/** @type {Comfort} */
export const PLAIN = Object.freeze({ contrast: "normal", text: "normal", reach: "normal" });

/** @returns {State} */
function beginning() {
  return {
    journey: fresh(FALLBACK),
    catalogue: null,
    agent: null,
    lost: false,
    slow: false,
    presence: { phase: "present", left: 1 },
    paper: "coming",
    left: 0,
    comfort: PLAIN,
    capacity: { columns: 1, rows: 8, size: 8 },
  };
}

export class Store {
  constructor() {
    this.state = beginning();
    /** @type {((state: State, before: State) => void)[]} */
    this.hears = [];
  }

  /** @param {(state: State, before: State) => void} hear called after every change */
  listen(hear) {
    this.hears.push(hear);
  }

  /** @param {Partial<State>} news */
  change(news) {
    const before = this.state;
    this.state = { ...before, ...news };
    for (const hear of this.hears) hear(this.state, before);
  }
}
