import { t } from "../../shared/i18n.js";
import { html } from "../../vendor/preact-htm.js";
import { CodeEntry } from "./code_entry.js";

/** The code of the dossier whose result is fetched. @param {import("./app.js").View} view */
export function Dossier({ state, hands }) {
  const { typed, complaint } = state.journey;
  return html`
    <${CodeEntry} title=${t("kiosk.dossier.title")} how=${t("kiosk.dossier.how")} field=${t("kiosk.dossier.field")} typed=${typed} complaint=${complaint}
      press=${(/** @type {string} */ key) => hands.walk.typeCode(key)}>
      <button type="button" class="button quiet" onClick=${() => hands.walk.withoutCode()}>${t("kiosk.dossier.without")}</button>
      <button type="button" class="button" onClick=${() => hands.walk.collect(typed)}>${t("kiosk.dossier.confirm")}</button>
    <//>
  `;
}
