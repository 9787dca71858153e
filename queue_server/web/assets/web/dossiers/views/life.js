import { t } from "../../../shared/i18n.js";
import { html } from "../../../vendor/preact-htm.js";
import { clockText } from "../../console/models/timer.js";
import { Money } from "./money.js";
import { Deed, Standing, when } from "./parts.js";
import { ChooseProcedure } from "./procedure.js";

/** @typedef {import("../models/types.d.ts").State} State */
/** @typedef {import("../models/types.d.ts").Life} DossierLife */
/** @typedef {import("../models/types.d.ts").Handling} Handling */
/** @typedef {import("../models/types.d.ts").Term} Term */
/** @typedef {import("../controllers/dossiers.js").Dossiers} Dossiers */

/** The dossier's whole life on one page. @param {{state: State, desk: Dossiers}} given */
export function Life({ state, desk }) {
  const { life } = state;
  if (life === null) return html`<h1 class="card-title">${desk.code}</h1>`;
  const open = life.settled_at === null && life.ended_at === null;
  const works = state.me !== null && state.me.permissions.includes("counter.operate");
  return html`
    <section class="card">
      <div class="life-head">
        <h1 class="life-code">${life.code}</h1>
        <p class="life-state">${t(`dossiers.state.${life.state}`)}</p>
        <${Standing} dossier=${life} />
        <${Deed} dossier=${life} state=${state} desk=${desk} />
      </div>
      <${Facts} life=${life} />
      ${open && works && html`<${ChooseProcedure} life=${life} state=${state} desk=${desk} />`}
    </section>
    <section class="card">
      <h2 class="card-title">${t("dossiers.steps")}</h2>
      ${life.handlings.length === 0 ? html`<p>${t("dossiers.no_steps")}</p>` : html`<${Handlings} handlings=${life.handlings} />`}
    </section>
    ${state.money !== null && html`<${Money} money=${state.money} />`}
  `;
}

/**
 * @param {Term} term
 * @returns {string}
 */
export function termText({ quantity, unit }) {
  return quantity === 0 ? t("dossiers.term.same_day") : t(`dossiers.term.${unit}`, { quantity });
}

/** @param {{life: DossierLife}} given */
function Facts({ life }) {
  /** @type {[string, string][]} */
  const facts = [
    ["procedure", life.procedure === null ? t("dossiers.no_procedure") : `${life.procedure.code} · ${life.procedure.name}`],
    ["channel", life.channel === null ? "–" : t(`dossiers.channel.${life.channel}`)],
    ["term", life.term === null ? "–" : termText(life.term)],
    ["received", when(life.received_at)],
    ["due", when(life.due_at)],
    ["settled", when(life.settled_at)],
  ];
  return html`
    <dl class="life-facts">
      ${facts.map(([name, text]) => html`<div key=${name}><dt>${t(`dossiers.column.${name}`)}</dt><dd>${text}</dd></div>`)}
    </dl>
  `;
}

/** @param {{handlings: Handling[]}} given */
function Handlings({ handlings }) {
  const columns = ["step", "clerk", "where", "started", "ended"];
  return html`
    <div class="table-wide">
      <table class="table">
        <thead><tr>
          ${columns.map((column) => html`<th key=${column} scope="col">${t(`dossiers.column.${column}`)}</th>`)}
          <th scope="col" class="number">${t("dossiers.column.time")}</th><th scope="col">${t("dossiers.column.result")}</th>
        </tr></thead>
        <tbody>
          ${handlings.map((handling, at) => html`
            <tr key=${at}>
              <th scope="row">${handling.step === null ? "–" : t(`dossiers.step.${handling.step}`)}</th>
              <td>${handling.clerk}</td>
              <td>${handling.counter === null ? t("dossiers.behind") : t("dossiers.at_counter", { counter: handling.counter, label: handling.label || "" })}</td>
              <td>${when(handling.started_at)}</td>
              <td>${handling.ended_at === null ? t("dossiers.running") : when(handling.ended_at)}</td>
              <td class="number">${handling.seconds === null ? "–" : clockText(handling.seconds)}</td>
              <td>${handling.result === null ? "–" : t(`dossiers.result.${handling.result}`)}</td>
            </tr>
          `)}
        </tbody>
      </table>
    </div>
  `;
}
