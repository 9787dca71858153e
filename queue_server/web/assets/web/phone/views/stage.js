import { names, t } from "../../../shared/i18n.js";
import { html } from "../../../vendor/preact-htm.js";

/** @typedef {import("../models/turn.js").Ticket} Ticket */
/** @typedef {import("../models/turn.js").Stage} Name */

/** The number, and the one thing that matters now. @param {{ticket: Ticket, stage: Name}} given */
export function Stage({ ticket, stage }) {
  return html`
    <section class="stage" data-stage=${stage}>
      <h1 class="number"><span class="number-title">${t("phone.your_number")}</span> ${ticket.label}</h1>
      <div class="now" role="status">
        <p class="now-title">${t(`phone.stage.${stage}`, { ahead: ticket.ahead || 0 })}</p>
        ${(stage === "called" || stage === "serving") && ticket.counter !== null && html`
          <p class="now-counter">${t("phone.counter", { counter: ticket.counter })}</p>
        `}
        <p class="now-next">${t(`phone.next.${stage}`, { hall: names(ticket.hall.names) })}</p>
      </div>
    </section>
  `;
}
