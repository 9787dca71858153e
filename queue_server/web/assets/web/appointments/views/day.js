import { shownCode } from "../../../shared/booking_code.js";
import { hallTime } from "../../../shared/clock.js";
import { names, t } from "../../../shared/i18n.js";
import { html } from "../../../vendor/preact-htm.js";

/** @typedef {import("../models/types.d.ts").Day} Day */
/** @typedef {import("../models/types.d.ts").StaffAppointment} StaffAppointment */

/** Who comes when. @param {import("./app.js").View} view */
export function Listed({ state, page }) {
  const { appointments } = /** @type {Day} */ (state.day);
  return html`
    <section class="card">
      <h2 class="card-title">${t("appointments.list")}</h2>
      ${appointments.length === 0 ? html`<p>${t("appointments.list.none")}</p>` : html`
        <div class="table-wide" role="region" aria-label=${t("appointments.list")} tabindex="0">
          <table class="table">
            <thead><tr>
              ${["time", "service", "citizen", "code", "state"].map((each) => html`<th key=${each} scope="col">${t(`appointments.column.${each}`)}</th>`)}
              <th scope="col"><span class="spoken-only">${t("appointments.column.deeds")}</span></th>
            </tr></thead>
            <tbody>${appointments.map((each) => html`<${Row} key=${each.code} each=${each} state=${state} page=${page} />`)}</tbody>
          </table>
        </div>
      `}
    </section>
  `;
}

/** @param {import("./app.js").View & {each: StaffAppointment}} given */
function Row({ each, state, page }) {
  return html`
    <tr>
      <th scope="row">${hallTime(each.slot_at)}</th>
      <td>${names(each.service.short_names)}</td>
      <td class="appointments-code">${each.citizen ?? "–"}</td>
      <td class="appointments-code">${shownCode(each.code)}</td>
      <td>${t(`appointments.state.${each.state}`)}${each.label === null ? "" : html` · <b>${each.label}</b>`}</td>
      <td>${each.state === "booked" && html`<div class="appointments-deeds"><${Deeds} each=${each} state=${state} page=${page} /></div>`}</td>
    </tr>
  `;
}

/** Cancelling takes two touches, in two places. @param {import("./app.js").View & {each: StaffAppointment}} given */
function Deeds({ each, state, page }) {
  if (state.cancelling === each.code) {
    return html`
      <button type="button" class="button" onClick=${() => page.change({ cancelling: null })}>${t("appointments.cancel.keep")}</button>
      <button type="button" class="button button-danger" disabled=${state.busy} onClick=${() => page.cancel(each.code)}>${t("appointments.cancel.sure")}</button>
    `;
  }
  return html`
    <button type="button" class="button button-first" disabled=${state.busy} onClick=${() => page.checkIn(each.code)}>${t("appointments.check_in")}</button>
    <button type="button" class="button" onClick=${() => page.change({ cancelling: each.code })}>${t("appointments.cancel")}</button>
  `;
}

/** How full the day is. @param {import("./app.js").View} view */
export function Fill({ state }) {
  const { services } = /** @type {Day} */ (state.day);
  return html`
    <section class="card">
      <h2 class="card-title">${t("appointments.fill")}</h2>
      ${services.length === 0 && html`<p>${t("appointments.none")}</p>`}
      ${services.map(({ service, slots }) => html`
        <h3 key=${`${service.code} name`}>${names(service.names)}</h3>
        ${slots.length === 0 ? html`<p key=${service.code}>${t("appointments.closed")}</p>` : html`
          <ul key=${service.code} class="appointments-fill">
            ${slots.map((slot) => html`
              <li key=${slot.slot_at} class=${slot.free === 0 ? "full" : ""}><b>${hallTime(slot.slot_at)}</b> ${slot.capacity - slot.free}/${slot.capacity}</li>
            `)}
          </ul>
        `}
      `)}
    </section>
  `;
}
