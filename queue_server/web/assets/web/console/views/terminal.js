import { t } from "../../../shared/i18n.js";
import { html } from "../../../vendor/preact-htm.js";
import { dong } from "../models/money.js";

/** @typedef {import("../models/types.d.ts").State} State */
/** @typedef {import("../models/types.d.ts").Payment} Payment */
/** @typedef {import("../controllers/console.js").Console} Console */

/** A card at the counter's own terminal: what happens there, and what the clerk does. @param {{payment: Payment, state: State, desk: Console}} given */
export function AtTerminal({ payment, state, desk }) {
  const terminal = state.money && state.money.terminal;
  if (payment.state === "created") {
    return html`
      <p class="money-terminal">${t("money.terminal.created", { name: terminal ? terminal.name : "" })}</p>
      <button type="button" class="button" disabled=${state.busy} onClick=${() => desk.money.settle("cancel")}>${t("money.terminal.cancel")}</button>
    `;
  }
  const silent = terminal === null || !terminal.answers;
  return html`
    ${payment.state === "pending" && !silent && html`<p class="money-terminal">${t("money.terminal.pending", { amount: dong(payment.amount) })}</p>`}
    ${(payment.state === "in_doubt" || silent) && html`<${InDoubt} silent=${silent} state=${state} desk=${desk} />`}
  `;
}

/** Nobody takes the card again before somebody knows. @param {{silent: boolean, state: State, desk: Console}} given */
function InDoubt({ silent, state, desk }) {
  /** @param {Event} event */
  const fail = (event) => {
    event.preventDefault();
    void desk.money.settle("decide", { move: "fail", reason: state.note.trim() });
  };
  return html`
    <div class="money-doubt" role="alert">
      <p><b>${t(silent ? "money.terminal.silent" : "money.terminal.in_doubt")}</b></p>
      <ul>
        <li>${t("money.terminal.wait")}</li>
        <li>${t("money.terminal.look_paid")}</li>
        <li>${t("money.terminal.look_unpaid")}</li>
      </ul>
      <form class="money-form" onSubmit=${fail}>
        <label class="field">${t("money.reason")}
          <input name="reason" autocomplete="off" maxlength="200" value=${state.note}
            onInput=${(/** @type {Event} */ event) => desk.change({ note: /** @type {HTMLInputElement} */ (event.target).value })} />
        </label>
        <button type="submit" class="button" disabled=${state.busy || state.note.trim() === ""}>${t("money.terminal.unpaid")}</button>
      </form>
    </div>
  `;
}
