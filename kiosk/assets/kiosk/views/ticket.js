import { hallTime } from "../../shared/clock.js";
import { names, t } from "../../shared/i18n.js";
import { html } from "../../vendor/preact-htm.js";
import { Icon } from "./icons.js";
import { Qr } from "./qr.js";

/** @typedef {import("../models/types.d.ts").Ticket} Ticket */
/** @typedef {import("../models/slip.js").Paper} Paper */

/** @type {{[paper in Paper]: "printer"|"check"|"warning"}} */
const SIGNS = { coming: "printer", printed: "check", paper_out: "warning", trouble: "warning", slow: "warning" };

/** The number, as large as it goes, and all that its holder needs. @param {import("./app.js").View} view */
export function TicketShown({ state, hands }) {
  const ticket = /** @type {Ticket} */ (state.journey.ticket);
  const numbers = numbersOf(ticket);
  return html`
    <div class="ticket">
      <section class="ticket-number">
        <h1 class="ticket-title" tabindex="-1">
          <span>${t(numbers === ticket.label ? "kiosk.ticket.title" : "kiosk.ticket.titles")}</span> <b style=${{ "--chars": numbers.length }}>${numbers}</b>
        </h1>
        <p class="ticket-service">${names(ticket.service.short_names) || names(ticket.service.names)}</p>
        <div class="ticket-marks">
          ${ticket.appointment_at && html`
            <p class="ticket-priority"><${Icon} name="clock" />${t("kiosk.ticket.appointment")}: ${hallTime(ticket.appointment_at)}</p>
          `}
          ${ticket.ahead === null && html`<p class="ticket-priority"><${Icon} name="warning" />${t("kiosk.ticket.offline")}</p>`}
          ${ticket.priority && html`<p class="ticket-priority"><${Icon} name="check" />${names(ticket.priority.names)}</p>`}
        </div>
      </section>
      <${Facts} ticket=${ticket} />
      <figure class="ticket-qr">
        <${Qr} data=${ticket.url} label=${t("kiosk.ticket.qr")} />
        <figcaption>${t("kiosk.ticket.qr")}</figcaption>
      </figure>
      <p class="paper" data-paper=${state.paper} role="status">
        <${Icon} name=${SIGNS[state.paper]} /><span>${t(`kiosk.paper.${state.paper}`, { label: numbers })}</span>
      </p>
      <div class="ticket-ways">
        <button type="button" class="button" onClick=${() => hands.walk.wipe()}>
          ${t("kiosk.ticket.done")} <span class="countdown">${t("kiosk.ticket.left", { seconds: state.left })}</span>
        </button>
        <button type="button" class="button quiet" onClick=${() => hands.paper.longer()}>${t("kiosk.ticket.longer")}</button>
      </div>
    </div>
  `;
}

/** @param {{low_minutes: number, high_minutes: number}} range */
function minutes({ low_minutes: low, high_minutes: high }) {
  return low === 0 ? t("kiosk.ticket.under", { high }) : t("kiosk.ticket.minutes", { low, high });
}

/** @param {Ticket} ticket @returns {string} its number, or the first and the last of people who came together */
function numbersOf({ label, companions = [] }) {
  return [label, ...companions.slice(-1).map((last) => last.label)].join("–");
}

/** @param {Ticket} ticket @returns {string} the service after the first, and how many more come */
function then({ itinerary = [] }) {
  const [next, ...more] = itinerary.slice(1).map((stop) => names(stop.service.short_names));
  return next === undefined ? "" : `${next}${more.length === 0 ? "" : ` (+${more.length})`}`;
}

/** @param {{ticket: Ticket}} given */
function Facts({ ticket }) {
  return html`
    <dl class="ticket-facts">
      <div><dt>${t("kiosk.ticket.where")}</dt><dd>${names(ticket.hall.names)}</dd></div>
      ${ticket.ahead !== null && html`<div><dt>${t("kiosk.ticket.ahead")}</dt><dd>${ticket.ahead === 0 ? t("kiosk.ticket.first") : t("kiosk.ticket.people", { count: ticket.ahead })}</dd></div>`}
      ${then(ticket) !== "" && html`<div><dt>${t("kiosk.ticket.then")}</dt><dd>${then(ticket)}</dd></div>`}
      ${ticket.expected && html`
        <div><dt>${t("kiosk.ticket.expected")}</dt><dd>${minutes(ticket.expected)}</dd></div>
      `}
    </dl>
  `;
}
