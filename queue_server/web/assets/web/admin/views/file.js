import { t } from "../../../shared/i18n.js";
import { html } from "../../../vendor/preact-htm.js";

/** @typedef {import("../models/types.d.ts").State} State */
/** @typedef {import("../controllers/admin.js").Admin} Admin */

/** The whole configuration as one file: out of the centre, and into a draft. @param {{state: State, admin: Admin}} given */
export function FileSection({ state, admin }) {
  const read = (/** @type {Event} */ event) => {
    const input = /** @type {HTMLInputElement} */ (event.target);
    const file = input.files === null ? undefined : input.files[0];
    if (file !== undefined) admin.readFile(file);
    input.value = "";
  };
  return html`
    <div class="form">
      <div>
        <a class="button link-button" href="/api/v1/admin/centre.toml" download>${t("admin.file.export")}</a>
        <p class="hint">${t("admin.file.export_help")}</p>
      </div>
      <div>
        <label class="field">${t("admin.file.import")}<input type="file" accept=".toml,text/plain" onChange=${read} /></label>
        <p class="hint">${t("admin.file.import_help")}</p>
      </div>
      <div role="alert">
        ${state.fileMistakes.length > 0 && html`
          <p class="wrong">${t("admin.file.wrong", { count: state.fileMistakes.length })}</p>
          <ul class="mistakes">${state.fileMistakes.map((mistake) => html`<li key=${mistake.place + mistake.code}><code>${mistake.place}</code> ${mistake.message}</li>`)}</ul>
        `}
      </div>
    </div>
  `;
}
