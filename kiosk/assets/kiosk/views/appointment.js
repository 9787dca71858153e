import { t } from "../../shared/i18n.js";
import { html } from "../../vendor/preact-htm.js";
import { ERASE, ROWS, grouped } from "../models/entry.js";
import { Keypad } from "./keypad.js";

/** Reporting for an appointment: by scanner, or by what is typed. @param {import("./app.js").View} view */
export function Appointment({ state, hands }) {
  const { typed, complaint } = state.journey;
  return html`
    <div class="entry">
      <h1 class="title" tabindex="-1">${t("kiosk.appointment.title")}</h1>
      <p class="subtitle">${t("kiosk.appointment.how")}</p>
      <output class="entry-text" aria-label=${t("kiosk.appointment.field")}>${grouped(typed)}</output>
      <p class="entry-complaint" role="alert">${complaint === null ? "" : t(complaint)}</p>
      <${Keypad} rows=${ROWS} press=${(/** @type {string} */ key) => hands.walk.type(key)} erase=${() => hands.walk.type(ERASE)} />
      <button type="button" class="button" onClick=${() => hands.walk.reportTyped()}>${t("kiosk.appointment.confirm")}</button>
    </div>
  `;
}

/** The way to it, beside the wish for precedence. @param {import("./app.js").View} view */
export function AppointmentWay({ state, hands }) {
  if (!state.catalogue?.appointments) return null;
  return html`<button type="button" class="precedence" onClick=${() => hands.walk.go("appointment", { typed: "" })}>${t("kiosk.appointment.button")}</button>`;
}
