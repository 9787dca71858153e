import { hallDate, hallTime } from "../../../shared/clock.js";
import { t } from "../../../shared/i18n.js";
import { html } from "../../../vendor/preact-htm.js";

/** @typedef {import("../models/types.d.ts").State} State */
/** @typedef {import("../models/types.d.ts").Device} Device */
/** @typedef {import("../models/types.d.ts").Printer} Printer */
/** @typedef {import("../models/types.d.ts").Printing} Printing */
/** @typedef {import("../controllers/manager.js").Manager} Manager */

const MODES = ["tcvn", "hybrid", "raster"];
const PAPERS = [80, 58];

/** How a kiosk prints, and the choice of it. @param {{device: Device, state: State, manager: Manager}} given */
export function PrinterSettings({ device, state, manager }) {
  const part = device.parts.find((each) => each.kind === "printer");
  const printing = (part && part.printing) || null;
  const { printer } = device;
  /** @param {SubmitEvent} event */
  const choose = (event) => {
    event.preventDefault();
    const given = new FormData(/** @type {HTMLFormElement} */ (event.target));
    const mode = String(given.get("mode"));
    const chosen = { mode, paper: Number(given.get("paper")), stores_graphics: given.get("stores_graphics") === "on" };
    void manager.choosePrinting(device.id, mode === "" ? null : chosen);
  };
  return html`
    <div role="status">
      ${printing !== null && printing.refused !== null && html`<p class="device-alert">${refusedText(printing)}</p>`}
    </div>
    <details class="device-troubles">
      <summary>${t("manager.printer.title")}${printing !== null && html`: ${printingText(printing)}`}</summary>
      <form class="approve" key=${JSON.stringify(printer)} onSubmit=${choose}>
        <label class="field">${t("manager.printer.mode")}
          <select name="mode">
            <option value="" selected=${printer === null}>${t("manager.printer.own")}</option>
            ${MODES.map((mode) => html`<option key=${mode} value=${mode} selected=${printer !== null && printer.mode === mode}>${t(`manager.printer.mode.${mode}`)}</option>`)}
          </select>
        </label>
        <label class="field">${t("manager.printer.paper")}
          <select name="paper">
            ${PAPERS.map((paper) => html`<option key=${paper} value=${paper} selected=${printer !== null && printer.paper === paper}>${t("manager.printer.mm", { paper })}</option>`)}
          </select>
        </label>
        <label><input type="checkbox" name="stores_graphics" defaultChecked=${printer !== null && printer.stores_graphics} /> ${t("manager.printer.stores_graphics")}</label>
        <button class="button" type="submit" disabled=${state.busy}>${t("manager.printer.save")}</button>
        <button class="button" type="button" onClick=${() => manager.showChoices(device.id)}>${t("manager.printer.history")}</button>
      </form>
      <p class="device-facts">${t("manager.printer.hint")}</p>
      ${state.choices !== null && state.choices.device === device.id && html`<${Choices} state=${state} />`}
    </details>
  `;
}

/** Who chose what. @param {{state: State}} given */
function Choices({ state }) {
  const list = state.choices === null ? [] : state.choices.list;
  if (list.length === 0) return html`<p>${t("manager.printer.never")}</p>`;
  return html`<ul>${list.map((each) => html`<li key=${each.at}>${hallDate(each.at)} ${hallTime(each.at)} ${each.who}: ${each.printer === null ? t("manager.printer.own") : printerText(each.printer)}</li>`)}</ul>`;
}

/** @param {Printer} printer @returns {string} "hybrid, 80 mm, keeps pictures" */
function printerText({ mode, paper, stores_graphics }) {
  return [mode, t("manager.printer.mm", { paper }), ...(stores_graphics ? [t("manager.printer.keeps")] : [])].join(", ");
}

/** @param {Printing} printing @returns {string} also with its speed */
function printingText(printing) {
  const speed = printing.baud === null ? [] : [t("manager.printer.baud", { baud: printing.baud })];
  return [printerText(printing), ...speed].join(", ");
}

/** @param {Printing} printing @returns {string} what was chosen, why it is not done, and what is done instead */
function refusedText({ mode, baud, refused }) {
  if (refused === null) return "";
  const facts = { asked: refused.mode, mode, baud: baud === null ? "" : baud, seconds: refused.seconds === null ? "" : refused.seconds };
  const advice = refused.least === null ? "" : ` ${t("manager.printer.faster", { least: refused.least })}`;
  return t(`manager.${refused.code}`, facts) + advice;
}
