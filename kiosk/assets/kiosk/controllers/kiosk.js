/** The kiosk page: one store, the controllers that change it, and the screen. */

import { ServerClock } from "../../shared/clock.js";
import { Comforts } from "./comforts.js";
import { Connection } from "./connection.js";
import { FeeResult } from "./fee_result.js";
import { Fees } from "./fees.js";
import { Idle } from "./idle.js";
import { Paper } from "./paper.js";
import { Readings } from "./readings.js";
import { Scanner } from "./scanner.js";
import { Screen } from "./screen.js";
import { Store } from "./store.js";
import { Walk } from "./walk.js";

export class Kiosk {
  /** @param {HTMLElement} root */
  constructor(root) {
    this.store = new Store();
    const clock = new ServerClock();
    this.comforts = new Comforts(this.store);
    this.walk = new Walk(this.store, clock);
    this.paper = new Paper(this.store, this.walk);
    this.fees = new Fees(this.store, this.walk);
    this.result = new FeeResult(this.store, this.walk, this.fees);
    this.idle = new Idle(this.store, this.walk, this.fees);
    this.readings = new Readings(this.store, this.walk, this.fees, this.idle);
    this.scanner = new Scanner(this.store, this.walk, this.fees, this.readings);
    this.connection = new Connection(this.store, clock);
    this.screen = new Screen(root, this.store, clock, {
      walk: this.walk, comforts: this.comforts, paper: this.paper, idle: this.idle, fees: this.fees, result: this.result,
    });
  }

  start() {
    this.comforts.start();
    this.screen.start();
    this.idle.start();
    this.result.start();
    this.scanner.start();
    this.connection.start();
    void this.readings.start();
  }
}
