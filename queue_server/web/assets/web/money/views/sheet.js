import { t } from "../../../shared/i18n.js";
import { html } from "../../../vendor/preact-htm.js";
import { may } from "../../staff/me.js";

/** Fee rules from a file and into one. @param {import("./app.js").View} view */
export function Sheet({ state, page }) {
  /** @param {SubmitEvent} event */
  const take = (event) => {
    event.preventDefault();
    const form = /** @type {HTMLFormElement} */ (event.currentTarget);
    const file = new FormData(form).get("file");
    if (file instanceof File) void page.sheets.take(file, event.submitter?.getAttribute("value") === "dry");
  };
  return html`
    <section class="card">
      <h2 class="card-title">${t("money.sheet")}</h2>
      <p>${t("money.sheet.how")}</p>
      ${may("money.") && html`
        <form class="money-form" onSubmit=${take}>
          <label class="field">${t("money.sheet.file")}<input name="file" type="file" required accept=".csv,.xlsx,.xlsm" /></label>
          <button type="submit" class="button" value="dry" disabled=${state.busy}>${t("money.sheet.dry")}</button>
          <button type="submit" class="button button-first" value="take" disabled=${state.busy}>${t("money.sheet.take")}</button>
        </form>
      `}
      ${state.sheet !== null && html`<${Taken} sheet=${state.sheet} />`}
      <p><a href="/api/v1/money/fees.csv" download>${t("money.sheet.export")}</a></p>
    </section>
  `;
}

/** @param {{sheet: import("../models/types.d.ts").SheetTaken}} given */
function Taken({ sheet }) {
  if (sheet.mistakes.length === 0) {
    return sheet.replacing === 0 ? null : html`<p>${t("money.sheet.replacing", { replacing: sheet.replacing })}</p>`;
  }
  return html`
    <div role="status">
      <p><b>${t("money.sheet.mistakes")}</b></p>
      <ul>${sheet.mistakes.map((mistake, at) => html`<li key=${at}><b>${t("money.sheet.row", { row: mistake.row })}</b>: ${mistake.message}</li>`)}</ul>
    </div>
  `;
}
