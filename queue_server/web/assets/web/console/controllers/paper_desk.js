import { freshKey, get, send } from "../../../shared/api.js";
import { Printing, paperOf, slipOf } from "../../staff/printing.js";
import { confirmedOf, printable } from "../models/money.js";

/** @typedef {import("./console.js").Console} Console */

/** What a clerk has on paper: slips once more, confirmations of payments, payment codes; and numbers of receipts. */
export class PaperDesk {
  /** @param {Console} desk */
  constructor(desk) {
    this.desk = desk;
    /** What of the money shown was printed, "" for nothing. */
    this.printed = "";
    this.printing = new Printing((printing) => desk.change({ printing }));
  }

  /** A list opens: what was printed before is no longer spoken of; the number in hand is the likely one. */
  begin() {
    const { desk } = this.desk.state;
    this.forget();
    this.desk.change({ number: (desk && desk.ticket && desk.ticket.label) || "" });
  }

  /** The money may stand otherwise now: what was printed before, as the code of what is paid, is no longer spoken of. */
  look() {
    if (this.printed !== "" && this.printed !== nameOf(printable(this.desk.state.money))) this.forget();
  }

  forget() {
    this.printed = "";
    this.printing.forget();
  }

  /** Print what there is to print of the money shown: the code to pay by, or else that it was paid. */
  async print() {
    const { desk, money } = this.desk.state;
    const found = printable(money);
    const language = (desk && desk.ticket && desk.ticket.language) || "vi";
    if (found === null) return;
    this.printed = nameOf(found);
    await this.desk.try(() => this.printing.ask(paperOf(found.payment, found.kind, language)));
  }

  /** @param {string} label of a ticket of today */
  async reprint(label) {
    await this.desk.try(async () => {
      const ticket = await get(`/api/v1/numbers/${encodeURIComponent(label)}`);
      await this.printing.ask(slipOf(ticket));
    });
  }

  /** @param {string} kiosk */
  async choose(kiosk) {
    await this.desk.try(() => this.printing.choose(kiosk));
  }

  async elsewhere() {
    await this.desk.try(() => this.printing.offer(true));
  }

  /** @param {string} reason why another number was there, "" where none was */
  async number(reason) {
    const { money, series, receipt } = this.desk.state;
    const payment = confirmedOf(money);
    if (payment === null) return;
    const body = { series, number: receipt, reason: reason.trim() || null };
    const done = await this.desk.once(async () => {
      await send("POST", `/api/v1/payments/${encodeURIComponent(payment.id)}/receipt`, body, { key: freshKey() });
      this.desk.change({ receipt: "", note: "" });
    });
    this.desk.change({ chooser: "money" });
    if (done) await this.desk.money.load();
  }

  /**
   * @param {string} key
   * @returns {boolean} whether it is one of ours
   */
  takes(key) {
    const { printing, money } = this.desk.state;
    const kiosk = printing === null ? undefined : printing.kiosks[Number(key) - 1];
    if (kiosk !== undefined) void this.choose(kiosk.id);
    else if (key.toUpperCase() === "P" && printable(money) !== null) void this.print();
    else return false;
    return true;
  }
}

/** @param {ReturnType<typeof printable>} found @returns {string} */
function nameOf(found) {
  return found === null ? "" : `${found.kind} ${found.payment.id}`;
}
