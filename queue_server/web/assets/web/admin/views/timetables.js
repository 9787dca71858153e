import { t } from "../../../shared/i18n.js";
import { html, useState } from "../../../vendor/preact-htm.js";
import { clockTime, placeOf, renamed, without } from "../models/draft.js";
import { sectionOf } from "./entries.js";
import { mistakesAt, valueOf, wrong } from "./fields.js";

/** @typedef {import("../models/types.d.ts").State} State */
/** @typedef {import("../models/types.d.ts").Entry} Entry */
/** @typedef {import("../controllers/admin.js").Admin} Admin */
/** @typedef {{state: State, admin: Admin, name: string}} Given */

const DAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
const OFFICE = ["mon", "tue", "wed", "thu", "fri"];
const FIRST = ["07:30-11:30", "13:30-17:00"];

/** Opening hours by weekday, under names that services choose from. @param {{state: State, admin: Admin}} given */
export function Timetables({ state, admin }) {
  const [fresh, setFresh] = useState("");
  const held = state.draft.timetables || {};
  const add = (/** @type {Event} */ event) => {
    event.preventDefault();
    const name = fresh.trim();
    if (name === "" || name in held) return;
    admin.edit(["timetables", name], Object.fromEntries(OFFICE.map((day) => [day, FIRST])));
    setFresh("");
  };
  return html`
    ${mistakesAt(state, "timetables").map((mistake) => html`<p key=${mistake.code} class="wrong" role="alert">${mistake.message}</p>`)}
    ${Object.keys(held).map((name) => html`<${OneTimetable} key=${name} state=${state} admin=${admin} name=${name} />`)}
    <form class="entries-head" onSubmit=${add}>
      <label class="field">${t("admin.hours.name")}<input type="text" maxlength="40" value=${fresh} onInput=${(/** @type {Event} */ event) => setFresh(valueOf(event))} /></label>
      <button type="submit" class="button">${t("admin.add")}</button>
    </form>
  `;
}

/** @param {Given} given */
function OneTimetable({ state, admin, name }) {
  const days = state.draft.timetables[name];
  const users = (state.draft.services || []).filter((/** @type {Entry} */ service) => service.hours === name).length;
  const own = sectionOf(state, "").fields.filter((field) => field.of === "timetables").map((field) => field.key);
  const free = users === 0 && !own.some((key) => state.draft[key] === name);
  const copy = () => admin.edit(["timetables", name], Object.assign({}, days, Object.fromEntries(OFFICE.map((day) => [day, days.mon || []]))));
  return html`
    <fieldset class="timetable">
      <legend>${name} <span class="entry-more">${t("admin.hours.used_by", { count: users })}</span></legend>
      <label class="name"><span>${t("admin.hours.name")}</span>
        <input type="text" maxlength="40" value=${name} onChange=${(/** @type {Event} */ event) => admin.draftIs(renamed(state.draft, name, valueOf(event).trim(), own))} />
      </label>
      ${mistakesAt(state, `timetables.${name}`).map((mistake) => html`<p key=${mistake.code} class="wrong" role="alert">${mistake.message}</p>`)}
      ${DAYS.map((day) => html`<${Day} key=${day} state=${state} admin=${admin} name=${name} day=${day} />`)}
      <p class="timetable-deeds">
        <button type="button" class="button button-small" onClick=${copy}>${t("admin.hours.copy")}</button>
        ${free && html`<button type="button" class="button button-small" onClick=${() => admin.edit(["timetables", name], undefined)}>${t("admin.remove")}</button>`}
      </p>
    </fieldset>
  `;
}

/** @param {Given & {day: string}} given */
function Day({ state, admin, name, day }) {
  const path = ["timetables", name, day];
  /** @type {string[]} */
  const windows = state.draft.timetables[name][day] || [];
  const { words } = wrong(state, placeOf(path), true);
  /** @param {string[]} list */
  const windowsAre = (list) => admin.edit(path, list.length === 0 ? undefined : list);
  return html`
    <div class="day-hours" role="group" aria-label=${t(`admin.day.${day}`)}>
      <span class="day-name">${t(`admin.day.${day}`)}</span>
      ${windows.length === 0 && html`<span class="entry-more">${t("admin.hours.closed")}</span>`}
      ${windows.map((window, place) => html`
        <span key=${place} class="window">
          ${["from", "to"].map((end, index) => html`
            <input key=${end} type="text" inputmode="numeric" maxlength="5" autocomplete="off" aria-label=${`${t(`admin.day.${day}`)} ${t(`admin.hours.${end}`)}`} value=${window.split("-")[index] || ""}
              onChange=${(/** @type {Event} */ event) => windowsAre(windows.map((each, other) => (other === place ? ended(each, index, clockTime(valueOf(event))) : each)))} />
          `)}
          <button type="button" class="button button-small" aria-label=${t("admin.of", { deed: t("admin.remove"), name: `${t(`admin.day.${day}`)} ${window}` })}
            onClick=${() => windowsAre(without(windows, place))}>×</button>
        </span>
      `)}
      <button type="button" class="button button-small" aria-label=${t("admin.of", { deed: t("admin.hours.add_window"), name: t(`admin.day.${day}`) })}
        onClick=${() => windowsAre([...windows, FIRST[windows.length] || "18:00-20:00"])}>+</button>
      ${words}
    </div>
  `;
}

/** @param {string} window "07:30-11:30" @param {number} index 0 for its opening, 1 for its closing @param {string} time */
const ended = (window, index, time) => window.split("-").map((each, place) => (place === index ? time : each)).join("-");
