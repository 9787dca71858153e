import { Problem, send, useCsrf } from "../../shared/api.js";
import { t } from "../../shared/i18n.js";
import { html, useState } from "../../vendor/preact-htm.js";
import { Languages, Note } from "../staff/views.js";
import { Workplaces } from "./centres.js";
import { nextPage } from "./next.js";

/** @param {{redraw: () => void}} given */
export function SignIn({ redraw }) {
  const [fault, setFault] = useState("");
  const [busy, setBusy] = useState(false);
  const [centres, setCentres] = useState(/** @type {import("../staff/me.js").Centre[]} */ ([]));
  document.title = t("web.sign_in.title");

  /** @param {string[]} permissions */
  const go = (permissions) => location.assign(nextPage(permissions, new URLSearchParams(location.search).get("next")));

  /** @param {string} centre */
  async function choose(centre) {
    setBusy(true);
    try {
      go((await send("POST", "/api/v1/me/centre", { centre })).permissions);
    } catch (problem) {
      setFault(problem instanceof Problem ? problem.detail : t("web.fault"));
      setBusy(false);
    }
  }

  /** @param {SubmitEvent} event */
  async function submit(event) {
    event.preventDefault();
    const given = new FormData(/** @type {HTMLFormElement} */ (event.target));
    setBusy(true);
    try {
      const me = await send("POST", "/api/v1/sign-in", { login: given.get("login"), password: given.get("password") });
      useCsrf(me.csrf);
      if (me.centres.length > 1) setCentres(me.centres);
      else go(me.permissions);
      setBusy(false);
    } catch (problem) {
      setFault(problem instanceof Problem ? problem.detail : t("web.fault"));
      setBusy(false);
    }
  }

  return html`
    <header class="staff-bar">
      <span class="staff-bar-title">Motcua</span>
      <span class="staff-bar-rest"><${Languages} onChoose=${redraw} /></span>
    </header>
    <main class="sign-in">
      ${centres.length > 1 && html`<${Workplaces} centres=${centres} choose=${choose} busy=${busy} fault=${fault} />`}
      ${centres.length < 2 && html`<form class="card sign-in-form" onSubmit=${submit}>
        <h1>${t("web.sign_in.title")}</h1>
        <label class="field">${t("web.sign_in.login")}
          <input name="login" autocomplete="username" autocapitalize="none" spellcheck=${false} required maxlength="80" autofocus />
        </label>
        <label class="field">${t("web.sign_in.password")}
          <input name="password" type="password" autocomplete="current-password" required maxlength="256" />
        </label>
        <${Note} text=${fault} bad=${true} />
        <button class="button button-first" type="submit" disabled=${busy}>${t("web.sign_in.go")}</button>
      </form>`}
    </main>
  `;
}
