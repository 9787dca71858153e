import { hallTime } from "../../../shared/clock.js";
import { LANGUAGES, language, names, t } from "../../../shared/i18n.js";
import { html } from "../../../vendor/preact-htm.js";
import { stageOf } from "../models/turn.js";
import { Cancel } from "./cancel.js";
import { Bring, Facts, Itinerary, Rule } from "./facts.js";
import { Fees } from "./fees.js";
import { Stage } from "./stage.js";

/** @typedef {import("../controllers/phone.js").State} State */
/** @typedef {import("../controllers/phone.js").Phone} Phone */

/** @param {{state: State, phone: Phone}} given */
export function App({ state, phone }) {
  const { ticket } = state;
  document.title = titleOf(state);
  return html`
    <header class="head">
      <p class="head-centre">${ticket === null ? "" : names(ticket.centre.names)}</p>
      <${Languages} phone=${phone} />
    </header>
    <main class="body">
      ${state.unknown ? html`<${Unknown} />` : ticket === null ? html`<${Loading} lost=${state.lost} />` : html`
        <${Lost} state=${state} />
        <${Stage} ticket=${ticket} stage=${stageOf(ticket)} />
        <${Fees} state=${state} phone=${phone} />
        <${Facts} ticket=${ticket} stage=${stageOf(ticket)} />
        <${Itinerary} ticket=${ticket} />
        <${Bring} ticket=${ticket} stage=${stageOf(ticket)} />
        <${Cancel} state=${state} phone=${phone} />
        <${Rule} ticket=${ticket} />
        <p class="keep">${t("phone.keep_open")}</p>
      `}
    </main>
  `;
}

/** @param {{phone: Phone}} given */
function Languages({ phone }) {
  return html`
    <nav class="languages" aria-label=${t("phone.language")}>
      ${LANGUAGES.map((each) => html`
        <button key=${each} type="button" lang=${each} aria-pressed=${each === language() ? "true" : "false"} onClick=${() => phone.speak(each)}>
          ${t("phone.language_name", {}, each)}
        </button>
      `)}
    </nav>
  `;
}

/** @param {{state: State}} given */
function Lost({ state }) {
  return html`<p class="lost" role="status">${state.lost ? t("phone.lost", { time: hallTime(state.seenAt) }) : ""}</p>`;
}

/** @param {{lost: boolean}} given */
function Loading({ lost }) {
  return html`<div class="quiet-page" role="status"><h1>${t(lost ? "phone.unreachable" : "phone.loading")}</h1></div>`;
}

function Unknown() {
  return html`
    <div class="quiet-page" role="alert">
      <h1>${t("phone.unknown.title")}</h1>
      <p>${t("phone.unknown.next")}</p>
    </div>
  `;
}

/** @param {State} state */
function titleOf({ ticket }) {
  if (ticket === null) return t("phone.title");
  if (ticket.state === "called" && ticket.counter !== null) return `${ticket.label} · ${t("phone.counter", { counter: ticket.counter })}`;
  return `${ticket.label} · ${t("phone.title")}`;
}
