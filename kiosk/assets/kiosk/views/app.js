import { html } from "../../vendor/preact-htm.js";
import { Appointment } from "./appointment.js";
import { Dossier } from "./dossier.js";
import { Enrolment } from "./enrolment.js";
import { FeeCode, FeeLooking } from "./fee_code.js";
import { FeeDue } from "./fee_due.js";
import { FeeEnd } from "./fee_end.js";
import { FeePaying } from "./fee_paying.js";
import { Footer } from "./footer.js";
import { Groups } from "./groups.js";
import { Header } from "./header.js";
import { IdleDialog } from "./idle_dialog.js";
import { Issuing, Refused, Starting } from "./moments.js";
import { Notice } from "./notice.js";
import { Priority } from "./priority.js";
import { Services } from "./services.js";
import { TicketShown } from "./ticket.js";
import { Visit } from "./visit.js";
import { Welcome } from "./welcome.js";

/** @typedef {import("../controllers/store.js").State} State */
/** @typedef {import("../controllers/screen.js").Hands} Hands */
/** @typedef {{state: State, now: number, hands: Hands}} View what every view is given */

const VIEWS = {
  welcome: Welcome, groups: Groups, services: Services, priority: Priority, appointment: Appointment, visit: Visit, dossier: Dossier, issuing: Issuing, refused: Refused, ticket: TicketShown,
  fee_code: FeeCode, fee_looking: FeeLooking, fee_due: FeeDue, fee_paying: FeePaying, fee_end: FeeEnd,
};

/** @param {View} view */
export function App({ state, now, hands }) {
  const view = { state, now, hands };
  const code = state.agent?.enrolment?.code;
  if (code && state.journey.screen !== "ticket") return html`<${Enrolment} code=${code} />`;
  if (state.catalogue === null) return html`<${Starting} lost=${state.lost} />`;
  const screen = state.journey.screen;
  return html`
    <div class="page" data-screen=${screen}>
      <${Header} ...${view} />
      <main class="main"><${VIEWS[screen]} key=${screen} ...${view} /></main>
      <${Notice} ...${view} />
      <${Footer} ...${view} />
    </div>
    <${IdleDialog} presence=${state.presence} stay=${() => hands.idle.stay()} leave=${() => hands.idle.leave()} />
  `;
}
