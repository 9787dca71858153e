import { shownCode } from "../../../shared/booking_code.js";
import { hallTime } from "../../../shared/clock.js";
import { names, t } from "../../../shared/i18n.js";
import { html } from "../../../vendor/preact-htm.js";

/** @typedef {import("../models/types.d.ts").Day} Day */

/** By code, number or scanner. @param {import("./app.js").View} view */
export function CheckIn({ state, page }) {
  const submit = asked((given, form) => page.checkIn(String(given.get("report"))).then((done) => done && form.reset()));
  return html`
    <section class="card">
      <h2 class="card-title">${t("appointments.check_in.title")}</h2>
      <form class="appointments-form" onSubmit=${submit}>
        <label class="field">${t("appointments.check_in.field")}<input name="report" required autocomplete="off" spellcheck="false" /></label>
        <button type="submit" class="button button-first" disabled=${state.busy}>${t("appointments.check_in")}</button>
      </form>
    </section>
  `;
}

/** For somebody at the desk or on the telephone. @param {import("./app.js").View} view */
export function Booking({ state, page }) {
  const { services } = /** @type {Day} */ (state.day);
  const chosen = services.find((each) => each.service.code === state.service);
  if (chosen === undefined) return null;
  const open = chosen.slots.filter((slot) => slot.open);
  const submit = asked((given, form) =>
    page.book(String(given.get("slot")), String(given.get("citizen"))).then((done) => done && form.reset()));
  return html`
    <section class="card">
      <h2 class="card-title">${t("appointments.book.title")}</h2>
      <form class="appointments-form" onSubmit=${submit}>
        <label class="field">${t("appointments.column.service")}
          <select name="service" value=${state.service} onChange=${(/** @type {any} */ event) => page.change({ service: event.target.value })}>
            ${services.map(({ service }) => html`<option key=${service.code} value=${service.code}>${names(service.names)}</option>`)}
          </select>
        </label>
        <label class="field">${t("appointments.column.time")}
          <select name="slot" required>
            ${open.map((slot) => html`
              <option key=${slot.slot_at} value=${slot.slot_at} disabled=${slot.free === 0}>${hallTime(slot.slot_at)} · ${t("book.free", { count: slot.free })}</option>
            `)}
          </select>
        </label>
        <label class="field">${t("book.citizen.field")}<input name="citizen" required inputmode="numeric" maxlength="20" autocomplete="off" /></label>
        <button type="submit" class="button button-first" disabled=${state.busy || open.length === 0}>${t("book.confirm")}</button>
      </form>
      <div role="status">
        ${state.booked !== null && html`
          <p class="appointments-booked">${hallTime(state.booked.slot_at)} · <b>${shownCode(state.booked.code)}</b></p>
          <p>${t("appointments.book.tell")}</p>
        `}
      </div>
    </section>
  `;
}

/**
 * @param {(given: FormData, form: HTMLFormElement) => void} take
 * @returns {(event: SubmitEvent) => void}
 */
function asked(take) {
  return (event) => {
    event.preventDefault();
    const form = /** @type {HTMLFormElement} */ (event.currentTarget);
    take(new FormData(form), form);
  };
}
