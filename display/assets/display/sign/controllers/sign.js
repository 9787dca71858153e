/** A sign's whole life: become known to the server as a board, then show what its counter does. */

import { ServerClock, hallTime } from "../../../shared/clock.js";
import { part } from "../../../shared/dom.js";
import { t } from "../../../shared/i18n.js";
import { keepCurrent } from "../../../shared/version.js";
import { askManager, claim, takeClaim } from "../../board/controllers/enrolment.js";
import { follow, keepTrying } from "../../board/controllers/link.js";
import { fetchBoard } from "../../board/controllers/server.js";
import { Connection } from "../../board/models/connection.js";
import { isForward } from "../../board/models/view.js";
import { counterIn, paymentAt, shownAt } from "../models/sign.js";
import { paintPayment, wordsOf } from "./code.js";

/** @typedef {import("../../board/models/view.js").BoardView} BoardView */
/** @typedef {import("../../../shared/socket.js").Socket} Socket */
/** @typedef {import("../models/sign.js").SignPayment} SignPayment */

const TICK_MS = 500;

export class Sign {
  /** @param {() => Socket} connect opens the live connection with this sign's cookie */
  constructor(connect) {
    this.connect = connect;
    this.clock = new ServerClock();
    this.connection = new Connection(performance.now(), this.clock.now());
    this.counter = counterIn(location.pathname);
    /** @type {BoardView|null} */
    this.view = null;
    /** The next view counts whatever its number: the server may have been restored. */
    this.fresh = true;
    /** The words and the payment that stand there: what has not changed is not painted again. */
    this.said = "";
    this.shown = "";
  }

  /** Never returns: a sign that the server forgets enrols again. */
  async run() {
    part("counter").textContent = `${t("display.counter")} ${this.counter === null ? "–" : this.counter}`;
    setInterval(() => this.tick(), TICK_MS);
    const secret = takeClaim();
    if (secret !== null) await claim(secret, (deed) => this.reach(deed));
    for (;;) await this.live();
  }

  async live() {
    const view = await this.reach(fetchBoard);
    if (view === null) {
      part("live").hidden = true;
      await askManager((deed) => this.reach(deed));
      return;
    }
    this.fresh = true;
    this.show(view);
    await follow(this.connect(), {
      connect: () => { this.fresh = true; },
      board: (next) => this.show(next),
      announcement: () => {},
    });
  }

  /**
   * Do something until the server has answered.
   * @template T
   * @param {() => Promise<T>} deed
   * @returns {Promise<T>}
   */
  async reach(deed) {
    const answer = await keepTrying(deed);
    this.connection.heard(performance.now(), this.clock.now());
    return answer;
  }

  /** @param {BoardView} view */
  show(view) {
    keepCurrent(view.assets);
    this.clock.sync(view.server_time, view.clock_rate);
    this.connection.heard(performance.now(), this.clock.now());
    if (!this.fresh && !isForward(this.view, view)) return;
    this.fresh = false;
    this.view = view;
    this.paint();
  }

  /** Paint what is known. Without the server nobody knows whether a code still waits to be paid, so none is shown. */
  paint() {
    if (this.view === null) return;
    const counters = this.view.counters || [];
    const { label, text } = shownAt(counters, this.counter);
    const lost = this.connection.lostSince(performance.now()) !== null;
    const payment = lost ? null : paymentAt(counters, this.counter, this.clock.now());
    part("live").hidden = false;
    part("label").textContent = label;
    part("label").classList.toggle("is-long", label.length > 4);
    this.say(payment === null ? text : wordsOf(payment));
    this.showPayment(payment);
  }

  /** @param {string} text key of the words below the number */
  say(text) {
    if (this.said === text) return;
    this.said = text;
    part("state").textContent = t(text);
    part("state-others").textContent = `${t(text, {}, "en")} · ${t(text, {}, "zh")}`;
  }

  /** @param {SignPayment|null} payment */
  showPayment(payment) {
    const shown = payment === null ? "" : `${payment.id} ${payment.state}`;
    if (this.shown === shown) return;
    this.shown = shown;
    paintPayment(payment);
  }

  /** Time alone changes things: a payment has been thanked for, a server is not heard any more. */
  tick() {
    this.paint();
    this.paintStrip();
  }

  /** Say quietly that what stands there may be old. */
  paintStrip() {
    const since = this.connection.lostSince(performance.now());
    part("offline").hidden = since === null;
    part("offline").textContent = since === null ? "" : t("display.offline", { time: hallTime(since) });
  }
}
