import { hallDate, hallTime } from "../../../shared/clock.js";
import { t } from "../../../shared/i18n.js";
import { html } from "../../../vendor/preact-htm.js";
import { dong } from "../../console/models/money.js";
import { may } from "../../staff/me.js";
import { onItsSide } from "../models/days.js";
import { GivingBack } from "./giving_back.js";
import { Receipt } from "./receipt.js";

/** @typedef {import("../models/types.d.ts").ListedPayment} Payment */
/** @typedef {import("../models/types.d.ts").MoneyDay} MoneyDay */

const COLUMNS = ["time", "amount", "method", "state", "dossier", "clerk", "reference", "receipt"];

/** Today's payments and what moved in the books. @param {import("./app.js").View} view */
export function Day({ state, page }) {
  const { day, payments, accounts } = /** @type {MoneyDay} */ (state.day);
  return html`
    <section class="card" id="today">
      <h2 class="card-title">${t("money.today")}</h2>
      <label class="field money-day">${t("money.books.day")}
        <input type="date" value=${day} max=${hallDate(Date.now())} onChange=${(/** @type {any} */ event) => event.target.value && page.chooseDay(event.target.value)} />
      </label>
      <dl class="money-accounts">
        ${Object.entries(accounts).map(([account, amount]) => html`<div key=${account}><dt>${t(`money.account.${account}`)}</dt><dd>${dong(onItsSide(account, amount))}</dd></div>`)}
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
  return html`
    <tr>
      <th scope="row">${payment.ended_at === null ? "" : hallTime(payment.ended_at)}</th>
      <td class="number">${dong(payment.amount)}</td>
      <td>${t(`money.method.${payment.method}`)}${payment.last4 === null ? "" : ` ···${payment.last4}`}</td>
      <td>${t(`money.payment.${payment.state}`)}${payment.checked ? "" : ` · ${t("money.unchecked")}`}</td>
      <td><a href=${`/dossiers/${encodeURIComponent(payment.dossier)}`}>${payment.dossier}</a></td>
      <td>${payment.clerk ?? t("money.by_kiosk")}</td>
      <td>${payment.reference ?? "–"}</td>
      <td>${payment.receipt ?? "–"}</td>
      <td class="money-deeds">
        <${Receipt} payment=${payment} state=${state} page=${page} />
        ${may("money.") && !payment.checked && html`<button type="button" class="button" disabled=${state.busy} onClick=${() => page.check(payment.id)}>${t("money.check")}</button>`}
        <${GivingBack} payment=${payment} state=${state} page=${page} />
      </td>
    </tr>
  `;
}
