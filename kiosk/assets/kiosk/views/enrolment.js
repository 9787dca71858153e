import { t } from "../../shared/i18n.js";
import { html } from "../../vendor/preact-htm.js";

/** The kiosk is not known to the server: a manager types this code. @param {{code: string}} given */
export function Enrolment({ code }) {
  return html`
    <main class="page moment">
      <h1 class="title" tabindex="-1">${t("kiosk.enrolment.title")}</h1>
      <p class="subtitle" lang="en">${t("kiosk.enrolment.title", {}, "en")}</p>
      <p class="enrolment-code">${code}</p>
      <p>${t("kiosk.enrolment.how")}</p>
      <p class="subtitle" lang="en">${t("kiosk.enrolment.how", {}, "en")}</p>
    </main>
  `;
}
