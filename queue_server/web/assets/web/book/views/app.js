import { LANGUAGES, language, names, t } from "../../../shared/i18n.js";
import { html } from "../../../vendor/preact-htm.js";
import { BEFORE } from "../models/way.js";
import { Citizen, Find } from "./asked.js";
import { Days, Services, Slots } from "./choices.js";
import { Done } from "./done.js";

/** @typedef {import("../controllers/book.js").State} State */
/** @typedef {import("../controllers/book.js").Book} Book */
/** @typedef {{state: State, book: Book}} View what every view is given */

const STEPS = { services: Services, days: Days, slots: Slots, citizen: Citizen, done: Done, find: Find };

/** @param {View} view */
export function App({ state, book }) {
  const { way, centres, fault } = state;
  document.title = t("book.title");
  return html`
    <header class="head">
      <p class="head-centre">${way.centre === null ? t("book.title") : names(way.centre.names)}</p>
      <nav class="languages" aria-label=${t("phone.language")}>
        ${LANGUAGES.map((each) => html`
          <button key=${each} type="button" lang=${each} aria-pressed=${each === language() ? "true" : "false"} onClick=${() => book.speak(each)}>
            ${t("phone.language_name", {}, each)}
          </button>
        `)}
      </nav>
    </header>
    <main class="body" aria-busy=${state.busy ? "true" : "false"}>
      ${BEFORE[way.step] !== null && html`<button type="button" class="plain back" onClick=${() => book.back()}>${t("book.back")}</button>`}
      <p class="book-fault" role="alert">${fault}</p>
      ${centres === null
        ? html`<h1 class="book-title" tabindex="-1">${t("phone.loading")}</h1>`
        : html`<${STEPS[way.step]} key=${way.step} state=${state} book=${book} />`}
    </main>
  `;
}
