import { hallTime } from "../../../shared/clock.js";
import { t } from "../../../shared/i18n.js";
import { html } from "../../../vendor/preact-htm.js";

/** @typedef {import("../models/types.d.ts").Desk} Desk */
/** @typedef {import("../controllers/console.js").Console} Console */

/** Another tab acts for this counter: by which browser, since when, and the one key that takes it back. @param {{view: Desk, desk: Console, busy: boolean}} given */
export function Superseded({ view, desk, busy }) {
  const holder = view.console;
  return html`
    <section class="card superseded" role="alert">
      <h2 class="superseded-title">${t("console.superseded.title", { number: view.counter.number })}</h2>
      ${holder !== null && html`<p>${t("console.superseded.by", { browser: holder.browser, time: hallTime(holder.since) })}</p>`}
      <p>${t("console.superseded.what")}</p>
      <button type="button" class="button button-first deed" disabled=${busy} onClick=${() => desk.takeBack()}>
        ${t("console.superseded.back")} <kbd>F8</kbd>
      </button>
    </section>
  `;
}
