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
      closed: picked(onlyService(group), state.journey) ?? (reason && t(reason.key, reason.facts)),
      choose: () => hands.walk.chooseGroup(group),
    };
  });
  return html`
    <h1 class="title" tabindex="-1">${t(questionOf(state.journey))}</h1>
    <${Choices} choices=${choices} capacity=${state.capacity} page=${state.journey.page} turnTo=${turner(hands)} />
  `;
}

/**
 * @param {import("../models/journey.js").Journey} journey
 * @returns {string} what is asked for
 */
function questionOf({ several, picks }) {
  if (!several) return "kiosk.groups.title";
  return picks.length === 0 ? "kiosk.visit.first" : "kiosk.visit.another";
}

/**
 * @param {import("../models/types.d.ts").Service|null} service
 * @param {import("../models/journey.js").Journey} journey
 * @returns {string|null} that the service is in the visit already
 */
export function picked(service, { several, picks }) {
  return several && service !== null && picks.includes(service.code) ? t("kiosk.visit.chosen") : null;
}

/** @param {number|null} waiting null where nobody knows */
export function waitingText(waiting) {
  if (waiting === null) return "";
  return waiting === 0 ? t("kiosk.waiting.none") : t("kiosk.waiting.some", { count: waiting });
}

/**
 * @param {import("./app.js").Hands} hands
 * @returns {(page: number) => void}
 */
export function turner(hands) {
  return (page) => hands.walk.turnTo(page);
}
