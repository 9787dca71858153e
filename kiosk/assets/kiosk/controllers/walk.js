/** Walks a citizen through the screens: what each touch does, and the one request for a number. */

import { Problem, freshKey, send } from "../../shared/api.js";
import { FALLBACK, t, useLanguage } from "../../shared/i18n.js";
import { KeyKeeper } from "../../shared/key_keeper.js";
import { codeTyped } from "../models/dossier_code.js";
import { entered, typed } from "../models/entry.js";
import { addressOf, fresh, may, move, wish } from "../models/journey.js";
import { groupClosed, onlyService, serviceClosed } from "../models/offer.js";
import { PLAIN } from "./store.js";

/** @typedef {import("./store.js").Store} Store */
/** @typedef {import("../../shared/clock.js").ServerClock} ServerClock */
/** @typedef {import("../models/journey.js").Move} Move */
/** @typedef {import("../models/journey.js").Journey} Journey */
/** @typedef {import("../models/types.d.ts").Group} Group */
/** @typedef {import("../models/types.d.ts").Service} Service */
/** @typedef {import("../../shared/booking_code.js").Report} Report */

/** Code of the line whose people help whoever lacks the code of the dossier. */
const GUIDANCE = "guidance";
/** After this long without an answer we say that it takes longer. */
const SLOW_MS = 4000;
/** Refusals of this kiosk itself: what the server made of the request is not known, and asked again it is the same deed. */
const ALONE = "agent.";
/** Refusals of an appointment after which an ordinary number is the way on. */
const ORDINARY = ["appointment.early", "appointment.missed"];

export class Walk {
  /**
   * @param {Store} store
   * @param {ServerClock} clock
   */
  constructor(store, clock) {
    this.store = store;
    this.clock = clock;
    this.keys = new KeyKeeper(freshKey);
  }

  /**
   * @param {Move} made
   * @param {Partial<Journey>} [facts]
   */
  go(made, facts = {}) {
    const journey = move(this.store.state.journey, made, facts);
    useLanguage(journey.language);
    this.store.change({ journey });
  }

  /** @param {string} language */
  speak(language) {
    this.go("language", { language, spoken: true });
  }

  /** @param {Group} group closed ones are shown only when there is something to read about them */
  chooseGroup(group) {
    const service = onlyService(group);
    if (service === null) this.go("group", { group: group.code });
    else if (groupClosed(group, this.clock.now()) === null) this.take(service);
  }

  /** @param {Service} service */
  chooseService(service) {
    if (serviceClosed(service, this.clock.now()) === null) this.take(service);
  }

  /** @param {number} page */
  turnTo(page) {
    this.store.change({ journey: { ...this.store.state.journey, page } });
  }

  /** Forget everything about this citizen. */
  wipe() {
    if (!may(this.store.state.journey, "wipe")) return;
    this.keys.forget();
    useLanguage(FALLBACK);
    this.store.change({ journey: fresh(FALLBACK), comfort: PLAIN, paper: "coming", slow: false, presence: { phase: "present", left: 1 } });
  }

  /** One of several is put into the visit; a single one is asked for at once. @param {Service} service */
  take(service) {
    const { journey } = this.store.state;
    if (service.asks_dossier) this.go("dossier", { service: service.code, dossier: null, typed: "", report: null });
    else if (journey.several) this.pick(service.code);
    else if (may(journey, "issue")) {
      this.go("issue", { service: service.code, picks: [], people: 1, report: null, dossier: null });
      this.request();
    }
  }

  /** @param {string} service code, that comes into the visit once */
  pick(service) {
    const { picks } = this.store.state.journey;
    if (!picks.includes(service)) this.go("pick", { picks: [...picks, service] });
  }

  /** Ask for the number of the visit. */
  takeVisit() {
    const { journey } = this.store.state;
    if (!may(journey, "issue") || journey.picks.length === 0) return;
    this.order(journey.picks[0]);
  }

  /** @param {string} service code */
  order(service) {
    this.go("issue", { service, report: null });
    this.request();
  }

  /** @param {string} key of the keypad */
  type(key) {
    const { journey } = this.store.state;
    this.store.change({ journey: { ...journey, typed: typed(journey.typed, key), complaint: null } });
  }

  /** Report for an appointment with what was typed. */
  reportTyped() {
    const report = entered(this.store.state.journey.typed);
    if (report === null) this.complain("kiosk.appointment.wrong");
    else this.checkIn(report);
  }

  /** @param {string} key of the keypad, for a dossier's code */
  typeCode(key) {
    const { journey } = this.store.state;
    this.store.change({ journey: { ...journey, typed: codeTyped(journey.typed, key), complaint: null } });
  }

  /** @param {string} code as typed or scanned: the server knows its centre's codes */
  collect(code) {
    const { journey } = this.store.state;
    const dossier = code.trim().toUpperCase();
    if (dossier === "") this.complain("kiosk.dossier.empty");
    else if (journey.several && !journey.picks.includes(String(journey.service))) {
      this.go("pick", { picks: [...journey.picks, String(journey.service)], dossier, typed: "" });
    } else if (may(journey, "issue")) {
      this.go("issue", { dossier, typed: dossier });
      this.request();
    }
  }

  /**
   * @param {string} service code of the service that returns results
   * @param {string} code of a dossier, scanned
   */
  collectScanned(service, code) {
    if (this.store.state.journey.screen !== "dossier") this.go("dossier", { service, dossier: null, typed: "", report: null });
    this.collect(code);
  }

  /** Without the code, a member of staff helps: the guidance line, or whatever else the centre has. */
  withoutCode() {
    this.go("back", { service: null, dossier: null, typed: "" });
    const guidance = this.store.state.catalogue?.groups.find((group) => group.code === GUIDANCE);
    if (guidance !== undefined) this.chooseGroup(guidance);
  }

  /** @param {string} complaint key of a text */
  complain(complaint) {
    this.store.change({ journey: { ...this.store.state.journey, complaint } });
  }

  /** @param {Report} report */
  checkIn(report) {
    if (!may(this.store.state.journey, "check_in")) return;
    this.go("check_in", { report, typed: "" });
    this.request();
  }

  /** @param {number} people who take a number together */
  together(people) {
    this.go("change", { people });
  }

  /** @param {string} code a service that is not wanted after all */
  drop(code) {
    const picks = this.store.state.journey.picks.filter((each) => each !== code);
    this.go(picks.length === 0 ? "more" : "change", { picks });
  }

  again() {
    if (!may(this.store.state.journey, "again")) return;
    this.go("again");
    this.request();
  }

  /** Ask for the number. Asked again after a lost answer, it is the same deed and the same number. */
  async request() {
    const { journey } = this.store.state;
    const wanted = wish(journey);
    const alarm = setTimeout(() => this.store.change({ slow: true }), SLOW_MS);
    try {
      const ticket = await send("POST", addressOf(journey), wanted, { key: this.keys.keyFor(wanted) });
      this.keys.answered(wanted);
      this.go("issued", { ticket, language: ticket.language, report: null });
    } catch (fault) {
      this.refused(fault, wanted);
    } finally {
      clearTimeout(alarm);
      this.store.change({ slow: false });
    }
  }

  /**
   * @param {unknown} fault
   * @param {object} wanted
   */
  refused(fault, wanted) {
    const problem = fault instanceof Problem ? fault : null;
    if (problem === null) console.error(fault);
    const unanswered = problem === null || problem.unanswered;
    if (!unanswered && !problem.code.startsWith(ALONE)) this.keys.answered(wanted);
    const mistyped = problem !== null && problem.code === "input.invalid" && this.store.state.journey.report !== null;
    const detail = unanswered ? t("kiosk.refused.unanswered") : mistyped ? t("kiosk.appointment.wrong") : problem.detail;
    const ordinary = ORDINARY.includes(problem?.code ?? "") ? String(problem?.facts.service) : null;
    this.go("refused", { refusal: { detail, again: unanswered || problem.status === 429, ordinary } });
  }
}
