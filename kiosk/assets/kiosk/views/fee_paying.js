import { t } from "../../shared/i18n.js";
import { html, useState } from "../../vendor/preact-htm.js";
import { grouped, stepOf } from "../models/fees.js";
import { amountText } from "./fee_due.js";
import { Icon } from "./icons.js";
import { Qr } from "./qr.js";

/** @typedef {import("../models/types.d.ts").Payment} Payment */
/** @typedef {import("../models/types.d.ts").Transfer} Transfer */

/** An attempt to pay, while its outcome is open. @param {import("./app.js").View} view */
export function FeePaying(view) {
  const { payment } = view.state.journey;
  if (payment === null) return html`<${Beginning} ...${view} />`;
  if (payment.transfer !== null) return html`<${ByTransfer} ...${view} payment=${payment} transfer=${payment.transfer} />`;
  return payment.method === "card" ? html`<${ByCard} ...${view} payment=${payment} />` : html`<${Beginning} ...${view} />`;
}

/** @param {import("./app.js").View} view */
function Beginning({ state }) {
  return html`
    <div class="moment">
      <div class="working" aria-hidden="true"><i></i><i></i><i></i></div>
      <h1 class="title" tabindex="-1">${t("kiosk.fee.beginning")}</h1>
      <p class="subtitle" role="status">${state.slow ? t("kiosk.fee.slow") : ""}</p>
    </div>
  `;
}

/** @param {import("./app.js").View & {payment: Payment, transfer: Transfer}} given */
function ByTransfer({ state, hands, payment, transfer }) {
  return html`
    <div class="fee-code">
      <header class="fee-head">
        <h1 class="title" tabindex="-1">${t("kiosk.fee.scan_code")}</h1>
        <p class="fee-total">${amountText(transfer.amount)}</p>
      </header>
      <figure class="fee-qr"><${Qr} data=${transfer.vietqr} label=${t("kiosk.fee.qr", { amount: amountText(payment.amount) })} /></figure>
      <dl class="ticket-facts">
        <div><dt>${t("kiosk.fee.holder")}</dt><dd>${transfer.holder}</dd></div>
        <div><dt>${transfer.bank}</dt><dd>${transfer.account}</dd></div>
        <div><dt>${t("kiosk.fee.content")}</dt><dd>${grouped(transfer.content)}</dd></div>
      </dl>
      <p class="fee-word" role="status">${t("kiosk.fee.waiting")}</p>
      <${TakeDown} own=${payment.own} cancel=${() => hands.fees.cancel()}>
        ${state.agent?.printer && html`
          <button type="button" class="button quiet" disabled=${payment.paper?.kind === "payment_code"} onClick=${() => hands.fees.print("payment_code")}>
            ${t(payment.paper?.kind === "payment_code" ? "kiosk.fee.code_printed" : "kiosk.fee.print_code")}
          </button>
        `}
      <//>
    </div>
  `;
}

/**
 * Money may be on its way: it is asked before a code is taken down. What staff began stays up.
 * @param {{own: boolean, cancel: () => void, children?: unknown}} given
 */
function TakeDown({ own, cancel, children }) {
  const [asking, ask] = useState(false);
  if (!asking) {
    return html`
      <div class="moment-ways">
        ${children}
        ${own && html`<button type="button" class="button quiet" onClick=${() => ask(true)}>${t("kiosk.fee.other_way")}</button>`}
      </div>
    `;
  }
  return html`
    <div class="fee-sure" role="group" aria-labelledby="fee-sure">
      <p id="fee-sure" class="fee-word">${t("kiosk.fee.sent_already")}</p>
      <div class="moment-ways">
        <button type="button" class="button" onClick=${() => ask(false)}>${t("kiosk.fee.sent_yes")}</button>
        <button type="button" class="button quiet" onClick=${cancel}>${t("kiosk.fee.sent_no")}</button>
      </div>
    </div>
  `;
}

/** @param {import("./app.js").View & {payment: Payment}} given */
function ByCard({ state, hands, payment }) {
  const stage = stepOf(state.journey.card, state.agent);
  return html`
    <div class="moment">
      <div class="moment-icon"><${Icon} name="card" /></div>
      <h1 class="title" tabindex="-1">${t("kiosk.fee.by_card", { amount: amountText(payment.amount) })}</h1>
      <p class="moment-detail" role="status" data-stage=${stage}>${t(`kiosk.fee.stage.${stage}`)}</p>
      <p class="subtitle">${t("kiosk.fee.terminal")}</p>
      <div class="moment-ways">
        <button type="button" class="button quiet" onClick=${() => hands.fees.cancel()}>${t("kiosk.fee.cancel")}</button>
      </div>
    </div>
  `;
}
