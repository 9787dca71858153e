import { hallTime } from "../../../shared/clock.js";
import { t } from "../../../shared/i18n.js";
import { html, useLayoutEffect, useRef } from "../../../vendor/preact-htm.js";
import { termsOf } from "../../dossiers/models/lists.js";
import { termText } from "../../dossiers/views/life.js";
import { inHand, usualEnd } from "../models/in_hand.js";
import { moveOf } from "../models/moves.js";
import { clockText, spent } from "../models/timer.js";

/** @typedef {import("../models/types.d.ts").State} State */
/** @typedef {import("../models/types.d.ts").Desk} Desk */
/** @typedef {import("../models/types.d.ts").Handling} Handling */
/** @typedef {import("../controllers/console.js").Console} Console */

/** @param {Event} event */
const typed = (event) => /** @type {HTMLInputElement} */ (event.target).value;

/** @returns {import("preact").RefObject<HTMLInputElement|null>} of a field that has the keys from the moment it appears */
function useFirst() {
  const field = useRef(/** @type {HTMLInputElement|null} */ (null));
  useLayoutEffect(() => field.current?.focus(), []);
  return field;
}

/** The dossiers of the turn, and for the one in hand its keys. @param {{state: State, view: Desk, desk: Console, now: number}} given */
export function DossierTable({ state, view, desk, now }) {
  const handlings = view.ticket === null ? [] : view.ticket.handlings;
  if (handlings.length === 0) return null;
  return html`
    <table class="table">
      <caption class="spoken-only">${t("console.dossiers")}</caption>
      <thead><tr>
        <th scope="col">${t("console.dossiers")}</th><th scope="col">${t("dossiers.column.step")}</th><th scope="col">${t("console.from")}</th>
        <th scope="col" class="number">${t("console.time")}</th><th scope="col">${t("dossiers.column.result")}</th>
      </tr></thead>
      <tbody>
        ${handlings.map((handling) => html`
          <tr key=${handling.id}>
            <td><a href=${`/dossiers/${encodeURIComponent(handling.dossier)}`} target="_blank" rel="noopener">${handling.dossier}</a></td>
            <td>${handling.step === null ? "–" : t(`dossiers.step.${handling.step}`)}</td>
            <td>${hallTime(handling.started_at)}</td>
            <td class="number">${clockText(spent(handling, now))}${handling.ended_at === null ? ` · ${t("console.in_hand")}` : ""}</td>
            <td>${handling.ended_at === null ? html`<${Ends} handling=${handling} state=${state} desk=${desk} />` : result(handling)}</td>
          </tr>
        `)}
      </tbody>
    </table>
  `;
}

/** @param {Handling} handling */
const result = (handling) => (handling.result === null ? "–" : t(`dossiers.result.${handling.result}`));

/** @param {{handling: Handling, state: State, desk: Console}} given */
function Ends({ handling, state, desk }) {
  return html`
    <span class="dossier-ends">
      <button type="button" class="button" disabled=${state.busy} onClick=${() => desk.press("dossiers/end")}>${t(usualEnd(handling))} <kbd>F9</kbd></button>
      <button type="button" class="button" disabled=${state.busy} onClick=${() => desk.open("result")}>${t("dossiers.other_result")} <kbd>F10</kbd></button>
      <button type="button" class="button" disabled=${state.busy} onClick=${() => desk.open("procedure")}>${t("dossiers.column.procedure")} <kbd>End</kbd></button>
      <button type="button" class="button" disabled=${state.busy} onClick=${() => desk.open("money")}>${t("money.title")} <kbd>Del</kbd></button>
    </span>
  `;
}

/** With which result the dossier in hand ends. @param {{view: Desk, desk: Console}} given */
export function ChooseResult({ view, desk }) {
  const handling = inHand(view.ticket);
  if (handling === null) return null;
  return html`
    <p>${t("dossiers.which_result", { code: handling.dossier })}</p>
    ${handling.results.map((each, at) => html`
      <button key=${each} type="button" class="button" onClick=${() => desk.dossiers.end(each)}><kbd>${at + 1}</kbd> ${t(`dossiers.result.${each}`)}</button>
    `)}
  `;
}

/** Which procedure the dossier in hand is of: Enter takes the first one found. @param {{state: State, view: Desk, desk: Console}} given */
export function ChooseProcedure({ state, view, desk }) {
  const first = useFirst();
  if (inHand(view.ticket) === null) return null;
  const choices = state.found.flatMap((procedure) => termsOf(procedure).map((term) => ({ procedure, term })));
  /** @param {Event} event */
  const take = (event) => {
    event.preventDefault();
    if (choices.length > 0) void desk.dossiers.assign(choices[0].procedure, choices[0].term);
  };
  return html`
    <form class="dossier-search" onSubmit=${take}>
      <label class="field">${t("dossiers.choose_procedure")}
        <input name="words" type="search" autocomplete="off" value=${state.words} ref=${first} onInput=${(/** @type {Event} */ event) => desk.dossiers.search(typed(event))} />
      </label>
    </form>
    ${choices.map(({ procedure, term }, at) => html`
      <button key=${`${procedure.code} ${at}`} type="button" class="button" onClick=${() => desk.dossiers.assign(procedure, term)}>
        ${at === 0 && html`<kbd>Enter</kbd>`} <b>${procedure.code}</b> ${procedure.short_name} ·
        ${term === null ? t("dossiers.without_term") : `${t(`dossiers.channel.${term.channel}`)}, ${termText(term)}`}
      </button>
    `)}
  `;
}

/** What is asked leads to where results are fetched: its code, and a reason where it is not ready here. @param {{state: State, desk: Console}} given */
export function Collect({ state, desk }) {
  const first = useFirst();
  const { collecting } = state;
  if (collecting === null) return null;
  /** @param {Event} event */
  const go = (event) => {
    event.preventDefault();
    void desk.dossiers.collect(collecting, state.words, state.note);
  };
  return html`
    <p>${t("dossiers.collect_why")}</p>
    <form class="dossier-search" onSubmit=${go}>
      <label class="field">${t("console.dossier")}
        <input name="collected" autocomplete="off" maxlength="40" value=${state.words} ref=${first} onInput=${(/** @type {Event} */ event) => desk.change({ words: typed(event) })} />
      </label>
      <label class="field">${t("dossiers.override")}
        <input name="override" autocomplete="off" maxlength="200" value=${state.note} onInput=${(/** @type {Event} */ event) => desk.change({ note: typed(event) })} />
      </label>
      <button type="submit" class="button">${t(`console.move.${moveOf(collecting.path)}`)} <kbd>Enter</kbd></button>
    </form>
  `;
}
