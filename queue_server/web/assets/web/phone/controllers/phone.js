/** The phone page: looks at the ticket as often as it matters, only while somebody looks at the phone. ES2019. */

import { Problem, freshKey, request, send } from "../../../shared/api.js";
import { ServerClock } from "../../../shared/clock.js";
import { useLanguage } from "../../../shared/i18n.js";
import { KeyKeeper } from "../../../shared/key_keeper.js";
import { html, render } from "../../../vendor/preact-htm.js";
import { Looking } from "../models/looking.js";
import { freshlyCalled, nextLook, spoken } from "../models/turn.js";
import { App } from "../views/app.js";

/** @typedef {import("../models/turn.js").Ticket} Ticket */
/**
 * @typedef {object} State
 * @property {Ticket|null} ticket
 * @property {boolean} unknown the server has no such ticket
 * @property {boolean} lost
 * @property {number} seenAt server time of what is shown, ms since the epoch
 * @property {boolean} asking the citizen has touched "cancel" once
 * @property {string} refusal why cancelling was not possible
 * @property {string} dropping the payment whose code the citizen has touched "take down" of once
 * @property {string} feeRefusal why paying was not possible
 */

const BUZZ_MS = [500, 200, 500, 200, 500];

export class Phone {
  /**
   * @param {HTMLElement} root
   * @param {string} id of the ticket
   */
  constructor(root, id) {
    this.root = root;
    this.path = `/api/v1/tickets/${id}`;
    this.clock = new ServerClock();
    this.looking = new Looking();
    this.keys = new KeyKeeper(freshKey);
    this.etag = "";
    this.chosen = false;
    /** @type {ReturnType<typeof setTimeout>|undefined} */
    this.alarm = undefined;
    /** @type {State} */
    this.state = { ticket: null, unknown: id === "", lost: false, seenAt: 0, asking: false, refusal: "", dropping: "", feeRefusal: "" };
  }

  /** @param {readonly string[]} languages of the phone; the ticket's own language comes before them */
  start(languages) {
    useLanguage(spoken(languages) || "vi");
    document.addEventListener("visibilitychange", () => this.look());
    this.root.textContent = "";
    this.change({});
    this.look();
  }

  /** @param {string} language */
  speak(language) {
    this.chosen = true;
    useLanguage(language);
    this.change({});
  }

  /** See how things stand, and when to see again. A hidden page rests. */
  async look() {
    clearTimeout(this.alarm);
    if (document.hidden || this.state.unknown) return;
    const wait = await this.once();
    clearTimeout(this.alarm);
    if (wait !== null) this.alarm = setTimeout(() => this.look(), wait);
  }

  /** @returns {Promise<number|null>} ms until the next look */
  async once() {
    try {
      const headers = this.etag === "" ? undefined : { "If-None-Match": this.etag };
      const answer = await request("GET", this.path, undefined, { ladder: [], headers });
      this.saw(answer.body, answer.headers.get("ETag") || this.etag);
      return this.state.ticket === null ? null : nextLook(this.state.ticket);
    } catch (fault) {
      return this.missed(fault);
    }
  }

  /**
   * @param {Ticket|null} ticket null when nothing has changed
   * @param {string} etag
   */
  saw(ticket, etag) {
    this.looking.seen();
    this.etag = etag;
    if (ticket !== null) this.took(ticket);
    this.change({ lost: false, seenAt: this.clock.now() });
  }

  /** @param {Ticket} ticket */
  took(ticket) {
    this.clock.sync(ticket.server_time, ticket.clock_rate);
    if (!this.chosen) useLanguage(ticket.language);
    if (freshlyCalled(this.state.ticket, ticket) && navigator.vibrate) navigator.vibrate(BUZZ_MS);
    const asking = this.state.asking && ticket.cancellable;
    this.change({ ticket, asking });
  }

  /**
   * @param {unknown} fault
   * @returns {number|null}
   */
  missed(fault) {
    if (fault instanceof Problem && (fault.status === 404 || fault.status === 422)) {
      this.change({ unknown: true });
      return null;
    }
    const wait = this.looking.failed();
    this.change({ lost: this.looking.lost });
    return wait;
  }

  /** @param {boolean} asking */
  ask(asking) {
    this.change({ asking, refusal: "" });
  }

  /** Give the number back. */
  async cancel() {
    this.change({ asking: false, refusal: "" });
    await this.deed("cancel", (refusal) => this.change({ refusal }));
  }

  /** @param {string} charge to be paid by payment code */
  async pay(charge) {
    this.change({ feeRefusal: "" });
    await this.deed(`charges/${charge}/payments`, (feeRefusal) => this.change({ feeRefusal }));
  }

  /** @param {string} dropping the payment, "" for none */
  askDrop(dropping) {
    this.change({ dropping, feeRefusal: "" });
  }

  /** @param {string} payment whose code is taken down */
  async drop(payment) {
    this.change({ dropping: "" });
    await this.deed(`payments/${payment}/cancel`, (feeRefusal) => this.change({ feeRefusal }));
  }

  /**
   * Do one thing to the ticket, once however often it has to be sent, and look how things stand.
   * @param {string} what below the ticket's own path
   * @param {(why: string) => void} refuse
   */
  async deed(what, refuse) {
    const wish = { what };
    try {
      const ticket = await send("POST", `${this.path}/${what}`, {}, { key: this.keys.keyFor(wish) });
      this.keys.answered(wish);
      this.saw(ticket, "");
    } catch (fault) {
      const problem = fault instanceof Problem ? fault : null;
      if (problem !== null && !problem.unanswered) this.keys.answered(wish);
      refuse(problem === null ? String(fault) : problem.detail);
    }
    this.look();
  }

  /** @param {Partial<State>} news */
  change(news) {
    this.state = Object.assign({}, this.state, news);
    render(html`<${App} state=${this.state} phone=${this} />`, this.root);
  }
}
