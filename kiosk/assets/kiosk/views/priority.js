import { names, t } from "../../shared/i18n.js";
import { html } from "../../vendor/preact-htm.js";
import { headStart } from "../models/offer.js";
import { Choices } from "./choices.js";
import { turner } from "./groups.js";

/** @param {import("./app.js").View} view */
export function Priority({ state, hands }) {
  const classes = state.catalogue?.priority_classes ?? [];
  const choices = classes.map((found) => ({
    code: found.code,
    name: names(found.names),
    choose: () => hands.walk.go("priority", { priority: found.code }),
  }));
  const minutes = headStart(classes);
  return html`
    <h1 class="title" tabindex="-1">${t("kiosk.priority.title")}</h1>
    <p class="subtitle">${t("kiosk.priority.explained")}</p>
    ${minutes !== null && html`<p class="subtitle">${t("kiosk.priority.rule", { minutes })}</p>`}
    <${Choices} choices=${choices} capacity=${state.capacity} page=${state.journey.page} turnTo=${turner(hands)} />
  `;
}
