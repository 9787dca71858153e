/** One field of the form, whatever it holds. Each mistake stands beside its field and is spoken with it. */

import { LANGUAGES, t } from "../../../shared/i18n.js";
import { html } from "../../../vendor/preact-htm.js";
import { at, numberFrom, placeOf } from "../models/draft.js";
import { called, fieldName } from "../models/words.js";
import { Picture } from "./picture.js";
import { Table, Tables } from "./tables.js";

/** @typedef {import("../models/types.d.ts").State} State */
/** @typedef {import("../models/types.d.ts").Field} Field */
/** @typedef {import("../models/types.d.ts").Entry} Entry */
/** @typedef {import("../models/draft.js").Path} Path */
/** @typedef {import("../controllers/admin.js").Admin} Admin */
/** @typedef {{state: State, admin: Admin, field: Field, section: string, path: Path}} Given */

/** @param {Event} event */
export const valueOf = (event) => /** @type {HTMLInputElement} */ (event.target).value;

/** @param {State} state @param {string} place @param {boolean} [within] also what is wrong inside it */
export function mistakesAt(state, place, within = false) {
  const found = state.checked === null ? [] : state.checked.mistakes;
  return found.filter((mistake) => mistake.place === place || (within && (mistake.place.startsWith(`${place}.`) || mistake.place.startsWith(`${place}[`))));
}

/**
 * What an input needs to be known as wrong, and the words of what is.
 * @param {State} state @param {string} place @param {boolean} [within]
 */
export function wrong(state, place, within = false) {
  const found = mistakesAt(state, place, within);
  const id = `wrong-${place}`;
  return {
    attributes: found.length === 0 ? { id: place } : { id: place, "aria-invalid": "true", "aria-describedby": id },
    words: found.length === 0 ? null : html`<p class="wrong" id=${id}>${[...new Set(found.map((mistake) => mistake.message))].join(" ")}</p>`,
  };
}

/** @param {Given} given */
export function FormField(given) {
  const { field, section } = given;
  const key = `admin.hint.${section || "general"}.${field.key}`;
  const hint = t(key);
  const View = VIEWS[field.kind] || Text;
  return html`<div class=${`form-field form-${field.kind}`}>
    <${View} ...${given} />
    ${hint !== key && html`<p class="hint">${hint}</p>`}
  </div>`;
}

/** @param {Given} given */
function Text({ state, admin, field, section, path }) {
  const { attributes, words } = wrong(state, placeOf(path));
  const whole = field.kind === "integer";
  const value = at(state.draft, path);
  return html`
    <label class="field">${fieldName(section, field.key)}
      <input ...${attributes} type="text" inputmode=${whole ? "numeric" : "text"} class=${whole ? "short" : ""} autocomplete="off"
        placeholder=${!field.needed && field.otherwise !== null ? String(field.otherwise) : ""} value=${value === undefined ? "" : String(value)}
        onInput=${(/** @type {Event} */ event) => admin.edit(path, whole ? numberFrom(valueOf(event), field.needed) : valueOf(event))} />
    </label>
    ${words}
  `;
}

/** @param {Given} given */
function Names({ state, admin, field, section, path }) {
  return html`
    <fieldset class="names">
      <legend>${fieldName(section, field.key)}</legend>
      ${LANGUAGES.map((language) => {
        const { attributes, words } = wrong(state, placeOf([...path, language]));
        return html`
          <div key=${language}>
            <label class="name"><span>${t(`admin.language.${language}`)}</span>
              <input ...${attributes} type="text" lang=${language} autocomplete="off" value=${at(state.draft, [...path, language]) || ""}
                onInput=${(/** @type {Event} */ event) => admin.edit([...path, language], valueOf(event))} />
            </label>
            ${words}
          </div>
        `;
      })}
    </fieldset>
  `;
}

/** @param {Given} given */
function Switch({ state, admin, field, section, path }) {
  const { attributes, words } = wrong(state, placeOf(path));
  const on = at(state.draft, path);
  return html`
    <label class="switch">
      <input ...${attributes} type="checkbox" checked=${on === undefined ? Boolean(field.otherwise) : on}
        onChange=${(/** @type {Event} */ event) => admin.edit(path, switched(field, /** @type {HTMLInputElement} */ (event.target).checked))} />
      ${fieldName(section, field.key)}
    </label>
    ${words}
  `;
}

/** @param {Field} field @param {boolean} on */
const switched = (field, on) => (!field.needed && on === field.otherwise ? undefined : on);

/** @param {Given} given */
function Choice({ state, admin, field, section, path }) {
  const { attributes, words } = wrong(state, placeOf(path));
  return html`
    <label class="field">${fieldName(section, field.key)}
      <select ...${attributes} value=${at(state.draft, path)} onChange=${(/** @type {Event} */ event) => admin.edit(path, valueOf(event))}>
        ${field.choices.map((choice) => html`<option key=${choice} value=${choice}>${t(`admin.choice.${field.key}.${choice}`)}</option>`)}
      </select>
    </label>
    ${words}
  `;
}

/** @param {Given} given */
function Choices({ state, admin, field, section, path }) {
  const { attributes, words } = wrong(state, placeOf(path), true);
  /** @type {string[]} */
  const held = at(state.draft, path) || [];
  return html`
    <fieldset class="choices" ...${attributes}>
      <legend>${fieldName(section, field.key)}</legend>
      ${field.choices.map((choice) => html`
        <label key=${choice} class="switch">
          <input type="checkbox" checked=${held.includes(choice)}
            onChange=${() => admin.edit(path, field.choices.filter((each) => held.includes(each) !== (each === choice)))} />
          ${t(`admin.choice.${field.key}.${choice}`)}
        </label>
      `)}
    </fieldset>
    ${words}
  `;
}

/** @param {Given} given */
function Reference({ state, admin, field, section, path }) {
  const { attributes, words } = wrong(state, placeOf(path));
  const value = at(state.draft, path);
  return html`
    <label class="field">${fieldName(section, field.key)}
      <select ...${attributes} value=${value === undefined ? "" : value}
        onChange=${(/** @type {Event} */ event) => admin.edit(path, valueOf(event) === "" && !field.needed ? undefined : valueOf(event))}>
        ${!field.needed && html`<option value="">${t("admin.none")}</option>`}
        ${options(state, field.of).map(([code, name]) => html`<option key=${code} value=${code}>${name}</option>`)}
      </select>
    </label>
    ${words}
  `;
}

/** @param {State} state @param {string} of @returns {[string, string][]} code and name of what can be referred to */
export function options(state, of) {
  const held = state.draft[of] || [];
  if (!Array.isArray(held)) return Object.keys(held).map((name) => [name, name]);
  return held.map((/** @type {Entry} */ entry) => [entry.code, `${entry.letter ? `${entry.letter} · ` : ""}${called(entry.names) || entry.code}`]);
}

/** @param {Given} given */
function Texts({ state, admin, field, section, path }) {
  const { attributes, words } = wrong(state, placeOf(path), true);
  /** @type {string[]} */
  const held = at(state.draft, path) || [];
  const lines = (/** @type {Event} */ event) => valueOf(event).split("\n").map((line) => line.trim()).filter((line) => line !== "");
  return html`
    <label class="field">${fieldName(section, field.key)}
      <textarea ...${attributes} rows=${Math.min(8, held.length + 1)} onChange=${(/** @type {Event} */ event) => admin.edit(path, lines(event).length === 0 && !field.needed ? undefined : lines(event))}>${held.join("\n")}</textarea>
    </label>
    ${words}
  `;
}

/** @param {Given} given */
function Ranks({ state, admin, field, section, path }) {
  const { words } = wrong(state, placeOf(path), true);
  return html`
    <fieldset class="ranks">
      <legend>${fieldName(section, field.key)}</legend>
      ${options(state, field.of).map(([code, name]) => html`
        <label key=${code} class="rank">${name} <${Rank} state=${state} admin=${admin} path=${[...path, code]} /></label>
      `)}
    </fieldset>
    ${words}
  `;
}

const RANKS = [1, 2, 3, 4, 5, 6, 7, 8, 9];

/** A line's rank at a counter, blank when it is not served. @param {{state: State, admin: Admin, path: Path, name?: string}} given */
export function Rank({ state, admin, path, name }) {
  const value = at(state.draft, path);
  const known = value === undefined || RANKS.includes(value) ? RANKS : [...RANKS, value];
  return html`
    <select id=${placeOf(path)} aria-label=${name} class=${value === undefined ? "rank-none" : ""} value=${value === undefined ? "" : String(value)}
      onChange=${(/** @type {Event} */ event) => admin.edit(path, valueOf(event) === "" ? undefined : Number(valueOf(event)))}>
      <option value="">–</option>
      ${known.map((rank) => html`<option key=${rank} value=${String(rank)}>${rank}</option>`)}
    </select>
  `;
}

/** @type {{[kind: string]: any}} */
const VIEWS = {
  text: Text, code: Text, integer: Text, names: Names, switch: Switch, choice: Choice, choices: Choices,
  reference: Reference, texts: Texts, ranks: Ranks, table: Table, tables: Tables, picture: Picture,
};
