import { t } from "../../../shared/i18n.js";
import { html, useEffect, useRef } from "../../../vendor/preact-htm.js";

/** @typedef {import("../controllers/phone.js").State} State */
/** @typedef {import("../controllers/phone.js").Phone} Phone */

/** Giving the number back: two touches, in two places. @param {{state: State, phone: Phone}} given */
export function Cancel({ state, phone }) {
  const { ticket, asking, refusal } = state;
  if (ticket === null || !ticket.cancellable) return refusal === "" ? null : html`<p class="refusal" role="alert">${refusal}</p>`;
  return html`
    <section class="cancel">
      <p class="refusal" role="alert">${refusal}</p>
      ${asking ? html`<${Question} label=${ticket.label} phone=${phone} />` : html`
        <button type="button" class="plain" onClick=${() => phone.ask(true)}>${t("phone.cancel")}</button>
      `}
    </section>
  `;
}

/** @param {{label: string, phone: Phone}} given */
function Question({ label, phone }) {
  const question = useRef(/** @type {HTMLElement|null} */ (null));
  useEffect(() => {
    if (question.current !== null) question.current.focus();
  }, []);
  return html`
    <div class="question" role="group" aria-labelledby="question">
      <p id="question" ref=${question} tabindex="-1">${t("phone.cancel.question", { label })}</p>
      <button type="button" class="plain" onClick=${() => phone.ask(false)}>${t("phone.cancel.keep")}</button>
      <button type="button" class="danger" onClick=${() => phone.cancel()}>${t("phone.cancel.sure", { label })}</button>
    </div>
  `;
}
