import { t } from "../../../shared/i18n.js";
import { html } from "../../../vendor/preact-htm.js";
import { dong } from "../../console/models/money.js";
import { printedText } from "../../staff/printing_view.js";
import { when } from "./parts.js";

/** @typedef {import("../models/types.d.ts").DossierCharge} Charge */
/** @typedef {import("../models/types.d.ts").DossierPayment} Payment */

const COLUMNS = ["time", "method", "amount", "state", "clerk", "reference", "receipt"];

/** What was charged for the dossier, and each attempt to pay it. @param {{money: import("../models/types.d.ts").DossierMoney}} given */
export function Money({ money }) {
  return html`
    <section class="card">
      <h2 class="card-title">${t("money.title")}</h2>
      ${money.charges.length === 0 && html`<p>${t("money.none")}</p>`}
      ${money.charges.map((charge) => html`<${OneCharge} key=${charge.id} charge=${charge} />`)}
    </section>
  `;
}

/** @param {{charge: Charge}} given */
function OneCharge({ charge }) {
  const fees = charge.fees.map((fee) => `${t(`money.kind.${fee.kind}`)}: ${fee.name} ${dong(fee.amount)}`).join("; ");
  return html`
    <p><b>${t("money.amount", { amount: dong(charge.amount) })}</b> · ${t(`money.state.${charge.state}`)} · ${when(charge.raised_at)}</p>
    <p>${fees}</p>
    ${charge.payments.length > 0 && html`<${Attempts} payments=${charge.payments} />`}
    <${Papers} payments=${charge.payments} />
  `;
}

/** @param {{payments: Payment[]}} given */
function Attempts({ payments }) {
  return html`
    <div class="table-wide" role="region" aria-label=${t("money.attempts")} tabindex="0">
      <table class="table">
        <thead><tr>${COLUMNS.map((column) => html`<th key=${column} scope="col" class=${column === "amount" ? "number" : ""}>${t(`money.column.${column}`)}</th>`)}</tr></thead>
        <tbody>${payments.map((payment) => html`
          <tr key=${payment.id}>
            <th scope="row">${when(payment.ended_at ?? payment.created_at)}</th>
            <td>${t(`money.method.${payment.method}`)}${payment.last4 === null ? "" : ` ···${payment.last4}`}</td>
            <td class="number">${dong(payment.amount)}</td>
            <td>${t(`money.payment.${payment.state}`)}${payment.checked ? "" : ` · ${t("money.unchecked")}`}</td>
            <td>${payment.clerk ?? t("money.by_kiosk")}${payment.device_name === null ? "" : ` · ${payment.device_name}`}</td>
            <td>${payment.reference ?? "–"}</td>
            <td>${payment.receipt ?? "–"}</td>
          </tr>
        `)}</tbody>
      </table>
    </div>
  `;
}

/** What was printed of the attempts, and what became of it. @param {{payments: Payment[]}} given */
function Papers({ payments }) {
  const papers = payments.flatMap((payment) => payment.papers.map((paper) => ({ payment, paper })));
  if (papers.length === 0) return null;
  return html`
    <h3 class="dossier-papers">${t("money.papers")}</h3>
    <ul>${papers.map(({ payment, paper }, at) => html`
      <li key=${at}>${when(paper.ordered_at)} · ${t(`money.paper.${paper.kind}`)} ${payment.code}${paper.copy === 0 ? "" : ` · ${t("money.paper.copy", { copy: paper.copy })}`} · ${printedText({ ...paper, kiosks: [] })}</li>
    `)}</ul>
  `;
}
