import { t } from "../../../shared/i18n.js";
import { html } from "../../../vendor/preact-htm.js";

/** @typedef {import("../models/types.d.ts").State} State */
/** @typedef {import("../controllers/manager.js").Manager} Manager */

/** The closing rule, and the key that lifts it for the day. @param {{state: State, manager: Manager}} given */
export function Late({ state, manager }) {
  const allowed = state.now !== null && state.now.late_numbers.allowed;
  return html`
    <section class="card late">
      <p>${t(allowed ? "manager.late.allowed" : "manager.late.rule")}</p>
      ${state.steers && html`
        <button type="button" class="button" disabled=${state.busy} onClick=${() => manager.allowLate(!allowed)}>
          ${t(allowed ? "manager.late.stop" : "manager.late.allow")}
        </button>
      `}
    </section>
  `;
}
