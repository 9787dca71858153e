import { t } from "../../../shared/i18n.js";
import { html } from "../../../vendor/preact-htm.js";
import { dong } from "../../console/models/money.js";
import { sumRows } from "../models/sums.js";

/** @typedef {import("../models/types.d.ts").BooksPayment} BooksPayment */

/** What was taken and given back, by method and kind. @param {{sums: import("../models/types.d.ts").BooksSum[], label: string}} given */
export function Sums({ sums, label }) {
  if (sums.length === 0) return null;
  /** @param {import("../models/sums.js").Cell} cell */
  const cell = ({ amount, count }) => html`<td class="number">${count === 0 ? "–" : `${dong(amount)} (${count})`}</td>`;
  return html`
    <div class="table-wide" role="region" aria-label=${label} tabindex="0">
      <table class="table">
        <thead><tr>
          <th scope="col">${t("money.column.method")}</th>
          ${["phi", "le_phi"].map((kind) => html`<th key=${kind} scope="col" class="number">${t(`money.kind.${kind}`)}</th>`)}
          <th scope="col" class="number">${t("money.sum")}</th>
        </tr></thead>
        <tbody>${sumRows(sums).map((row) => html`
          <tr key=${`${row.method} ${row.back}`}>
            <th scope="row">${t(`money.method.${row.method}`)}${row.back ? ` · ${t("money.payment.refunded")}` : ""}</th>
            ${cell(row.phi)}${cell(row.le_phi)}
            <td class="number"><b>${dong(row.total)}</b></td>
          </tr>
        `)}</tbody>
      </table>
    </div>
  `;
}

/** Payments by name. @param {{title: string, payments: BooksPayment[]}} given */
export function Named({ title, payments }) {
  if (payments.length === 0) return null;
  return html`
    <h3 class="money-named">${title}</h3>
    <ul>${payments.map((each) => html`
      <li key=${each.payment + each.amount}>${each.dossier} · ${t("money.amount", { amount: dong(each.amount) })} · ${t(`money.method.${each.method}`)} · ${t(`money.payment.${each.state}`)}</li>
    `)}</ul>
  `;
}
