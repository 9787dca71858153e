import { hallTime } from "../../../shared/clock.js";
import { names, t } from "../../../shared/i18n.js";
import { html } from "../../../vendor/preact-htm.js";
import { CentreSwitch, Languages, Note } from "../../staff/views.js";
import { Day } from "./day.js";
import { Devices } from "./devices.js";
import { Hall } from "./hall.js";
import { Held } from "./held.js";
import { Late } from "./late.js";
import { Missed } from "./missed.js";
import { Refused } from "./refused.js";
import { Reopen } from "./reopen.js";
import { Counters, Figures, Lines } from "./now.js";
import { Reprint } from "./reprint.js";
import { Steer } from "./steer.js";

/** @typedef {import("../models/types.d.ts").State} State */
/** @typedef {import("../controllers/manager.js").Manager} Manager */

/** @param {{state: State, manager: Manager, now: number}} given */
export function App({ state, manager, now }) {
  document.title = t("manager.title");
  return html`
    <header class="staff-bar">
      <span class="staff-bar-title">${state.now === null ? t("manager.title") : names(state.now.centre.names)}</span>
      <span class="staff-bar-rest">
        <span class="clock">${state.now === null ? "" : hallTime(now)}</span>
        ${state.administers && html`<a href="/admin">${t("admin.title")}</a>`}
        <a href="/appointments">${t("appointments.title")}</a>
        <a href="/dossiers">${t("dossiers.title")}</a>
        <a href="/money">${t("money.title")}</a>
        <${CentreSwitch} />
        <${Languages} onChoose=${() => manager.draw()} />
        <button type="button" onClick=${() => manager.signOut()}>${t("web.sign_out")}</button>
      </span>
    </header>
    <main class="manager">
      <h1 class="spoken-only">${t("manager.title")}</h1>
      <div class="manager-notes">
        <${Note} text=${state.lost ? t("web.lost") : ""} />
        <${Note} text=${state.fault} bad=${true} />
      </div>
      ${state.now !== null && html`
        <${Figures} now=${state.now} />
        ${state.now.late_numbers.rule && html`<${Late} state=${state} manager=${manager} />`}
        <${Refused} state=${state} now=${state.now} manager=${manager} />
        <${Lines} now=${state.now} at=${now} />
        <${Counters} now=${state.now} at=${now} state=${state} manager=${manager} />
        ${state.steers && html`<${Steer} state=${state} now=${state.now} manager=${manager} />`}
        <${Hall} state=${state} now=${state.now} manager=${manager} />
        <${Held} now=${state.now} at=${now} />
        <${Missed} state=${state} now=${state.now} manager=${manager} />
        ${state.steers && html`<${Reopen} state=${state} manager=${manager} />`}
        ${state.manages && html`<${Reprint} state=${state} manager=${manager} />`}
        ${state.manages && html`<${Devices} state=${state} manager=${manager} />`}
      `}
      <${Day} state=${state} manager=${manager} />
    </main>
  `;
}
