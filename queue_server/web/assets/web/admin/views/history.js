import { hallDate, hallTime } from "../../../shared/clock.js";
import { t } from "../../../shared/i18n.js";
import { html } from "../../../vendor/preact-htm.js";
import { dayWords } from "../models/words.js";
import { Changes } from "./draft.js";

/** @typedef {import("../models/types.d.ts").State} State */
/** @typedef {import("../models/types.d.ts").Version} Version */
/** @typedef {import("../controllers/admin.js").Admin} Admin */

/** @param {{state: State, admin: Admin}} given */
export function History({ state, admin }) {
  if (state.versions.length === 0) return html`<p class="hint">${t("admin.history.none")}</p>`;
  return html`<ol class="versions">
    ${state.versions.map((version, place) => html`<${One} key=${version.number} version=${version} newest=${place === 0} state=${state} admin=${admin} />`)}
  </ol>`;
}

/** @param {{version: Version, newest: boolean, state: State, admin: Admin}} given */
function One({ version, newest, state, admin }) {
  const { number } = version;
  const { shown } = state;
  const open = shown !== null && shown.number === number;
  const name = t("admin.history.version", { number });
  return html`
    <li class="version">
      <p><strong>${name}</strong>${newest && html` <span class="state">${t("admin.history.in_force")}</span>`}${" · "}${t("admin.history.at", { time: hallTime(version.at), date: dayWords(hallDate(version.at)) })} · ${version.who || t("admin.history.found")}</p>
      ${version.note !== "" && html`<p class="version-note">${version.note}</p>`}
      <p class="version-deeds">
        ${version.changes > 0 ? html`
          <button type="button" class="button button-small" aria-expanded=${open ? "true" : "false"} aria-label=${t("admin.of", { deed: t("admin.history.show"), name })}
            onClick=${() => (open ? admin.change({ shown: null }) : admin.showVersion(number))}>${t("admin.history.changes", { count: version.changes })}</button>
        ` : html`<span class="entry-more">${t("admin.history.first")}</span>`}
        ${!newest && html`<button type="button" class="button button-small" disabled=${state.busy} aria-label=${t("admin.of", { deed: t("admin.history.restore"), name })}
          onClick=${() => admin.restore(number)}>${t("admin.history.restore")}</button>`}
      </p>
      ${open && shown !== null && html`<${Changes} changes=${shown.differences} />`}
    </li>
  `;
}
