import { hallTime } from "../../../shared/clock.js";
import { names, t } from "../../../shared/i18n.js";
import { html } from "../../../vendor/preact-htm.js";
import { paperFacts } from "../models/paper.js";
import { PrinterSettings } from "./printer.js";
import { TerminalPlaces } from "./terminal.js";

/** @typedef {import("../models/types.d.ts").State} State */
/** @typedef {import("../models/types.d.ts").Device} Device */
/** @typedef {import("../models/types.d.ts").Part} Part */
/** @typedef {import("../models/types.d.ts").Alert} Alert */
/** @typedef {import("../models/types.d.ts").Trouble} Trouble */
/** @typedef {import("../models/paper.js").PaperFact} PaperFact */
/** @typedef {import("../controllers/manager.js").Manager} Manager */

/** @param {{state: State, manager: Manager}} given */
export function Devices({ state, manager }) {
  const devices = state.now === null ? [] : state.now.devices;
  return html`
    <section class="card devices">
      <h2 class="card-title">${t("manager.devices")}</h2>
      <${Alerts} state=${state} />
      <ul class="devices-list">
        ${devices.map((device) => html`<${OneDevice} key=${device.id} device=${device} state=${state} manager=${manager} />`)}
      </ul>
      <${Approve} state=${state} manager=${manager} />
    </section>
  `;
}

/** @param {{device: Device, state: State, manager: Manager}} given */
function OneDevice({ device, state, manager }) {
  return html`
    <li class="device">
      <div>
        <p><strong>${device.name}</strong> · ${t(`manager.kind.${device.kind}`)} · ${names(device.hall.names)}</p>
        <p><span class=${`state state-${device.state}`}>${t(`manager.device_state.${device.state}`)}</span>
          ${device.last_seen_at !== null && html` ${t("manager.seen", { time: hallTime(device.last_seen_at) })}`}
          ${device.jobs_waiting > 0 && html` · ${t("manager.jobs", { count: device.jobs_waiting })}`}</p>
        ${device.parts.map((part) => html`<${OnePart} key=${part.name} part=${part} />`)}
        ${device.kind === "terminal" && html`<${TerminalPlaces} device=${device} state=${state} manager=${manager} />`}
        ${device.kind === "kiosk" && html`<${PrinterSettings} device=${device} state=${state} manager=${manager} />`}
      </div>
      ${state.revoking === device.id ? html`
        <span class="device-sure">
          <button type="button" class="button" disabled=${state.busy} onClick=${() => manager.revoke(device.id)}>${t("manager.revoke_sure")}</button>
          <button type="button" class="button" onClick=${() => manager.change({ revoking: null })}>${t("console.back")}</button>
        </span>
      ` : html`<button type="button" class="button" onClick=${() => manager.change({ revoking: device.id })}>${t("manager.revoke")}</button>`}
    </li>
  `;
}

/** What has been wrong for so long that somebody should go there. @param {{state: State}} given */
function Alerts({ state }) {
  const { alerts, devices } = state.now ?? { alerts: [], devices: [] };
  return html`
    <div role="status">
      ${alerts.length > 0 && html`<ul class="device-alerts">
        ${alerts.map((alert) => html`<li key=${alert.id} class="device-alert">${alertText(alert, devices)}</li>`)}
      </ul>`}
    </div>
  `;
}

/** @param {Alert} alert @param {Device[]} devices @returns {string} "Kiosk 1, printer: out of paper since 10:12" */
function alertText(alert, devices) {
  const device = devices.find((each) => each.id === alert.device);
  const part = device?.parts.find((each) => each.name === alert.part);
  const named = [device?.name ?? alert.device, ...(part === undefined ? [] : [t(`manager.part.${part.kind}`)])].join(" · ");
  const what = alert.detail === null ? t(`manager.alert.${alert.kind}`) : detailText(alert.detail);
  return `${named}: ${what} ${t("manager.since_time", { time: hallTime(alert.since) })}`;
}

/** A part: how it is, and behind one touch what a technician asks for. @param {{part: Part}} given */
function OnePart({ part }) {
  const troubles = part.troubles ?? [];
  const facts = [
    part.last_job_at && t("manager.last_job", { time: hallTime(part.last_job_at) }),
    ...(part.paper ? paperFacts(part.paper).map(factText) : []),
    part.model,
    part.firmware && t("manager.firmware", { version: part.firmware }),
    part.serial && t("manager.serial", { number: part.serial }),
  ].filter(Boolean);
  return html`
    <div>
      <p>${partText(part)}</p>
      ${facts.length > 0 && html`<p class="device-facts">${facts.join(" · ")}</p>`}
      ${troubles.length > 0 && html`
        <details class="device-troubles">
          <summary>${t("manager.troubles", { count: troubles.length })}</summary>
          <ul>${[...troubles].reverse().map((each) => html`<li key=${each.at}>${troubleText(each)}</li>`)}</ul>
        </details>
      `}
    </div>
  `;
}

/** @param {PaperFact} fact @returns {string} */
function factText({ key, values, at }) {
  return t(key, at === undefined ? values : { ...values, time: hallTime(at) });
}

/** @param {Trouble} trouble @returns {string} "10:12 – 10:20 out of paper" */
function troubleText({ at, until, state, detail }) {
  const what = detail === null ? t(`manager.device_state.${state}`) : detailText(detail);
  return `${hallTime(at)} – ${until === null ? t("manager.still") : hallTime(until)} ${what}`;
}

/** @param {Part} part @returns {string} "Printer: out of paper since 10:12" */
function partText(part) {
  const how = part.detail === null ? t(`manager.device_state.${part.state}`) : detailText(part.detail);
  const since = part.since === null ? "" : ` ${t("manager.since_time", { time: hallTime(part.since) })}`;
  return `${t(`manager.part.${part.kind}`)}: ${how}${since}`;
}

/** @param {string} detail "paper_out", "pads_silent 2,3" @returns {string} its words, or the detail itself when it has none */
function detailText(detail) {
  const [code, which = ""] = detail.split(" ");
  const key = `manager.detail.${code}`;
  const said = t(key, { which });
  return said === key ? detail : said;
}

/**
 * The code is read from the device's own screen and typed: anybody in the network can ask to be let in, so a list of
 * codes would be a list of strangers to click on.
 * @param {{state: State, manager: Manager}} given
 */
function Approve({ state, manager }) {
  /** @param {SubmitEvent} event */
  const approve = (event) => {
    event.preventDefault();
    const form = /** @type {HTMLFormElement} */ (event.target);
    const given = new FormData(form);
    const device = {
      code: String(given.get("code")).trim(),
      name: String(given.get("name")).trim(),
      hall: String(given.get("hall")).trim(),
    };
    void manager.approve(device).then((done) => { if (done) form.reset(); });
  };
  return html`
    <form class="approve" onSubmit=${approve}>
      <h3 class="approve-title">${t("manager.approve_title")}</h3>
      ${state.enrolments.length > 0 && html`
        <ul class="approve-waiting">
          ${state.enrolments.map((each) => html`<li key=${each.code}>${t(`manager.kind.${each.kind}`)}${each.name ? ` · ${each.name}` : ""} · ${hallTime(each.created_at)}</li>`)}
        </ul>
      `}
      <label class="field">${t("manager.code")}<input name="code" required pattern="[A-Za-z]{4}-?[A-Za-z]{4}" autocomplete="off" spellcheck=${false} /></label>
      <label class="field">${t("manager.name")}<input name="name" required maxlength="80" autocomplete="off" /></label>
      <label class="field">${t("manager.hall")}
        <select name="hall" required>
          ${state.halls.length !== 1 && html`<option value="">${t("manager.hall_which")}</option>`}
          ${state.halls.map((hall) => html`<option key=${hall.code} value=${hall.code}>${names(hall.names)}</option>`)}
        </select>
      </label>
      <button class="button button-first" type="submit" disabled=${state.busy}>${t("manager.approve")}</button>
    </form>
  `;
}
