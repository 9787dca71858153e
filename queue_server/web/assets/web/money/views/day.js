import { hallTime } from "../../../shared/clock.js";
import { t } from "../../../shared/i18n.js";
import { html } from "../../../vendor/preact-htm.js";
import { dong } from "../../console/models/money.js";
import { may } from "../../staff/me.js";
import { asked } from "./forms.js";

/** @typedef {import("../models/types.d.ts").Payment} Payment */
/** @typedef {import("../models/types.d.ts").MoneyDay} MoneyDay */

/** What is earned or owed to somebody stands on the credit side, below zero in the books. */
const CREDIT = ["phi", "le_phi", "suspense"];
const COLUMNS = ["time", "amount", "method", "state", "reference"];

/** Today's payments and what moved in the books. @param {import("./app.js").View} view */
export function Day({ state, page }) {
  const { payments, accounts } = /** @type {MoneyDay} */ (state.day);
  return html`
    <section class="card">
      <h2 class="card-title">${t("money.today")}</h2>
      <dl class="money-accounts">
        ${Object.entries(accounts).map(([account, amount]) => html`<div key=${account}><dt>${t(`money.account.${account}`)}</dt><dd>${dong(CREDIT.includes(account) ? 0 - amount : amount)}</dd></div>`)}
      </dl>
      ${payments.length === 0 ? html`<p>${t("money.today.none")}</p>` : html`
        <div class="table-wide" role="region" aria-label=${t("money.today")} tabindex="0">
          <table class="table">
            <thead><tr>
              ${COLUMNS.map((each) => html`<th key=${each} scope="col">${t(`money.column.${each}`)}</th>`)}
              <th scope="col"><span class="spoken-only">${t("money.column.deeds")}</span></th>
            </tr></thead>
            <tbody>${payments.map((payment) => html`<${Row} key=${payment.id} payment=${payment} state=${state} page=${page} />`)}</tbody>
          </table>
        </div>
      `}
    </section>
  `;
}

/** @param {import("./app.js").View & {payment: Payment}} given */
function Row({ payment, state, page }) {
  const name = `payment ${payment.id}`;
  const refund = asked((written) => page.refund(payment.id, written.reference, written.reason));
  return html`
    <tr>
      <th scope="row">${payment.ended_at === null ? "" : hallTime(payment.ended_at)}</th>
      <td class="number">${dong(payment.amount)}</td>
      <td>${t(`money.method.${payment.method}`)}${payment.last4 === null ? "" : ` ···${payment.last4}`}</td>
      <td>${t(`money.payment.${payment.state}`)}${payment.checked ? "" : ` · ${t("money.unchecked")}`}</td>
      <td>${payment.reference ?? "–"}</td>
      <td class="money-deeds">
        ${may("money.") && !payment.checked && html`<button type="button" class="button" disabled=${state.busy} onClick=${() => page.check(payment.id)}>${t("money.check")}</button>`}
        ${may("money.") && payment.state === "confirmed" && state.choosing !== name && html`<button type="button" class="button" onClick=${() => page.change({ choosing: name })}>${t("money.refund")}</button>`}
        ${state.choosing === name && html`
          <form class="money-form" onSubmit=${refund}>
            <label class="field">${t("money.reference")}<input name="reference" autocomplete="off" maxlength="64" /></label>
            <label class="field">${t("money.reason")}<input name="reason" required autocomplete="off" maxlength="200" /></label>
            <button type="submit" class="button button-danger" disabled=${state.busy}>${t("money.refund.sure")}</button>
            <button type="button" class="button" onClick=${() => page.change({ choosing: "" })}>${t("console.back")}</button>
          </form>
        `}
      </td>
    </tr>
  `;
}
