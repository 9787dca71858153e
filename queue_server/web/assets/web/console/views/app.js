import { hallTime } from "../../../shared/clock.js";
import { names, t } from "../../../shared/i18n.js";
import { html } from "../../../vendor/preact-htm.js";
import { CentreSwitch, Languages, Note } from "../../staff/views.js";
import { isSuperseded } from "../models/holder.js";
import { Counters } from "./counters.js";
import { Current } from "./current.js";
import { Superseded } from "./superseded.js";
import { Aside, Lines, Next } from "./hall.js";

/** @typedef {import("../models/types.d.ts").State} State */
/** @typedef {import("../controllers/console.js").Console} Console */

/** @param {{state: State, desk: Console, now: number}} given */
export function App({ state, desk, now }) {
  const view = state.desk;
  document.title = view === null ? t("console.title") : `${t("console.counter", { number: view.counter.number })} · ${view.ticket ? view.ticket.label : "Motcua"}`;
  return html`
    <header class="staff-bar">
      <span class="staff-bar-title">${view === null ? t("console.title") : t("console.counter", { number: view.counter.number })}</span>
      ${view !== null && html`<span>${[view.clerk, ...view.beside].map(({ name }) => name).join(" + ")} · ${names(view.counter.hall.names)}</span>`}
      <span class="staff-bar-rest">
        ${view !== null && html`<span class="clock">${hallTime(now)}</span>`}
        <a href="/appointments" target="_blank" rel="noopener">${t("appointments.title")}</a>
        <a href="/dossiers">${t("dossiers.title")}</a>
        <a href="/money">${t("money.title")}</a>
        <${CentreSwitch} />
        <${Languages} onChoose=${() => desk.draw()} />
        ${view !== null && !isSuperseded(view) && html`<button type="button" onClick=${() => desk.leaveCounter()}>${t("console.leave")}</button>`}
        <button type="button" onClick=${() => desk.signOut()}>${t("web.sign_out")}</button>
      </span>
    </header>
    <main class="console">
      <h1 class="spoken-only">${t("console.title")}</h1>
      <div class="console-notes">
        <${Note} text=${state.lost ? t("web.lost") : ""} />
        <${Note} text=${state.said} />
        <${Note} text=${state.fault} bad=${true} />
      </div>
      ${view === null && html`<${Counters} state=${state} desk=${desk} />`}
      ${view !== null && isSuperseded(view) && html`<${Superseded} view=${view} desk=${desk} busy=${state.busy} />`}
      ${view !== null && !isSuperseded(view) && html`
        <${Current} state=${state} view=${view} desk=${desk} now=${now} />
        <aside class="console-hall">
          <${Next} view=${view} now=${now} />
          <${Aside} which="resume" tickets=${view.held} state=${state} desk=${desk} now=${now} />
          <${Aside} which="reinstate" tickets=${view.missed} state=${state} desk=${desk} now=${now} />
          <${Aside} which="come_back" tickets=${view.away} state=${state} desk=${desk} now=${now} />
          <${Lines} view=${view} now=${now} />
        </aside>
      `}
    </main>
  `;
}
