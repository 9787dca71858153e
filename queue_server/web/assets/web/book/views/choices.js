import { dayText, hallTime } from "../../../shared/clock.js";
import { language, names, t } from "../../../shared/i18n.js";
import { html } from "../../../vendor/preact-htm.js";
import { freeOn, slotsOf } from "../models/way.js";

/** @typedef {import("../models/way.js").Centre} Centre */

/** @param {import("./app.js").View} view */
export function Services({ state, book }) {
  const centres = /** @type {Centre[]} */ (state.centres);
  return html`
    <h1 class="book-title" tabindex="-1">${t(centres.length === 0 ? "book.none" : "book.services")}</h1>
    ${centres.map((centre) => html`
      <section key=${centre.code} class="book-group">
        ${centres.length > 1 && html`<h2>${names(centre.names)}</h2>`}
        <ul class="book-list">
          ${centre.services.map((service) => html`
            <li key=${service.code}>
              <button type="button" class="book-choice" onClick=${() => book.chooseService(centre, service)}>${names(service.names)}</button>
            </li>
          `)}
        </ul>
      </section>
    `)}
    <button type="button" class="plain" onClick=${() => book.toFind()}>${t("book.have_code")}</button>
  `;
}

/** @param {import("./app.js").View} view */
export function Days({ state, book }) {
  const { service, days } = state.way;
  return html`
    <h1 class="book-title" tabindex="-1">${t(days.length === 0 ? "book.no_days" : "book.days")}</h1>
    <p class="book-so-far">${service !== null && names(service.names)}</p>
    <ul class="book-list">
      ${days.map((each) => html`
        <li key=${each.day}>
          <button type="button" class="book-choice" disabled=${freeOn(each) === 0} onClick=${() => book.chooseDay(each.day)}>
            <b>${dayText(each.day, language())}</b><span>${free(freeOn(each))}</span>
          </button>
        </li>
      `)}
    </ul>
  `;
}

/** @param {import("./app.js").View} view */
export function Slots({ state, book }) {
  const { service, day } = state.way;
  return html`
    <h1 class="book-title" tabindex="-1">${t("book.slots")}</h1>
    <p class="book-so-far">${service !== null && names(service.names)} · ${day !== null && dayText(day, language())}</p>
    <ul class="book-list book-slots">
      ${slotsOf(state.way).map((slot) => html`
        <li key=${slot.slot_at}>
          <button type="button" class="book-choice" disabled=${slot.free === 0} onClick=${() => book.chooseSlot(slot.slot_at)}>
            <b>${hallTime(slot.slot_at)}</b><span>${free(slot.free)}</span>
          </button>
        </li>
      `)}
    </ul>
  `;
}

/** @param {number} places */
function free(places) {
  return places === 0 ? t("book.full") : t("book.free", { count: places });
}
