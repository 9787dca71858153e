import { names, t } from "../../shared/i18n.js";
import { html } from "../../vendor/preact-htm.js";
import { may } from "../models/journey.js";
import { AppointmentWay } from "./appointment.js";
import { Icon } from "./icons.js";

/** The way back, the wish for precedence, and what makes the screen easier: always in the same place. @param {import("./app.js").View} view */
export function Footer(view) {
  const { journey } = view.state;
  if (journey.screen === "issuing" || journey.screen === "ticket") return null;
  return html`
    <footer class="footer">
      ${may(journey, "appointment") && html`<${AppointmentWay} ...${view} />`}
      ${may(journey, "ask_priority") && html`<${Precedence} ...${view} />`}
      ${journey.screen.startsWith("fee_") && html`<${Help} ...${view} />`}
      <nav class="tools" aria-label=${t("kiosk.tools")}>
        ${journey.screen !== "welcome" && !view.hands.fees.atWork() && html`<${Ways} ...${view} />`}
        ${may(journey, "several") && html`<${Several} ...${view} />`}
        <${Comforts} ...${view} />
      </nav>
    </footer>
  `;
}

/** @param {import("./app.js").View} view */
function Precedence({ state, hands }) {
  const classes = state.catalogue?.priority_classes ?? [];
  if (classes.length === 0) return null;
  const chosen = classes.find((found) => found.code === state.journey.priority);
  if (chosen === undefined) {
    return html`
      <button type="button" class="precedence" onClick=${() => hands.walk.go("ask_priority")}>
        <${Icon} name="care" />${t("kiosk.priority.button")}
      </button>
    `;
  }
  return html`
    <button type="button" class="precedence chosen" onClick=${() => hands.walk.go("priority", { priority: null })}>
      <${Icon} name="check" />
      <span class="precedence-name">${names(chosen.names)}</span>
      <span class="precedence-remove"><${Icon} name="close" />${t("kiosk.priority.remove")}</span>
    </button>
  `;
}

/** The wish for more than one service; then the way to what was chosen. @param {import("./app.js").View} view */
function Several({ state, hands }) {
  const { several, picks } = state.journey;
  if (picks.length > 0) {
    return html`
      <button type="button" class="tool several" aria-pressed="true" onClick=${() => hands.walk.go("review")}>
        <${Icon} name="list" />${t("kiosk.visit.review", { count: picks.length })}
      </button>
    `;
  }
  return html`
    <button type="button" class="tool several" aria-pressed=${several ? "true" : "false"}
      onClick=${() => hands.walk.go("several", { several: !several })}>
      <${Icon} name="list" />${t("kiosk.visit.button")}
    </button>
  `;
}

/** @param {import("./app.js").View} view */
function Help({ state, hands }) {
  return html`
    <button type="button" class=${state.journey.helped ? "precedence chosen" : "precedence"} aria-pressed=${state.journey.helped ? "true" : "false"} onClick=${() => hands.fees.help()}>
      <${Icon} name="help" />${t("kiosk.fee.help")}
    </button>
  `;
}

/** @param {import("./app.js").View} view */
function Ways({ state, hands }) {
  return html`
    ${may(state.journey, "back") && html`
      <button type="button" class="tool" onClick=${() => hands.walk.go("back")}><${Icon} name="back" />${t("kiosk.back")}</button>
    `}
    <button type="button" class="tool" onClick=${() => hands.walk.wipe()}><${Icon} name="home" />${t("kiosk.home")}</button>
  `;
}

/** @param {import("./app.js").View} view */
function Comforts({ state, hands }) {
  const { text, contrast, reach } = state.comfort;
  return html`
    <button type="button" class="tool" aria-pressed=${text === "large" ? "true" : "false"}
      onClick=${() => hands.comforts.choose({ text: text === "large" ? "normal" : "large" })}>
      <span class="tool-sign" aria-hidden="true">A+</span>${t("kiosk.large_text")}
    </button>
    <button type="button" class="tool" aria-pressed=${contrast === "high" ? "true" : "false"}
      onClick=${() => hands.comforts.choose({ contrast: contrast === "high" ? "normal" : "high" })}>
      <span class="tool-sign contrast" aria-hidden="true"></span>${t("kiosk.contrast")}
    </button>
    <button type="button" class="tool reach" aria-pressed=${reach === "low" ? "true" : "false"}
      onClick=${() => hands.comforts.choose({ reach: reach === "low" ? "normal" : "low" })}>
      <${Icon} name="low" />${t("kiosk.low_reach")}
    </button>
  `;
}
