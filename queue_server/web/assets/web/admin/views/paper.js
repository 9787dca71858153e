import { LANGUAGES, t } from "../../../shared/i18n.js";
import { html } from "../../../vendor/preact-htm.js";
import { sectionOf } from "./entries.js";
import { FormField, valueOf } from "./fields.js";

/** @typedef {import("../models/types.d.ts").State} State */
/** @typedef {import("../controllers/admin.js").Admin} Admin */

const WHATS = ["slip", "receipt", "test"];
const MODES = ["raster", "hybrid", "stored", "tcvn"];
const OWN = ["names", "logo"];

/** What is printed, as it will look: it follows the draft. @param {{state: State, admin: Admin}} given */
export function Paper({ state, admin }) {
  const { paperWish: wish, paper } = state;
  const fields = sectionOf(state, "").fields.filter((field) => OWN.includes(field.key));
  /** @param {string} key @param {(string|number)[]} values @param {(value: any) => string} said */
  const choice = (key, values, said) => html`
    <label class="field">${t(`admin.paper.${key}`)}
      <select value=${String(/** @type {any} */ (wish)[key])} onChange=${(/** @type {Event} */ event) => admin.paper.choose({ [key]: key === "paper" ? Number(valueOf(event)) : valueOf(event) })}>
        ${values.map((value) => html`<option key=${value} value=${String(value)}>${said(value)}</option>`)}
      </select>
    </label>
  `;
  return html`
    <div class="form">
      ${fields.map((field) => html`<${FormField} key=${field.key} state=${state} admin=${admin} field=${field} section="" path=${[field.key]} />`)}
    </div>
    <div class="paper-wish">
      ${choice("what", WHATS, (what) => t(`admin.paper.what.${what}`))}
      ${choice("paper", [80, 58], (paper) => t("admin.paper.mm", { paper }))}
      ${choice("mode", MODES, (mode) => t(`admin.paper.mode.${mode}`))}
      ${choice("language", LANGUAGES, (language) => t(`admin.language.${language}`))}
    </div>
    ${paper !== null && html`
      <p class="hint" role="status">${sizeText(paper)}${paper.logo_left_out && ` ${t("admin.paper.logo_left_out")}`}</p>
      <p class="paper"><img class=${`paper-${paper.width > 400 ? "wide" : "narrow"}`} alt=${paper.words.join("\n")} width=${paper.width} height=${paper.height} src=${`data:image/png;base64,${paper.picture}`} /></p>
    `}
  `;
}

/** @param {import("../models/types.d.ts").PaperShown} paper @returns {string} "29.3 kB; in time at 115200 baud or more" */
function sizeText({ size, least_baud: least }) {
  const kilobytes = (size / 1000).toFixed(1);
  return least === null ? t("admin.paper.too_long", { kilobytes }) : t("admin.paper.size", { kilobytes, least });
}
