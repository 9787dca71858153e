import { hallTime } from "../../../shared/clock.js";
import { names, t } from "../../../shared/i18n.js";
import { html, useLayoutEffect, useRef } from "../../../vendor/preact-htm.js";
import { deedsOf, stageOf } from "../models/moves.js";
import { Chooser } from "./choosers.js";
import { DossierTable } from "./dossier.js";
import { Automatic, Pause } from "./pause.js";
import { why } from "./why.js";
import { clockText, running, spent, standing } from "../models/timer.js";

/** @typedef {import("../models/types.d.ts").State} State */
/** @typedef {import("../models/types.d.ts").Desk} Desk */
/** @typedef {import("../models/types.d.ts").Ticket} Ticket */
/** @typedef {import("../controllers/console.js").Console} Console */

/** @param {{state: State, view: Desk, desk: Console, now: number}} given */
export function Current({ state, view, desk, now }) {
  const stage = stageOf(view.ticket, view.break);
  return html`
    <section class="card current" aria-label=${t("console.current")}>
      ${view.ticket === null || view.break !== null ? html`<${Pause} view=${view} now=${now} />` : html`<${Ticket} ticket=${view.ticket} view=${view} now=${now} />`}
      <div class="deeds">
        ${deedsOf(view).filter((deed) => !deed.dossier).map((deed, at) => html`
          <button key=${deed.move} type="button" class=${at === 0 ? "button button-first deed" : "button deed"} disabled=${state.busy}
            onClick=${() => (deed.opens ? desk.open(deed.opens) : desk.press(deed.path))}>
            ${t(`console.move.${deed.move}`)} <kbd>${deed.shown}</kbd>
          </button>
        `)}
        <button type="button" class="button deed" disabled=${state.busy} onClick=${() => desk.open("slip")}>${t("web.print.title")} <kbd>F11</kbd></button>
        <${Automatic} view=${view} desk=${desk} busy=${state.busy} />
        <${UndoButton} view=${view} desk=${desk} now=${now} busy=${state.busy} />
      </div>
      <${Chooser} state=${state} view=${view} desk=${desk} />
      ${stage === "serving" && html`<${Dossiers} state=${state} view=${view} desk=${desk} now=${now} />`}
    </section>
  `;
}

/** @param {{ticket: Ticket, view: Desk, now: number}} given */
function Ticket({ ticket, view, now }) {
  const seconds = spent(running(ticket), now);
  const state = standing(seconds, view.target_minutes);
  return html`
    <div class="ticket">
      <p class="ticket-label" aria-live="polite">${ticket.label}</p>
      <div class="ticket-facts">
        <p class="ticket-state">${t(`console.state.${ticket.state}`)}${ticket.recalls > 0 ? ` · ${t("console.recalls", { count: ticket.recalls })}` : ""}</p>
        <p class="ticket-service">${names(ticket.service.names)}</p>
        <${Itinerary} ticket=${ticket} />
        ${ticket.priority !== null && html`<p class="ticket-priority">${names(ticket.priority.names)}</p>`}
        <p>${t("console.speaks", { language: t("web.language_name", {}, ticket.language) })} · ${t("console.joined", { time: hallTime(ticket.joined_at) })}</p>
        ${ticket.reason !== null && html`<p class="why">${why(ticket)}</p>`}
        ${ticket.note !== null && html`<p class="note">${ticket.note}</p>`}
      </div>
      <div class=${`timer timer-${state}`}>
        <p class="timer-time">${clockText(seconds)}</p>
        <p>${t(`console.timer.${state}`, { minutes: view.target_minutes })}</p>
      </div>
    </div>
  `;
}

/** Which service of the visit this is, and what comes after. @param {{ticket: Ticket}} given */
function Itinerary({ ticket }) {
  const of = ticket.itinerary.length;
  if (of === 0) return null;
  const later = ticket.itinerary.filter((stop) => stop.state === "later");
  const next = later.map((stop) => names(stop.service.short_names)).join(" → ");
  return html`<p class="ticket-then">${t(next === "" ? "console.itinerary.last" : "console.itinerary", { at: of - later.length, of, next })}</p>`;
}

/** @param {{view: Desk, desk: Console, now: number, busy: boolean}} given */
function UndoButton({ view, desk, now, busy }) {
  const left = view.undo === null ? 0 : Math.ceil((Date.parse(view.undo.until) - now) / 1000);
  if (view.undo === null || left <= 0) return null;
  return html`
    <button type="button" class="button deed" disabled=${busy} onClick=${() => desk.press("undo")}>
      ${t("console.undo", { move: t(`console.move.${view.undo.move}`), seconds: left })} <kbd>Esc</kbd>
    </button>
  `;
}

/** @param {{state: State, view: Desk, desk: Console, now: number}} given */
function Dossiers({ state, view, desk, now }) {
  const field = useRef(/** @type {HTMLInputElement|null} */ (null));
  // The next code can be typed from the moment that the field is seen, and after each deed and each list; while a list is
  // open its own field has the keys.
  useLayoutEffect(() => { if (state.chooser === null) field.current?.focus(); }, [state.chooser, state.busy]);
  /** @param {Event} event */
  const add = (event) => {
    event.preventDefault();
    if (state.draft.trim() !== "") void desk.addDossier(state.draft.trim());
  };
  return html`
    <div class="dossiers">
      <form class="dossiers-add" onSubmit=${add}>
        <label class="field">${t("console.dossier")}
          <input name="dossier" autocomplete="off" spellcheck=${false} maxlength="40" value=${state.draft}
            ref=${field}
            onInput=${(/** @type {InputEvent} */ event) => desk.change({ draft: /** @type {HTMLInputElement} */ (event.target).value })} />
        </label>
        <button class="button" type="submit" disabled=${state.draft.trim() === ""}>${t("console.dossier_add")} <kbd>Enter</kbd></button>
      </form>
      <${DossierTable} state=${state} view=${view} desk=${desk} now=${now} />
    </div>
  `;
}
