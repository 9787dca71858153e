import { t } from "../../../shared/i18n.js";
import { html } from "../../../vendor/preact-htm.js";
import { may } from "../../staff/me.js";
import { CentreSwitch, Languages, Note } from "../../staff/views.js";
import { Books, Export } from "./books.js";
import { Day } from "./day.js";
import { AccountForm, Rules } from "./rules.js";
import { Review } from "./review.js";
import { Credits, Unchecked, Waiting } from "./settle.js";
import { Sheet } from "./sheet.js";
import { Shift, ToSign } from "./shift.js";
import { Terminals } from "./terminals.js";

/** @typedef {import("../models/types.d.ts").State} State */
/** @typedef {import("../controllers/money_page.js").MoneyPage} Page */
/** @typedef {{state: State, page: Page}} View what every view is given */

/** The page from top to bottom: what is in the way first, then one's shift, the day, its books. */
const PARTS = ["settle", "shift", "today", "books", "export", "rules"];

/** @param {{parts: string[]}} given */
function Contents({ parts }) {
  return html`
    <nav class="money-contents" aria-label=${t("money.contents")}>
      ${parts.map((part) => html`<a key=${part} href=${`#${part}`}>${t(`money.part.${part}`)}</a>`)}
    </nav>
  `;
}

/** @param {View} view */
export function App({ state, page }) {
  document.title = t("money.title");
  const sees = may("manager.");
  const parts = PARTS.filter((part) => state.shift !== null || part !== "shift");
  return html`
    <header class="staff-bar">
      <span class="staff-bar-title">${t("money.title")}</span>
      <span class="staff-bar-rest">
        ${may("counter.") && html`<a href="/console">${t("console.title")}</a>`}
        ${sees && html`<a href="/manager">${t("manager.title")}</a>`}
        <${CentreSwitch} />
        <${Languages} onChoose=${() => page.draw()} />
        <button type="button" onClick=${() => page.signOut()}>${t("web.sign_out")}</button>
      </span>
    </header>
    <main class="money-page">
      <h1 class="spoken-only">${t("money.title")}</h1>
      <div class="money-notes"><${Note} text=${state.told} /><${Note} text=${state.fault} bad=${true} /></div>
      ${sees && html`<${Contents} parts=${parts} />`}
      ${sees && html`
        <${Credits} state=${state} page=${page} />
        <${Waiting} state=${state} page=${page} />
        <${Terminals} state=${state} page=${page} />
        <${Unchecked} state=${state} page=${page} />
      `}
      <${ToSign} state=${state} page=${page} />
      <${Shift} state=${state} page=${page} />
      ${sees && html`
        ${state.day !== null && html`<${Day} state=${state} page=${page} />`}
        <${Books} state=${state} page=${page} />
        <${Export} state=${state} page=${page} />
        <${Rules} state=${state} page=${page} />
        <${Sheet} state=${state} page=${page} />
        <${Review} state=${state} page=${page} />
        ${may("money.") && html`<${AccountForm} state=${state} page=${page} />`}
      `}
    </main>
  `;
}
