import { get } from "../../../shared/api.js";

/** @typedef {import("./money_page.js").MoneyPage} Page */

/** Where the national catalogue contradicts itself about fees, one list at a time. */
export class ReviewDesk {
  /** @param {Page} page */
  constructor(page) {
    this.page = page;
  }

  /** @param {import("../models/types.d.ts").ReviewList} which */
  show(which) {
    return this.page.try(async () => {
      const { lists, procedures } = await get(`/api/v1/money/catalogue/${which}`);
      this.page.change({ review: { which, lists, procedures } });
    });
  }
}
