import { names, t } from "../../shared/i18n.js";
import { html } from "../../vendor/preact-htm.js";
import { groupClosed, groupsOf, onlyService } from "../models/offer.js";
import { Choices } from "./choices.js";

/** @param {import("./app.js").View} view */
export function Groups({ state, now, hands }) {
  const choices = groupsOf(/** @type {import("../models/types.d.ts").Catalogue} */ (state.catalogue)).map((group) => {
    const reason = groupClosed(group, now);
    return {
      code: group.code,
      name: names(onlyService(group)?.short_names ?? group.names),
      letter: group.letter,
      fact: waitingText(group.waiting),
      closed: reason && t(reason.key, reason.facts),
      choose: () => hands.walk.chooseGroup(group),
    };
  });
  return html`
    <h1 class="title" tabindex="-1">${t("kiosk.groups.title")}</h1>
    <${Choices} choices=${choices} capacity=${state.capacity} page=${state.journey.page} turnTo=${turner(hands)} />
  `;
}

/** @param {number} waiting */
export function waitingText(waiting) {
  return waiting === 0 ? t("kiosk.waiting.none") : t("kiosk.waiting.some", { count: waiting });
}

/**
 * @param {import("./app.js").Hands} hands
 * @returns {(page: number) => void}
 */
export function turner(hands) {
  return (page) => hands.walk.turnTo(page);
}
