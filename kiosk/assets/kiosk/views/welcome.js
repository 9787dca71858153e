import { LANGUAGES, t } from "../../shared/i18n.js";
import { html } from "../../vendor/preact-htm.js";
import { takesFees } from "../models/fees.js";
import { headStart } from "../models/offer.js";
import { FeeWays } from "./fee_code.js";

/** Every language speaks for itself here. @param {import("./app.js").View} view */
export function Welcome(view) {
  const { state, hands } = view;
  const offered = state.catalogue?.languages ?? LANGUAGES;
  return html`
    <h1 class="welcome-title" tabindex="-1">
      ${offered.map((language) => html`<span key=${language} lang=${language}>${t("kiosk.welcome.hello", {}, language)}</span>`)}
    </h1>
    <ul class="languages">
      ${offered.map((language) => html`
        <li key=${language}>
          <button type="button" class="language" lang=${language} onClick=${() => hands.walk.speak(language)}>
            <span class="language-name">${t("kiosk.language_name", {}, language)}</span>
            <span class="language-prompt">${t("kiosk.welcome.prompt", {}, language)}</span>
          </button>
        </li>
      `)}
    </ul>
    ${takesFees(state.catalogue, state.agent) && html`<${FeeWays} ...${view} languages=${offered} />`}
    <div class="welcome-rule">
      ${offered.map((language) => html`<p key=${language} lang=${language}>${ruleOf(state.catalogue?.priority_classes ?? [], language)}</p>`)}
    </div>
  `;
}

/**
 * The rule of turn in a sentence.
 * @param {{head_start_minutes: number}[]} classes
 * @param {string} language
 */
function ruleOf(classes, language) {
  const minutes = headStart(classes);
  return minutes === null ? t("kiosk.rule.plain", {}, language) : t("kiosk.rule", { minutes }, language);
}
