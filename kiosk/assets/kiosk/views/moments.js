import { t } from "../../shared/i18n.js";
import { html } from "../../vendor/preact-htm.js";
import { Icon } from "./icons.js";

/** Before the server was reached for the first time. @param {{lost: boolean}} given */
export function Starting({ lost }) {
  return html`
    <main class="page moment">
      <h1 class="title" tabindex="-1">${t("kiosk.starting")}</h1>
      <p class="subtitle" lang="en">${t("kiosk.starting", {}, "en")}</p>
      <div class="moment-more" role="status">
        ${lost && html`<p>${t("kiosk.lost")}</p><p lang="en">${t("kiosk.lost", {}, "en")}</p>`}
      </div>
    </main>
  `;
}

/** The request for the number is under way. @param {import("./app.js").View} view */
export function Issuing({ state }) {
  return html`
    <div class="moment">
      <div class="working" aria-hidden="true"><i></i><i></i><i></i></div>
      <h1 class="title" tabindex="-1">${t("kiosk.issuing")}</h1>
      <p class="subtitle" role="status">${state.slow ? t("kiosk.issuing.slow") : ""}</p>
    </div>
  `;
}

/** What was wrong, and what to do next. @param {import("./app.js").View} view */
export function Refused({ state, hands }) {
  const { refusal } = state.journey;
  return html`
    <div class="moment">
      <div class="moment-icon"><${Icon} name="warning" /></div>
      <h1 class="title" tabindex="-1">${t("kiosk.refused.title")}</h1>
      <p class="moment-detail">${refusal?.detail}</p>
      <p class="subtitle">${t("kiosk.refused.ask")}</p>
      <div class="moment-ways">
        ${refusal?.again && html`<button type="button" class="button" onClick=${() => hands.walk.again()}>${t("kiosk.refused.again")}</button>`}
        ${refusal?.ordinary && html`
          <button type="button" class="button" onClick=${() => hands.walk.order(String(refusal.ordinary))}>${t("kiosk.appointment.ordinary")}</button>
        `}
        <button type="button" class=${refusal?.again || refusal?.ordinary ? "button quiet" : "button"} onClick=${() => hands.walk.go("back")}>
          ${t(state.journey.report === null && state.journey.dossier === null ? "kiosk.refused.other" : "kiosk.back")}
        </button>
      </div>
    </div>
  `;
}
