import { names, t } from "../../../shared/i18n.js";
import { html } from "../../../vendor/preact-htm.js";
import { CentreSwitch, Languages, Note } from "../../staff/views.js";
import { whereabouts } from "../models/words.js";
import { Calendar } from "./calendar.js";
import { Draft } from "./draft.js";
import { Entries, General, OwnTable, ownParts, ownTables } from "./entries.js";
import { FileSection } from "./file.js";
import { History } from "./history.js";
import { Matrix } from "./matrix.js";
import { Paper } from "./paper.js";
import { Passwords } from "./people.js";
import { Procedures } from "./procedures.js";
import { Timetables } from "./timetables.js";

/** @typedef {import("../models/types.d.ts").State} State */
/** @typedef {import("../controllers/admin.js").Admin} Admin */

/** The parts of the page, in order; those without a view of their own are lists of entries. @type {{[key: string]: any}} */
const VIEWS = {
  general: General, closed_days: Calendar, timetables: Timetables, halls: Entries, lines: Entries, services: Entries,
  priority_classes: Entries, counters: Entries, skills: Matrix, staff: Entries,
};
/** @type {{[key: string]: any}} */
const LAST = { procedures: Procedures, paper: Paper, history: History, file: FileSection };

/** All parts: also a table among the centre's own fields has one. @param {State} state */
function viewsOf(state) {
  return Object.assign({}, VIEWS, Object.fromEntries(ownTables(state).map((field) => [field.key, OwnTable])), LAST);
}

/** @param {{state: State, admin: Admin}} given */
export function App({ state, admin }) {
  document.title = t("admin.title");
  const { centre } = state;
  return html`
    <header class="staff-bar">
      <span class="staff-bar-title">${centre === null ? t("admin.title") : `${names(centre.document.names)} · ${t("admin.title")}`}</span>
      <span class="staff-bar-rest">
        <a href="/console">${t("console.title")}</a>
        <a href="/manager">${t("manager.title")}</a>
        <${CentreSwitch} disabled=${centre !== null && admin.changed()} />
        <${Languages} onChoose=${() => { admin.draw(); admin.try(() => admin.check()); }} />
        <button type="button" onClick=${() => admin.signOut()}>${t("web.sign_out")}</button>
      </span>
    </header>
    <main class="admin">
      <h1 class="spoken-only">${t("admin.title")}</h1>
      ${centre !== null && html`
        <${Sections} state=${state} admin=${admin} />
        <div class="admin-part">
          <${Note} text=${state.fault} bad=${true} />
          ${state.stale && html`<button type="button" class="button" onClick=${() => admin.try(() => admin.load())}>${t("admin.draft.reload")}</button>`}
          <${Note} text=${state.told} />
          <${Saved} state=${state} admin=${admin} />
          <${Passwords} state=${state} />
          <section class="card" aria-labelledby="part-title">
            <h2 class="card-title" id="part-title">${t(`admin.section.${state.section}`)}</h2>
            <${viewsOf(state)[state.section]} state=${state} admin=${admin} section=${state.section} />
          </section>
        </div>
        <${Draft} state=${state} admin=${admin} />
      `}
      ${centre === null && html`<${Note} text=${state.fault} bad=${true} />`}
    </main>
  `;
}

/** @param {{state: State, admin: Admin}} given */
function Sections({ state, admin }) {
  const wrong = (state.checked === null ? [] : state.checked.mistakes).map((mistake) => whereabouts(mistake, ownParts(state)).section);
  return html`
    <nav class="admin-sections" aria-label=${t("admin.sections")}>
      <ul>
        ${Object.keys(viewsOf(state)).map((key) => {
          const count = wrong.filter((each) => each === key).length;
          return html`
            <li key=${key}>
              <button type="button" class="admin-section" aria-current=${state.section === key ? "page" : "false"} onClick=${() => admin.go(key)}>
                ${t(`admin.section.${key}`)}
                ${count > 0 && html`<span class="wrong-count">${t("admin.mistakes", { count })}</span>`}
              </button>
            </li>
          `;
        })}
      </ul>
    </nav>
  `;
}

/** @param {{state: State, admin: Admin}} given */
function Saved({ state, admin }) {
  return html`
    <div class=${state.saved === null ? "saved saved-none" : "saved"} role="status">
      ${state.saved !== null && html`
        <span>${t("admin.draft.saved", { number: state.saved })}</span>
        ${state.saved > 1 && !admin.changed() && html`<button type="button" class="button" disabled=${state.busy} onClick=${() => admin.undo()}>${t("admin.draft.undo")}</button>`}
      `}
    </div>
  `;
}
