import { freshKey, get, send } from "../../../shared/api.js";
import { t } from "../../../shared/i18n.js";

/** @typedef {import("./money_page.js").MoneyPage} Page */
/** @typedef {import("../models/terminals.d.ts").Terminals} Terminals */

/** Card terminals: closing their days, settling what they say against what is known. */
export class TerminalsDesk {
  /** @param {Page} page */
  constructor(page) {
    this.page = page;
    /** @type {Terminals} */
    this.known = { terminals: [], days: [], tellings: [] };
  }

  async load() {
    this.known = await get("/api/v1/money/terminals");
  }

  /** @param {string} device @param {boolean} close false takes it back */
  closeDay(device, close) {
    return this.deed(`/terminals/${encodeURIComponent(device)}/close-day`, { close });
  }

  /** @param {number} telling @param {string} reason */
  close(telling, reason) {
    return this.deed(`/tellings/${telling}/close`, { reason });
  }

  /** Let what a card was charged pay what is due for a dossier. @param {number} telling @param {string} code @param {string} reason */
  async explain(telling, code, reason) {
    const due = await this.page.dueFor(code);
    if (due !== null) await this.deed(`/tellings/${telling}/explain`, { charge: due.id, reason });
  }

  /** Have a payment given back at the terminal that took it. @param {string} payment @param {string} reason */
  giveBack(payment, reason) {
    return this.page.deed(`/payments/${payment}/give-back`, { reason });
  }

  /** Say what became of that. @param {string} refund @param {boolean} done @param {string} reference @param {string} reason */
  decideRefund(refund, done, reference, reason) {
    return this.page.deed(`/refunds/${refund}/decide`, { done, reference: reference.trim() || null, reason });
  }

  /** @param {string} path @param {object} body @returns {Promise<boolean>} whether it was done */
  async deed(path, body) {
    if (this.page.state.busy) return false;
    this.page.change({ busy: true, told: "", fault: "" });
    const done = await this.page.try(async () => {
      this.known = await send("POST", `/api/v1/money${path}`, body, { key: freshKey() });
      this.page.change({ choosing: "", told: t("money.done") });
    });
    this.page.change({ busy: false });
    return done;
  }
}
