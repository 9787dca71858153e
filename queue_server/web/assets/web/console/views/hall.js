import { hallTime } from "../../../shared/clock.js";
import { names, t } from "../../../shared/i18n.js";
import { html } from "../../../vendor/preact-htm.js";
import { LISTS } from "../models/moves.js";
import { isDue } from "../models/reminders.js";
import { clockText } from "../models/timer.js";
import { why } from "./why.js";

/** @typedef {import("../models/types.d.ts").State} State */
/** @typedef {import("../models/types.d.ts").Desk} Desk */
/** @typedef {import("../models/types.d.ts").Ticket} Ticket */
/** @typedef {import("../controllers/console.js").Console} Console */

/**
 * @param {string|null} since
 * @param {number} now
 */
const waited = (since, now) => (since === null ? "" : clockText(Math.max(0, Math.floor((now - Date.parse(since)) / 1000))));

/** @param {{view: Desk, now: number}} given */
export function Next({ view, now }) {
  return html`
    <section class="card" aria-label=${t("console.next")}>
      <h2 class="card-title">${t("console.next")}</h2>
      ${view.next === null ? html`<p>${t("console.next_none")}</p>` : html`
        <p class="next-label">${view.next.label}</p>
        <p>${names(view.next.service.names)}</p>
        <p>${t("console.waited", { time: waited(view.next.joined_at, now) })}</p>
        <p class="why">${why(view.next)}</p>
      `}
    </section>
  `;
}

/** @param {{view: Desk, now: number}} given */
export function Lines({ view, now }) {
  return html`
    <section class="card">
      <h2 class="card-title">${t("console.lines")}</h2>
      <table class="table">
        <thead><tr><th scope="col">${t("console.line")}</th><th scope="col" class="number">${t("console.waiting")}</th><th scope="col" class="number">${t("console.oldest")}</th></tr></thead>
        <tbody>
          ${view.lines.map((line) => html`
            <tr key=${line.code} class=${line.mine ? "line-mine" : ""}>
              <th scope="row">${line.letter} · ${names(line.names)}${line.mine ? ` (${t("console.mine")})` : ""}</th>
              <td class="number">${line.waiting}</td>
              <td class="number">${waited(line.oldest_joined_at, now)}</td>
            </tr>
          `)}
        </tbody>
      </table>
    </section>
  `;
}

/** @param {{which: "resume"|"reinstate"|"come_back", tickets: Ticket[], state: State, desk: Console, now: number}} given */
export function Aside({ which, tickets, state, desk, now }) {
  if (tickets.length === 0) return null;
  return html`
    <section class=${state.chooser === which ? "card aside-open" : "card"}>
      <h2 class="card-title">${t(`console.aside.${which}`)} <kbd>${LISTS[which].key}</kbd></h2>
      <ul class="aside-list">
        ${tickets.map((ticket, at) => html`
          <li key=${ticket.id}>
            <button type="button" class="button" disabled=${state.busy} onClick=${() => desk.press(LISTS[which].path, { ticket: ticket.id })}>
              ${at < 9 && html`<kbd>${at + 1}</kbd>`} ${ticket.label} · ${t(`console.move.${which}`)}
            </button>
            <${Held} ticket=${ticket} state=${state} now=${now} />
          </li>
        `)}
      </ul>
    </section>
  `;
}

/** @param {{ticket: Ticket, state: State, now: number}} given */
function Held({ ticket, state, now }) {
  const { aside } = ticket;
  if (aside === null || state.desk === null) return null;
  const counter = state.desk.counter.number;
  const due = isDue(ticket, counter, now);
  return html`
    <p class=${due ? "held held-due" : "held"} role=${due ? "status" : undefined}>
      ${due && html`<strong>${t("console.hold.due")}</strong> `}
      ${aside.parked && t("console.hold.parked")}
      ${!aside.parked && aside.counter !== counter && t("console.hold.elsewhere", { counter: aside.counter })}
      ${!aside.parked && aside.remind_at !== null && !due && t("console.hold.until", { time: hallTime(aside.remind_at) })}
      ${aside.note !== null && ` ${aside.note}`}
    </p>
  `;
}
