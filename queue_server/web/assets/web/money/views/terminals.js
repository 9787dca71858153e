import { hallDate, hallTime } from "../../../shared/clock.js";
import { t } from "../../../shared/i18n.js";
import { html } from "../../../vendor/preact-htm.js";
import { dong } from "../../console/models/money.js";
import { may } from "../../staff/me.js";
import { asked } from "./forms.js";

/** @typedef {import("../models/terminals.d.ts").Till} Till */
/** @typedef {import("../models/terminals.d.ts").TerminalDay} TerminalDay */
/** @typedef {import("../models/terminals.d.ts").Difference} Difference */
/** @typedef {import("../models/terminals.d.ts").Telling} Telling */

/** @param {number|null} amount */
const sum = (amount) => t("money.amount", { amount: dong(amount ?? 0) });

/** @param {string} at */
const moment = (at) => `${hallTime(at)} ${hallDate(at).split("-").reverse().join("/")}`;

/** Card terminals: what contradicts, how they are, their days. @param {import("./app.js").View} view */
export function Terminals({ state, page }) {
  const { terminals, days, tellings } = state.terminals;
  if (terminals.length + days.length + tellings.length === 0) return null;
  return html`
    <section class="card">
      <h2 class="card-title">${t("money.terminals")}</h2>
      ${tellings.map((telling) => html`<${OneTelling} key=${telling.id} telling=${telling} state=${state} page=${page} />`)}
      ${terminals.map((till) => html`<${OneTill} key=${till.device} till=${till} state=${state} page=${page} />`)}
      ${days.map((day) => html`<${OneDay} key=${day.id} day=${day} />`)}
    </section>
  `;
}

/** What a terminal said against what is known. @param {import("./app.js").View & {telling: Telling}} given */
function OneTelling({ telling, state, page }) {
  const name = `telling ${telling.id}`, moved = telling.charged || telling.given_back;
  const settle = asked((written, form) => {
    const pays = form.dataset.deed === "pays";
    void (pays ? page.terminals.explain(telling.id, written.code, written.reason) : page.terminals.close(telling.id, written.reason));
  });
  /** @param {"pays"|"close"} deed */
  const choose = (deed) => (/** @type {any} */ event) => { event.currentTarget.form.dataset.deed = deed; };
  return html`
    <article class="money-item money-against">
      <p><b>${t(`money.telling.${wordOf(telling)}`, { name: telling.name })}</b>${moved > 0 && html` · <b>${sum(moved)}</b>`} · ${moment(telling.told_at)}</p>
      <p>${telling.payment === null || telling.state === null ? t("money.telling.unknown") : t("money.telling.known", { code: telling.payment, state: t(`money.payment.${telling.state}`) })}</p>
      <p class="money-reference">${factsText(telling)}</p>
      ${may("money.") && state.choosing !== name && html`<button type="button" class="button" onClick=${() => page.change({ choosing: name })}>${t("money.settle")}</button>`}
      ${state.choosing === name && html`
        <form class="money-form" onSubmit=${settle}>
          ${telling.charged > 0 && html`<label class="field">${t("money.for_dossier")}<input name="code" autocomplete="off" maxlength="40" /></label>`}
          <label class="field">${t("money.reason")}<input name="reason" required autocomplete="off" maxlength="200" /></label>
          ${telling.charged > 0 && html`<button type="submit" class="button button-first" disabled=${state.busy} onClick=${choose("pays")}>${t("money.explain")}</button>`}
          <button type="submit" class="button" disabled=${state.busy} onClick=${choose("close")}>${t(`money.telling.${closeOf(telling)}`)}</button>
          <button type="button" class="button" onClick=${() => page.change({ choosing: "" })}>${t("console.back")}</button>
        </form>
      `}
    </article>
  `;
}

/** @param {Telling} telling @returns {string} what it says */
function wordOf({ refund, verdict }) {
  if (!refund) return verdict;
  return `back.${verdict === "approved" || verdict === "in_doubt" ? verdict : "not"}`;
}

/** @param {Telling} telling @returns {string} what was done about it */
function closeOf({ charged, given_back: given }) {
  if (given > 0) return "charged_again";
  return charged > 0 ? "given_back" : "looked";
}

/** @param {Telling} telling @returns {string} by what it is found on the terminal's slip */
function factsText({ number, trace, last4, detail }) {
  const facts = [number && t("money.telling.number", { number }), trace !== null && t("money.telling.trace", { trace }), last4 && `•••• ${last4}`, detail];
  return facts.filter(Boolean).join(" · ");
}

/** @param {import("./app.js").View & {till: Till}} given */
function OneTill({ till, state, page }) {
  const where = till.counters.length > 0 ? t("money.terminals.counters", { counters: till.counters.join(", ") }) : "";
  return html`
    <article class="money-item">
      <p><b>${till.name}</b>${where && ` · ${where}`} · ${t(till.answers ? "money.terminals.answers" : "money.terminals.silent")}</p>
      ${till.closing && html`<p role="status">${t("money.terminals.closing")}</p>`}
      ${may("money.") && html`<button type="button" class="button" disabled=${state.busy} onClick=${() => page.terminals.closeDay(till.device, !till.closing)}>${t(till.closing ? "money.terminals.not_closed" : "money.terminals.close")}</button>`}
    </article>
  `;
}

/** @param {{day: TerminalDay}} given */
function OneDay({ day }) {
  const agrees = day.differences.length === 0;
  return html`
    <article class="money-item">
      <p><b>${t("money.terminal_day", { name: day.name })}</b> · ${moment(day.told_at)} · ${t(agrees ? "money.terminal_day.agrees" : "money.terminal_day.differs")}</p>
      <p>${t("money.terminal_day.theirs", { count: day.count, amount: dong(day.amount) })} · ${t("money.terminal_day.ours", { count: day.our_count, amount: dong(day.our_amount) })}</p>
      ${!agrees && html`<ul class="money-differences">${day.differences.map((each, at) => html`<li key=${at}>${differenceText(each)}</li>`)}</ul>`}
    </article>
  `;
}

/** @param {Difference} difference @returns {string} */
function differenceText({ kind, payment, trace, number, ours, theirs }) {
  const which = payment ?? number ?? (trace === null ? "" : String(trace));
  return t(`money.difference.${kind}`, { which, ours: dong(ours ?? 0), theirs: dong(theirs ?? 0) });
}
