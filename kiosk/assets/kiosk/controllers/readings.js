/** What scanners read. The agent on this machine tells codes apart, whichever scanner read them; here they are used. */

import { get, send } from "../../shared/api.js";
import { takesFees } from "../models/fees.js";
import { deedFor } from "../models/scan.js";
import { pause } from "./patience.js";

/** @typedef {import("./store.js").Store} Store */
/** @typedef {import("./walk.js").Walk} Walk */
/** @typedef {import("./idle.js").Idle} Idle */
/** @typedef {import("../models/types.d.ts").Reading} Reading */

const ADDRESS = "/agent/scans";
const LOOKS_MS = 2000;
/** How long a word about a code stays where nothing else takes it away. */
const SAID_MS = 8000;

export class Readings {
  /**
   * @param {Store} store
   * @param {Walk} walk
   * @param {import("./fees.js").Fees} fees
   * @param {Idle} idle
   */
  constructor(store, walk, fees, idle) {
    this.store = store;
    this.walk = walk;
    this.fees = fees;
    this.idle = idle;
  }

  /** Take what a scanner on a line of the agent's reads; the agent holds each request until something is. @returns {Promise<never>} */
  async start() {
    for (;;) {
      const reading = this.store.state.agent?.scanner ? await get(ADDRESS, { ladder: [] }).catch(() => null) : null;
      if (reading === null) await pause(LOOKS_MS);
      else if (reading.kind !== "none") this.use(reading, this.store.state.journey.typed);
    }
  }

  /**
   * @param {string} text that a keyboard scanner typed
   * @param {string} before what stood in the field before
   */
  async typed(text, before) {
    const reading = await send("POST", ADDRESS, { text }, { ladder: [] }).catch((fault) => { console.error(fault.code); return null; });
    this.use(reading ?? { kind: "unknown", value: null }, before);
  }

  /**
   * @param {Reading} reading
   * @param {string} before
   */
  use(reading, before) {
    const { journey, catalogue, agent } = this.store.state;
    const deed = deedFor(reading, journey, catalogue, takesFees(catalogue, agent));
    if (deed === null) return;
    this.idle.stay();
    if (deed.report) this.walk.checkIn(deed.report);
    else if (deed.fee) void this.fees.look(deed.fee.code, deed.fee.otherwise);
    else if (deed.collect) this.walk.collectScanned(deed.collect.service, deed.collect.code);
    else if (deed.complaint) this.complain(deed.complaint, before);
  }

  /**
   * @param {string} complaint key of a text
   * @param {string} before what stood in the field before the scanner typed into it
   */
  complain(complaint, before) {
    this.store.change({ journey: { ...this.store.state.journey, typed: before } });
    this.walk.complain(complaint);
    const said = this.store.state.journey;
    setTimeout(() => {
      if (this.store.state.journey === said) this.store.change({ journey: { ...said, complaint: null } });
    }, SAID_MS);
  }
}
