import { hallDate, hallTime } from "../../shared/clock.js";
import { dong } from "../../shared/dong.js";
import { t } from "../../shared/i18n.js";
import { html } from "../../vendor/preact-htm.js";
import { rowsOf, standingOf, waysOf } from "../models/fees.js";
import { Icon } from "./icons.js";

/** @typedef {import("../models/types.d.ts").KioskMoney} KioskMoney */
/** @typedef {import("../models/types.d.ts").Charge} Charge */

/** @param {number} amount */
export const amountText = (amount) => t("kiosk.fee.amount", { amount: dong(amount) });

/** What is due and why, and the ways to pay it. @param {import("./app.js").View} view */
export function FeeDue(view) {
  const money = /** @type {KioskMoney} */ (view.state.journey.money);
  const standing = standingOf(money);
  const charge = money.charges[0];
  return html`
    <div class="fee" data-helped=${view.state.journey.helped ? "" : undefined}>
      <header>
        <h1 class="title" tabindex="-1">${t(`kiosk.fee.standing.${standing}`)}</h1>
        <p class="subtitle">${t("kiosk.fee.dossier", { code: money.dossier })}</p>
      </header>
      ${charge && html`<${Lines} charge=${charge} />`}
      ${standing === "due" ? html`<${Ways} ...${view} money=${money} />` : html`<${Settled} ...${view} standing=${standing} charge=${charge} />`}
    </div>
  `;
}

/** @param {{charge: Charge}} given */
function Lines({ charge }) {
  return html`
    <table class="fee-lines">
      <tbody>
        ${rowsOf(charge).map((row) => html`
          <tr key=${row.key} class=${row.whole ? "fee-name" : "fee-line"}>
            <td lang=${row.lang}>${row.whole ? row.text : t(row.text, { ...row.facts, price: dong(Number(row.facts.price)) })}</td>
            <td class="fee-sum">${row.amount === null ? "" : dong(row.amount)}</td>
          </tr>
        `)}
      </tbody>
      <tfoot><tr><td>${t("kiosk.fee.total")}</td><td class="fee-sum">${amountText(charge.amount)}</td></tr></tfoot>
    </table>
  `;
}

/** @param {import("./app.js").View & {money: KioskMoney}} given */
function Ways({ state, hands, money }) {
  const ways = waysOf(money, state.agent);
  if (!ways.vietqr && !ways.card) return html`<p class="fee-word">${t("kiosk.fee.no_way")}</p>`;
  return html`
    <p class="fee-word">${t("kiosk.fee.which")}</p>
    <div class="fee-choices">
      ${ways.vietqr && html`
        <button type="button" class="button" onClick=${() => hands.fees.pay("vietqr")}><${Icon} name="qr" />${t("kiosk.fee.vietqr")}</button>
      `}
      ${ways.card && html`
        <button type="button" class="button" onClick=${() => hands.fees.pay("card")}><${Icon} name="card" />${t("kiosk.fee.card")}</button>
      `}
    </div>
  `;
}

/** @param {import("./app.js").View & {standing: string, charge: Charge|undefined}} given */
function Settled({ hands, standing, charge }) {
  const paidAt = charge?.payment?.ended_at;
  const facts = paidAt ? { time: hallTime(paidAt), date: hallDate(paidAt).split("-").reverse().join("/") } : null;
  return html`
    <p class="fee-word">${standing === "paid" && facts ? t("kiosk.fee.explained.paid_at", facts) : t(`kiosk.fee.explained.${standing}`)}</p>
    <div class="moment-ways"><button type="button" class="button" onClick=${() => hands.walk.wipe()}>${t("kiosk.ticket.done")}</button></div>
  `;
}
