import { t } from "../../shared/i18n.js";
import { html } from "../../vendor/preact-htm.js";
import { CodeEntry } from "./code_entry.js";

/** Which dossier is paid for. @param {import("./app.js").View} view */
export function FeeCode({ state, hands }) {
  const { typed, complaint } = state.journey;
  return html`
    <${CodeEntry} title=${t("kiosk.fee.title")} how=${t("kiosk.fee.how")} field=${t("kiosk.fee.field")} typed=${typed} complaint=${complaint}
      press=${(/** @type {string} */ key) => hands.walk.typeCode(key)}>
      <button type="button" class="button" onClick=${() => hands.fees.look(typed)}>${t("kiosk.fee.look")}</button>
    <//>
  `;
}

/** The server is asked what is due. @param {import("./app.js").View} view */
export function FeeLooking({ state }) {
  return html`
    <div class="moment">
      <div class="working" aria-hidden="true"><i></i><i></i><i></i></div>
      <h1 class="title" tabindex="-1">${t("kiosk.fee.looking")}</h1>
      <p class="subtitle" role="status">${state.slow ? t("kiosk.fee.slow") : ""}</p>
    </div>
  `;
}

/** The ways into it from the first screen, each in its language. @param {import("./app.js").View & {languages: string[]}} view */
export function FeeWays({ languages, hands }) {
  return html`
    <ul class="fee-ways">
      ${languages.map((language) => html`
        <li key=${language}>
          <button type="button" class="precedence" lang=${language} onClick=${() => hands.fees.enter(language)}>${t("kiosk.fee.button", {}, language)}</button>
        </li>
      `)}
    </ul>
  `;
}
