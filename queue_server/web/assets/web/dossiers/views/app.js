import { t } from "../../../shared/i18n.js";
import { html } from "../../../vendor/preact-htm.js";
import { may } from "../../staff/me.js";
import { CentreSwitch, Languages, Note } from "../../staff/views.js";
import { Life } from "./life.js";
import { Lists } from "./lists.js";

/** @typedef {import("../models/types.d.ts").State} State */
/** @typedef {import("../controllers/dossiers.js").Dossiers} Dossiers */

/** @param {{state: State, desk: Dossiers}} given */
export function App({ state, desk }) {
  document.title = desk.code === "" ? t("dossiers.title") : desk.code;
  return html`
    <header class="staff-bar">
      <span class="staff-bar-title">${t("dossiers.title")}</span>
      <span>${state.me === null ? "" : state.me.staff.name}</span>
      <span class="staff-bar-rest">
        ${desk.code !== "" && html`<a href="/dossiers">${t("dossiers.all")}</a>`}
        ${may("counter.") && html`<a href="/console">${t("console.title")}</a>`}
        ${may("manager.") && html`<a href="/manager">${t("manager.title")}</a>`}
        <${CentreSwitch} />
        <${Languages} onChoose=${() => desk.draw()} />
        <button type="button" onClick=${() => desk.signOut()}>${t("web.sign_out")}</button>
      </span>
    </header>
    <main class="dossiers-page">
      <div class="dossiers-notes">
        <${Note} text=${state.lost ? t("web.lost") : ""} />
        <${Note} text=${state.fault} bad=${true} />
      </div>
      ${desk.code === "" ? html`<${Lists} state=${state} desk=${desk} />` : html`<${Life} state=${state} desk=${desk} />`}
    </main>
  `;
}
