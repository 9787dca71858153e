import { hallTime } from "../../../shared/clock.js";
import { dong } from "../../../shared/dong.js";
import { languageOf, names, t } from "../../../shared/i18n.js";
import { html } from "../../../vendor/preact-htm.js";
import { standingOf } from "../models/fees.js";
import { Transfer } from "./transfer.js";

/** @typedef {import("../models/fees.js").Charge} Charge */
/** @typedef {import("../models/fees.js").Line} Line */
/** @typedef {import("../controllers/phone.js").State} State */
/** @typedef {import("../controllers/phone.js").Phone} Phone */
/** @typedef {{charge: Charge, state: State, phone: Phone}} Given */

/** @param {number} amount */
const amountText = (amount) => t("phone.fees.amount", { amount: dong(amount) });

/** What is due for the dossiers of the ticket, why, and how to pay it. @param {{state: State, phone: Phone}} given */
export function Fees({ state, phone }) {
  const charges = (state.ticket && state.ticket.charges) || [];
  if (charges.length === 0) return null;
  return html`
    <section class="fees" aria-labelledby="fees">
      <h2 id="fees">${t("phone.fees.title")}</h2>
      <p class="refusal" role="alert">${state.feeRefusal}</p>
      ${charges.map((charge) => html`<${One} key=${charge.id} charge=${charge} state=${state} phone=${phone} />`)}
    </section>
  `;
}

/** @param {Given} given */
function One({ charge, state, phone }) {
  const standing = standingOf(charge, state.ticket !== null && state.ticket.transfers === true);
  const ended = charge.payment === null || charge.payment.ended_at === null ? "" : hallTime(charge.payment.ended_at);
  return html`
    <article class="fee" data-standing=${standing}>
      <h3>${t("phone.fees.dossier", { code: charge.dossier })}</h3>
      <${Lines} charge=${charge} />
      <p class="fee-standing" role="status">${t(`phone.fees.standing.${standing}`, { amount: amountText(charge.amount), time: ended })}</p>
      ${standing === "due" && html`<button type="button" class="fee-first" onClick=${() => phone.pay(charge.id)}>${t("phone.fees.pay")}</button>`}
      ${standing === "code" && charge.payment !== null && charge.payment.transfer !== null && html`
        <${Transfer} transfer=${charge.payment.transfer} />
        ${charge.payment.own && html`<${Drop} charge=${charge} state=${state} phone=${phone} />`}
      `}
    </article>
  `;
}

/** How the sum comes about. @param {{charge: Charge}} given */
function Lines({ charge }) {
  return html`
    <ul class="fee-lines">
      ${charge.fees.map((fee) => html`
        <li key=${fee.names.vi}>
          <p>
            <b>${t(`phone.fees.kind.${fee.kind}`)}: <span lang=${languageOf(fee.names)}>${names(fee.names)}</span></b><br />
            <span class="fee-basis" lang=${languageOf(fee.bases)}>${names(fee.bases)}</span>
          </p>
          ${fee.lines.map((line, at) => html`<p key=${at} class="fee-line"><span>${lineText(line, names(fee.units))}</span><span>${dong(line.amount)}</span></p>`)}
        </li>
      `)}
    </ul>
    <p class="fee-line fee-sum"><span>${t("phone.fees.total")}</span><span>${amountText(charge.amount)}</span></p>
  `;
}

/**
 * @param {Line} line
 * @param {string} unit
 */
function lineText(line, unit) {
  return t(`phone.fees.line.${line.reason}`, { quantity: line.quantity, unit, price: dong(line.price), percent: line.percent || 0 });
}

/** Taking the code down: two touches, for who has sent money must not. @param {Given} given */
function Drop({ charge, state, phone }) {
  const { payment } = charge;
  if (payment === null) return null;
  if (state.dropping !== payment.id) {
    return html`<button type="button" class="plain" onClick=${() => phone.askDrop(payment.id)}>${t("phone.fees.drop")}</button>`;
  }
  return html`
    <div class="question" role="group" aria-labelledby="drop">
      <p id="drop">${t("phone.fees.drop.question")}</p>
      <button type="button" class="plain" onClick=${() => phone.askDrop("")}>${t("phone.fees.drop.keep")}</button>
      <button type="button" class="danger" onClick=${() => phone.drop(payment.id)}>${t("phone.fees.drop.sure")}</button>
    </div>
  `;
}
