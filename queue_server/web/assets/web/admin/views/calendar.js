import { t } from "../../../shared/i18n.js";
import { html, useState } from "../../../vendor/preact-htm.js";
import { dayWords } from "../models/words.js";
import { mistakesAt, valueOf, wrong } from "./fields.js";

/** @typedef {import("../models/types.d.ts").State} State */
/** @typedef {import("../controllers/admin.js").Admin} Admin */
/** @typedef {{state: State, admin: Admin}} Given */

const WEEK = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];

/** Days on which the whole centre is closed, and days that it works in exchange. @param {Given} given */
export function Calendar(given) {
  return html`<${Closed} ...${given} /><${Worked} ...${given} />`;
}

/** @param {Given} given */
function Closed({ state, admin }) {
  /** @type {string[]} */
  const days = state.draft.closed_days || [];
  /** @param {string[]} list */
  const daysAre = (list) => admin.edit(["closed_days"], list.length === 0 ? undefined : [...new Set(list)].sort());
  return html`
    <p class="hint">${t("admin.days.help")}</p>
    ${mistakesAt(state, "closed_days", true).map((mistake) => html`<p key=${mistake.place} class="wrong" role="alert">${mistake.message}</p>`)}
    <${NewDay} label=${t("admin.days.add")} onAdd=${(/** @type {string} */ day) => daysAre([...days, day])} />
    ${yearsOf(days).map((year) => html`
      <section key=${year}>
        <h3>${t("admin.days.year", { year })}</h3>
        <ul class="days">
          ${days.filter((each) => each.startsWith(year)).map((day) => html`
            <li key=${day}><span>${named(day)}</span><${Remove} day=${day} onClick=${() => daysAre(days.filter((other) => other !== day))} /></li>
          `)}
        </ul>
      </section>
    `)}
  `;
}

/** @param {Given} given */
function Worked({ state, admin }) {
  /** @type {{[day: string]: string}} */
  const days = state.draft.working_days || {};
  /** @param {string} day @param {string|undefined} weekday */
  const dayIs = (day, weekday) => {
    const pairs = Object.entries(Object.assign({}, days, { [day]: weekday })).filter(([, like]) => like !== undefined).sort();
    admin.edit(["working_days"], pairs.length === 0 ? undefined : Object.fromEntries(pairs));
  };
  return html`
    <h3>${t("admin.field.general.working_days")}</h3>
    <p class="hint">${t("admin.days.worked_help")}</p>
    <${NewDay} label=${t("admin.days.worked_add")} onAdd=${(/** @type {string} */ day) => dayIs(day, days[day] || "mon")} />
    <ul class="days days-worked">
      ${Object.entries(days).map(([day, like]) => html`<${WorkedDay} key=${day} state=${state} day=${day} like=${like} onChange=${dayIs} />`)}
    </ul>
  `;
}

/** @param {{state: State, day: string, like: string, onChange: (day: string, weekday: string|undefined) => void}} given */
function WorkedDay({ state, day, like, onChange }) {
  const { attributes, words } = wrong(state, `working_days.${day}`);
  return html`
    <li>
      <span>${named(day)}</span>
      <label>${t("admin.days.worked_like")}
        <select ...${attributes} aria-label=${`${dayWords(day)}: ${t("admin.days.worked_like")}`} value=${like} onChange=${(/** @type {Event} */ event) => onChange(day, valueOf(event))}>
          ${[...WEEK.slice(1), WEEK[0]].map((each) => html`<option key=${each} value=${each}>${t(`admin.day.${each}`)}</option>`)}
        </select>
      </label>
      <${Remove} day=${day} onClick=${() => onChange(day, undefined)} />
      ${words}
    </li>
  `;
}

/** @param {{label: string, onAdd: (day: string) => void}} given */
function NewDay({ label, onAdd }) {
  const [day, setDay] = useState("");
  const add = (/** @type {Event} */ event) => {
    event.preventDefault();
    if (day !== "") onAdd(day);
    setDay("");
  };
  return html`
    <form class="entries-head new-day" onSubmit=${add}>
      <label class="field">${label}<input type="date" value=${day} onInput=${(/** @type {Event} */ event) => setDay(valueOf(event))} /></label>
      <button type="submit" class="button" aria-label=${t("admin.of", { deed: t("admin.add"), name: label })}>${t("admin.add")}</button>
    </form>
  `;
}

/** @param {{day: string, onClick: () => void}} given */
const Remove = ({ day, onClick }) => html`
  <button type="button" class="button button-small" aria-label=${t("admin.of", { deed: t("admin.remove"), name: dayWords(day) })} onClick=${onClick}>${t("admin.remove")}</button>
`;

/** @param {string[]} days */
const yearsOf = (days) => [...new Set(days.map((day) => day.slice(0, 4)))];

/** @param {string} day "2027-01-31" */
const named = (day) => `${t(`admin.day.${WEEK[new Date(`${day}T00:00:00Z`).getUTCDay()]}`)}, ${dayWords(day)}`;
