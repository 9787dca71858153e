import { Problem, get } from "../../shared/api.js";
import { ServerClock } from "../../shared/clock.js";
import { html, render } from "../../vendor/preact-htm.js";
import { leave, signOut, signedIn } from "../staff/me.js";
import { App } from "./view.js";

/** @typedef {import("./types.d.ts").State} State */

const EVERY_MS = 5000;

/** All centres, asked for every few seconds: nobody is called from here, so nothing needs a socket. */
export class Province {
  /** @param {HTMLElement} element */
  constructor(element) {
    this.element = element;
    this.clock = new ServerClock();
    /** @type {State} */
    this.state = { now: null, lost: false };
  }

  async start() {
    await signedIn();
    await this.look();
    setInterval(() => this.look(), EVERY_MS);
  }

  async look() {
    try {
      const now = await get("/api/v1/province/now");
      this.clock.sync(now.server_time, now.clock_rate);
      this.state = { now, lost: false };
    } catch (problem) {
      if (!(problem instanceof Problem)) throw problem;
      if (problem.status === 401) leave();
      this.state = { now: this.state.now, lost: true };
    }
    this.draw();
  }

  async signOut() {
    await signOut();
  }

  draw() {
    render(html`<${App} state=${this.state} province=${this} now=${this.clock.now()} />`, this.element);
  }
}
