import { hallDate, hallTime } from "../../../shared/clock.js";
import { language, t } from "../../../shared/i18n.js";
import { html } from "../../../vendor/preact-htm.js";
import { dong } from "../../console/models/money.js";
import { may } from "../../staff/me.js";
import { UNSETTLED, fileOf, onItsSide, written } from "../models/days.js";
import { asked } from "./forms.js";
import { InPlace, inPlace } from "./in_place.js";
import { Sums } from "./sums.js";

/** @typedef {import("../models/types.d.ts").BooksDay} BooksDay */
/** @typedef {import("../models/types.d.ts").DayFigures} DayFigures */

/** A day of the books: what it says, what is left to do, and its close. @param {import("./app.js").View} view */
export function Books({ state, page }) {
  const { books } = state;
  if (books === null) return null;
  const { figures } = books;
  return html`
    <section class="card" id="books">
      <h2 class="card-title">${t("money.books")}</h2>
      <label class="field money-day">${t("money.books.day")}
        <input type="date" value=${books.day} max=${hallDate(Date.now())} onChange=${(/** @type {any} */ event) => event.target.value && page.books.choose(event.target.value)} />
      </label>
      <p class="money-total">${t("money.shift.total", { amount: dong(figures.total), count: figures.payments })}</p>
      <${Sums} sums=${figures.sums} label=${t("money.books")} />
      ${figures.unattended.payments > 0 && html`<p>${t("money.books.unattended")}: ${t("money.shift.total", { amount: dong(figures.unattended.total), count: figures.unattended.payments })}</p>`}
      <${Accounts} figures=${figures} />
      <p>${t("money.books.credits_of_day", { matched: figures.matched.count, amount: dong(figures.matched.amount), suspense: figures.suspense.count, unknown: dong(figures.suspense.amount) })}</p>
      ${figures.terminals.length > 0 && html`<${Terminals} figures=${figures} />`}
      ${figures.shifts.length > 0 && html`<${Shifts} figures=${figures} />`}
      <${Unsettled} books=${books} />
      <${InPlace} state=${state} page=${page} />
      <${Close} state=${state} page=${page} />
    </section>
  `;
}

/** @param {{figures: DayFigures}} given */
function Accounts({ figures }) {
  return html`
    <div class="table-wide" role="region" aria-label=${t("money.books.accounts")} tabindex="0">
      <table class="table">
        <thead><tr>
          <th scope="col">${t("money.books.accounts")}</th>
          ${["opening", "moved", "closing"].map((each) => html`<th key=${each} scope="col" class="number">${t(`money.books.${each}`)}</th>`)}
        </tr></thead>
        <tbody>${figures.accounts.map((line) => html`
          <tr key=${line.account}>
            <th scope="row">${t(`money.account.${line.account}`)}</th>
            ${[line.opening, line.moved, line.closing].map((amount, at) => html`<td key=${at} class="number">${dong(onItsSide(line.account, amount))}</td>`)}
          </tr>
        `)}</tbody>
      </table>
    </div>
  `;
}

/** @param {{figures: DayFigures}} given */
function Shifts({ figures }) {
  return html`
    <h3 class="money-named">${t("money.books.shifts")}</h3>
    <ul>${figures.shifts.map((shift) => html`
      <li key=${shift.close}>${shift.clerk} · ${t("money.shift.total", { amount: dong(shift.total), count: shift.payments })}${inPlace(shift)}${shift.signed ? "" : ` · ${t("money.sign.waits")}`}${shift.signed_by ? ` · ${t("money.sign.done", { name: shift.signed_by })}` : ""}</li>
    `)}</ul>
  `;
}

/** What card terminals said of their days, beside ours. @param {{figures: DayFigures}} given */
function Terminals({ figures }) {
  return html`
    <h3 class="money-named">${t("money.books.terminals")}</h3>
    <ul>${figures.terminals.map((day) => html`
      <li key=${day.id}>${day.name} · ${t("money.shift.total", { amount: dong(day.amount), count: day.count })} · ${day.differences.length === 0 ? t("money.books.agrees") : t("money.books.ours", { amount: dong(day.our_amount), count: day.our_count })}</li>
    `)}</ul>
  `;
}

/** @param {{books: BooksDay}} given */
function Unsettled({ books }) {
  const { figures, unsettled } = books;
  if (unsettled === 0) return html`<p class="money-settled-day">${t("money.books.settled")}</p>`;
  return html`
    <div class="money-unsettled">
      <p><b>${t("money.books.unsettled", { count: unsettled })}</b></p>
      <ul>${UNSETTLED.filter((name) => figures[name].length > 0).map((name) => html`
        <li key=${name}>${t(`money.books.${name}`)}: ${figures[name].map(nameOf).join("; ")}</li>
      `)}</ul>
    </div>
  `;
}

/** @param {{clerk?: string, dossier?: string, reference?: string, name?: string, total?: number, amount?: number, charged?: number}} what */
function nameOf({ clerk, dossier, reference, name, total, amount, charged }) {
  return `${clerk || dossier || reference || name} (${dong(total ?? amount ?? charged ?? 0)})`;
}

/** @param {import("./app.js").View} view */
function Close({ state, page }) {
  const books = /** @type {BooksDay} */ (state.books);
  if (books.closed_at !== null) {
    return html`
      <p><b>${t("money.books.closed", { time: hallTime(books.closed_at), day: written(hallDate(books.closed_at)), name: books.closed_by || "" })}</b>${books.reason === null ? "" : ` · ${t("money.reason")}: ${books.reason}`}</p>
    `;
  }
  if (!may("money.")) return null;
  if (state.choosing !== "books") {
    return html`<button type="button" class="button" onClick=${() => page.change({ choosing: "books" })}>${t("money.books.close", { day: written(books.day) })}</button>`;
  }
  return html`
    <form class="money-form" onSubmit=${asked((given) => page.books.closeDay(books.day, given.reason || ""))}>
      ${books.unsettled > 0 && html`<label class="field">${t("money.books.reason")}<input name="reason" required autocomplete="off" maxlength="200" /></label>`}
      <button type="submit" class="button button-danger" disabled=${state.busy}>${t("money.books.close.sure")}</button>
      <button type="button" class="button" onClick=${() => page.change({ choosing: "" })}>${t("console.back")}</button>
    </form>
  `;
}

/** Closed days, and their books for accounting. @param {import("./app.js").View} view */
export function Export({ state, page }) {
  if (state.closed === null) return null;
  const { days } = state.closed;
  const newest = days[0]?.day || "";
  const { first, last } = { first: state.exporting.first || newest, last: state.exporting.last || newest };
  /** @param {"first"|"last"} name */
  const choose = (name) => (/** @type {any} */ event) => page.change({ exporting: { ...state.exporting, [name]: event.target.value } });
  return html`
    <section class="card" id="export">
      <h2 class="card-title">${t("money.export")}</h2>
      ${days.length === 0 ? html`<p>${t("money.export.none")}</p>` : html`
        <ul>${days.map((each) => html`
          <li key=${each.day}><button type="button" class="button-link" onClick=${() => page.books.choose(each.day)}>${written(each.day)}</button> · ${t("money.amount", { amount: dong(each.total) })}${each.unsettled === 0 ? "" : ` · ${t("money.books.unsettled", { count: each.unsettled })}`}</li>
        `)}</ul>
        <div class="money-form">
          <label class="field">${t("money.export.first")}<input type="date" value=${first} onChange=${choose("first")} /></label>
          <label class="field">${t("money.export.last")}<input type="date" value=${last} onChange=${choose("last")} /></label>
          ${/** @type {const} */ (["books.xlsx", "payments.csv", "postings.csv", "shifts.csv"]).map((file) => html`<a key=${file} class="button" href=${fileOf(first, last, file, language())} download>${t(`money.export.${file}`)}</a>`)}
        </div>
      `}
    </section>
  `;
}
