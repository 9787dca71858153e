import { names, t } from "../../../shared/i18n.js";
import { html } from "../../../vendor/preact-htm.js";
import { options, valueOf } from "./fields.js";

/** @typedef {import("../models/types.d.ts").State} State */
/** @typedef {import("../models/types.d.ts").Procedure} Procedure */
/** @typedef {import("../controllers/admin.js").Admin} Admin */

const PAGE = 50;

/** The national catalogue with this centre's own switches. @param {{state: State, admin: Admin}} given */
export function Procedures({ state, admin }) {
  const { sought, found } = state;
  const offered = (/** @type {Event} */ event) => admin.seek({ offered: valueOf(event) === "" ? null : valueOf(event) === "yes" });
  return html`
    <p class="hint">${t("admin.procedures.help")}</p>
    <div class="entries-head">
      <label class="field">${t("admin.procedures.words")}<input type="search" value=${sought.words} onInput=${(/** @type {Event} */ event) => admin.seek({ words: valueOf(event) })} /></label>
      <label class="field">${t("admin.one.services")}
        <select value=${sought.service || ""} onChange=${(/** @type {Event} */ event) => admin.seek({ service: valueOf(event) || null })}>
          <option value="">${t("admin.procedures.any")}</option>
          ${options(state, "services").map(([code, name]) => html`<option key=${code} value=${code}>${name}</option>`)}
        </select>
      </label>
      <label class="field">${t("admin.procedures.offered")}
        <select value=${sought.offered === null ? "" : sought.offered ? "yes" : "no"} onChange=${offered}>
          <option value="">${t("admin.procedures.any")}</option>
          <option value="yes">${t("admin.yes")}</option>
          <option value="no">${t("admin.no")}</option>
        </select>
      </label>
    </div>
    ${found !== null && html`
      <p role="status">${t("admin.procedures.count", { count: found.total })}</p>
      <ul class="entries">${found.procedures.map((procedure) => html`<${One} key=${procedure.code} procedure=${procedure} state=${state} admin=${admin} />`)}</ul>
      ${found.total > PAGE && html`<p class="timetable-deeds">
        <button type="button" class="button" disabled=${sought.page === 0} onClick=${() => admin.seek({ page: sought.page - 1 })}>${t("manager.previous")}</button>
        ${t("manager.page", { page: sought.page + 1, pages: Math.ceil(found.total / PAGE), rows: found.total })}
        <button type="button" class="button" disabled=${(sought.page + 1) * PAGE >= found.total} onClick=${() => admin.seek({ page: sought.page + 1 })}>${t("manager.next")}</button>
      </p>`}
    `}
  `;
}

/** @param {{procedure: Procedure, state: State, admin: Admin}} given */
function One({ procedure, state, admin }) {
  const { code, name, own_short_name: own, service } = procedure;
  const called = (/** @type {string} */ key) => t("admin.of", { deed: t(key), name: code });
  return html`
    <li class=${procedure.offered ? "entry procedure" : "entry procedure procedure-off"}>
      <label class="switch"><input type="checkbox" checked=${procedure.offered} aria-label=${called("admin.procedures.offered")}
        onChange=${() => admin.switchProcedure(procedure, { offered: !procedure.offered })} /></label>
      <div class="procedure-facts">
        <p><strong>${own || procedure.short_name}</strong> <span class="entry-more">${code} · ${procedure.field}</span></p>
        <p class="hint">${name}</p>
        <div class="procedure-own">
          <input type="text" maxlength="48" autocomplete="off" aria-label=${called("admin.procedures.short_name")} placeholder=${procedure.short_name} value=${own || ""}
            onChange=${(/** @type {Event} */ event) => admin.switchProcedure(procedure, { short_name: valueOf(event).trim() || null })} />
          <select aria-label=${called("admin.one.services")} value=${procedure.own_service && service !== null ? service.code : ""}
            onChange=${(/** @type {Event} */ event) => admin.switchProcedure(procedure, { service: valueOf(event) || null })}>
            <option value="">${t("admin.procedures.by_field", { service: service === null || procedure.own_service ? "" : names(service.names) })}</option>
            ${options(state, "services").map(([other, title]) => html`<option key=${other} value=${other}>${title}</option>`)}
          </select>
        </div>
      </div>
    </li>
  `;
}
