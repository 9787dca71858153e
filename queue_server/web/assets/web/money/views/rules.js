import { hallDate, hallTime } from "../../../shared/clock.js";
import { t } from "../../../shared/i18n.js";
import { html } from "../../../vendor/preact-htm.js";
import { dong } from "../../console/models/money.js";
import { groupText } from "../models/groups.js";
import { may } from "../../staff/me.js";
import { OTHERS, saidIn, TEXTS } from "../models/rule.js";
import { asked } from "./forms.js";

/** @typedef {import("../models/types.d.ts").Rule} Rule */

/** What is charged, and what is proposed. @param {import("./app.js").View} view */
export function Rules({ state, page }) {
  return html`
    <section class="card" id="rules">
      <h2 class="card-title">${t("money.rules")}</h2>
      ${state.rules.length === 0 && html`<p>${t("money.rules.none")}</p>`}
      ${state.rules.map((rule) => html`<${OneRule} key=${rule.id} rule=${rule} state=${state} page=${page} />`)}
      ${may("money.") && html`<${Propose} state=${state} page=${page} />`}
    </section>
  `;
}

/** @param {import("./app.js").View & {rule: Rule}} given */
function OneRule({ rule, state, page }) {
  const prices = rule.tiers.map((tier) => t("money.tier", { begins: tier.begins, price: dong(tier.price) })).join("; ");
  const spared = Object.entries(rule.exempt).map(([group, percent]) => `${groupText(group, t)} ${percent}%`).join(", ");
  return html`
    <article class="money-item">
      <p><b>${rule.procedure}</b> · ${t(`dossiers.channel.${rule.channel}`)} · ${t(`money.kind.${rule.kind}`)}: ${rule.name} · <b>${t(rule.approved_at === null ? "money.rule.proposed" : "money.rule.approved")}</b></p>
      <p>${prices} (${rule.unit})${rule.most === null ? "" : ` · ${t("money.rule.most")} ${dong(rule.most)}`}${spared === "" ? "" : ` · ${t("money.rule.exempt")}: ${spared}`}</p>
      <p class="money-reference">${rule.basis} · ${rule.valid_from}${rule.valid_until === null ? "" : ` – ${rule.valid_until}`}</p>
      ${OTHERS.filter((each) => saidIn(rule.translations, each) !== "").map((each) => html`<p key=${each} lang=${each} class="money-reference">${saidIn(rule.translations, each)}</p>`)}
      ${may("money.") && html`
        ${rule.approved_at === null && html`<button type="button" class="button button-first" disabled=${state.busy} onClick=${() => page.settleRule(rule.id, "approve")}>${t("money.rule.approve")}</button>`}
        <button type="button" class="button" disabled=${state.busy} onClick=${() => page.settleRule(rule.id, "withdraw")}>${t("money.rule.withdraw")}</button>
      `}
    </article>
  `;
}

/** @param {import("./app.js").View} view */
function Propose({ state, page }) {
  const propose = asked(async (written, form) => { if (await page.propose(written)) form.reset(); });
  return html`
    <form class="money-form money-propose" onSubmit=${propose}>
      <h3>${t("money.rule.new")}</h3>
      <label class="field">${t("money.rule.procedure")}<input name="procedure" required pattern="[0-9][.][0-9]{6}" placeholder="2.000815" autocomplete="off" /></label>
      <label class="field">${t("money.rule.channel")}
        <select name="channel">${["counter", "online", "post", "other"].map((each) => html`<option key=${each} value=${each}>${t(`dossiers.channel.${each}`)}</option>`)}</select>
      </label>
      <label class="field">${t("money.rule.kind")}
        <select name="kind">${["phi", "le_phi"].map((each) => html`<option key=${each} value=${each}>${t(`money.kind.${each}`)}</option>`)}</select>
      </label>
      <label class="field">${t("money.rule.name")}<input name="name" required maxlength="200" autocomplete="off" /></label>
      <label class="field">${t("money.rule.unit")}<input name="unit" required maxlength="40" autocomplete="off" /></label>
      <label class="field">${t("money.rule.tiers")}<input name="tiers" required placeholder="1: 2000; 3: 1000" autocomplete="off" /></label>
      <label class="field">${t("money.rule.most")}<input name="most" inputmode="numeric" autocomplete="off" /></label>
      <label class="field">${t("money.rule.exempt")}<input name="exempt" placeholder=${`${groupText("poor", t)}: 100; ${groupText("merit", t)}: 50`} autocomplete="off" /></label>
      <label class="field">${t("money.rule.basis")}<input name="basis" required maxlength="200" autocomplete="off" /></label>
      <label class="field">${t("money.rule.from")}<input name="valid_from" type="date" required /></label>
      <label class="field">${t("money.rule.until")}<input name="valid_until" type="date" /></label>
      <details class="money-others">
        <summary>${t("money.rule.others")}</summary>
        <div class="money-form">
          ${OTHERS.map((each) => TEXTS.map((text) => html`
            <label key=${`${text}-${each}`} class="field">${t(`money.rule.${text}.${each}`)}<input name=${`${text}_${each}`} lang=${each} maxlength=${text === "unit" ? 40 : 200} autocomplete="off" /></label>
          `))}
        </div>
      </details>
      <button type="submit" class="button button-first" disabled=${state.busy}>${t("money.rule.propose")}</button>
    </form>
  `;
}

/** Where payment codes send the money. @param {import("./app.js").View} view */
export function AccountForm({ state, page }) {
  const set = asked((written) => page.setAccount(written));
  return html`
    <section class="card">
      <h2 class="card-title">${t("money.account")}</h2>
      <p>${state.account === null ? t("error.payment.no_account") : `${state.account.bank} · ${state.account.number} · ${state.account.holder}`}</p>
      ${state.polled !== null && html`<${Heard} polled=${state.polled} />`}
      <form class="money-form" onSubmit=${set}>
        <label class="field">${t("money.account.bank_number")}<input name="bank" required pattern="[0-9]{6}" placeholder="970436" inputmode="numeric" autocomplete="off" /></label>
        <label class="field">${t("money.account.number")}<input name="number" required maxlength="19" autocomplete="off" /></label>
        <label class="field">${t("money.account.holder")}<input name="holder" required maxlength="100" autocomplete="off" /></label>
        <button type="submit" class="button" disabled=${state.busy}>${t("money.account.set")}</button>
      </form>
    </section>
  `;
}

/** When the bank was last heard by asking it. @param {{polled: NonNullable<import("../models/types.d.ts").State["polled"]>}} given */
function Heard({ polled }) {
  const heard = polled.heard_at === null ? t("money.polled.never") : t("money.polled", { time: `${hallTime(polled.heard_at)} ${hallDate(Date.parse(polled.heard_at))}` });
  return html`<p role="status">${heard}${polled.failures === 0 ? "" : ` ${t("money.polled.failed", { failures: polled.failures, why: polled.why ?? "" })}`}</p>`;
}
