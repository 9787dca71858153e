import { get, send } from "../../../shared/api.js";
import { hallDate, hallTime } from "../../../shared/clock.js";
import { t } from "../../../shared/i18n.js";
import { inHand } from "../models/in_hand.js";

/** @typedef {import("./console.js").Console} Console */
/** @typedef {import("../../dossiers/models/types.d.ts").Found} Found */
/** @typedef {import("../models/deeds.js").Deed} Deed */

const ASKED_AFTER_MS = 250;

/** What a clerk does with the dossier in hand beside beginning and ending it: another result, the procedure, a result to fetch. */
export class DossierDesk {
  /** @param {Console} desk */
  constructor(desk) {
    this.desk = desk;
    /** @type {ReturnType<typeof setTimeout>|undefined} */
    this.asking = undefined;
  }

  /** @param {string} result */
  async end(result) {
    await this.desk.press("dossiers/end", { result });
  }

  /** @param {string} words of the procedure: asked for when the fingers rest */
  search(words) {
    this.desk.change({ words });
    clearTimeout(this.asking);
    this.asking = setTimeout(() => void this.find(words), ASKED_AFTER_MS);
  }

  /** @param {string} words */
  async find(words) {
    if (words.trim() === "") return this.desk.change({ found: [] });
    await this.desk.try(async () => {
      const { procedures } = await get(`/api/v1/procedures/search/${encodeURIComponent(words.trim())}`);
      if (words === this.desk.state.words) this.desk.change({ found: procedures });
    });
  }

  /**
   * Name the procedure of the dossier in hand, with one of its terms; say when the result will be due.
   * @param {Found} procedure
   * @param {{channel: string, quantity: number, unit: string}|null} term
   */
  async assign(procedure, term) {
    const { desk } = this.desk.state;
    const handling = inHand(desk && desk.ticket);
    if (handling === null) return;
    const more = term === null ? {} : { channel: term.channel, term: { quantity: term.quantity, unit: term.unit } };
    const body = Object.assign({ procedure: procedure.code }, more);
    await this.desk.once(async () => {
      const { due_at: due } = await send("POST", `/api/v1/dossiers/${encodeURIComponent(handling.dossier)}/procedure`, body);
      const day = due === null ? "" : hallDate(due).split("-").reverse().join("/");
      this.desk.change({ said: due === null ? t("dossiers.said_no_due") : t("dossiers.said_due", { due: `${hallTime(due)} ${day}` }) });
    });
  }

  /**
   * Do what leads to a result: begin the service of a citizen without a number, plan it, or send the ticket there.
   * @param {Deed} deed
   * @param {string} code
   * @param {string} reason why, although the result is not ready here; "" for none
   */
  async collect({ path, body }, code, reason) {
    const more = Object.assign({ dossier: code.trim() || null }, reason.trim() ? { override: reason.trim() } : {});
    await this.desk.press(path, Object.assign({}, body, more));
    if (this.desk.state.fault !== "") this.desk.change({ chooser: "collect" });
    else if (path === "walk-in") this.desk.change({ draft: code.trim() });
  }
}
