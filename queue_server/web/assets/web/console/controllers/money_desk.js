import { freshKey, get, send } from "../../../shared/api.js";
import { InTurn } from "../../staff/in_turn.js";
import { inHand } from "../models/in_hand.js";
import { NO_GROUP, changesUnheard, driven, dueOf, isOpen, latest } from "../models/money.js";

/** @typedef {import("./console.js").Console} Console */
/** @typedef {import("../models/types.d.ts").DossierMoney} DossierMoney */

const ASKED_AFTER_MS = 250;
const FOLLOWED_EVERY_MS = 3000;

/** What a clerk does about the fee of the dossier in hand: reckon, charge, show a payment code, take a card. */
export class MoneyDesk {
  /** @param {Console} desk */
  constructor(desk) {
    this.desk = desk;
    this.looks = new InTurn();
    /** @type {ReturnType<typeof setTimeout>|undefined} */
    this.asking = undefined;
    /** @type {ReturnType<typeof setTimeout>|undefined} */
    this.following = undefined;
  }

  /** Fetch what is due and paid; where nothing is due yet, what it would cost. */
  async load() {
    await this.desk.underway; // the procedure may just be on its way
    const code = this.dossier();
    if (code === null) return;
    await this.desk.try(async () => {
      const turn = this.looks.ask();
      const money = await get(`/api/v1/dossiers/${encodeURIComponent(code)}/money`);
      if (code === this.dossier() && this.looks.isNews(turn)) this.show({ money });
    });
    const { money, reckoning } = this.desk.state;
    this.follow();
    if (money !== null && money.rules > 0 && reckoning === null) await this.reckon();
  }

  /** A terminal that falls silent or comes back moves nothing in the hall: it is looked after. */
  follow() {
    clearTimeout(this.following);
    if (changesUnheard(this.desk.state.money)) this.following = setTimeout(() => void this.look(), FOLLOWED_EVERY_MS);
  }

  /** The hall has moved: what is open may be paid by now. */
  async look() {
    const { chooser, money } = this.desk.state;
    if (chooser === "money" && (isOpen(latest(dueOf(money))) || changesUnheard(money))) await this.load();
  }

  /** @param {{quantity?: string, group?: string}} asked reckoned when the fingers rest */
  ask(asked) {
    this.desk.change(asked);
    clearTimeout(this.asking);
    this.asking = setTimeout(() => void this.reckon(), ASKED_AFTER_MS);
  }

  async reckon() {
    const code = this.dossier();
    const { quantity, group } = this.desk.state;
    if (code === null || !/^[1-9][0-9]{0,4}$/.test(quantity)) return this.desk.change({ reckoning: null });
    await this.desk.try(async () => {
      const path = `${quantity}/${encodeURIComponent(group || NO_GROUP)}`;
      const reckoning = await get(`/api/v1/dossiers/${encodeURIComponent(code)}/fees/${path}`);
      if (quantity === this.desk.state.quantity && group === this.desk.state.group) this.desk.change({ reckoning });
    });
  }

  async charge() {
    const { quantity, group } = this.desk.state;
    const code = this.dossier();
    if (code === null) return;
    await this.act(`/dossiers/${encodeURIComponent(code)}/charges`, { quantity: Number(quantity), group: group || null, again: this.desk.state.again });
  }

  /** @param {"vietqr"|"card"} method @param {boolean} [typed] a card at another terminal than the counter's own */
  async pay(method, typed = false) {
    const charge = dueOf(this.desk.state.money);
    if (charge !== null && !isOpen(latest(charge))) await this.act(`/charges/${charge.id}/payments`, { method, typed });
  }

  /** @param {"cancel"|"card"|"decide"} what @param {object} [body] */
  async settle(what, body = {}) {
    const payment = latest(dueOf(this.desk.state.money));
    if (payment !== null) await this.act(`/payments/${payment.id}/${what}`, body);
  }

  /** @param {string} reason */
  async withdraw(reason) {
    const charge = dueOf(this.desk.state.money);
    if (charge !== null) await this.act(`/charges/${charge.id}/withdraw`, { reason });
  }

  /**
   * @param {string} key
   * @returns {boolean} whether it is one of ours
   */
  takes(key) {
    const charge = dueOf(this.desk.state.money);
    const method = { 1: "vietqr", 2: "card", 3: "card" }[key];
    if (method === undefined || charge === null || isOpen(latest(charge))) return false;
    if (key === "3" && !driven(this.desk.state.money)) return false;
    void this.pay(/** @type {"vietqr"|"card"} */ (method), key === "3");
    return true;
  }

  /** @param {string} path @param {object} body */
  async act(path, body) {
    await this.desk.once(async () => {
      const money = await send("POST", `/api/v1${path}`, body, { key: freshKey() });
      this.looks.done();
      this.show({ money, approval: "", last4: "", note: "", again: false });
    });
    this.desk.change({ chooser: "money" });
    this.follow();
  }

  /** @param {Partial<import("../models/types.d.ts").State>} news with the money in it */
  show(news) {
    this.desk.change(news);
    this.desk.papers.look();
  }

  /** @returns {string|null} */
  dossier() {
    const { desk } = this.desk.state;
    return inHand(desk && desk.ticket)?.dossier ?? null;
  }
}
