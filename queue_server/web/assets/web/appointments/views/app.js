import { dayText } from "../../../shared/clock.js";
import { language, t } from "../../../shared/i18n.js";
import { html } from "../../../vendor/preact-htm.js";
import { may } from "../../staff/me.js";
import { CentreSwitch, Languages, Note } from "../../staff/views.js";
import { Booking, CheckIn } from "./forms.js";
import { Fill, Listed } from "./day.js";

/** @typedef {import("../models/types.d.ts").State} State */
/** @typedef {import("../controllers/appointments.js").Appointments} Page */
/** @typedef {{state: State, page: Page}} View what every view is given */

/** @param {View} view */
export function App({ state, page }) {
  document.title = t("appointments.title");
  return html`
    <header class="staff-bar">
      <span class="staff-bar-title">${t("appointments.title")}</span>
      <span class="staff-bar-rest">
        ${may("counter.") && html`<a href="/console">${t("console.title")}</a>`}
        ${may("manager.") && html`<a href="/manager">${t("manager.title")}</a>`}
        <${CentreSwitch} />
        <${Languages} onChoose=${() => page.draw()} />
        <button type="button" onClick=${() => page.signOut()}>${t("web.sign_out")}</button>
      </span>
    </header>
    <main class="appointments">
      <h1 class="appointments-day">${dayText(state.asked, language())}</h1>
      <nav class="appointments-days" aria-label=${t("appointments.day")}>
        <button type="button" class="button" onClick=${() => page.move(-1)}>${t("appointments.day.before")}</button>
        <label class="field">
          <span class="spoken-only">${t("appointments.day")}</span>
          <input type="date" value=${state.asked} onChange=${(/** @type {any} */ event) => page.show(event.target.value)} />
        </label>
        <button type="button" class="button" onClick=${() => page.move(1)}>${t("appointments.day.after")}</button>
      </nav>
      <div class="appointments-notes">
        <${Note} text=${state.told} />
        <${Note} text=${state.fault} bad=${true} />
      </div>
      ${state.day !== null && html`
        <div class="appointments-parts">
          <${Listed} state=${state} page=${page} />
          <div class="appointments-side">
            <${CheckIn} state=${state} page=${page} />
            <${Booking} state=${state} page=${page} />
            <${Fill} state=${state} page=${page} />
          </div>
        </div>
      `}
    </main>
  `;
}
