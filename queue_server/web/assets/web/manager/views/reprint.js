import { t } from "../../../shared/i18n.js";
import { html } from "../../../vendor/preact-htm.js";
import { NumberField, Printed } from "../../staff/printing_view.js";

/** @typedef {import("../models/types.d.ts").State} State */
/** @typedef {import("../controllers/manager.js").Manager} Manager */

/** The slip of a number once more, marked as a copy, and what became of it. @param {{state: State, manager: Manager}} given */
export function Reprint({ state, manager }) {
  return html`
    <section class="card" aria-label=${t("web.print.title")}>
      <h2 class="card-title">${t("web.print.title")}</h2>
      <${NumberField} label=${state.number} busy=${state.busy}
        onType=${(/** @type {string} */ number) => manager.change({ number })} onPrint=${(/** @type {string} */ label) => manager.reprint(label)} />
      <${Printed} asked=${state.printing} busy=${state.busy}
        onChoose=${(/** @type {string} */ kiosk) => manager.prints(() => manager.printing.choose(kiosk))}
        onElsewhere=${() => manager.prints(() => manager.printing.offer(true))} />
    </section>
  `;
}
