import { t } from "../../../shared/i18n.js";
import { html, useState } from "../../../vendor/preact-htm.js";
import { dayWords } from "../models/words.js";
import { mistakesAt, valueOf } from "./fields.js";

/** @typedef {import("../models/types.d.ts").State} State */
/** @typedef {import("../controllers/admin.js").Admin} Admin */

/** The closed days, a year after the other. @param {{state: State, admin: Admin}} given */
export function Calendar({ state, admin }) {
  const [day, setDay] = useState("");
  /** @type {string[]} */
  const days = state.draft.closed_days || [];
  /** @param {string[]} list */
  const daysAre = (list) => admin.edit(["closed_days"], list.length === 0 ? undefined : [...new Set(list)].sort());
  const add = (/** @type {Event} */ event) => {
    event.preventDefault();
    if (day !== "") daysAre([...days, day]);
    setDay("");
  };
  return html`
    <p class="hint">${t("admin.days.help")}</p>
    ${mistakesAt(state, "closed_days", true).map((mistake) => html`<p key=${mistake.place} class="wrong" role="alert">${mistake.message}</p>`)}
    <form class="entries-head" onSubmit=${add}>
      <label class="field">${t("admin.days.add")}<input type="date" value=${day} onInput=${(/** @type {Event} */ event) => setDay(valueOf(event))} /></label>
      <button type="submit" class="button">${t("admin.add")}</button>
    </form>
    ${[...new Set(days.map((each) => each.slice(0, 4)))].map((year) => html`
      <section key=${year}>
        <h3>${t("admin.days.year", { year })}</h3>
        <ul class="days">
          ${days.filter((each) => each.startsWith(year)).map((each) => html`
            <li key=${each}>
              <span>${t(`admin.day.${weekday(each)}`)}, ${dayWords(each)}</span>
              <button type="button" class="button button-small" aria-label=${t("admin.of", { deed: t("admin.remove"), name: dayWords(each) })}
                onClick=${() => daysAre(days.filter((other) => other !== each))}>${t("admin.remove")}</button>
            </li>
          `)}
        </ul>
      </section>
    `)}
  `;
}

/** @param {string} day */
const weekday = (day) => ["sun", "mon", "tue", "wed", "thu", "fri", "sat"][new Date(`${day}T00:00:00Z`).getUTCDay()];
