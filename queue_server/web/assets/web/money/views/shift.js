import { hallDate, hallTime } from "../../../shared/clock.js";
import { t } from "../../../shared/i18n.js";
import { html } from "../../../vendor/preact-htm.js";
import { dong } from "../../console/models/money.js";
import { written } from "../models/days.js";
import { inPlace } from "./in_place.js";
import { Named, Sums } from "./sums.js";

/** @typedef {import("../models/types.d.ts").ShiftClose} ShiftClose */
/** @typedef {import("../models/types.d.ts").ShiftFigures} ShiftFigures */

/** What the person at this page has taken since the last close. @param {import("./app.js").View} view */
export function Shift({ state, page }) {
  if (state.shift === null) return null;
  const { figures, closes } = state.shift;
  return html`
    <section class="card" id="shift">
      <h2 class="card-title">${t("money.shift")}</h2>
      ${figures.payments === 0 && html`<p>${t("money.shift.none")}</p>`}
      <${Figures} figures=${figures} label=${t("money.shift")} />
      ${figures.payments > 0 && html`
        <p>${t(figures.typed > 0 || figures.given_back.length > 0 ? "money.shift.needs_signature" : "money.shift.final")}</p>
        <button type="button" class="button button-first" disabled=${state.busy} onClick=${() => page.books.closeShift()}>${t("money.shift.close")}</button>
      `}
      ${closes.length > 0 && html`
        <details class="money-closes">
          <summary>${t("money.shift.closes", { count: closes.length })}</summary>
          ${closes.map((close) => html`<article key=${close.id} class="money-item"><${Closed} close=${close} /></article>`)}
        </details>
      `}
    </section>
  `;
}

/** Closes of others that wait for a second person. @param {import("./app.js").View} view */
export function ToSign({ state, page }) {
  if (state.shift === null) return null;
  const { to_sign: closes } = state.shift;
  return html`
    <section class="card" id="sign">
      <h2 class="card-title">${t("money.sign")}</h2>
      ${closes.length === 0 && html`<p>${t("money.open.none")}</p>`}
      ${closes.map((close) => html`
        <article key=${close.id} class="money-item">
          <${Closed} close=${close} />
          ${close.unchecked.map((card) => html`
            <p key=${card.payment}>
              ${card.dossier} · ${t("money.amount", { amount: dong(card.amount) })} · ···${card.last4} · ${t("money.card.approval")} <b>${card.reference}</b>
              ${" "}<button type="button" class="button" disabled=${state.busy} onClick=${() => page.check(card.payment)}>${t("money.check")}</button>
            </p>
          `)}
          <button type="button" class="button button-first" disabled=${state.busy || close.unchecked.length > 0} onClick=${() => page.books.sign(close.id)}>${t("money.sign.do")}</button>
        </article>
      `)}
    </section>
  `;
}

/** @param {{close: ShiftClose}} given */
function Closed({ close }) {
  const signed = close.signed_by !== null ? t("money.sign.done", { name: close.signed_by }) : t(close.to_sign ? "money.sign.waits" : "money.sign.none");
  return html`
    <p><b>${close.clerk}</b> · ${t("money.shift.closed", { time: hallTime(close.closed_at), day: written(hallDate(close.closed_at)) })}${inPlace(close)} · ${signed}</p>
    <${Figures} figures=${close.figures} label=${close.clerk} />
  `;
}

/** @param {{figures: ShiftFigures, label: string}} given */
function Figures({ figures, label }) {
  return html`
    ${figures.payments > 0 && html`<p class="money-total">${t("money.shift.total", { amount: dong(figures.total), count: figures.payments })}</p>`}
    <${Sums} sums=${figures.sums} label=${label} />
    <${Named} title=${t("money.shift.back")} payments=${figures.given_back} />
    <${Named} title=${t("money.shift.waiting")} payments=${figures.waiting} />
  `;
}
