import { hallTime } from "../../../shared/clock.js";
import { names, t } from "../../../shared/i18n.js";
import { html } from "../../../vendor/preact-htm.js";

/** @typedef {import("../models/types.d.ts").Now} Now */
/** @typedef {import("../models/types.d.ts").State} State */
/** @typedef {import("../controllers/manager.js").Manager} Manager */
/** @typedef {Now["refused"][number]} Slip */

/** Slips that a kiosk gave without the server and that no line took: somebody must look after these citizens. @param {{state: State, now: Now, manager: Manager}} given */
export function Refused({ state, now, manager }) {
  if (now.refused.length === 0) return null;
  return html`
    <section class="card refused">
      <h2 class="card-title">${t("manager.refused.title")}</h2>
      <p>${t("manager.refused.help")}</p>
      <table class="table">
        <thead><tr>
          <th scope="col">${t("manager.ticket")}</th>
          <th scope="col">${t("manager.refused.given")}</th>
          <th scope="col">${t("manager.refused.kiosk")}</th>
          <th scope="col">${t("manager.refused.why")}</th>
          ${state.steers && html`<td></td>`}
        </tr></thead>
        <tbody>
          ${now.refused.map((slip) => html`
            <tr key=${slip.id}>
              <th scope="row">${slip.label}${slip.service !== null && html` · ${names(slip.service.names)}`}</th>
              <td>${given(slip)}</td>
              <td>${slip.device}</td>
              <td>${t(`manager.refused.code.${slip.code.replace(".", "_")}`)}</td>
              ${state.steers && html`<td>
                <button type="button" class="button" aria-pressed=${state.settling === slip.id ? "true" : "false"}
                  onClick=${() => manager.change({ settling: slip.id })}>${t("manager.refused.settle")}<span class="spoken-only"> ${slip.label}</span></button>
              </td>`}
            </tr>
          `)}
        </tbody>
      </table>
      ${now.refused.filter(({ id }) => id === state.settling).map((slip) => html`<${Settle} key=${slip.id} slip=${slip} state=${state} manager=${manager} />`)}
    </section>
  `;
}

/** @param {{slip: Slip, state: State, manager: Manager}} given */
function Settle({ slip, state, manager }) {
  /** @param {Event} event */
  const settle = (event) => {
    event.preventDefault();
    const note = String(new FormData(/** @type {HTMLFormElement} */ (event.target)).get("note")).trim();
    void manager.steer(`refused/${encodeURIComponent(slip.id)}/settle`, { note }).then((done) => done && manager.change({ settling: null }));
  };
  return html`
    <form class="approve" aria-label=${t("manager.refused.settle_title", { label: slip.label })} onSubmit=${settle}>
      <label class="field">${t("manager.refused.note", { label: slip.label })}<input name="note" required minlength="3" maxlength="200" autocomplete="off" /></label>
      <button class="button button-first" type="submit" disabled=${state.busy}>${t("manager.refused.settle")}</button>
      <button class="button" type="button" onClick=${() => manager.change({ settling: null })}>${t("manager.steer.close")}</button>
    </form>
  `;
}

/** When the slip was given, as its kiosk says; what is no time is shown as it was told. @param {Slip} slip @returns {string} "08:05 23/11/2026" */
function given(slip) {
  const day = slip.day.split("-").reverse().join("/");
  return Number.isNaN(Date.parse(slip.told_at)) ? `${slip.told_at} ${day}` : `${hallTime(slip.told_at)} ${day}`;
}
