import { t } from "../../../shared/i18n.js";
import { Qr } from "../../../kiosk/views/qr.js";
import { html } from "../../../vendor/preact-htm.js";
import { groupText } from "../../money/models/groups.js";
import { dong, driven, dueOf, isOpen, isPaid, latest } from "../models/money.js";
import { Papers } from "./papers.js";
import { AtTerminal } from "./terminal.js";

/** @typedef {import("../models/types.d.ts").State} State */
/** @typedef {import("../models/types.d.ts").Charge} Charge */
/** @typedef {import("../models/types.d.ts").Fee} Fee */
/** @typedef {import("../models/types.d.ts").Payment} Payment */
/** @typedef {import("../controllers/console.js").Console} Console */

/** @param {Event} event */
const typed = (event) => /** @type {HTMLInputElement|HTMLSelectElement} */ (event.target).value;

/** @param {number} amount */
const amountText = (amount) => t("money.amount", { amount: dong(amount) });

/** The fee of the dossier in hand. @param {{state: State, desk: Console}} given */
export function Money({ state, desk }) {
  const { money } = state;
  if (money === null) return null;
  const due = dueOf(money);
  return html`
    <h2 class="money-title">${t("money.title")} · ${money.dossier}</h2>
    ${money.charges.filter((charge) => charge !== due).map((charge) => html`<${Settled} key=${charge.id} charge=${charge} />`)}
    ${due === null ? html`<${Reckon} state=${state} desk=${desk} />` : html`<${Due} charge=${due} state=${state} desk=${desk} />`}
    <${Papers} state=${state} desk=${desk} />
  `;
}

/** @param {{charge: Charge}} given */
function Settled({ charge }) {
  return html`<p class="money-settled">${t(`money.state.${charge.state}`)} · <b>${amountText(charge.amount)}</b></p>`;
}

/** @param {{state: State, desk: Console}} given */
function Reckon({ state, desk }) {
  const { money, reckoning } = state;
  if (money === null) return null;
  if (money.rules === 0) return html`<p>${t(money.procedure ? "money.no_rule" : "money.no_procedure")}</p>`;
  if (isPaid(money) && !state.again) {
    return html`<button type="button" class="button" onClick=${() => desk.change({ again: true })}>${t("money.again")}</button>`;
  }
  /** @param {Event} event */
  const go = (event) => {
    event.preventDefault();
    void desk.money.charge();
  };
  return html`
    <form class="money-form" onSubmit=${go}>
      <label class="field">${t("money.quantity", { unit: money.unit || "" })}
        <input name="quantity" inputmode="numeric" autocomplete="off" maxlength="5" value=${state.quantity}
          onInput=${(/** @type {Event} */ event) => desk.money.ask({ quantity: typed(event).trim() })} />
      </label>
      ${money.groups.length > 0 && html`
        <label class="field">${t("money.group")}
          <select value=${state.group} onChange=${(/** @type {Event} */ event) => desk.money.ask({ group: typed(event) })}>
            <option value="">${t("money.group.none")}</option>
            ${money.groups.map((group) => html`<option key=${group} value=${group}>${groupText(group, t)}</option>`)}
          </select>
        </label>
      `}
      ${reckoning !== null && html`
        <${Lines} fees=${reckoning.fees} amount=${reckoning.amount} />
        <button type="submit" class="button button-first" disabled=${state.busy}>${t("money.raise")} <kbd>Enter</kbd></button>
      `}
    </form>
  `;
}

/** How a fee comes about, to be read out. @param {{fees: Fee[], amount: number}} given */
function Lines({ fees, amount }) {
  return html`
    <table class="table money-lines">
      <tbody>
        ${fees.flatMap((fee) => [
          html`<tr key=${`fee-${fee.rule}`}><th scope="row">${t(`money.kind.${fee.kind}`)}: ${fee.name}</th><td class="money-basis">${fee.basis}</td></tr>`,
          ...fee.lines.map((line, at) => html`
            <tr key=${`${fee.rule}-${at}`}>
              <td>${t(`money.line.${line.reason}`, { quantity: line.quantity, unit: fee.unit, price: dong(line.price), percent: line.percent || 0, group: line.group ? groupText(line.group, t) : "" })}</td>
              <td class="number">${dong(line.amount)}</td>
            </tr>
          `),
        ])}
      </tbody>
      <tfoot><tr><td></td><td class="number money-sum">${amountText(amount)}</td></tr></tfoot>
    </table>
  `;
}

/** @param {{charge: Charge, state: State, desk: Console}} given */
function Due({ charge, state, desk }) {
  const payment = latest(charge);
  return html`
    <${Lines} fees=${charge.fees} amount=${charge.amount} />
    ${payment !== null && html`<p class="money-state" role="status">${t(`money.method.${payment.method}`)}: ${t(`money.payment.${payment.state}`)}</p>`}
    ${payment !== null && isOpen(payment) ? html`<${Open} payment=${payment} state=${state} desk=${desk} />` : html`<${Begin} state=${state} desk=${desk} />`}
  `;
}

/** @param {{state: State, desk: Console}} given */
function Begin({ state, desk }) {
  return html`
    <div class="chooser-group">
      ${state.money !== null && state.money.account && html`
        <button type="button" class="button button-first" disabled=${state.busy} onClick=${() => desk.money.pay("vietqr")}><kbd>1</kbd> ${t("money.method.vietqr")}</button>
      `}
      <button type="button" class="button" disabled=${state.busy} onClick=${() => desk.money.pay("card")}><kbd>2</kbd> ${driven(state.money) && state.money?.terminal ? t("money.terminal.take", { name: state.money.terminal.name }) : t("money.method.card")}</button>
      ${driven(state.money) && html`<button type="button" class="button" disabled=${state.busy} onClick=${() => desk.money.pay("card", true)}><kbd>3</kbd> ${t("money.terminal.typed")}</button>`}
    </div>
    ${state.money !== null && state.money.terminal !== null && !state.money.terminal.answers && html`<p class="money-terminal">${t("money.terminal.dead", { name: state.money.terminal.name })}</p>`}
    <label class="field">${t("money.reason")}
      <input name="reason" autocomplete="off" maxlength="200" value=${state.note} onInput=${(/** @type {Event} */ event) => desk.change({ note: typed(event) })} />
    </label>
    <button type="button" class="button" disabled=${state.busy || state.note.trim() === ""} onClick=${() => desk.money.withdraw(state.note.trim())}>${t("money.withdraw")}</button>
  `;
}

/** @param {{payment: Payment, state: State, desk: Console}} given */
function Open({ payment, state, desk }) {
  if (payment.vietqr !== null) {
    return html`
      <figure class="money-code">
        <${Qr} data=${payment.vietqr} label=${t("money.scan")} />
        <figcaption>${t("money.scan")}<br /><b>${amountText(payment.amount)}</b><br />${t("money.code", { code: payment.code })}</figcaption>
      </figure>
      <button type="button" class="button" disabled=${state.busy} onClick=${() => desk.money.settle("cancel")}>${t("money.cancel_code")}</button>
    `;
  }
  if (payment.device !== null) return html`<${AtTerminal} payment=${payment} state=${state} desk=${desk} />`;
  if (payment.method !== "card" || payment.state === "in_doubt") return null;
  /** @param {Event} event */
  const go = (event) => {
    event.preventDefault();
    void desk.money.settle("card", { approval_code: state.approval, last4: state.last4 });
  };
  return html`
    <form class="money-form" onSubmit=${go}>
      <p>${t("money.card.how", { amount: dong(payment.amount) })}</p>
      <label class="field">${t("money.card.approval")}
        <input name="approval" autocomplete="off" maxlength="8" value=${state.approval} onInput=${(/** @type {Event} */ event) => desk.change({ approval: typed(event) })} />
      </label>
      <label class="field">${t("money.card.last4")}
        <input name="last4" inputmode="numeric" autocomplete="off" maxlength="4" value=${state.last4} onInput=${(/** @type {Event} */ event) => desk.change({ last4: typed(event) })} />
      </label>
      <button type="submit" class="button button-first" disabled=${state.busy}>${t("money.card.confirm")} <kbd>Enter</kbd></button>
      <button type="button" class="button" disabled=${state.busy} onClick=${() => desk.money.settle("decide", { move: "fail", reason: t("money.card.declined_reason") })}>${t("money.card.declined")}</button>
    </form>
  `;
}
