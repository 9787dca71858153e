/** Follows the slip while the number is on screen, and goes home in good time. */

import { get } from "../../shared/api.js";
import { Stay, paperOf, settled } from "../models/slip.js";
import { pause } from "./patience.js";

/** @typedef {import("./store.js").Store} Store */
/** @typedef {import("./walk.js").Walk} Walk */
/** @typedef {import("../models/types.d.ts").Ticket} Ticket */
/** @typedef {import("../models/types.d.ts").Print} Print */

const ASK_MS = 1000;
const TICK_MS = 200;
/** No slip was ordered, or this kiosk has no printer. */
const NO_SLIP = /** @type {Print} */ ({ state: "failed", outcome: null });

export class Paper {
  /**
   * @param {Store} store
   * @param {Walk} walk
   */
  constructor(store, walk) {
    this.store = store;
    this.walk = walk;
    this.stay = new Stay(0);
    this.issuedAt = 0;
    /** @type {Print|null} */
    this.print = null;
    store.listen((state, before) => {
      const ticket = state.journey.ticket;
      if (ticket !== null && ticket !== before.journey.ticket) this.follow(ticket);
    });
  }

  /** Stay longer on the number. */
  longer() {
    this.stay.longer(performance.now());
    this.count();
  }

  /** @param {Ticket} ticket */
  follow(ticket) {
    this.issuedAt = performance.now();
    this.stay = new Stay(this.issuedAt);
    const printer = this.store.state.agent?.printer !== null;
    this.print = ticket.print === null || !printer ? NO_SLIP : { state: ticket.print.state, outcome: null };
    this.count();
    if (this.print !== NO_SLIP) this.ask(ticket);
    this.tick(ticket);
  }

  /** @param {Ticket} ticket */
  shows(ticket) {
    return this.store.state.journey.ticket === ticket;
  }

  /** @param {Ticket} ticket */
  async ask(ticket) {
    while (this.shows(ticket) && !settled(this.store.state.paper)) {
      const last = ticket.companions?.at(-1) ?? ticket;
      const print = await get(`/api/v1/tickets/${last.id}/print`, { ladder: [] }).catch(() => null);
      if (print !== null && this.shows(ticket)) this.print = print;
      await pause(ASK_MS);
    }
  }

  /** @param {Ticket} ticket */
  async tick(ticket) {
    while (this.shows(ticket)) {
      await pause(TICK_MS);
      if (this.shows(ticket)) this.count();
    }
  }

  count() {
    const now = performance.now();
    const paper = paperOf(this.print, now - this.issuedAt);
    this.stay.hear(paper, now);
    const left = this.stay.left(now);
    if (left === 0) this.walk.wipe();
    else if (left !== this.store.state.left || paper !== this.store.state.paper) this.store.change({ left, paper });
  }
}
