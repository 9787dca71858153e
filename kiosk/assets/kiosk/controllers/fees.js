/** Fees at the kiosk: asks what is due, begins one attempt to pay it, and follows that until its outcome is known. */

import { Problem, request, send } from "../../shared/api.js";
import { atTerminal, openPayment, outcomeOf, standingOf, waitsForTerminal } from "../models/fees.js";
import { may } from "../models/journey.js";
import { pause } from "./patience.js";

/** @typedef {import("./store.js").Store} Store */
/** @typedef {import("./walk.js").Walk} Walk */
/** @typedef {import("../models/types.d.ts").KioskMoney} KioskMoney */
/** @typedef {import("../models/types.d.ts").Payment} Payment */
/** @typedef {import("../models/types.d.ts").CardStep} CardStep */
/** @typedef {{service: string, code: string}} Collecting what the scan of a dossier is for when nothing is due */

/** Waits before asking again what is due: somebody stands there. */
const LADDER_MS = [300, 700];
const ASK_MS = 700;
/** After this long without an answer we say that it takes longer. */
const SLOW_MS = 4000;
/** Another attempt or somebody else was first: what is due is looked up anew. */
const RACED = ["payment.open", "charge.paid", "charge.withdrawn", "not_found"];
const SHOWN = ["fee_paying", "fee_end"];

export class Fees {
  /**
   * @param {Store} store
   * @param {Walk} walk
   */
  constructor(store, walk) {
    this.store = store;
    this.walk = walk;
    this.turn = 0;
    /** When the server or the terminal last said anything of the payment. */
    this.heardAt = 0;
    store.listen((state, before) => {
      const left = before.journey.screen === "fee_paying" && state.journey.screen === "welcome";
      if (left && waitsForTerminal(before.journey.payment)) void this.takeBack(String(before.journey.payment?.id));
    });
  }

  /**
   * Nobody is there any more: no card is asked for. What the terminal was asked for meanwhile stays as it is.
   * @param {string} id
   */
  async takeBack(id) {
    await send("POST", `/api/v1/kiosk/payments/${id}/cancel`).catch(console.info);
  }

  /** @param {string} language to speak, and to ask for a code in */
  enter(language) {
    this.walk.go("fee", { language, spoken: true, typed: "" });
  }

  /**
   * Ask what is due.
   * @param {string} code of a dossier or a payment
   * @param {Collecting|null} [otherwise] what to do when nothing is due
   */
  async look(code, otherwise = null) {
    const written = code.trim().toUpperCase();
    if (written === "") return this.walk.complain("kiosk.fee.empty");
    if (!may(this.store.state.journey, "fee_look")) return;
    const turn = this.next();
    this.walk.go("fee_look", { typed: written, money: null, payment: null, card: null });
    const answer = await this.patiently(send("POST", "/api/v1/kiosk/money", { code: written }, { ladder: LADDER_MS }).catch((fault) => fault));
    if (turn !== this.turn || this.store.state.journey.screen !== "fee_looking") return;
    if (answer instanceof Error) this.notFound(answer, otherwise);
    else this.found(answer, otherwise);
  }

  /**
   * @param {KioskMoney} money
   * @param {Collecting|null} otherwise
   */
  found(money, otherwise) {
    const open = openPayment(money);
    if (open !== null) this.shows(money, open);
    else if (otherwise !== null && standingOf(money) !== "due") this.walk.collectScanned(otherwise.service, otherwise.code);
    else this.walk.go("fee_found", { money });
  }

  /**
   * @param {Error} fault
   * @param {Collecting|null} otherwise
   */
  notFound(fault, otherwise) {
    if (otherwise !== null) return this.walk.collectScanned(otherwise.service, otherwise.code);
    const answered = fault instanceof Problem && !fault.unanswered;
    this.walk.go("fee_retype", { complaint: answered ? "kiosk.fee.unknown" : "kiosk.fee.away" });
  }

  /** @param {"vietqr"|"card"} method */
  async pay(method) {
    const { journey } = this.store.state;
    const charge = journey.money?.charges.find((each) => each.state === "due");
    if (charge === undefined || journey.money === null || !may(journey, "fee_pay")) return;
    const { money } = journey;
    const wish = { charge: charge.id, method };
    const turn = this.next();
    this.walk.go("fee_pay", { payment: null, card: null });
    const key = this.walk.keys.keyFor(wish);
    const answer = await this.patiently(send("POST", `/api/v1/kiosk/charges/${charge.id}/payments`, { method }, { key }).catch((fault) => fault));
    if (!(answer instanceof Problem && answer.unanswered)) this.walk.keys.answered(wish);
    if (turn !== this.turn || this.store.state.journey.screen !== "fee_paying") return;
    if (!(answer instanceof Error)) this.shows(money, answer);
    else if (answer instanceof Problem && RACED.includes(answer.code)) void this.look(money.dossier);
    else this.walk.go("fee_found", { complaint: answer instanceof Problem && answer.unanswered ? "kiosk.fee.unanswered" : "kiosk.fee.refused" });
  }

  /**
   * Show an attempt that is under way, and follow it.
   * @param {KioskMoney} money
   * @param {Payment} payment
   */
  shows(money, payment) {
    const turn = this.next();
    this.walk.go("fee_pay", { money, payment, card: null });
    this.heard();
    this.hear(turn, { payment });
    void this.ask(turn, payment.id);
    if (payment.method === "card") void this.watch(turn, payment.id);
  }

  /** Take the payment code down, or the sale back: a terminal that has it in hand decides itself. */
  async cancel() {
    const { payment, money } = this.store.state.journey;
    if (payment === null || money === null) return;
    const turn = this.turn;
    const answer = await send("POST", `/api/v1/kiosk/payments/${payment.id}/cancel`, {}, { ladder: LADDER_MS }).catch((fault) => fault);
    if (turn !== this.turn) return;
    if (payment.method === "card" && answer instanceof Error) await send("POST", `/agent/card/${payment.id}/abort`, {}, { ladder: [] }).catch(console.info);
    else if (answer instanceof Problem && answer.unanswered) this.walk.complain("kiosk.fee.unanswered");
    else void this.look(money.dossier);
  }

  /**
   * Print a paper of the payment on screen, once however often it is asked for.
   * @param {"confirmation"|"payment_code"} kind
   */
  async print(kind) {
    const { payment, language } = this.store.state.journey;
    if (payment === null) return;
    const turn = this.turn;
    const order = { kind, language };
    const answer = await send("POST", `/api/v1/kiosk/payments/${payment.id}/papers`, order, { key: `${kind}-${payment.id}` }).catch(console.info);
    if (answer) this.hear(turn, { payment: answer });
  }

  /** Look again at what is due for the same dossier. */
  again() {
    void this.look(this.store.state.journey.money?.dossier ?? "");
  }

  /** Show the help for this screen, or no more. */
  help() {
    const { journey } = this.store.state;
    this.store.change({ journey: { ...journey, helped: !journey.helped } });
  }

  /** @returns {boolean} whether a terminal works on a payment and says so: it owns the time-outs, and the screen waits */
  atWork() {
    const { payment, screen } = this.store.state.journey;
    return screen === "fee_paying" && atTerminal(payment) && performance.now() - this.heardAt < 60000;
  }

  /**
   * The server's word, every so often.
   * @param {number} turn
   * @param {string} id
   */
  async ask(turn, id) {
    /** @type {{[name: string]: string}} */
    let headers = {};
    while (turn === this.turn && this.follows(id)) {
      const answer = await request("GET", `/api/v1/kiosk/payments/${id}`, undefined, { ladder: [], headers }).catch(() => null);
      if (answer !== null) this.heard();
      if (answer?.body) {
        headers = { "If-None-Match": answer.headers.get("ETag") ?? "" };
        this.hear(turn, { payment: answer.body });
      }
      await pause(ASK_MS);
    }
  }

  /**
   * The terminal's steps, as soon as they are there: the agent holds each question until something is new.
   * @param {number} turn
   * @param {string} id
   */
  async watch(turn, id) {
    let seen = 0;
    while (turn === this.turn && this.follows(id)) {
      /** @type {CardStep|null} */
      const card = await request("GET", `/agent/card/${id}?seen=${seen}`, undefined, { ladder: [] }).then((answer) => answer.body, () => null);
      if (card === null) await pause(ASK_MS);
      else {
        this.heard();
        if (card.n > seen) this.hear(turn, { card });
        seen = Math.max(seen, card.n);
        if (card.verdict !== null && card.verdict !== "in_doubt") return;
      }
    }
  }

  /**
   * @param {number} turn
   * @param {{payment?: Payment, card?: CardStep}} news
   */
  hear(turn, news) {
    if (turn !== this.turn) return;
    const { journey } = this.store.state;
    const payment = news.payment ?? journey.payment;
    if (payment === null || !SHOWN.includes(journey.screen)) return;
    const ended = outcomeOf(payment, news.card ?? journey.card) !== "open";
    if (ended && journey.screen === "fee_paying") this.walk.go("fee_ended", news);
    else this.store.change({ journey: { ...journey, ...news } });
  }

  /** @param {string} id @returns {boolean} whether it is on screen: more may become of it, and of its paper */
  follows(id) {
    const { payment, screen } = this.store.state.journey;
    return payment?.id === id && SHOWN.includes(screen);
  }

  heard() {
    this.heardAt = performance.now();
  }

  /** @returns {number} what answers to earlier questions are told from later ones by */
  next() {
    this.turn += 1;
    return this.turn;
  }

  /**
   * @template T
   * @param {Promise<T>} asked
   * @returns {Promise<T>}
   */
  async patiently(asked) {
    const alarm = setTimeout(() => this.store.change({ slow: true }), SLOW_MS);
    const answer = await asked;
    clearTimeout(alarm);
    this.store.change({ slow: false });
    return answer;
  }
}
