import { Problem, freshKey, get, send } from "../../../shared/api.js";
import { ServerClock } from "../../../shared/clock.js";
import { t } from "../../../shared/i18n.js";
import { connect } from "../../../shared/socket.js";
import { html, render } from "../../../vendor/preact-htm.js";
import { Deeds } from "../models/deeds.js";
import { asksForDossier, draftFor, toCome, toggled } from "../models/moves.js";
import { leave, signOut, signedIn } from "../../staff/me.js";
import { App } from "../views/app.js";
import { Reminders, dueAt } from "../models/reminders.js";
import { AS_THIS_CONSOLE, isSuperseded } from "../models/holder.js";
import { DossierDesk } from "./dossier_desk.js";
import { Keyboard } from "./keyboard.js";
import { MoneyDesk } from "./money_desk.js";
import { PaperDesk } from "./paper_desk.js";

/** @typedef {import("../models/types.d.ts").State} State */
/** @typedef {import("../models/types.d.ts").Desk} Desk */

const REDRAWN_EVERY_MS = 500;

/** The counter console: one state, repainted whole; one command at a time. */
export class Console {
  /** @param {HTMLElement} element */
  constructor(element) {
    this.element = element;
    this.clock = new ServerClock();
    /** @type {State} */
    this.state = {
      desk: null, seats: null, asked: null, chooser: null, picks: [], offers: [], choice: "", place: "original", note: "",
      busy: false, fault: "", said: "", lost: false, draft: "", words: "", found: [], collecting: null,
      money: null, reckoning: null, quantity: "1", group: "", approval: "", last4: "", again: false,
      printing: null, number: "", series: "", receipt: "",
    };
    this.keyboard = new Keyboard(this);
    this.dossiers = new DossierDesk(this);
    this.money = new MoneyDesk(this);
    this.papers = new PaperDesk(this);
    this.reminders = new Reminders();
    this.deeds = new Deeds((deed) => this.act(deed));
    /** @type {Promise<unknown>} settles when nothing is under way */
    this.underway = Promise.resolve();
  }

  async start() {
    await signedIn();
    await this.refresh();
    if (this.state.desk !== null && isSuperseded(this.state.desk)) await this.takeBack();
    const link = connect();
    link.onSnapshot("console", (desk) => this.show(desk));
    // A shift may end elsewhere: another clerk takes the counter over, a manager ends it. Our own leaving is under way.
    link.onEvent("left", () => { if (!this.state.busy) void this.refresh(); });
    link.onLost(() => this.change({ lost: true }));
    link.onBack(() => { this.forgetSeq(); this.change({ lost: false }); void this.refresh(); });
    this.keyboard.listen();
    setInterval(() => this.draw(), REDRAWN_EVERY_MS);
  }

  /** Fetch the whole state; without a shift, the counters to choose from. */
  async refresh() {
    await this.try(async () => {
      try {
        this.show(await get("/api/v1/counter"));
      } catch (problem) {
        if (!(problem instanceof Problem) || problem.code !== "shift.required") throw problem;
        const { counters } = await get("/api/v1/counters");
        const taken = this.state.desk !== null;
        this.change({ desk: null, seats: counters, asked: null, fault: taken ? t("console.taken_over") : this.state.fault });
      }
    });
  }

  /** A server restored from a copy counts from a lower number: after a gap its first state counts, whatever its number. */
  forgetSeq() {
    const { desk } = this.state;
    if (desk !== null) this.state.desk = Object.assign({}, desk, { seq: 0 });
  }

  /** @param {Desk} desk a whole state from the server */
  show(desk) {
    if (this.state.desk !== null && desk.seq < this.state.desk.seq) return;
    this.clock.sync(desk.server_time, desk.clock_rate);
    this.change({ desk, seats: null, asked: null, draft: draftFor(desk.ticket, this.state) });
    void this.money.look();
  }

  /** Act for the counter from now on, in place of another tab; what was done there stands. */
  async takeBack() {
    await this.once(async () => this.show(await send("POST", "/api/v1/counter/console", {}, AS_THIS_CONSOLE)));
  }

  /**
   * @param {number} number of the counter to sit at
   * @param {boolean} takeover
   */
  async sit(number, takeover) {
    await this.once(async () => this.show(await send("POST", `/api/v1/counters/${number}/shift`, { takeover }, AS_THIS_CONSOLE)));
  }

  /**
   * Do one deed after those that were pressed before it; the whole state follows by the socket.
   * @param {string} path
   * @param {object} [body]
   */
  async press(path, body = {}) {
    this.change({ chooser: null }); // now, not when its turn comes: a list that is opened meanwhile stays
    await this.deeds.add({ path, body });
    await this.refresh();
  }

  /**
   * Begin a dossier. The field is free for the next code at once; a code that was refused comes back into it.
   * @param {string} code
   */
  async addDossier(code) {
    this.change({ draft: "" });
    await this.press("dossiers", { code });
  }

  /**
   * @param {import("../models/deeds.js").Deed} deed
   * @returns {Promise<boolean>} whether it succeeded
   */
  async act({ path, body }) {
    await this.underway; // the socket may show the counter before the answer to sitting down is in, and a key comes in between
    if (this.state.desk === null) return false;
    const key = freshKey();
    let asked = false;
    const done = await this.once(async () => {
      const answer = await send("POST", `/api/v1/counter/${path}`, body, Object.assign({ key }, AS_THIS_CONSOLE)).catch((problem) => {
        asked = asksForDossier(problem, body);
        if (!asked) throw problem;
      });
      if (asked) return;
      const { desk } = this.state;
      if (desk !== null) this.change({ desk: Object.assign({}, desk, { ticket: answer.ticket, undo: answer.undo }), draft: draftFor(answer.ticket, this.state) });
      if (path === "start" && this.state.draft === "") this.change({ draft: this.collected(answer.ticket) });
    }, this.state.chooser);
    if (asked) this.change({ chooser: "collect", collecting: { path, body }, words: "", note: "" });
    if (!done && "code" in body && path === "dossiers" && this.state.draft === "") this.change({ draft: String(body.code) });
    return done && !asked;
  }

  /**
   * Open a list in which the next key or touch chooses.
   * @param {import("../models/moves.js").List} chooser
   */
  async open(chooser) {
    this.change({ chooser, picks: [], choice: "", place: "original", note: "", words: "", found: [], money: null, reckoning: null, quantity: "1", group: "", again: false });
    this.papers.begin();
    if (chooser === "money") await this.money.load();
    if (chooser === "replan") await this.try(async () => this.change({ offers: (await get("/api/v1/counter/stops")).services }));
    if (chooser === "call_chosen") await this.try(async () => this.change({ picks: (await get("/api/v1/counter/waiting")).tickets }));
  }

  /** @param {{line: string}|{counter: number}|{clerk: number}} goal */
  async transfer(goal) {
    const { place, note } = this.state;
    await this.press("transfer", Object.assign({ place, note: note.trim() || null }, goal));
  }

  /** Call a ticket out of its turn, once the clerk has said why. @param {{id: string}} ticket */
  async callChosen(ticket) {
    const { choice } = this.state;
    if (choice === "") return this.change({ said: t("console.choose_why_first") });
    await this.press("call-chosen", { ticket: ticket.id, reason: choice });
  }

  /** Add a service to what comes after the present one, or take it away. @param {string} service */
  async replan(service) {
    const { desk } = this.state;
    await this.press("itinerary", { services: toggled(toCome(desk && desk.ticket), service) });
  }

  /** @param {import("../models/types.d.ts").Ticket} ticket @returns {string} the code of the dossier whose result it comes for */
  collected(ticket) {
    const { desk } = this.state;
    const service = desk && desk.services.find((each) => each.code === ticket.service.code);
    return (service && service.returns_results && ticket.note) || "";
  }

  /** @param {{remind_minutes: number}|{parked: true}} how */
  async hold(how) {
    await this.press("hold", Object.assign({ note: this.state.note.trim() || null }, how));
  }

  /** @param {string} service */
  async walkIn(service) {
    await this.press("walk-in", { service });
  }

  async leaveCounter() {
    await this.once(async () => {
      await send("POST", "/api/v1/counter/shift/end", {}, AS_THIS_CONSOLE);
      this.state.desk = null;
      await this.refresh();
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
    const { desk } = this.state;
    if (desk !== null) this.reminders.look(dueAt(desk, this.clock.now()), this.clock.now());
    render(html`<${App} state=${this.state} desk=${this} now=${this.clock.now()} />`, this.element);
  }

  /**
   * @param {() => Promise<void>} deed not begun while another is under way
   * @param {State["chooser"]} [chooser] the list that stays open
   * @returns {Promise<boolean>} whether it succeeded
   */
  async once(deed, chooser = null) {
    if (this.state.busy) return false;
    this.change({ busy: true, fault: "", said: "", chooser });
    const trying = this.try(deed).finally(() => this.change({ busy: false }));
    this.underway = trying.catch(() => undefined);
    return trying;
  }

  /**
   * @param {() => Promise<void>} deed
   * @returns {Promise<boolean>} whether it succeeded
   */
  async try(deed) {
    try {
      await deed();
      return true;
    } catch (problem) {
      if (!(problem instanceof Problem)) throw problem;
      if (problem.status === 401) leave();
      const quiet = problem.code === "line.empty";
      const said = problem.detail || t("web.unreachable");
      this.change({ fault: quiet ? "" : said, said: quiet ? said : "" });
      return false;
    }
  }
}
