/** @typedef {import("./money_page.js").MoneyPage} Page */

/** Card terminals: closing their days, settling what they say against what is known. */
export class TerminalsDesk {
  /** @param {Page} page */
  constructor(page) {
    this.page = page;
  }

  /** @param {string} device @param {boolean} close false takes it back */
  closeDay(device, close) {
    return this.page.deed(`/money/terminals/${encodeURIComponent(device)}/close-day`, { close });
  }

  /** @param {number} telling @param {string} reason */
  close(telling, reason) {
    return this.page.deed(`/money/tellings/${telling}/close`, { reason });
  }

  /** Let what a card was charged pay what is due for a dossier. @param {number} telling @param {string} code @param {string} reason */
  async explain(telling, code, reason) {
    const due = await this.page.dueFor(code);
    if (due !== null) await this.page.deed(`/money/tellings/${telling}/explain`, { charge: due.id, reason });
  }

  /** Have a payment given back at the terminal that took it. @param {string} payment @param {string} reason */
  giveBack(payment, reason) {
    return this.page.deed(`/payments/${payment}/give-back`, { reason });
  }

  /** Say what became of that. @param {string} refund @param {boolean} done @param {string} reference @param {string} reason */
  decideRefund(refund, done, reference, reason) {
    return this.page.deed(`/refunds/${refund}/decide`, { done, reference: reference.trim() || null, reason });
  }
}
