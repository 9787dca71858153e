import { t } from "../../../shared/i18n.js";
import { html } from "../../../vendor/preact-htm.js";
import { countersIn } from "../models/counters.js";

/** @typedef {import("../models/types.d.ts").State} State */
/** @typedef {import("../models/types.d.ts").Device} Device */
/** @typedef {import("../controllers/manager.js").Manager} Manager */

/** Which counters a card terminal serves. @param {{device: Device, state: State, manager: Manager}} given */
export function TerminalPlaces({ device, state, manager }) {
  const written = device.counters.join(", ");
  /** @param {SubmitEvent} event */
  const place = (event) => {
    event.preventDefault();
    const given = new FormData(/** @type {HTMLFormElement} */ (event.target));
    void manager.placeTerminal(device.id, countersIn(String(given.get("counters"))));
  };
  return html`
    <form class="approve" key=${written} onSubmit=${place}>
      <label class="field">${t("manager.terminal.counters")}
        <input name="counters" autocomplete="off" pattern="[0-9 ,]*" maxlength="200" defaultValue=${written} />
      </label>
      <button class="button" type="submit" disabled=${state.busy}>${t("manager.terminal.save")}</button>
    </form>
  `;
}
