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
import { counterIn, shownAt } from "../models/sign.js";

/** @typedef {import("../../board/models/view.js").BoardView} BoardView */
/** @typedef {import("../../../shared/socket.js").Socket} Socket */

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
  }

  /** Never returns: a sign that the server forgets enrols again. */
  async run() {
    part("counter").textContent = `${t("display.counter")} ${this.counter === null ? "–" : this.counter}`;
    setInterval(() => this.paintStrip(), TICK_MS);
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
    this.view = null;
    this.show(view);
    await follow(this.connect(), {
      connect: () => { this.view = null; },
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
    if (!isForward(this.view, view)) return;
    this.view = view;
    const { label, text } = shownAt(view.counters || [], this.counter);
    part("live").hidden = false;
    part("label").textContent = label;
    part("label").classList.toggle("is-long", label.length > 4);
    part("state").textContent = t(text);
    part("state-others").textContent = `${t(text, {}, "en")} · ${t(text, {}, "zh")}`;
  }

  /** Say quietly that what stands there may be old. */
  paintStrip() {
    const since = this.connection.lostSince(performance.now());
    part("offline").hidden = since === null;
    part("offline").textContent = since === null ? "" : t("display.offline", { time: hallTime(since) });
  }
}
