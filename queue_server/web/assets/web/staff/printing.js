/** A paper that staff have printed at a kiosk: where it comes out, and what became of it. */

import { Problem, get, send } from "../../shared/api.js";

/** @typedef {{id: string, name: string, hall: {code: string, names: {[language: string]: string}}}} Kiosk */
/** @typedef {{path: string, body: object, follow: () => Promise<{state: string, outcome: string|null}|null>}} Paper */
/**
 * What is shown: with `kiosks` one has to be chosen, `state` is null until the server has the paper.
 * @typedef {{kiosks: Kiosk[], kiosk: string, state: string|null, outcome: string|null}} Asked
 */

const LOOKED_EVERY_MS = 1000;
/** So often a paper is looked after: one that waits for a printer longer is looked up again by its number. */
const LOOKS = 120;
const ENDS = ["printed", "failed"];
const REMEMBERED = "motcua.kiosk";

/** Which kiosk this browser printed at last, where the hall has several. */
export const memory = {
  get: () => localStorage.getItem(REMEMBERED),
  /** @param {string} kiosk */
  set: (kiosk) => localStorage.setItem(REMEMBERED, kiosk),
};

export class Printing {
  /** @param {(asked: Asked|null) => void} show */
  constructor(show) {
    this.show = show;
    /** @type {Paper|null} */
    this.paper = null;
    /** @type {Asked|null} */
    this.asked = null;
    this.round = 0;
  }

  /** @param {Paper} paper @returns {Promise<void>} throws Problem */
  async ask(paper) {
    if (this.underway()) return;
    this.paper = paper;
    try {
      await this.order(null);
    } catch (problem) {
      if (!(problem instanceof Problem) || problem.code !== "slip.kiosk_needed") throw problem;
      await this.offer();
    }
  }

  /** @param {string} kiosk the id of the one chosen @returns {Promise<void>} throws Problem */
  async choose(kiosk) {
    memory.set(kiosk);
    await this.order(kiosk);
  }

  /** A second touch while the first is under way asks for no second paper. @returns {boolean} */
  underway() {
    const { asked } = this;
    return asked !== null && asked.kiosks.length === 0 && asked.outcome === null && !ENDS.concat("unknown").includes(String(asked.state));
  }

  forget() {
    this.round += 1;
    this.change(null);
  }

  /** @param {boolean} [anew] whether to ask although this browser has printed somewhere before @returns {Promise<void>} throws Problem */
  async offer(anew = false) {
    const { kiosks, here } = await get("/api/v1/kiosks");
    const known = kiosks.find((/** @type {Kiosk} */ each) => each.id === memory.get());
    if (known !== undefined && !anew) return this.order(known.id);
    const first = (/** @type {Kiosk} */ each) => (each.hall.code === here ? 0 : 1);
    kiosks.sort((/** @type {Kiosk} */ one, /** @type {Kiosk} */ other) => first(one) - first(other));
    this.round += 1;
    this.change({ kiosks, kiosk: "", state: null, outcome: null });
  }

  /** @param {string|null} device the kiosk's id, null where the server is to find it */
  async order(device) {
    const { paper, round } = this;
    if (paper === null) return;
    this.change({ kiosks: [], kiosk: "", state: null, outcome: null });
    try {
      const { print, kiosk } = await send("POST", paper.path, Object.assign({ device }, paper.body));
      if (round !== this.round) return;
      this.change({ kiosks: [], kiosk, state: print.state, outcome: null });
      void this.watch(paper);
    } catch (problem) {
      if (round !== this.round) return;
      this.change(null);
      throw problem;
    }
  }

  /** @param {Paper} paper */
  async watch(paper) {
    this.round += 1;
    const { round } = this;
    for (let look = 0; look < LOOKS; look += 1) {
      await new Promise((resolve) => setTimeout(resolve, LOOKED_EVERY_MS));
      const print = await paper.follow().catch(() => null);
      if (round !== this.round || this.asked === null) return;
      if (print !== null) this.change(Object.assign({}, this.asked, { state: print.state, outcome: print.outcome }));
      if (print !== null && ENDS.includes(print.state)) return;
    }
  }

  /** @param {Asked|null} asked */
  change(asked) {
    this.asked = asked;
    this.show(asked);
  }
}

/** @param {{id: string}} ticket @returns {Paper} its slip once more */
export function slipOf(ticket) {
  const path = `/api/v1/tickets/${encodeURIComponent(ticket.id)}`;
  return { path: `${path}/reprint`, body: {}, follow: () => get(`${path}/print`) };
}

/**
 * @param {{id: string}} payment
 * @param {"confirmation"|"payment_code"} kind
 * @param {string} language of who pays
 * @returns {Paper}
 */
export function paperOf(payment, kind, language) {
  const path = `/api/v1/payments/${encodeURIComponent(payment.id)}/papers`;
  return { path, body: { kind, language }, follow: async () => (await get(path))[kind] };
}
