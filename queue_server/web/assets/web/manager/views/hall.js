import { hallTime } from "../../../shared/clock.js";
import { names, t } from "../../../shared/i18n.js";
import { html } from "../../../vendor/preact-htm.js";
import { goalOf } from "../models/steering.js";
import { Deed, Reason, submitted } from "./steer.js";

/** @typedef {import("../models/types.d.ts").State} State */
/** @typedef {import("../models/types.d.ts").Now} Now */
/** @typedef {import("../models/types.d.ts").Waiting} Waiting */
/** @typedef {import("../controllers/manager.js").Manager} Manager */

/** Everybody who waits, in the order of call, with the reason of each. @param {{state: State, now: Now, manager: Manager}} given */
export function Hall({ state, now, manager }) {
  const shown = state.waiting !== null;
  return html`
    <section class="card hall">
      <div class="steer-head">
        <h2 class="card-title">${t("manager.hall.title", { count: now.waiting })}</h2>
        <button type="button" class="button" aria-expanded=${shown ? "true" : "false"} onClick=${() => manager.showWaiting(!shown)}>
          ${t(shown ? "manager.hall.hide" : "manager.hall.show")}
        </button>
      </div>
      ${state.moving !== null && html`<${Move} label=${state.moving} state=${state} now=${now} manager=${manager} />`}
      ${state.cancelling !== null && html`<${Deed} title=${t("manager.hall.cancel_title", { label: state.cancelling })} path="cancel"
        label=${state.cancelling} state=${state} manager=${manager} onDone=${() => manager.change({ cancelling: null })} />`}
      ${state.waiting !== null && html`<${List} waiting=${state.waiting} state=${state} manager=${manager} />`}
    </section>
  `;
}

/** @param {{waiting: Waiting[], state: State, manager: Manager}} given */
function List({ waiting, state, manager }) {
  const columns = ["ticket", "line", "service", "joined", "why"];
  return html`
    <div class="hall-list" tabindex="0" role="region" aria-label=${t("manager.hall.list")}>
      <table class="table">
        <thead><tr>
          ${columns.map((column) => html`<th key=${column} scope="col">${t(`manager.hall.${column}`)}</th>`)}
          ${state.steers && html`<td></td>`}
        </tr></thead>
        <tbody>
          ${waiting.map((ticket) => html`
            <tr key=${ticket.label}>
              <th scope="row">${ticket.label}</th>
              <td>${ticket.line.letter} · ${names(ticket.line.names)}</td>
              <td>${names(ticket.service.names)}</td>
              <td>${hallTime(ticket.joined_at)}</td>
              <td>${why(ticket)}</td>
              ${state.steers && html`<td>
                <button type="button" class="button" onClick=${() => manager.change({ moving: ticket.label, cancelling: null })}>
                  ${t("manager.hall.move")}<span class="spoken-only"> ${ticket.label}</span>
                </button>
                <button type="button" class="button" onClick=${() => manager.change({ cancelling: ticket.label, moving: null })}>
                  ${t("manager.hall.cancel")}<span class="spoken-only"> ${ticket.label}</span>
                </button>
              </td>`}
            </tr>
          `)}
        </tbody>
      </table>
    </div>
  `;
}

/** @param {Waiting} ticket @returns {string} */
function why(ticket) {
  const reason = ticket.reason === "priority" && ticket.priority !== null ? names(ticket.priority.names) : t(`manager.reason.${ticket.reason.replace(":", "_")}`);
  if (ticket.for_counter !== null) return `${reason} · ${t("manager.hall.for_counter", { counter: ticket.for_counter })}`;
  return ticket.for_clerk === null ? reason : `${reason} · ${t("manager.hall.for_clerk")}`;
}

/** @param {{label: string, state: State, now: Now, manager: Manager}} given */
function Move({ label, state, now, manager }) {
  /** @param {SubmitEvent} event */
  const move = (event) => {
    const { given, reason } = submitted(event);
    const body = Object.assign({ label, place: given.get("place"), reason }, goalOf(given));
    void manager.steer("move", body).then((done) => done && manager.change({ moving: null }));
  };
  return html`
    <form class="approve" aria-label=${t("manager.hall.move_title", { label })} onSubmit=${move} key=${label}>
      <strong>${t("manager.hall.move_title", { label })}</strong>
      <label class="field">${t("manager.hall.goal")}
        <select name="goal">
          <option value="">${t("manager.hall.same_line")}</option>
          ${now.lines.map((line) => html`<option key=${line.code} value=${`line:${line.code}`}>${line.letter} · ${names(line.names)}</option>`)}
          ${now.counters.map(({ number }) => html`<option key=${number} value=${`counter:${number}`}>${t("manager.hall.goal_counter", { counter: number })}</option>`)}
        </select>
      </label>
      <label class="field">${t("manager.hall.place")}
        <select name="place">
          ${["front", "original", "end"].map((place) => html`<option key=${place} value=${place}>${t(`manager.hall.place_${place}`)}</option>`)}
        </select>
      </label>
      <${Reason} />
      <button class="button button-first" type="submit" disabled=${state.busy}>${t("manager.hall.move")}</button>
      <button class="button" type="button" onClick=${() => manager.change({ moving: null })}>${t("manager.steer.close")}</button>
    </form>
  `;
}
