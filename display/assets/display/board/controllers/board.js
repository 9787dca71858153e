/** The board's whole life: become known to the server, then show and speak what it says. */

import { ServerClock } from "../../../shared/clock.js";
import { keepCurrent } from "../../../shared/version.js";
import { Connection } from "../models/connection.js";
import { isWorthSaying } from "../models/view.js";
import { askManager, claim, takeClaim } from "./enrolment.js";
import { keepTime, paintTitles, wander } from "./frame.js";
import { follow, keepTrying } from "./link.js";
import { Painter } from "./painter.js";
import { fetchBoard } from "./server.js";
import { voiceOf } from "./voice.js";

/** @typedef {import("../models/view.js").BoardView} BoardView */
/** @typedef {import("../../../shared/socket.js").Socket} Socket */

export class Board {
  /** @param {() => Socket} connect opens the live connection with this board's cookie */
  constructor(connect) {
    this.connect = connect;
    this.clock = new ServerClock();
    this.connection = new Connection(performance.now(), this.clock.now());
    this.painter = new Painter();
    this.voice = voiceOf(() => this.clock.now());
  }

  /** Never returns: a board that the server forgets enrols again. */
  async run() {
    paintTitles();
    keepTime(this.clock, this.connection);
    wander();
    this.voice.start();
    const secret = takeClaim();
    if (secret !== null) await claim(secret, (deed) => this.reach(deed));
    for (;;) await this.live();
  }

  async live() {
    const view = await this.reach(fetchBoard);
    if (view === null) {
      this.painter.clear();
      this.voice.hush();
      await askManager((deed) => this.reach(deed));
      return;
    }
    this.show(view);
    await follow(this.connect(), {
      connect: () => this.painter.restart(),
      board: (next) => this.show(next),
      announcement: (call) => this.voice.hear(call),
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
    if (this.painter.show(view)) this.voice.keep((call) => isWorthSaying(view, call));
  }
}
