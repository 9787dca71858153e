import { freshKey, send } from "../../../shared/api.js";
import { t } from "../../../shared/i18n.js";

/** @typedef {import("./money_page.js").MoneyPage} Page */
/** @typedef {import("../models/types.d.ts").SheetTaken} SheetTaken */

/** Fee rules from a file: first looked at, then proposed. */
export class SheetDesk {
  /** @param {Page} page */
  constructor(page) {
    this.page = page;
  }

  /** @param {File} file @param {boolean} dry whether it is only looked at */
  async take(file, dry) {
    this.page.change({ busy: true, told: "", fault: "", sheet: null });
    const done = await this.page.try(async () => {
      const body = { name: file.name, content: await base64Of(file), dry };
      /** @type {SheetTaken} */
      const taken = await send("POST", "/api/v1/money/fees/sheet", body, { key: freshKey() });
      const told = taken.mistakes.length > 0 ? "" : t(dry ? "money.sheet.would" : "money.sheet.taken", { proposed: taken.proposed, known: taken.known });
      this.page.change({ sheet: taken, told });
    });
    this.page.change({ busy: false });
    if (done && !dry) await this.page.load();
  }
}

/** @param {File} file @returns {Promise<string>} */
async function base64Of(file) {
  const bytes = new Uint8Array(await file.arrayBuffer());
  let text = "";
  for (let at = 0; at < bytes.length; at += 8192) text += String.fromCharCode(...bytes.subarray(at, at + 8192));
  return btoa(text);
}
