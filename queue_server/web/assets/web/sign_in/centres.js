import { names, t } from "../../shared/i18n.js";
import { html } from "../../vendor/preact-htm.js";
import { Note } from "../staff/views.js";

/** @typedef {import("../staff/me.js").Centre} Centre */

/** Which centre today? Asked of a person who works at several. @param {{centres: Centre[], choose: (code: string) => void, busy: boolean, fault: string}} given */
export function Workplaces({ centres, choose, busy, fault }) {
  return html`
    <div class="card sign-in-form" role="group" aria-label=${t("web.centre_which")}>
      <h1>${t("web.centre_which")}</h1>
      ${centres.map((each) => html`
        <button key=${each.code} type="button" class="button" disabled=${busy} onClick=${() => choose(each.code)}>${names(each.names)}</button>
      `)}
      <${Note} text=${fault} bad=${true} />
    </div>
  `;
}
