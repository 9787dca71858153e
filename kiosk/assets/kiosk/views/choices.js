import { t } from "../../shared/i18n.js";
import { html } from "../../vendor/preact-htm.js";
import { paged } from "../models/paging.js";
import { Icon } from "./icons.js";

/**
 * @typedef {object} Choice
 * @property {string} code
 * @property {string} name
 * @property {string} [letter]
 * @property {string} [fact] a line below the name
 * @property {string|null} [closed] why it cannot be had now
 * @property {() => void} choose
 */

/**
 * A page of large buttons, and the way to the other pages.
 * @param {{choices: Choice[], capacity: {columns: number, rows: number, size: number}, page: number, turnTo: (page: number) => void}} given
 */
export function Choices({ choices, capacity, page, turnTo }) {
  const shown = paged(choices, capacity.size, page);
  const rows = Math.max(Math.ceil(shown.items.length / capacity.columns), Math.min(capacity.rows, 4));
  return html`
    <ul class="choices" style=${{ "--columns": capacity.columns, "--rows": rows }}>
      ${shown.items.map((choice) => html`<li key=${choice.code}><${ChoiceButton} ...${choice} /></li>`)}
    </ul>
    ${shown.pages > 1 && html`<${Pager} page=${shown.page} pages=${shown.pages} turnTo=${turnTo} />`}
  `;
}

/** @param {Choice} choice */
function ChoiceButton({ name, letter, fact, closed = null, choose }) {
  return html`
    <button type="button" class="choice" aria-disabled=${closed !== null ? "true" : undefined} onClick=${choose}>
      ${letter && html`<span class="choice-letter" aria-hidden="true">${letter}</span>`}
      <span class="choice-text">
        <span class="choice-name">${name}</span>
        ${closed !== null && html`<span class="choice-fact"><${Icon} name="clock" />${closed}</span>`}
        ${closed === null && fact && html`<span class="choice-fact"><${Icon} name="people" />${fact}</span>`}
      </span>
    </button>
  `;
}

/** @param {{page: number, pages: number, turnTo: (page: number) => void}} given */
function Pager({ page, pages, turnTo }) {
  return html`
    <nav class="pager" aria-label=${t("kiosk.pages")}>
      <button type="button" class="tool" disabled=${page === 0} onClick=${() => turnTo(page - 1)}>
        <${Icon} name="back" />${t("kiosk.page.previous")}
      </button>
      <p class="pager-where">${t("kiosk.page.where", { page: page + 1, pages })}</p>
      <button type="button" class="tool" disabled=${page === pages - 1} onClick=${() => turnTo(page + 1)}>
        ${t("kiosk.page.next")}<${Icon} name="next" />
      </button>
    </nav>
  `;
}
