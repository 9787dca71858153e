import { hallTime } from "../../../shared/clock.js";
import { names, t } from "../../../shared/i18n.js";
import { html } from "../../../vendor/preact-htm.js";
import { clockText } from "../models/timer.js";

/** @typedef {import("../models/types.d.ts").Desk} Desk */
/** @typedef {import("../controllers/console.js").Console} Console */

/** What a counter without a ticket says: nobody is here, or the clerk is on a break. @param {{view: Desk, now: number}} given */
export function Pause({ view, now }) {
  if (view.break === null) return html`<${Nobody} view=${view} />`;
  const seconds = Math.max(0, Math.floor((now - Date.parse(view.break.began_at)) / 1000));
  return html`
    <div class="current-break">
      <p class="current-break-reason" role="status">${t("console.break.on", { reason: names(view.break.reason.names) })}</p>
      <p>${t("console.break.since", { time: hallTime(view.break.began_at) })} · <span class="clock">${clockText(seconds)}</span></p>
      <p>${t("console.break.nobody_called")}</p>
    </div>
  `;
}

/** @param {{view: Desk}} given */
function Nobody({ view }) {
  if (view.automatic.ready_since === null) return html`<p class="current-none">${t("console.nobody")}</p>`;
  return html`<p class="current-none current-ready" role="status">${t("console.automatic.ready", { time: hallTime(view.automatic.ready_since) })}</p>`;
}

/** The switch of automatic call, where the centre has it. @param {{view: Desk, desk: Console, busy: boolean}} given */
export function Automatic({ view, desk, busy }) {
  if (!view.automatic.offered) return null;
  return html`
    <button type="button" class="button deed" aria-pressed=${view.automatic.on ? "true" : "false"} disabled=${busy}
      onClick=${() => desk.press("automatic", { on: !view.automatic.on })}>
      ${t(view.automatic.on ? "console.automatic.on" : "console.automatic.off")} <kbd>Home</kbd>
    </button>
  `;
}
