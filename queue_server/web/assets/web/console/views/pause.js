import { hallTime } from "../../../shared/clock.js";
import { names, t } from "../../../shared/i18n.js";
import { html } from "../../../vendor/preact-htm.js";
import { clockText } from "../models/timer.js";

/** @typedef {import("../models/types.d.ts").Desk} Desk */

/** What a counter without a ticket says: nobody is here, or the clerk is on a break. @param {{view: Desk, now: number}} given */
export function Pause({ view, now }) {
  if (view.break === null) return html`<p class="current-none">${t("console.nobody")}</p>`;
  const seconds = Math.max(0, Math.floor((now - Date.parse(view.break.began_at)) / 1000));
  return html`
    <div class="current-break">
      <p class="current-break-reason" role="status">${t("console.break.on", { reason: names(view.break.reason.names) })}</p>
      <p>${t("console.break.since", { time: hallTime(view.break.began_at) })} · <span class="clock">${clockText(seconds)}</span></p>
      <p>${t("console.break.nobody_called")}</p>
    </div>
  `;
}
