/** The public booking page. Nothing about a person outlives the step in which it is typed. ES2019. */

import { Problem, freshKey, get, send } from "../../../shared/api.js";
import { citizenIn, codeIn } from "../../../shared/booking_code.js";
import { language, t, useLanguage } from "../../../shared/i18n.js";
import { KeyKeeper } from "../../../shared/key_keeper.js";
import { html, render } from "../../../vendor/preact-htm.js";
import { spoken } from "../../phone/models/turn.js";
import { back, beginning } from "../models/way.js";
import { App } from "../views/app.js";

/** @typedef {import("../models/way.js").Way} Way */
/** @typedef {import("../models/way.js").Centre} Centre */
/** @typedef {import("../models/way.js").Service} Service */
/**
 * @typedef {object} State
 * @property {Way} way
 * @property {Centre[]|null} centres null until they are known
 * @property {boolean} busy an answer is awaited
 * @property {string} fault what went wrong, in words
 */

/** After these the free places must be looked at anew. */
const STALE = ["appointment.slot_full", "appointment.not_bookable"];

/** @param {Problem} problem */
function wordsOf(problem) {
  return problem.fields.some((each) => each.field === "citizen_id") ? t("error.citizen_id.invalid") : problem.detail;
}

export class Book {
  /** @param {HTMLElement} root */
  constructor(root) {
    this.root = root;
    this.keys = new KeyKeeper(freshKey);
    /** @type {State} */
    this.state = { way: beginning(), centres: null, busy: false, fault: "" };
    this.shown = "";
  }

  /** @param {readonly string[]} languages of the phone */
  start(languages) {
    useLanguage(spoken(languages) || "vi");
    addEventListener("popstate", () => this.turnBack());
    this.root.textContent = "";
    this.change({});
    this.doing(async () => {
      const { centres } = await get("/api/v1/booking");
      this.change({ centres });
    });
  }

  /** @param {string} wanted */
  speak(wanted) {
    useLanguage(wanted);
    this.change({});
  }

  /**
   * @param {Centre} centre
   * @param {Service} service
   */
  chooseService(centre, service) {
    this.doing(async () => {
      const { days } = await this.free(centre, service);
      this.go({ step: "days", centre, service, days });
    });
  }

  /** @param {string} day */
  chooseDay(day) {
    this.go({ step: "slots", day });
  }

  /** @param {string} slot */
  chooseSlot(slot) {
    this.go({ step: "citizen", slot });
  }

  /** @param {string} written the number of the identity card */
  book(written) {
    const citizen = citizenIn(written);
    if (citizen === null) return this.change({ fault: t("book.citizen.wrong") });
    const { centre, service, slot } = this.state.way;
    const wish = { slot_at: slot, citizen_id: citizen, language: language() };
    this.doing(async () => {
      const path = `/api/v1/booking/${/** @type {Centre} */ (centre).code}/${/** @type {Service} */ (service).code}`;
      const appointment = await this.once(path, wish);
      this.keys.forget();
      this.go({ step: "done", appointment });
    });
  }

  /** @param {string} written the code of an appointment */
  find(written) {
    const code = codeIn(written);
    if (code === null) return this.change({ fault: t("book.find.wrong") });
    this.doing(async () => {
      const appointment = await send("POST", "/api/v1/booking/find", { code });
      this.go({ step: "done", appointment });
    });
  }

  /** @param {boolean} asking */
  ask(asking) {
    this.change({ way: Object.assign({}, this.state.way, { asking }) });
  }

  cancel() {
    const { appointment } = this.state.way;
    if (appointment === null) return;
    this.doing(async () => {
      const cancelled = await this.once("/api/v1/booking/cancel", { code: appointment.code });
      this.change({ way: Object.assign({}, this.state.way, { appointment: cancelled, asking: false }) });
    });
  }

  toFind() {
    this.go({ step: "find" });
  }

  /** The page's own way back is the browser's. */
  back() {
    history.back();
  }

  turnBack() {
    this.keys.forget();
    this.change({ way: back(this.state.way), fault: "" });
  }

  /** @param {Partial<Way>} facts */
  go(facts) {
    history.pushState(null, "");
    this.change({ way: Object.assign({}, this.state.way, { asking: false }, facts), fault: "" });
  }

  /**
   * @param {Centre} centre
   * @param {Service} service
   */
  free(centre, service) {
    return get(`/api/v1/booking/${centre.code}/${service.code}`);
  }

  /**
   * Asked again after a lost answer, it is the same deed.
   * @param {string} path
   * @param {object} wish
   */
  async once(path, wish) {
    const named = { path, wish };
    try {
      const answer = await send("POST", path, wish, { key: this.keys.keyFor(named) });
      this.keys.answered(named);
      return answer;
    } catch (fault) {
      if (fault instanceof Problem && !fault.unanswered) this.keys.answered(named);
      throw fault;
    }
  }

  /** @param {() => Promise<void>} deed */
  async doing(deed) {
    if (this.state.busy) return;
    this.change({ busy: true, fault: "" });
    try {
      await deed();
    } catch (fault) {
      const problem = fault instanceof Problem ? fault : null;
      this.change({ fault: problem === null ? String(fault) : wordsOf(problem) });
      if (problem !== null && STALE.includes(problem.code)) await this.lookAnew();
    } finally {
      this.change({ busy: false });
    }
  }

  /** Somebody was faster: show what is free now. */
  async lookAnew() {
    const { centre, service } = this.state.way;
    if (centre === null || service === null) return;
    try {
      const { days } = await this.free(centre, service);
      this.change({ way: Object.assign({}, this.state.way, { step: "slots", days }) });
    } catch (fault) {
      console.info("the free places could not be looked at:", fault);
    }
  }

  /** @param {Partial<State>} news */
  change(news) {
    this.state = Object.assign({}, this.state, news);
    render(html`<${App} state=${this.state} book=${this} />`, this.root);
    const shown = `${this.state.centres !== null} ${this.state.way.step}`;
    if (shown === this.shown) return;
    this.shown = shown;
    scrollTo(0, 0);
    const heading = this.root.querySelector("h1");
    if (heading !== null) heading.focus();
  }
}
