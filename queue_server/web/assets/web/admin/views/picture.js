import { t } from "../../../shared/i18n.js";
import { html } from "../../../vendor/preact-htm.js";
import { at, placeOf } from "../models/draft.js";
import { fieldName } from "../models/words.js";
import { wrong } from "./fields.js";

/** A logo, made of a PNG by the server; it shows in the preview. @param {import("./fields.js").Given} given */
export function Picture({ state, admin, field, section, path }) {
  const { attributes, words } = wrong(state, placeOf(path));
  const choose = (/** @type {Event} */ event) => {
    const input = /** @type {HTMLInputElement} */ (event.target);
    const file = input.files === null ? undefined : input.files[0];
    if (file !== undefined) void admin.once(() => admin.paper.upload(path, file));
    input.value = "";
  };
  return html`
    <label class="field">${fieldName(section, field.key)}<input ...${attributes} type="file" accept="image/png" disabled=${state.busy} onChange=${choose} /></label>
    ${words}
    ${at(state.draft, path) !== undefined && html`<p class="timetable-deeds">
      ${t("admin.logo.there")} <button type="button" class="button button-small" onClick=${() => admin.edit(path, undefined)}>${t("admin.logo.remove")}</button>
    </p>`}
  `;
}
