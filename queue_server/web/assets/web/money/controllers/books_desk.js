import { get } from "../../../shared/api.js";
import { hallDate } from "../../../shared/clock.js";
import { may } from "../../staff/me.js";

/** @typedef {import("./money_page.js").MoneyPage} Page */

/** Closing one's shift, signing a colleague's, closing a day. */
export class BooksDesk {
  /** @param {Page} page */
  constructor(page) {
    this.page = page;
    /** The day that is looked at; "" is today. */
    this.day = "";
  }

  /** @returns {Promise<Partial<import("../models/types.d.ts").State>>} what the page shows of shifts and days */
  async look() {
    const day = this.day || hallDate(Date.now());
    const [shift, closed, books] = await Promise.all([
      may("counter.") || may("money.") ? get("/api/v1/money/shift") : null,
      may("manager.") ? get("/api/v1/money/books") : null,
      may("manager.") ? get(`/api/v1/money/books/${day}`) : null,
    ]);
    return { shift, closed, books };
  }

  closeShift() {
    return this.page.deed("/money/shift/close", {});
  }

  /** @param {number} staff whose shift @param {string} reason */
  closeInPlace(staff, reason) {
    return this.page.deed(`/money/clerks/${staff}/close-shift`, { reason });
  }

  /** @param {number} close */
  sign(close) {
    return this.page.deed(`/money/shifts/${close}/sign`, {});
  }

  /** @param {string} day */
  async choose(day) {
    const before = this.day;
    this.day = day;
    if (!(await this.page.load())) this.day = before;
  }

  /** @param {string} day @param {string} reason */
  closeDay(day, reason) {
    return this.page.deed(`/money/books/${day}/close`, { reason: reason.trim() || null });
  }
}
