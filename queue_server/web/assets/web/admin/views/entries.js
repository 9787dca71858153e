import { t } from "../../../shared/i18n.js";
import { html } from "../../../vendor/preact-htm.js";
import { codeFrom, fresh, moved, without } from "../models/draft.js";
import { called } from "../models/words.js";
import { FormField, mistakesAt, valueOf } from "./fields.js";
import { PersonDeeds } from "./people.js";

/** @typedef {import("../models/types.d.ts").State} State */
/** @typedef {import("../models/types.d.ts").Section} Section */
/** @typedef {import("../models/types.d.ts").Entry} Entry */
/** @typedef {import("../controllers/admin.js").Admin} Admin */

const LONG = 12;

/** Tables among the centre's own fields. @param {State} state */
export const ownTables = (state) => (state.centre === null ? [] : sectionOf(state, "").fields.filter((field) => field.kind === "table"));

/** The centre's own fields that have a part of the page for themselves. @param {State} state */
export const ownParts = (state) => ["closed_days", "working_days", ...ownTables(state).map((field) => field.key)];

/** @param {State} state @param {string} key @returns {Section} */
export function sectionOf(state, key) {
  const found = state.centre === null ? undefined : state.centre.form.find((section) => section.key === key);
  if (found === undefined) throw new Error(`the form has no section ${key}`);
  return found;
}

/** @param {{state: State, admin: Admin}} given */
export function General({ state, admin }) {
  const elsewhere = ownParts(state);
  const fields = sectionOf(state, "").fields.filter((field) => !elsewhere.includes(field.key) && !["code", "picture"].includes(field.kind));
  return html`<div class="form">
    ${fields.map((field) => html`<${FormField} key=${field.key} state=${state} admin=${admin} field=${field} section="" path=${[field.key]} />`)}
  </div>`;
}

/** A table among the centre's own fields, on a part of its own. @param {{state: State, admin: Admin, section: string}} given */
export function OwnTable({ state, admin, section: key }) {
  return html`<div class="form">
    ${ownTables(state).filter((field) => field.key === key).map((field) => html`<${FormField} key=${key} state=${state} admin=${admin} field=${field} section="" path=${[key]} />`)}
  </div>`;
}

/** @param {{state: State, admin: Admin, section: string}} given */
export function Entries({ state, admin, section: key }) {
  const section = sectionOf(state, key);
  /** @type {Entry[]} */
  const list = state.draft[key] || [];
  const words = codeFrom(state.words);
  const shown = list.map((entry, place) => ({ entry, place })).filter(({ entry }) => words === "" || codeFrom(JSON.stringify(entry)).includes(words));
  const add = () => {
    admin.draftIs(Object.assign({}, state.draft, { [key]: [...list, fresh(section, state.draft)] }), { open: `${key}[${list.length + 1}]`, words: "" });
    const first = document.querySelector(".entry-open .form input, .entry-open .form select");
    if (first instanceof HTMLElement) first.focus();
  };
  return html`
    ${mistakesAt(state, key).map((mistake) => html`<p key=${mistake.code} class="wrong" role="alert">${mistake.message}</p>`)}
    <div class="entries-head">
      ${list.length > LONG && html`<label class="field">${t("admin.filter")}<input type="search" value=${state.words} onInput=${(/** @type {Event} */ event) => admin.change({ words: valueOf(event) })} /></label>`}
      <button type="button" class="button" onClick=${add}>${t("admin.add")}</button>
    </div>
    <ul class="entries">
      ${shown.map(({ entry, place }) => html`<${OneEntry} key=${place} state=${state} admin=${admin} section=${section} entry=${entry} place=${place} count=${list.length} />`)}
    </ul>
  `;
}

/** @param {{state: State, admin: Admin, section: Section, entry: Entry, place: number, count: number}} given */
function OneEntry({ state, admin, section, entry, place, count }) {
  const { key } = section;
  const where = `${key}[${place + 1}]`;
  const open = state.open === where;
  const wrongs = mistakesAt(state, where, true).length;
  const title = titleOf(entry) || t("admin.new");
  /** @param {Entry[]} list */
  const listIs = (list) => admin.draftIs(Object.assign({}, state.draft, { [key]: list }), { open: "" });
  const deed = (/** @type {string} */ name) => t("admin.of", { deed: t(name), name: title });
  return html`
    <li class=${open ? "entry entry-open" : "entry"}>
      <div class="entry-head">
        <button type="button" class="entry-title" aria-expanded=${open ? "true" : "false"} onClick=${() => admin.change({ open: open ? "" : where })}>
          <span class="entry-mark" aria-hidden="true">${open ? "▾" : "▸"}</span> ${title}
          <span class="entry-more">${moreOf(state, section, entry)}</span>
          ${wrongs > 0 && html`<span class="wrong-count">${t("admin.mistakes", { count: wrongs })}</span>`}
        </button>
        ${section.ordered && html`
          <button type="button" class="button button-small" aria-label=${deed("admin.up")} disabled=${place === 0} onClick=${() => listIs(moved(state.draft[key], place, -1))}>↑</button>
          <button type="button" class="button button-small" aria-label=${deed("admin.down")} disabled=${place === count - 1} onClick=${() => listIs(moved(state.draft[key], place, 1))}>↓</button>
        `}
        <button type="button" class="button button-small" aria-label=${deed(key === "staff" ? "admin.staff.remove" : "admin.remove")} onClick=${() => listIs(without(state.draft[key], place))}>
          ${t(key === "staff" ? "admin.staff.remove" : "admin.remove")}
        </button>
      </div>
      ${open && html`<div class="form">
        ${section.fields.filter((field) => field.kind !== "code" || isNew(state, section, entry)).map((field) => html`
          <${FormField} key=${field.key} state=${state} admin=${admin} field=${field} section=${key} path=${[key, place, field.key]} />
        `)}
        ${key === "staff" && html`<${PersonDeeds} state=${state} admin=${admin} entry=${entry} fresh=${isNew(state, section, entry)} />`}
      </div>`}
    </li>
  `;
}

/** @param {Entry} entry */
const titleOf = (entry) => `${entry.letter ? `${entry.letter} · ` : ""}${called(entry.names) || entry.name || entry.code || entry.login || (entry.number ? String(entry.number) : "")}`;

/** What a glance should tell about a closed entry. @param {State} state @param {Section} section @param {Entry} entry */
function moreOf(state, section, entry) {
  const told = section.fields.filter((field) => ["reference", "choices"].includes(field.kind) && entry[field.key] !== undefined).map((field) => {
    if (field.kind === "choices") return entry[field.key].map((/** @type {string} */ each) => t(`admin.choice.${field.key}.${each}`)).join(", ");
    const found = (Array.isArray(state.draft[field.of]) ? state.draft[field.of] : []).find((/** @type {Entry} */ other) => other.code === entry[field.key]);
    return found === undefined ? entry[field.key] : called(found.names);
  });
  return told.join(" · ");
}

/** An entry that is not in force yet: its code can still be chosen. @param {State} state @param {Section} section @param {Entry} entry */
function isNew(state, section, entry) {
  const known = state.centre === null ? [] : state.centre.document[section.key];
  return !known.some((/** @type {Entry} */ other) => other[section.identity] === entry[section.identity]);
}
