import { t } from "../../../shared/i18n.js";
import { html } from "../../../vendor/preact-htm.js";
import { called } from "../models/words.js";
import { Rank, mistakesAt, options } from "./fields.js";

/** @typedef {import("../models/types.d.ts").State} State */
/** @typedef {import("../models/types.d.ts").Entry} Entry */
/** @typedef {import("../controllers/admin.js").Admin} Admin */

/** Which counter serves which line, and in what rank: a row a counter, a column a line. @param {{state: State, admin: Admin}} given */
export function Matrix({ state, admin }) {
  const lines = options(state, "lines");
  /** @type {Entry[]} */
  const counters = state.draft.counters || [];
  const wrongs = counters.flatMap((_, place) => mistakesAt(state, `counters[${place + 1}].skills`, true));
  return html`
    <p class="hint">${t("admin.skills.help")}</p>
    ${wrongs.map((mistake) => html`<p key=${mistake.place} class="wrong" role="alert">${mistake.place}: ${mistake.message}</p>`)}
    <div class="table-wide" tabindex="0" role="region" aria-label=${t("admin.field.counters.skills")}>
      <table class="table matrix">
        <thead><tr>
          <th scope="col">${t("admin.one.counters")}</th>
          ${lines.map(([code, name]) => html`<th key=${code} scope="col">${name}</th>`)}
        </tr></thead>
        <tbody>
          ${counters.map((counter, place) => html`
            <tr key=${place}>
              <th scope="row">${called(counter.names) || counter.number}</th>
              ${lines.map(([code, name]) => html`
                <td key=${code}><${Rank} state=${state} admin=${admin} path=${["counters", place, "skills", code]}
                  name=${t("admin.skills.cell", { counter: String(counter.number), line: name })} /></td>
              `)}
            </tr>
          `)}
        </tbody>
      </table>
    </div>
  `;
}
