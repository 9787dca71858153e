import { names, t } from "../../shared/i18n.js";
import { html } from "../../vendor/preact-htm.js";
import { groupOf, serviceClosed } from "../models/offer.js";
import { Choices } from "./choices.js";
import { picked, turner, waitingText } from "./groups.js";

/** @param {import("./app.js").View} view */
export function Services({ state, now, hands }) {
  const catalogue = /** @type {import("../models/types.d.ts").Catalogue} */ (state.catalogue);
  const group = groupOf(catalogue, state.journey.group);
  const choices = (group?.services ?? []).map((service) => {
    const reason = serviceClosed(service, now);
    return {
      code: service.code,
      name: names(service.short_names) || names(service.names),
      closed: picked(service, state.journey) ?? (reason && t(reason.key, reason.facts)),
      choose: () => hands.walk.chooseService(service),
    };
  });
  return html`
    <h1 class="title" tabindex="-1">${names(group?.names)}</h1>
    <p class="subtitle">${[t("kiosk.services.title"), waitingText(group?.waiting ?? null)].filter(Boolean).join(" · ")}</p>
    <${Choices} choices=${choices} capacity=${state.capacity} page=${state.journey.page} turnTo=${turner(hands)} />
  `;
}
