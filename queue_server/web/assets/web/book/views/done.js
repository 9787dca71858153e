import { shownCode } from "../../../shared/booking_code.js";
import { dayText, hallDate, hallTime } from "../../../shared/clock.js";
import { language, names, t } from "../../../shared/i18n.js";
import { html } from "../../../vendor/preact-htm.js";
import { Qr } from "../../../kiosk/views/qr.js";
import { things } from "../../phone/models/turn.js";

/** @typedef {import("../models/way.js").Appointment} Appointment */

/** The appointment as it stands. @param {import("./app.js").View} view */
export function Done({ state, book }) {
  const appointment = /** @type {Appointment} */ (state.way.appointment);
  const { state: stands, code, slot_at: slot } = appointment;
  return html`
    <h1 class="book-title" tabindex="-1">${t(`book.state.${stands}`)}</h1>
    ${stands === "booked" && html`
      <section class="stage book-code">
        <${Qr} data=${code} label=${t("book.qr")} />
        <p class="book-code-text">${shownCode(code)}</p>
        <p>${t("book.keep")}</p>
      </section>
    `}
    <dl class="facts">
      <div><dt>${t("book.time")}</dt><dd>${hallTime(slot)} · ${dayText(hallDate(slot), language())}</dd></div>
      <div><dt>${t("phone.service")}</dt><dd>${names(appointment.service.names)}</dd></div>
      <div><dt>${t("book.where")}</dt><dd>${names(appointment.centre.names)}</dd></div>
      ${stands === "booked" && html`
        <div><dt>${t("book.check_in")}</dt><dd>${t("book.check_in.times", { from: hallTime(appointment.check_in_from), until: hallTime(appointment.check_in_until) })}</dd></div>
      `}
    </dl>
    ${stands === "booked" && html`<${Bring} text=${names(appointment.service.bring)} /><${Cancel} state=${state} book=${book} />`}
  `;
}

/** @param {{text: string}} given */
function Bring({ text }) {
  const list = things(text);
  if (list.length === 0) return null;
  return html`
    <section class="bring">
      <h2>${t("phone.bring")}</h2>
      <ul>${list.map((thing) => html`<li key=${thing}>${thing}</li>`)}</ul>
    </section>
  `;
}

/** Giving the time back: two touches, in two places. @param {import("./app.js").View} view */
function Cancel({ state, book }) {
  if (!state.way.asking) return html`<button type="button" class="plain" onClick=${() => book.ask(true)}>${t("book.cancel")}</button>`;
  return html`
    <div class="question" role="group" aria-labelledby="question">
      <p id="question">${t("book.cancel.question")}</p>
      <button type="button" class="plain" onClick=${() => book.ask(false)}>${t("book.cancel.keep")}</button>
      <button type="button" class="danger" disabled=${state.busy} onClick=${() => book.cancel()}>${t("book.cancel.sure")}</button>
    </div>
  `;
}
