/** Reminders of held tickets: which are due, and when the console chimes for them. */

import { chime } from "../../../shared/chime.js";

/** @typedef {import("./types.d.ts").Desk} Desk */
/** @typedef {import("./types.d.ts").Ticket} Ticket */

/** How long a console is silent before it chimes again for what is still due. */
export const AGAIN_MS = 120000;

/**
 * @param {Ticket} ticket
 * @param {number} counter the console's own
 * @param {number} now server time in ms
 * @returns {boolean} whether this counter held it and its time has come
 */
export function isDue({ aside }, counter, now) {
  return aside !== null && aside.counter === counter && aside.remind_at !== null && Date.parse(aside.remind_at) <= now;
}

/**
 * @param {Desk} desk
 * @param {number} now server time in ms
 * @returns {string[]} ids of the held tickets that are due here
 */
export function dueAt(desk, now) {
  return desk.held.filter((ticket) => isDue(ticket, desk.counter.number, now)).map((ticket) => ticket.id);
}

export class Reminders {
  /** @param {() => void} [ring] */
  constructor(ring = chime) {
    this.ring = ring;
    /** @type {Map<string, number>} when each was last chimed for */
    this.rung = new Map();
  }

  /**
   * Chime once for what has become due, and again after a while for what still is.
   * @param {string[]} due
   * @param {number} now
   */
  look(due, now) {
    for (const id of this.rung.keys()) if (!due.includes(id)) this.rung.delete(id);
    const fresh = due.filter((id) => now - (this.rung.get(id) ?? -Infinity) >= AGAIN_MS);
    fresh.forEach((id) => this.rung.set(id, now));
    if (fresh.length > 0) this.ring();
  }
}
