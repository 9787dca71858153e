import { hallTime } from "../../shared/clock.js";
import { names } from "../../shared/i18n.js";
import { html } from "../../vendor/preact-htm.js";

/** @param {import("./app.js").View} view */
export function Header({ state, now }) {
  const { centre, hall } = /** @type {import("../models/types.d.ts").Catalogue} */ (state.catalogue);
  return html`
    <header class="header">
      <div>
        <p class="header-centre">${names(centre.names)}</p>
        <p class="header-hall">${names(hall.names)}</p>
      </div>
      <time class="header-time">${hallTime(now)}</time>
    </header>
  `;
}
