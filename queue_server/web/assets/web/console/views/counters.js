import { names, t } from "../../../shared/i18n.js";
import { html } from "../../../vendor/preact-htm.js";

/** @typedef {import("../models/types.d.ts").State} State */
/** @typedef {import("../models/types.d.ts").Seat} Seat */
/** @typedef {import("../controllers/console.js").Console} Console */

/** @param {{state: State, desk: Console}} given */
export function Counters({ state, desk }) {
  return html`
    <section class="card counters">
      <h2 class="card-title">${t("console.choose")}</h2>
      ${state.asked !== null && html`<${Takeover} seat=${state.asked} desk=${desk} />`}
      <ul class="counters-list">
        ${(state.seats || []).map((seat) => html`
          <li key=${seat.number}>
            <button type="button" class="button counters-seat" disabled=${state.busy}
              onClick=${() => (seat.free ? desk.sit(seat.number, false) : desk.change({ asked: seat }))}>
              <strong>${names(seat.names)}</strong>
              <span>${seat.clerk === null ? t("console.free") : seat.clerk.name}</span>
              ${seat.shared && seat.free && seat.clerk !== null && html`<span>${t("console.seat_beside")}</span>`}
            </button>
          </li>
        `)}
      </ul>
    </section>
  `;
}

/** @param {{seat: Seat, desk: Console}} given */
function Takeover({ seat, desk }) {
  const clerk = seat.clerk === null ? "" : seat.clerk.name;
  return html`
    <div class="note counters-takeover" role="alertdialog" aria-label=${t("console.takeover")}>
      <p>${t("console.takeover_asked", { clerk, counter: seat.number })}</p>
      <button type="button" class="button button-first" onClick=${() => desk.sit(seat.number, true)}>${t("console.takeover")}</button>
      <button type="button" class="button" onClick=${() => desk.change({ asked: null })}>${t("console.back")}</button>
    </div>
  `;
}
