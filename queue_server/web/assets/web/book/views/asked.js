import { dayText, hallDate, hallTime } from "../../../shared/clock.js";
import { language, names, t } from "../../../shared/i18n.js";
import { html } from "../../../vendor/preact-htm.js";

/** Whose appointment it is. @param {import("./app.js").View} view */
export function Citizen({ state, book }) {
  const { service, slot } = state.way;
  return html`
    <h1 class="book-title" tabindex="-1">${t("book.citizen")}</h1>
    <p class="book-so-far">
      ${service !== null && names(service.names)}<br />
      ${slot !== null && html`<b>${hallTime(slot)} · ${dayText(hallDate(slot), language())}</b>`}
    </p>
    <form class="book-form" onSubmit=${asked((text) => book.book(text))}>
      <label for="citizen">${t("book.citizen.field")}</label>
      <input id="citizen" name="asked" inputmode="numeric" autocomplete="off" maxlength="20" required aria-describedby="citizen-why" />
      <p id="citizen-why" class="keep">${t("book.citizen.why")}</p>
      <button type="submit" class="book-first" disabled=${state.busy}>${t("book.confirm")}</button>
    </form>
  `;
}

/** A code that somebody has already. @param {import("./app.js").View} view */
export function Find({ state, book }) {
  return html`
    <h1 class="book-title" tabindex="-1">${t("book.find")}</h1>
    <form class="book-form" onSubmit=${asked((text) => book.find(text))}>
      <label for="code">${t("book.find.field")}</label>
      <input id="code" name="asked" autocomplete="off" autocapitalize="characters" spellcheck="false" maxlength="12" required />
      <button type="submit" class="book-first" disabled=${state.busy}>${t("book.find.look")}</button>
    </form>
  `;
}

/**
 * @param {(text: string) => void} take
 * @returns {(event: SubmitEvent) => void}
 */
function asked(take) {
  return (event) => {
    event.preventDefault();
    take(String(new FormData(/** @type {HTMLFormElement} */ (event.currentTarget)).get("asked")));
  };
}
