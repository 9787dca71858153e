import { t } from "../../../shared/i18n.js";
import { html } from "../../../vendor/preact-htm.js";

/** @typedef {import("../models/types.d.ts").State} State */
/** @typedef {import("../controllers/manager.js").Manager} Manager */

/** A number of today that was ended by mistake goes back into its line. @param {{state: State, manager: Manager}} given */
export function Reopen({ state, manager }) {
  /** @param {Event} event */
  const reopen = (event) => {
    event.preventDefault();
    const form = /** @type {HTMLFormElement} */ (event.target);
    const given = new FormData(form);
    const label = String(given.get("label")).trim().toUpperCase();
    void manager.reopen({ label, reason: String(given.get("reason")).trim() }).then((done) => done && form.reset());
  };
  return html`
    <section class="card">
      <h2 class="card-title">${t("manager.reopen_title")}</h2>
      <form class="approve" onSubmit=${reopen}>
        <label class="field">${t("manager.reopen_label")}<input name="label" required pattern="[A-Za-z]{1,2}[0-9]{1,6}" maxlength="8" autocomplete="off" /></label>
        <label class="field">${t("manager.reopen_reason")}<input name="reason" required minlength="3" maxlength="200" autocomplete="off" /></label>
        <button class="button" type="submit" disabled=${state.busy}>${t("manager.reopen")}</button>
      </form>
    </section>
  `;
}
