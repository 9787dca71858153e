import { LANGUAGES, t } from "../../shared/i18n.js";
import { html } from "../../vendor/preact-htm.js";
import { Icon } from "./icons.js";

const COMPLAIN_THEMSELVES = ["appointment", "dossier", "fee_code"];

/** What a citizen should know before asking for a number. On the first screen, in every language. @param {import("./app.js").View} view */
export function Notice({ state }) {
  const key = noticeOf(state);
  const spoken = state.journey.screen === "welcome" ? (state.catalogue?.languages ?? LANGUAGES) : [state.journey.language];
  return html`
    <div class="notices" role="status">
      ${key && html`
        <div class="notice">
          <${Icon} name="warning" />
          <div>${spoken.map((language) => html`<p key=${language} lang=${language}>${t(key, {}, language)}</p>`)}</div>
        </div>
      `}
    </div>
  `;
}

/**
 * @param {import("./app.js").State} state
 * @returns {string|null}
 */
function noticeOf({ lost, catalogue, agent, journey }) {
  if (journey.helped) return `kiosk.fee.help.${journey.screen.slice(4)}`;
  if (lost) return journey.screen.startsWith("fee_") ? "kiosk.fee.away" : "kiosk.lost";
  if (journey.complaint !== null && !COMPLAIN_THEMSELVES.includes(journey.screen)) return journey.complaint;
  if (catalogue?.offline && journey.screen !== "ticket") return "kiosk.offline";
  if (journey.screen !== "welcome" || !agent?.printer) return null;
  if (agent.printer.detail === "paper_out") return "kiosk.printer.paper_out";
  return ["offline", "faulty"].includes(agent.printer.state) ? "kiosk.printer.trouble" : null;
}
