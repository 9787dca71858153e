import { Problem, freshKey, get, send } from "../../../shared/api.js";
import { citizenIn, reportIn } from "../../../shared/booking_code.js";
import { hallDate } from "../../../shared/clock.js";
import { language, t } from "../../../shared/i18n.js";
import { html, render } from "../../../vendor/preact-htm.js";
import { leave, signOut, signedIn } from "../../staff/me.js";
import { App } from "../views/app.js";

/** @typedef {import("../models/types.d.ts").State} State */

const LOOK_EVERY_MS = 15000;

/** The appointments page: a day's times, who comes, booking, cancelling and checking in by hand. */
export class Appointments {
  /** @param {HTMLElement} element */
  constructor(element) {
    this.element = element;
    /** @type {State} */
    this.state = {
      asked: hallDate(Date.now()), day: null, service: "", cancelling: null, booked: null, told: "", fault: "", busy: false,
    };
  }

  async start() {
    await signedIn();
    this.element.replaceChildren();
    await this.show(this.state.asked);
    setInterval(() => document.hidden || this.state.busy || this.load(), LOOK_EVERY_MS);
  }

  /** @param {string} asked a day, "YYYY-MM-DD" */
  async show(asked) {
    if (asked === "") return;
    this.change({ asked, day: null, cancelling: null, booked: null, told: "", fault: "" });
    await this.load();
  }

  /** @param {number} days */
  move(days) {
    const noon = Date.parse(`${this.state.asked}T12:00:00+07:00`);
    return this.show(hallDate(noon + days * 86400000));
  }

  async load() {
    const { asked } = this.state;
    await this.try(async () => {
      const day = await get(`/api/v1/appointments/days/${asked}`);
      if (asked !== this.state.asked) return;
      const known = day.services.some((/** @type {any} */ each) => each.service.code === this.state.service);
      this.change({ day, service: known ? this.state.service : (day.services[0]?.service.code ?? "") });
    });
  }

  /**
   * @param {string} slot
   * @param {string} written the citizen's number
   * @returns {Promise<boolean>} whether it was booked
   */
  async book(slot, written) {
    const citizen = citizenIn(written);
    if (citizen === null) {
      this.change({ fault: t("error.citizen_id.invalid") });
      return false;
    }
    return this.deed(async (key) => {
      const wish = { service: this.state.service, slot_at: slot, citizen_id: citizen, language: language() };
      this.change({ booked: await send("POST", "/api/v1/appointments", wish, { key }) });
    });
  }

  /** @param {string} code */
  cancel(code) {
    return this.deed(async (key) => {
      await send("POST", "/api/v1/appointments/cancel", { code }, { key });
      this.change({ cancelling: null, told: t("appointments.told.cancelled") });
    });
  }

  /**
   * Give the number of an appointment.
   * @param {string} written its code, the citizen's number, or what a scanner read
   */
  async checkIn(written) {
    const report = reportIn(written);
    if (report === null) {
      this.change({ fault: t("appointments.check_in.wrong") });
      return false;
    }
    return this.deed(async (key) => {
      const ticket = await send("POST", "/api/v1/appointments/check-in", report, { key });
      this.change({ told: t("appointments.told.checked_in", { label: ticket.label }) });
    });
  }

  /**
   * @param {(key: string) => Promise<void>} deed
   * @returns {Promise<boolean>} whether it was done
   */
  async deed(deed) {
    if (this.state.busy) return false;
    this.change({ busy: true, told: "", fault: "", booked: null });
    const done = await this.try(() => deed(freshKey()));
    this.change({ busy: false });
    const fault = this.state.fault;
    await this.load();
    if (!done) this.change({ fault });
    return done;
  }

  /**
   * @param {() => Promise<void>} deed
   * @returns {Promise<boolean>}
   */
  async try(deed) {
    try {
      await deed();
      return true;
    } catch (fault) {
      if (!(fault instanceof Problem)) throw fault;
      if (fault.status === 401) leave();
      const mistyped = fault.fields.some((each) => each.field === "citizen_id");
      this.change({ fault: mistyped ? t("error.citizen_id.invalid") : fault.detail });
      return false;
    }
  }

  signOut() {
    return this.try(signOut);
  }

  /** @param {Partial<State>} news */
  change(news) {
    this.state = { ...this.state, ...news };
    this.draw();
  }

  draw() {
    render(html`<${App} state=${this.state} page=${this} />`, this.element);
  }
}
