import { t } from "../../../shared/i18n.js";
import { html } from "../../../vendor/preact-htm.js";
import { dong } from "../../console/models/money.js";
import { may, whoIs } from "../../staff/me.js";
import { asked } from "./forms.js";

/** @typedef {import("../models/types.d.ts").OpenShift} OpenShift */

/** Shifts of others that are not closed: who cannot close it any more has it closed. @param {import("./app.js").View} view */
export function InPlace({ state, page }) {
  const { books } = state;
  if (books === null || books.closed_at !== null || !may("money.")) return null;
  const others = books.figures.not_closed.filter((each) => each.staff !== whoIs()?.staff.id);
  if (others.length === 0) return null;
  return html`
    <h3 class="money-named">${t("money.in_place")}</h3>
    ${others.map((shift) => html`<${OneShift} key=${shift.staff} shift=${shift} state=${state} page=${page} />`)}
  `;
}

/** @param {import("./app.js").View & {shift: OpenShift}} given */
function OneShift({ shift, state, page }) {
  const name = `in place ${shift.staff}`;
  return html`
    <article class="money-item">
      <p><b>${shift.clerk}</b> · ${t("money.shift.total", { amount: dong(shift.total), count: shift.payments })}</p>
      ${state.choosing !== name && html`<button type="button" class="button" onClick=${() => page.change({ choosing: name })}>${t("money.in_place.do", { name: shift.clerk })}</button>`}
      ${state.choosing === name && html`
        <p>${t("money.in_place.final", { name: shift.clerk })}</p>
        <form class="money-form" onSubmit=${asked((given) => page.books.closeInPlace(shift.staff, given.reason || ""))}>
          <label class="field">${t("money.in_place.reason")}<input name="reason" required autocomplete="off" maxlength="200" /></label>
          <button type="submit" class="button button-danger" disabled=${state.busy}>${t("money.in_place.sure")}</button>
          <button type="button" class="button" onClick=${() => page.change({ choosing: "" })}>${t("console.back")}</button>
        </form>
      `}
    </article>
  `;
}

/** Who closed a shift in its clerk's place, and why; nothing of a shift that its clerk closed. @param {{closed_by?: string | null, reason?: string | null}} close */
export function inPlace({ closed_by: name, reason }) {
  return name ? ` · ${t("money.in_place.done", { name, reason: reason || "" })}` : "";
}
