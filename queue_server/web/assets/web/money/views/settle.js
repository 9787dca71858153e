import { hallDate, hallTime } from "../../../shared/clock.js";
import { t } from "../../../shared/i18n.js";
import { html } from "../../../vendor/preact-htm.js";
import { dong } from "../../console/models/money.js";
import { may } from "../../staff/me.js";
import { asked } from "./forms.js";
import { GivingBack } from "./giving_back.js";

/** @typedef {import("../models/types.d.ts").Credit} Credit */
/** @typedef {import("../models/types.d.ts").ListedPayment} Payment */

/** Money that came and paid nothing by itself. @param {import("./app.js").View} view */
export function Credits({ state, page }) {
  return html`
    <section class="card" id="settle">
      <h2 class="card-title">${t("money.credits")}</h2>
      ${state.credits.length === 0 && html`<p>${t("money.credits.none")}</p>`}
      ${state.credits.map((credit) => html`<${OneCredit} key=${credit.id} credit=${credit} state=${state} page=${page} />`)}
    </section>
  `;
}

/** @param {import("./app.js").View & {credit: Credit}} given */
function OneCredit({ credit, state, page }) {
  const name = `credit ${credit.id}`;
  const settle = asked((written, form) => {
    const back = form.dataset.deed === "back";
    void (back ? page.sendBack(credit.id, written.reason) : page.explain(credit.id, written.code, written.reason));
  });
  return html`
    <article class="money-item">
      <p><b>${t("money.amount", { amount: dong(credit.amount) })}</b> · ${t(`money.credit.${credit.state}`)} · ${hallTime(credit.at)} ${hallDate(credit.at).split("-").reverse().join("/")}</p>
      <p class="money-text">${credit.text} <span class="money-reference">${credit.provider} ${credit.reference}</span></p>
      ${may("money.") && state.choosing !== name && html`<button type="button" class="button" onClick=${() => page.change({ choosing: name })}>${t("money.settle")}</button>`}
      ${state.choosing === name && html`
        <form class="money-form" onSubmit=${settle}>
          <label class="field">${t("money.for_dossier")}<input name="code" autocomplete="off" maxlength="40" /></label>
          <label class="field">${t("money.reason")}<input name="reason" required autocomplete="off" maxlength="200" /></label>
          <button type="submit" class="button button-first" disabled=${state.busy} onClick=${(/** @type {any} */ event) => { event.currentTarget.form.dataset.deed = "pays"; }}>${t("money.explain")}</button>
          <button type="submit" class="button" disabled=${state.busy} onClick=${(/** @type {any} */ event) => { event.currentTarget.form.dataset.deed = "back"; }}>${t("money.send_back")}</button>
          <button type="button" class="button" onClick=${() => page.change({ choosing: "" })}>${t("console.back")}</button>
        </form>
      `}
    </article>
  `;
}

/** Typed cards that nobody else has compared with the terminal's slips. @param {import("./app.js").View} view */
export function Unchecked({ state, page }) {
  if (state.unchecked.length === 0) return null;
  return html`
    <section class="card">
      <h2 class="card-title">${t("money.unchecked.title")}</h2>
      ${state.unchecked.map((card) => html`
        <article key=${card.id} class="money-item">
          <p><b>${t("money.amount", { amount: dong(card.amount) })}</b> · ···${card.last4} · ${t("money.card.approval")} <b>${card.reference}</b> · ${card.dossier} · ${card.clerk} · ${hallTime(card.created_at)} ${hallDate(card.created_at).split("-").reverse().join("/")}</p>
          ${may("money.") && html`<button type="button" class="button" disabled=${state.busy} onClick=${() => page.check(card.id)}>${t("money.check")}</button>`}
        </article>
      `)}
    </section>
  `;
}

/** Attempts that are open or in doubt. @param {import("./app.js").View} view */
export function Waiting({ state, page }) {
  return html`
    <section class="card">
      <h2 class="card-title">${t("money.open")}</h2>
      ${state.payments.length + state.givenBack.length === 0 && html`<p>${t("money.open.none")}</p>`}
      ${state.payments.map((payment) => html`<${OnePayment} key=${payment.id} payment=${payment} state=${state} page=${page} />`)}
      ${state.givenBack.map((payment) => html`
        <article key=${payment.id} class="money-item">
          <${What} payment=${payment} />
          <${GivingBack} payment=${payment} state=${state} page=${page} name=${`refund ${payment.id}`} />
        </article>
      `)}
    </section>
  `;
}

/** @param {{payment: Payment}} given */
function What({ payment }) {
  return html`
    <p><b>${t("money.amount", { amount: dong(payment.amount) })}</b> · ${t(`money.method.${payment.method}`)} · ${t(`money.payment.${payment.state}`)} · ${hallTime(payment.created_at)} ${hallDate(payment.created_at).split("-").reverse().join("/")} · ${payment.code}</p>
    <p class="money-reference">${payment.dossier} · ${payment.clerk ?? t("money.by_kiosk")}${payment.device_name === null ? "" : ` · ${payment.device_name}`}</p>
  `;
}

/** @param {import("./app.js").View & {payment: Payment}} given */
function OnePayment({ payment, state, page }) {
  const name = `payment ${payment.id}`;
  const settle = asked((written, form) => {
    const move = /** @type {"confirm"|"fail"|"cancel"} */ (form.dataset.deed);
    void page.decide(payment.id, move, written.reference, written.reason);
  });
  /** @param {"confirm"|"fail"|"cancel"} move */
  const button = (move) => html`
    <button type="submit" class="button" disabled=${state.busy} onClick=${(/** @type {any} */ event) => { event.currentTarget.form.dataset.deed = move; }}>${t(`money.decide.${move}`)}</button>
  `;
  return html`
    <article class="money-item">
      <${What} payment=${payment} />
      ${may("money.") && state.choosing !== name && html`<button type="button" class="button" onClick=${() => page.change({ choosing: name })}>${t("money.settle")}</button>`}
      ${state.choosing === name && html`
        <form class="money-form" onSubmit=${settle}>
          <label class="field">${t("money.reference")}<input name="reference" autocomplete="off" maxlength="64" /></label>
          <label class="field">${t("money.reason")}<input name="reason" required autocomplete="off" maxlength="200" /></label>
          ${button("confirm")} ${button("fail")} ${payment.state === "pending" && button("cancel")}
          <button type="button" class="button" onClick=${() => page.change({ choosing: "" })}>${t("console.back")}</button>
        </form>
      `}
    </article>
  `;
}
