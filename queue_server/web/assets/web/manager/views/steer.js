import { names, t } from "../../../shared/i18n.js";
import { html } from "../../../vendor/preact-htm.js";
import { settlements, skillsOf } from "../models/steering.js";

/** @typedef {import("../models/types.d.ts").State} State */
/** @typedef {import("../models/types.d.ts").Now} Now */
/** @typedef {import("../models/steering.js").Counter} Counter */
/** @typedef {import("../controllers/manager.js").Manager} Manager */

/** A field for the reason, which every deed of a supervisor needs. */
export function Reason() {
  return html`<label class="field">${t("manager.steer.reason")}<input name="reason" required minlength="3" maxlength="200" autocomplete="off" /></label>`;
}

/**
 * @param {Event} event of a form
 * @returns {{form: HTMLFormElement, given: FormData, reason: string}}
 */
export function submitted(event) {
  event.preventDefault();
  const form = /** @type {HTMLFormElement} */ (event.target);
  const given = new FormData(form);
  return { form, given, reason: String(given.get("reason")).trim() };
}

/**
 * One deed to one number, with its reason.
 * @param {{title: string, path: string, label: string, state: State, manager: Manager, onDone: () => void}} given
 */
export function Deed({ title, path, label, state, manager, onDone }) {
  /** @param {SubmitEvent} event */
  const act = (event) => {
    const { reason } = submitted(event);
    void manager.steer(path, { label, reason }).then((done) => done && onDone());
  };
  return html`
    <form class="approve" aria-label=${title} onSubmit=${act} key=${label}>
      <strong>${title}</strong>
      <${Reason} />
      <button class="button button-first" type="submit" disabled=${state.busy}>${title}</button>
      <button class="button" type="button" onClick=${onDone}>${t("manager.steer.close")}</button>
    </form>
  `;
}

/** What a supervisor can put right at one counter. @param {{state: State, now: Now, manager: Manager}} given */
export function Steer({ state, now, manager }) {
  const counter = now.counters.find(({ number }) => number === state.steering);
  if (counter === undefined) return null;
  const title = t("manager.steer.title", { counter: counter.number });
  return html`
    <section class="card steer" aria-label=${title} key=${counter.number}>
      <div class="steer-head">
        <h2 class="card-title">${title}</h2>
        <button type="button" class="button" onClick=${() => manager.change({ steering: null })}>${t("manager.steer.close")}</button>
      </div>
      <${Deeds} counter=${counter} state=${state} manager=${manager} />
      <${Skills} counter=${counter} now=${now} state=${state} manager=${manager} />
    </section>
  `;
}

/** @param {{counter: Counter, state: State, manager: Manager}} given */
function Deeds({ counter, state, manager }) {
  const hows = settlements(counter);
  if (counter.clerk === null && hows.length === 0) return html`<p>${t("manager.steer.nobody")}</p>`;
  /** @param {SubmitEvent} event */
  const act = (event) => {
    const { form, reason } = submitted(event);
    const how = event.submitter instanceof HTMLButtonElement ? event.submitter.value : "";
    const ends = how === "end-shift" || how === "end-break";
    const path = ends ? how : "settle";
    const body = ends ? { reason } : { how, reason };
    void manager.steer(`counters/${counter.number}/${path}`, body).then((done) => done && form.reset());
  };
  return html`
    <form class="approve" onSubmit=${act}>
      <${Reason} />
      ${hows.map((how) => html`
        <button key=${how} class="button" type="submit" value=${how} disabled=${state.busy}>
          ${t(`manager.steer.${how}`, { label: counter.label || "" })}
        </button>
      `)}
      ${counter.resting.length > 0 && html`
        <button class="button" type="submit" value="end-break" disabled=${state.busy}>${t("manager.steer.end_break", { clerk: counter.resting.join(", ") })}</button>
      `}
      ${counter.clerk !== null && html`
        <button class="button" type="submit" value="end-shift" disabled=${state.busy}>${t("manager.steer.end_shift", { clerk: counter.clerk.name })}</button>
      `}
    </form>
  `;
}

/** @param {{counter: Counter, now: Now, state: State, manager: Manager}} given */
function Skills({ counter, now, state, manager }) {
  const path = `counters/${counter.number}/skills`;
  /** @param {SubmitEvent} event */
  const save = (event) => {
    const { given, reason } = submitted(event);
    const own = event.submitter instanceof HTMLButtonElement && event.submitter.value === "own";
    void manager.steer(path, { skills: own ? null : skillsOf(given), reason });
  };
  return html`
    <form class="steer-skills" key=${JSON.stringify(counter.skills)} onSubmit=${save}>
      <fieldset>
        <legend>${t(counter.skills_today ? "manager.steer.skills_changed" : "manager.steer.skills")}</legend>
        <p>${t("manager.steer.skills_help")}</p>
        <div class="steer-lines">
          ${now.lines.map((line) => html`
            <label key=${line.code} class="field">${line.letter} · ${names(line.names)}
              <input name=${`rank-${line.code}`} type="number" min="1" max="99" inputmode="numeric"
                defaultValue=${counter.skills[line.code] === undefined ? "" : counter.skills[line.code]} />
            </label>
          `)}
        </div>
        <div class="approve">
          <${Reason} />
          <button class="button" type="submit" value="today" disabled=${state.busy}>${t("manager.steer.skills_save")}</button>
          ${counter.skills_today && html`<button class="button" type="submit" value="own" disabled=${state.busy}>${t("manager.steer.skills_own")}</button>`}
        </div>
      </fieldset>
    </form>
  `;
}
