/** What the draft would change, what is wrong with it, who would be called next, and saving it. */

import { hallTime } from "../../../shared/clock.js";
import { names, t } from "../../../shared/i18n.js";
import { html, useState } from "../../../vendor/preact-htm.js";
import { changeWords, whereabouts, whyWords } from "../models/words.js";
import { ownParts } from "./entries.js";
import { valueOf } from "./fields.js";

/** @typedef {import("../models/types.d.ts").State} State */
/** @typedef {import("../models/types.d.ts").Change} Change */
/** @typedef {import("../models/types.d.ts").Mistake} Mistake */
/** @typedef {import("../models/types.d.ts").Foreseen} Foreseen */
/** @typedef {import("../models/types.d.ts").Foresight} Foresight */
/** @typedef {import("../controllers/admin.js").Admin} Admin */

const SHOWN = 40;

/** @param {{state: State, admin: Admin}} given */
export function Draft({ state, admin }) {
  const { checked } = state;
  const changed = admin.changed();
  return html`
    <aside class="admin-draft" aria-labelledby="draft-title">
      <section class="card">
        <h2 class="card-title" id="draft-title">${t("admin.draft.title")}</h2>
        ${checked !== null && checked.mistakes.length > 0 && html`<${Mistakes} mistakes=${checked.mistakes} admin=${admin} own=${ownParts(state)} />`}
        ${checked !== null && checked.warnings.map((warning) => html`<p key=${warning.place} class="note" role="status">${warning.message}</p>`)}
        ${!changed && html`<p class="hint">${t("admin.draft.none")}</p>`}
        ${changed && checked !== null && html`<${Changes} changes=${checked.changes} />`}
        ${changed && html`
          <label class="field">${t("admin.draft.note")}<input type="text" maxlength="200" value=${state.note} onInput=${(/** @type {Event} */ event) => admin.change({ note: valueOf(event) })} /></label>
          <p class="draft-deeds">
            <button type="button" class="button button-first" disabled=${!admin.canSave()} onClick=${() => admin.save()}>${t("admin.draft.save")}</button>
            <button type="button" class="button" disabled=${state.busy} onClick=${() => admin.try(() => admin.load())}>${t("admin.draft.discard")}</button>
          </p>
        `}
        <p class="hint" role="status">${state.checking ? t("admin.draft.checking") : ""}</p>
      </section>
      ${checked !== null && html`<${Next} foresight=${checked.foresight} changed=${changed} />`}
    </aside>
  `;
}

/** @param {{mistakes: Mistake[], admin: Admin, own: string[]}} given */
function Mistakes({ mistakes, admin, own }) {
  return html`
    <h3>${t("admin.draft.mistakes")}</h3>
    <ul class="mistakes">
      ${mistakes.slice(0, SHOWN).map((mistake) => html`
        <li key=${mistake.place + mistake.code}>
          <button type="button" class="mistake" onClick=${() => show(admin, mistake, own)}>
            <span>${t(`admin.section.${whereabouts(mistake, own).section}`)}</span> ${mistake.message}
          </button>
        </li>
      `)}
    </ul>
  `;
}

/** Go where the mistake is and put the cursor there. @param {Admin} admin @param {Mistake} mistake @param {string[]} own */
async function show(admin, mistake, own) {
  const { section, entry } = whereabouts(mistake, own);
  await admin.go(section);
  if (entry >= 0) admin.change({ open: `${section}[${entry + 1}]` });
  const field = document.getElementById(mistake.place);
  if (field !== null) field.focus();
}

/** @param {{changes: Change[]}} given */
export function Changes({ changes }) {
  return html`
    <ul class="changes">
      ${changes.slice(0, SHOWN).map((change, place) => html`<li key=${place} class=${`change-${change.kind}`}>${changeWords(change)}</li>`)}
      ${changes.length > SHOWN && html`<li>${t("admin.draft.more", { count: changes.length - SHOWN })}</li>`}
    </ul>
  `;
}

/** @param {{foresight: Foresight[], changed: boolean}} given */
function Next({ foresight, changed }) {
  const [all, setAll] = useState(false);
  const shown = all || !changed ? foresight : foresight.filter((each) => each.differs);
  return html`
    <section class="card" aria-labelledby="next-title">
      <h2 class="card-title" id="next-title">${t("admin.next.title")}</h2>
      ${shown.length === 0 && html`<p class="hint">${t("admin.next.same")}</p>`}
      <ul class="next">
        ${shown.map((each) => html`
          <li key=${each.counter} class=${each.differs ? "next-differs" : ""}>
            <strong>${t("admin.next.counter", { counter: each.counter })}</strong>
            ${!each.open && html` <span class="entry-more">${t("admin.next.closed")}</span>`}
            ${each.differs ? html`
              <${One} when=${t("admin.next.now")} seen=${each.now} />
              <${One} when=${t("admin.next.draft")} seen=${each.draft} />
            ` : html`<${One} when="" seen=${each.draft} />`}
          </li>
        `)}
      </ul>
      ${changed && html`<label class="switch"><input type="checkbox" checked=${all} onChange=${() => setAll(!all)} /> ${t("admin.next.all")}</label>`}
    </section>
  `;
}

/** @param {{when: string, seen: Foreseen|null}} given */
function One({ when, seen }) {
  return html`
    <p class="next-one">
      ${when !== "" && html`<span class="next-when">${when}:</span> `}
      ${seen === null ? t("admin.next.nobody") : html`<b class="next-label">${seen.label}</b> ${names(seen.line)} <span class="next-why">${whyWords(seen, hallTime)}</span>`}
    </p>
  `;
}
