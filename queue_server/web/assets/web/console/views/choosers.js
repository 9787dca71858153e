import { names, t } from "../../../shared/i18n.js";
import { html } from "../../../vendor/preact-htm.js";
import { ChooseProcedure, ChooseResult, Collect } from "./dossier.js";
import { Money } from "./money.js";
import { Slip } from "./papers.js";
import { CHOICES, PLACES, plannable, remindersWith, toCome } from "../models/moves.js";

/** @typedef {import("../models/types.d.ts").State} State */
/** @typedef {import("../models/types.d.ts").Desk} Desk */
/** @typedef {import("../models/types.d.ts").Waiting} Waiting */
/** @typedef {import("../controllers/console.js").Console} Console */

/** What is asked after a key that opens a list. @param {{state: State, view: Desk, desk: Console}} given */
export function Chooser({ state, view, desk }) {
  if (state.chooser === "transfer") return html`<${Transfer} state=${state} view=${view} desk=${desk} />`;
  if (state.chooser === "call_chosen") return html`<${Chosen} state=${state} desk=${desk} />`;
  if (state.chooser === "replan") return html`<${Replan} state=${state} view=${view} desk=${desk} />`;
  if (state.chooser === "walk_in") return html`<${WalkIn} view=${view} desk=${desk} />`;
  if (state.chooser === "hold") return html`<${Hold} state=${state} view=${view} desk=${desk} />`;
  if (state.chooser === "break") return html`<${Break} view=${view} desk=${desk} />`;
  if (state.chooser === "result") return html`<${Asked} title="dossiers.other_result" desk=${desk}><${ChooseResult} view=${view} desk=${desk} /><//>`;
  if (state.chooser === "procedure") return html`<${Asked} title="dossiers.choose_procedure" desk=${desk}><${ChooseProcedure} state=${state} view=${view} desk=${desk} /><//>`;
  if (state.chooser === "collect") return html`<${Asked} title="dossiers.collect" desk=${desk}><${Collect} state=${state} desk=${desk} /><//>`;
  if (state.chooser === "money") return html`<div class="chooser money" role="group" aria-label=${t("money.title")}><${Money} state=${state} desk=${desk} /><${Back} desk=${desk} /></div>`;
  if (state.chooser === "slip") return html`<${Asked} title="web.print.title" desk=${desk}><${Slip} state=${state} desk=${desk} /><//>`;
  return null;
}

/** @param {{title: string, desk: Console, children?: any}} given */
function Asked({ title, desk, children }) {
  return html`<div class="chooser" role="group" aria-label=${t(title)}>${children}<${Back} desk=${desk} /></div>`;
}

/** @param {{desk: Console}} given */
function Back({ desk }) {
  return html`<button type="button" class="button" onClick=${() => desk.change({ chooser: null })}>${t("console.back")} <kbd>Esc</kbd></button>`;
}

/** @param {Event} event */
const typed = (event) => /** @type {HTMLInputElement|HTMLSelectElement} */ (event.target).value;

/** @param {{state: State, view: Desk, desk: Console}} given */
function Transfer({ state, view, desk }) {
  const others = view.lines.filter((line) => view.ticket !== null && line.code !== view.ticket.line);
  return html`
    <div class="chooser" role="group" aria-label=${t("console.transfer_where")}>
      <p>${t("console.transfer_where")}</p>
      <label class="field">${t("console.place")}
        <select value=${state.place} onChange=${(/** @type {Event} */ event) => desk.change({ place: typed(event) })}>
          ${PLACES.map((place) => html`<option key=${place} value=${place} selected=${place === state.place}>${t(`console.place.${place}`)}</option>`)}
        </select>
      </label>
      <label class="field">${t("console.note")}
        <input name="note" autocomplete="off" maxlength="200" value=${state.note} onInput=${(/** @type {Event} */ event) => desk.change({ note: typed(event) })} />
      </label>
      <div class="chooser-group">
        ${others.map((line) => html`
          <button key=${line.code} type="button" class="button" onClick=${() => desk.transfer({ line: line.code })}>
            <kbd>${line.letter}</kbd> ${names(line.names)}
          </button>
        `)}
      </div>
      <div class="chooser-group">
        ${view.desks.map((each) => html`
          <button key=${each.number} type="button" class="button" onClick=${() => desk.transfer({ counter: each.number })}>
            ${each.number < 10 && html`<kbd>${each.number}</kbd>`} ${t("console.transfer_counter", { counter: each.number })}${each.clerks.length === 0 ? ` · ${t("console.free")}` : ""}
          </button>
        `)}
      </div>
      <div class="chooser-group">
        ${view.desks.flatMap(({ clerks }) => clerks).map((clerk) => html`
          <button key=${`clerk-${clerk.id}`} type="button" class="button" onClick=${() => desk.transfer({ clerk: clerk.id })}>
            ${t("console.transfer_clerk", { clerk: clerk.name })}
          </button>
        `)}
      </div>
      <${Back} desk=${desk} />
    </div>
  `;
}

/** @param {{state: State, desk: Console}} given */
function Chosen({ state, desk }) {
  return html`
    <div class="chooser" role="group" aria-label=${t("console.choose_call")}>
      <p>${t("console.choose_why")}</p>
      <div class="chooser-group" role="group" aria-label=${t("console.choose_why")}>
        ${Object.entries(CHOICES).map(([key, choice]) => html`
          <button key=${choice} type="button" class="button" aria-pressed=${choice === state.choice ? "true" : "false"}
            onClick=${() => desk.change({ choice, said: "" })}><kbd>${key}</kbd> ${t(`console.choice.${choice}`)}</button>
        `)}
      </div>
      <p>${t("console.choose_ticket")}</p>
      <div class="chooser-group" role="group" aria-label=${t("console.choose_ticket")}>
        ${state.picks.map((ticket, at) => html`
          <button key=${ticket.id} type="button" class="button" disabled=${state.choice === ""} onClick=${() => desk.callChosen(ticket)}>
            ${at < 9 && html`<kbd>${at + 1}</kbd>`} ${ticket.label} · ${names(ticket.service.names)} ${reserved(ticket)}
          </button>
        `)}
      </div>
      <${Back} desk=${desk} />
    </div>
  `;
}

/**
 * @param {Waiting} ticket
 * @returns {string} whom it waits for alone
 */
function reserved(ticket) {
  if (ticket.for_counter !== null) return `(${t("console.for_counter", { counter: ticket.for_counter })})`;
  return ticket.for_clerk === null ? "" : `(${t("console.for_clerk")})`;
}

/** @param {{state: State, view: Desk, desk: Console}} given */
function Replan({ state, view, desk }) {
  const planned = toCome(view.ticket);
  return html`
    <div class="chooser" role="group" aria-label=${t("console.replan_what")}>
      <p>${t("console.replan_what")}</p>
      ${plannable(state.offers, view.ticket).map((offer, at) => html`
        <button key=${offer.code} type="button" class="button" aria-pressed=${planned.includes(offer.code) ? "true" : "false"}
          onClick=${() => desk.replan(offer.code)}>
          ${at < 9 && html`<kbd>${at + 1}</kbd>`} ${names(offer.short_names)}
        </button>
      `)}
      <${Back} desk=${desk} />
    </div>
  `;
}

/** @param {{view: Desk, desk: Console}} given */
function WalkIn({ view, desk }) {
  return html`
    <div class="chooser" role="group" aria-label=${t("console.walk_in_what")}>
      <p>${t("console.walk_in_what")}</p>
      ${view.services.map((service, at) => html`
        <button key=${service.code} type="button" class="button" onClick=${() => desk.walkIn(service.code)}>
          ${at < 9 && html`<kbd>${at + 1}</kbd>`} ${names(service.names)}
        </button>
      `)}
      <${Back} desk=${desk} />
    </div>
  `;
}

/** @param {{view: Desk, desk: Console}} given */
function Break({ view, desk }) {
  return html`
    <div class="chooser" role="group" aria-label=${t("console.break.why")}>
      <p>${t("console.break.why")}</p>
      ${view.break_reasons.map((reason, at) => html`
        <button key=${reason.code} type="button" class="button" onClick=${() => desk.press("break", { reason: reason.code })}>
          ${at < 9 && html`<kbd>${at + 1}</kbd>`} ${names(reason.names)}
        </button>
      `)}
      <${Back} desk=${desk} />
    </div>
  `;
}

/** @param {{state: State, view: Desk, desk: Console}} given */
function Hold({ state, view, desk }) {
  return html`
    <div class="chooser" role="group" aria-label=${t("console.hold.how")}>
      <p>${t("console.hold.how")}</p>
      <label class="field">${t("console.hold.note")}
        <input name="note" autocomplete="off" maxlength="200" value=${state.note} onInput=${(/** @type {Event} */ event) => desk.change({ note: typed(event) })} />
      </label>
      ${remindersWith(view.hold_reminder_minutes).map((minutes, at) => html`
        <button key=${minutes} type="button" class="button" onClick=${() => desk.hold({ remind_minutes: minutes })}>
          <kbd>${at + 1}</kbd> ${t("console.hold.minutes", { minutes })}
        </button>
      `)}
      <button type="button" class="button" onClick=${() => desk.hold({ parked: true })}><kbd>P</kbd> ${t("console.hold.park")}</button>
      <${Back} desk=${desk} />
    </div>
  `;
}
