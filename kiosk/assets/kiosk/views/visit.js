import { names, t } from "../../shared/i18n.js";
import { html } from "../../vendor/preact-htm.js";
import { MOST_PEOPLE, MOST_PICKS } from "../models/journey.js";
import { serviceOf } from "../models/offer.js";
import { Icon } from "./icons.js";

/** Several services under one number: which, in what order, and one more. @param {import("./app.js").View} view */
export function Visit({ state, hands }) {
  const catalogue = /** @type {import("../models/types.d.ts").Catalogue} */ (state.catalogue);
  const { picks, people } = state.journey;
  return html`
    <h1 class="title" tabindex="-1">${t("kiosk.visit.title")}</h1>
    <p class="subtitle">${t("kiosk.visit.explained")}</p>
    <ol class="picks">
      ${picks.map((code, at) => html`
        <${Pick} key=${code} at=${at + 1} service=${serviceOf(catalogue, code)} drop=${() => hands.walk.drop(code)} />
      `)}
    </ol>
    <section class="people" aria-labelledby="people">
      <h2 id="people" class="people-title">${t("kiosk.party.title")}</h2>
      <p class="subtitle">${t("kiosk.party.explained")}</p>
      <div class="people-choices">
        ${Array.from({ length: MOST_PEOPLE }, (_, at) => at + 1).map((count) => html`
          <button key=${count} type="button" class="tool" aria-pressed=${count === people ? "true" : "false"}
            aria-label=${count === 1 ? t("kiosk.party.one") : t("kiosk.party.people", { count })}
            onClick=${() => hands.walk.together(count)}><span class="people-count">${count}</span></button>
        `)}
      </div>
    </section>
    <div class="visit-ways">
      ${picks.length < MOST_PICKS && html`
        <button type="button" class="button quiet" onClick=${() => hands.walk.go("more")}><${Icon} name="more" />${t("kiosk.visit.more")}</button>
      `}
      <button type="button" class="button" onClick=${() => hands.walk.takeVisit()}>${t("kiosk.visit.take")}</button>
    </div>
  `;
}

/** @param {{at: number, service: import("../models/types.d.ts").Service|undefined, drop: () => void}} given */
function Pick({ at, service, drop }) {
  return html`
    <li class="pick">
      <span class="choice-letter" aria-hidden="true">${at}</span>
      <span class="pick-name">${names(service?.short_names) || names(service?.names)}</span>
      <button type="button" class="tool" onClick=${drop}><${Icon} name="close" />${t("kiosk.visit.drop")}</button>
    </li>
  `;
}
