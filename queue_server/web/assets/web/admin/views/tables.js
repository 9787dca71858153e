/** Fields that hold fields: a table of its own, and several of them. */

import { t } from "../../../shared/i18n.js";
import { html } from "../../../vendor/preact-htm.js";
import { at, placeOf, plainEntry, without } from "../models/draft.js";
import { called, fieldName } from "../models/words.js";
import { FormField, wrong } from "./fields.js";

/** @typedef {import("../models/types.d.ts").Entry} Entry */
/** @typedef {import("./fields.js").Given} Given */

/** A table of its own: one that need not be there has a switch, one with a meaning of its own is always shown. @param {Given} given */
export function Table({ state, admin, field, section, path }) {
  const value = at(state.draft, path);
  const held = value !== undefined;
  const { words } = wrong(state, placeOf(path));
  const inside = `${section || "general"}.${field.key}`;
  return html`
    <fieldset class="table-field">
      <legend>${fieldName(section, field.key)}</legend>
      ${field.otherwise === null && html`<label class="switch">
        <input type="checkbox" checked=${held} onChange=${() => admin.edit(path, held ? undefined : plainEntry(field.fields, state.draft))} /> ${t("admin.yes")}
      </label>`}
      ${words}
      ${(held || field.otherwise !== null) && field.fields.map((each) => html`
        <${FormField} key=${each.key} state=${state} admin=${admin} field=${each} section=${inside} path=${[...path, each.key]} />
      `)}
    </fieldset>
  `;
}

/** Several tables, each known by its code; while none is written, what is usual holds. @param {Given} given */
export function Tables({ state, admin, field, section, path }) {
  /** @type {Entry[]|undefined} */
  const own = at(state.draft, path);
  const { words } = wrong(state, placeOf(path));
  const inside = `${section || "general"}.${field.key}`;
  /** @type {Entry[]} */
  const held = own || field.otherwise || [];
  const inForce = state.centre === null ? [] : at(state.centre.document, path) || [];
  /** Codes that are known already never change. */
  const kept = [...inForce, ...(field.otherwise || [])].map((/** @type {Entry} */ entry) => entry.code);
  return html`
    <fieldset class="table-field">
      <legend>${fieldName(section, field.key)}</legend>
      ${words}
      <ul class="entries">${held.map((entry, place) => html`
        <li key=${place} class="entry"><div class="form">
          ${own === undefined ? called(entry.names) || entry.code : html`
            ${field.fields.filter((each) => each.kind !== "code" || !kept.includes(entry.code)).map((each) => html`
              <${FormField} key=${each.key} state=${state} admin=${admin} field=${each} section=${inside} path=${[...path, place, each.key]} />
            `)}
            <p><button type="button" class="button button-small" aria-label=${t("admin.of", { deed: t("admin.remove"), name: called(entry.names) })}
              onClick=${() => admin.edit(path, without(own, place))}>${t("admin.remove")}</button></p>
          `}
        </div></li>
      `)}</ul>
      <p class="timetable-deeds">
        ${own === undefined && html`<button type="button" class="button" onClick=${() => admin.edit(path, held)}>${t("admin.own.begin")}</button>`}
        ${own !== undefined && html`
          <button type="button" class="button" onClick=${() => admin.edit(path, [...own, plainEntry(field.fields, state.draft)])}>${t("admin.add")}</button>
          ${field.otherwise !== null && html`<button type="button" class="button" onClick=${() => admin.edit(path, undefined)}>${t("admin.own.end")}</button>`}
        `}
      </p>
    </fieldset>
  `;
}
