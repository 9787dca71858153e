import { t } from "../../shared/i18n.js";
import { html } from "../../vendor/preact-htm.js";
import { grouped, outcomeOf } from "../models/fees.js";
import { amountText } from "./fee_due.js";
import { Icon } from "./icons.js";

/** @typedef {import("../models/types.d.ts").Payment} Payment */

/** What became of the payment: in few words, and what to do now. @param {import("./app.js").View} view */
export function FeeEnd({ state, hands }) {
  const { payment: shown, card, money } = state.journey;
  const payment = /** @type {Payment} */ (shown);
  const outcome = outcomeOf(payment, card);
  const failed = outcome === "declined" || outcome === "cancelled";
  return html`
    <div class="moment fee-end" data-outcome=${outcome}>
      <div class="moment-icon"><${Icon} name=${outcome === "paid" ? "check" : "warning"} /></div>
      <div class="fee-said" role="status">
        <h1 class="title" tabindex="-1">${t(`kiosk.fee.end.${outcome}`)}</h1>
        <p class="fee-total">${amountText(payment.amount)}</p>
        <p class="moment-detail">${t(`kiosk.fee.end.${outcome}.next`)}</p>
      </div>
      ${outcome === "paid" && html`<${Confirmation} paper=${state.agent?.printer ? state.paper : "none"} />`}
      <p class="subtitle">${t("kiosk.fee.dossier", { code: payment.dossier ?? money?.dossier ?? "" })}${payment.code && ` · ${grouped(payment.code)}`}</p>
      <div class="moment-ways">
        ${failed && html`<button type="button" class="button" onClick=${() => hands.fees.again()}>${t("kiosk.fee.again")}</button>`}
        <button type="button" class=${failed ? "button quiet" : "button"} onClick=${() => hands.walk.wipe()}>
          ${t("kiosk.ticket.done")} <span class="countdown">${t("kiosk.ticket.left", { seconds: state.left })}</span>
        </button>
        ${!failed && html`<button type="button" class="button quiet" onClick=${() => hands.result.longer()}>${t("kiosk.ticket.longer")}</button>`}
      </div>
    </div>
  `;
}

/** @type {{[paper: string]: "printer"|"check"|"warning"}} */
const SIGNS = { coming: "printer", printed: "check" };

/** The paper that says that it is paid; nobody has to wait for it. @param {{paper: string}} given */
function Confirmation({ paper }) {
  const word = ["coming", "printed", "none"].includes(paper) ? paper : "trouble";
  return html`<p class="paper" data-paper=${word} role="status"><${Icon} name=${SIGNS[word] ?? "warning"} /><span>${t(`kiosk.fee.paper.${word}`)}</span></p>`;
}
