import { Problem, freshKey, get, send } from "../../../shared/api.js";
import { hallDate } from "../../../shared/clock.js";
import { t } from "../../../shared/i18n.js";
import { html, render } from "../../../vendor/preact-htm.js";
import { dueOf } from "../../console/models/money.js";
import { InTurn } from "../../staff/in_turn.js";
import { leave, may, signOut, signedIn } from "../../staff/me.js";
import { groupIn } from "../models/groups.js";
import { dongIn, exemptIn, tiersIn, translationsIn } from "../models/rule.js";
import { App } from "../views/app.js";
import { BooksDesk } from "./books_desk.js";
import { ReviewDesk } from "./review_desk.js";
import { SheetDesk } from "./sheet_desk.js";
import { TerminalsDesk } from "./terminals_desk.js";

/** @typedef {import("../models/types.d.ts").State} State */

const LOOK_EVERY_MS = 10000;

/** A code that is no dossier's owes nothing; its problem is told in words for who fetches a result. @param {unknown} problem */
function unknownDossier(problem) {
  if (problem instanceof Problem && problem.code === "dossier.unknown") return { charges: [] };
  throw problem;
}

/** Money for managers: what somebody has to settle, the day's payments, the fee rules, the account. */
export class MoneyPage {
  /** @param {HTMLElement} element */
  constructor(element) {
    this.element = element;
    this.sheets = new SheetDesk(this);
    this.reviews = new ReviewDesk(this);
    this.books = new BooksDesk(this);
    /** The day whose payments are listed; "" is today. */
    this.day = "";
    this.terminals = new TerminalsDesk(this);
    this.looks = new InTurn();
    /** Whether the server was not heard when the page looked last. */
    this.unheard = false;
    /** @type {State} */
    this.state = {
      terminals: { terminals: [], days: [], tellings: [] }, credits: [], payments: [], givenBack: [], unchecked: [], refundAlone: 0, account: null, polled: null, shift: null, closed: null, books: null, exporting: { first: "", last: "" },
      day: null, rules: [], sheet: null, review: null, choosing: "", told: "", fault: "", busy: false,
    };
  }

  async start() {
    await signedIn();
    this.element.replaceChildren();
    await this.load();
    setInterval(() => document.hidden || this.state.busy || void this.load(), LOOK_EVERY_MS);
  }

  /** @returns {Promise<boolean>} whether the server was heard */
  async load() {
    const turn = this.looks.ask();
    const heard = await this.try(async () => {
      const [books, money] = await Promise.all([this.books.look(), may("manager.") ? this.look() : {}]);
      if (this.looks.isNews(turn)) this.change({ ...books, ...money, fault: this.unheard ? "" : this.state.fault });
    });
    this.unheard = !heard;
    return heard;
  }

  /** @returns {Promise<Partial<State>>} what only who sees the centre's money is shown */
  async look() {
    const [settling, day, { rules }, terminals] = await Promise.all([
      get("/api/v1/money"), get(`/api/v1/money/days/${this.day || hallDate(Date.now())}`), get("/api/v1/money/fees"), get("/api/v1/money/terminals"),
    ]);
    const { credits, payments, given_back: givenBack, unchecked, account, polled, refund_alone: refundAlone } = settling;
    return { credits, payments, givenBack, unchecked, account, polled, refundAlone, day, rules, terminals };
  }

  /** List the payments of another day. @param {string} day */
  async chooseDay(day) {
    this.day = day;
    await this.load();
  }

  /** @param {number} credit @param {string} reason */
  sendBack(credit, reason) {
    return this.deed(`/money/credits/${credit}/send-back`, { reason });
  }

  /** Let a credit pay what is due for a dossier. @param {number} credit @param {string} code @param {string} reason */
  async explain(credit, code, reason) {
    const due = await this.dueFor(code);
    if (due !== null) await this.deed(`/money/credits/${credit}/explain`, { charge: due.id, reason });
  }

  /** @param {string} code @returns {Promise<import("../../console/models/types.d.ts").Charge|null>} what is due for the dossier */
  async dueFor(code) {
    /** @type {import("../../console/models/types.d.ts").Charge[]} */
    const due = [];
    const found = await this.try(async () => {
      const charge = dueOf(await get(`/api/v1/dossiers/${encodeURIComponent(code.trim())}/money`).catch(unknownDossier));
      if (charge !== null) due.push(charge);
    });
    if (found && due.length === 0) this.change({ fault: t("money.nothing_due", { code: code.trim() }) });
    return due[0] || null;
  }

  /** @param {string} payment @param {"confirm"|"fail"|"cancel"} move @param {string} reference @param {string} reason */
  decide(payment, move, reference, reason) {
    return this.deed(`/payments/${payment}/decide`, { move, reference: reference.trim() || null, reason });
  }

  /** @param {string} payment */
  check(payment) {
    return this.deed(`/payments/${payment}/check`, {});
  }

  /** @param {string} payment @param {string} reference @param {string} reason */
  refund(payment, reference, reason) {
    return this.deed(`/payments/${payment}/refund`, { reference: reference.trim() || null, reason });
  }

  /** @param {string} payment @param {string} series @param {string} number @param {string} reason "" where none was entered before */
  numberReceipt(payment, series, number, reason) {
    return this.deed(`/payments/${payment}/receipt`, { series, number, reason: reason.trim() || null });
  }

  /** @param {number} rule @param {"approve"|"withdraw"} what */
  settleRule(rule, what) {
    return this.deed(`/money/fees/${rule}/${what}`, {});
  }

  /** @param {{[field: string]: string}} written @returns {Promise<boolean>} whether it was proposed */
  async propose(written) {
    const tiers = tiersIn(written.tiers), exempt = exemptIn(written.exempt), most = written.most.trim() ? dongIn(written.most) : null;
    if (tiers === null) return this.mistaken("money.rule.tiers.wrong");
    if (exempt === null) return this.mistaken("money.rule.exempt.wrong");
    if (written.most.trim() && most === null) return this.mistaken("money.rule.most.wrong");
    const spared = exempt.map(({ group, percent }) => ({ group: groupIn(group, t), percent }));
    const { procedure, channel, kind, name, unit, basis, valid_from, valid_until } = written;
    const rule = { procedure: procedure.trim(), channel, kind, name, unit, basis, valid_from, valid_until: valid_until || null, tiers, exempt: spared, most, translations: translationsIn(written) };
    return this.deed("/money/fees", rule);
  }

  /** @param {{[field: string]: string}} written */
  setAccount(written) {
    const { bank, number, holder } = written;
    return this.deed("/money/account", { bank: bank.trim(), number: number.trim().toUpperCase(), holder: holder.trim() });
  }

  /** @param {string} key @returns {boolean} false */
  mistaken(key) {
    this.change({ fault: t(key), told: "" });
    return false;
  }

  /**
   * @param {string} path @param {object} body
   * @returns {Promise<boolean>} whether it was done
   */
  async deed(path, body) {
    const { busy, choosing } = this.state;
    if (busy) return false;
    this.change({ busy: true, told: "", fault: "" });
    const done = await this.try(async () => {
      await send("POST", `/api/v1${path}`, body, { key: freshKey() });
      this.looks.done();
      this.change({ choosing: this.state.choosing === choosing ? "" : this.state.choosing, told: t("money.done") });
    });
    this.change({ busy: false });
    const { fault } = this.state;
    await this.load();
    if (!done) this.change({ fault });
    return done;
  }

  /** @param {() => Promise<void>} deed @returns {Promise<boolean>} */
  async try(deed) {
    try {
      await deed();
      return true;
    } catch (fault) {
      if (!(fault instanceof Problem)) throw fault;
      if (fault.status === 401) leave();
      this.change({ fault: fault.fields.length > 0 ? fault.fields.map((each) => each.message).join(" ") : fault.detail });
      return false;
    }
  }

  signOut() {
    return this.try(signOut);
  }

  /** @param {Partial<State>} news */
  change(news) {
    this.state = { ...this.state, ...news };
    this.draw();
  }

  draw() {
    render(html`<${App} state=${this.state} page=${this} />`, this.element);
  }
}
