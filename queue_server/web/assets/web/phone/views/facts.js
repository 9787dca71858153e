import { hallTime } from "../../../shared/clock.js";
import { names, t } from "../../../shared/i18n.js";
import { html } from "../../../vendor/preact-htm.js";
import { headStart, stopOf, things } from "../models/turn.js";

/** @typedef {import("../models/turn.js").Ticket} Ticket */
/** @typedef {import("../models/turn.js").Stage} Stage */

const WAITING = ["waiting", "near"];

/** @param {{ticket: Ticket, stage: Stage}} given */
export function Facts({ ticket, stage }) {
  const waits = WAITING.includes(stage);
  const { expected, ahead } = ticket;
  return html`
    <dl class="facts">
      ${waits && ahead !== null && html`<${Fact} name="phone.ahead" value=${ahead === 0 ? t("phone.nobody") : t("phone.people", { count: ahead })} />`}
      ${waits && expected !== null && html`
        <${Fact} name="phone.expected" value=${minutes(expected)} />
      `}
      <${Fact} name="phone.service" value=${names(ticket.service.short_names) || names(ticket.service.names)} />
      ${ticket.appointment_at && html`<${Fact} name="phone.appointment" value=${hallTime(ticket.appointment_at)} />`}
      ${ticket.priority !== null && html`<${Fact} name="phone.priority" value=${names(ticket.priority.names)} />`}
      ${stage === "called" && ticket.reason && html`<${Fact} name="phone.reason" value=${t(`phone.reason.${ticket.reason}`)} />`}
      ${ticket.party && ticket.party.length > 0 && html`<${Fact} name="phone.party" value=${ticket.party.filter((label) => label !== ticket.label).join(", ")} />`}
      <${Fact} name="phone.where" value=${names(ticket.hall.names)} />
      <${Fact} name="phone.issued" value=${hallTime(ticket.issued_at)} />
    </dl>
  `;
}

/** @param {{low_minutes: number, high_minutes: number}} range */
function minutes({ low_minutes: low, high_minutes: high }) {
  return low === 0 ? t("phone.under", { high }) : t("phone.minutes", { low, high });
}

/** @param {{name: string, value: string}} given */
function Fact({ name, value }) {
  return html`<div><dt>${t(name)}</dt><dd>${value}</dd></div>`;
}

/** The services of the visit, and which it is at. @param {{ticket: Ticket}} given */
export function Itinerary({ ticket }) {
  const stop = stopOf(ticket);
  if (stop === null) return null;
  return html`
    <section class="bring itinerary">
      <h2>${t("phone.itinerary")} · ${t("phone.stop", stop)}</h2>
      <ol>
        ${(ticket.itinerary || []).map((each) => html`
          <li key=${names(each.service.names)} data-state=${each.state}>
            ${names(each.service.short_names) || names(each.service.names)}${each.hall === null ? "" : ` · ${names(each.hall.names)}`}
            ${" "}<span class="itinerary-state">(${t(`phone.itinerary.${each.state}`)})</span>
          </li>
        `)}
      </ol>
      <p>${t("phone.itinerary.rule")}</p>
    </section>
  `;
}

/** The rule of turn in plain words. @param {{ticket: Ticket}} given */
export function Rule({ ticket }) {
  const minutes = headStart(ticket);
  return html`
    <section class="bring">
      <h2>${t("phone.rule.title")}</h2>
      <p>${minutes === null ? t("phone.rule.plain") : t("phone.rule", { minutes })}</p>
    </section>
  `;
}

/** @param {{ticket: Ticket, stage: Stage}} given */
export function Bring({ ticket, stage }) {
  const list = things(names(ticket.service.bring));
  if (list.length === 0 || !(WAITING.includes(stage) || stage === "called")) return null;
  return html`
    <section class="bring">
      <h2>${t("phone.bring")}</h2>
      <ul>${list.map((thing) => html`<li key=${thing}>${thing}</li>`)}</ul>
    </section>
  `;
}
