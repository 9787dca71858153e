import { Problem, get, send } from "../../../shared/api.js";
import { ServerClock, hallDate } from "../../../shared/clock.js";
import { t } from "../../../shared/i18n.js";
import { connect } from "../../../shared/socket.js";
import { html, render } from "../../../vendor/preact-htm.js";
import { InTurn } from "../../staff/in_turn.js";
import { leave, signOut, signedIn } from "../../staff/me.js";
import { Printing, slipOf } from "../../staff/printing.js";
import { App } from "../views/app.js";

/** @typedef {import("../models/types.d.ts").State} State */
/** @typedef {import("../models/types.d.ts").Now} Now */

const REDRAWN_EVERY_MS = 1000;
const ENROLMENTS_EVERY_MS = 4000;
const DAY_EVERY_MS = 15000;
const WAITING_EVERY_MS = 3000;

/** The manager's page: the hall as it is now, and a day's table. */
export class Manager {
  /** @param {HTMLElement} element */
  constructor(element) {
    this.element = element;
    this.clock = new ServerClock();
    this.days = new InTurn();
    /** How many choices of a day have no answer yet. */
    this.choosing = 0;
    this.printing = new Printing((printing) => this.change({ printing }));
    /** @type {State} */
    this.state = {
      steering: null, settling: null, waiting: null, moving: null, cancelling: null, reinstating: null,
      now: null, day: null, date: "", table: "turns", words: "", order: { field: "joined_at", up: false }, page: 0,
      printing: null, number: "",
      enrolments: [], halls: [], revoking: null, choices: null, manages: false, steers: false, administers: false, busy: false, fault: "", lost: false,
    };
  }

  /** @param {string} label of a ticket of today whose slip is to be printed once more */
  async reprint(label) {
    await this.prints(async () => this.printing.ask(slipOf(await get(`/api/v1/numbers/${encodeURIComponent(label)}`))));
  }

  /** @param {() => Promise<void>} deed of the paper under way */
  async prints(deed) {
    this.change({ fault: "" });
    await this.try(deed, t("web.unreachable"));
  }

  async start() {
    const me = await signedIn();
    this.state.manages = me.permissions.includes("device.manage");
    this.state.administers = me.permissions.includes("centre.administer");
    this.state.steers = me.permissions.includes("centre.steer");
    await this.try(async () => this.show(await get("/api/v1/manager/now")));
    await this.choose(hallDate(this.clock.now()));
    const link = connect();
    link.onSnapshot("manager", (now) => this.show(now));
    link.onLost(() => this.change({ lost: true }));
    link.onBack(() => { this.forgetSeq(); this.change({ lost: false }); });
    setInterval(() => this.draw(), REDRAWN_EVERY_MS);
    setInterval(() => this.refreshDay(), DAY_EVERY_MS);
    setInterval(() => this.refreshWaiting(), WAITING_EVERY_MS);
    if (this.state.manages) setInterval(() => this.refreshDevices(), ENROLMENTS_EVERY_MS);
    await this.refreshDevices();
  }

  /** @param {Now} now */
  show(now) {
    if (this.state.now !== null && now.seq < this.state.now.seq) return;
    this.clock.sync(now.server_time, now.clock_rate);
    this.change({ now });
  }

  /** A server restored from a copy counts from a lower number. */
  forgetSeq() {
    const { now } = this.state;
    if (now !== null) this.state.now = Object.assign({}, now, { seq: 0 });
  }

  /** @param {string} date "YYYY-MM-DD" */
  async choose(date) {
    if (date === "") return;
    this.choosing += 1;
    await this.try(() => this.lookAt(date, { page: 0 }));
    this.choosing -= 1;
  }

  async refreshDay() {
    const { date } = this.state;
    if (this.choosing === 0 && date === hallDate(this.clock.now())) await this.try(() => this.lookAt(date));
  }

  /** @param {string} date @param {Partial<State>} [news] */
  async lookAt(date, news = {}) {
    const turn = this.days.ask();
    const day = await get(`/api/v1/manager/days/${date}`);
    if (this.days.isNews(turn)) this.change(Object.assign({ date, day }, news));
  }

  /** Devices change without an event (one falls silent), so they are asked for. */
  async refreshDevices() {
    if (!this.state.manages) return;
    await this.try(async () => {
      const { enrolments, halls } = await get("/api/v1/enrolments");
      const { devices } = await get("/api/v1/devices");
      const { now } = this.state;
      this.change({ enrolments, halls, now: now === null ? null : Object.assign({}, now, { devices }) });
    });
  }

  /**
   * @param {{code: string, name: string, hall: string}} device
   * @returns {Promise<boolean>} whether it was let in
   */
  async approve(device) {
    let done = false;
    await this.once(async () => {
      await send("POST", "/api/v1/enrolments/approve", device);
      done = true;
      await this.refreshDevices();
    });
    return done;
  }

  /** @param {string} id */
  async revoke(id) {
    await this.once(async () => {
      await send("POST", `/api/v1/devices/${encodeURIComponent(id)}/revoke`);
      this.state.revoking = null;
      await this.refreshDevices();
    });
  }

  /**
   * Say how a kiosk is to print.
   * @param {string} id
   * @param {import("../models/types.d.ts").Printer|null} printer null leaves it to the box
   */
  async choosePrinting(id, printer) {
    await this.once(async () => {
      await send("POST", `/api/v1/devices/${encodeURIComponent(id)}/printer`, { printer });
      await this.refreshDevices();
      if (this.state.choices !== null) await this.loadChoices(id);
    });
  }

  /** @param {string} id @param {number[]} counters that the card terminal serves */
  async placeTerminal(id, counters) {
    await this.once(async () => {
      await send("POST", `/api/v1/devices/${encodeURIComponent(id)}/counters`, { counters });
      await this.refreshDevices();
    });
  }

  /** Show what was chosen for a printer, or no longer. @param {string} id */
  async showChoices(id) {
    if (this.state.choices !== null && this.state.choices.device === id) this.change({ choices: null });
    else await this.once(() => this.loadChoices(id));
  }

  /** @param {string} id */
  async loadChoices(id) {
    const { choices: list } = await get(`/api/v1/devices/${encodeURIComponent(id)}/printer`);
    this.change({ choices: { device: id, list } });
  }

  /** @param {boolean} allowed */
  async allowLate(allowed) {
    await this.once(async () => {
      await send("POST", "/api/v1/manager/late-numbers", { allowed });
      this.show(await get("/api/v1/manager/now"));
    });
  }

  /**
   * @param {{label: string, reason: string}} ticket
   * @returns {Promise<boolean>} whether it was reopened
   */
  async reopen(ticket) {
    let done = false;
    await this.once(async () => {
      await send("POST", "/api/v1/manager/reopen", ticket);
      done = true;
    });
    await this.refreshDay();
    return done;
  }

  /**
   * Put something right in the hall.
   * @param {string} path below /manager
   * @param {object} body with the reason
   * @returns {Promise<boolean>} whether it was done
   */
  async steer(path, body) {
    let done = false;
    await this.once(async () => {
      await send("POST", `/api/v1/manager/${path}`, body);
      done = true;
      this.show(await get("/api/v1/manager/now"));
    });
    await this.refreshWaiting();
    return done;
  }

  /** Show everybody who waits, or no longer. @param {boolean} shown */
  async showWaiting(shown) {
    this.change({ waiting: shown ? [] : null, moving: null, cancelling: null });
    await this.refreshWaiting();
  }

  async refreshWaiting() {
    if (this.state.waiting === null) return;
    await this.try(async () => {
      const { tickets } = await get("/api/v1/manager/waiting");
      if (this.state.waiting !== null) this.change({ waiting: tickets });
    });
  }

  async signOut() {
    await this.once(() => signOut());
  }

  /** @param {Partial<State>} changes */
  change(changes) {
    Object.assign(this.state, changes);
    this.draw();
  }

  draw() {
    render(html`<${App} state=${this.state} manager=${this} now=${this.clock.now()} />`, this.element);
  }

  /** @param {() => Promise<void>} deed */
  async once(deed) {
    if (this.state.busy) return;
    this.change({ busy: true, fault: "" });
    await this.try(deed, t("web.unreachable"));
    this.change({ busy: false });
  }

  /**
   * @param {() => Promise<void>} deed
   * @param {string} [unanswered] what is said when no answer comes; a look that is repeated anyway says nothing
   */
  async try(deed, unanswered = "") {
    try {
      await deed();
    } catch (problem) {
      if (!(problem instanceof Problem)) throw problem;
      if (problem.status === 401) leave();
      const said = problem.unanswered ? unanswered : problem.detail || t("web.fault");
      if (said !== "") this.change({ fault: said });
    }
  }
}
