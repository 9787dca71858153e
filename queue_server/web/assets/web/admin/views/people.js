import { t } from "../../../shared/i18n.js";
import { html } from "../../../vendor/preact-htm.js";

/** @typedef {import("../models/types.d.ts").State} State */
/** @typedef {import("../models/types.d.ts").Entry} Entry */
/** @typedef {import("../controllers/admin.js").Admin} Admin */

/** What can be done with a person beside changing the fields. @param {{state: State, admin: Admin, entry: Entry, fresh: boolean}} given */
export function PersonDeeds({ state, admin, entry, fresh }) {
  if (fresh) return html`<p class="hint">${t("admin.staff.password_later")}</p>`;
  const none = state.centre !== null && state.centre.without_password.includes(entry.login);
  return html`<p>
    <button type="button" class="button" disabled=${state.busy} onClick=${() => admin.once(() => admin.givePassword(entry.login))}>${t("admin.staff.password")}</button>
    ${none && html` <span class="wrong">${t("admin.staff.password_none")}</span>`}
  </p>`;
}

/** Passwords just made, shown this once. @param {{state: State}} given */
export function Passwords({ state }) {
  const people = state.centre === null ? [] : state.centre.document.staff;
  return html`<div class="passwords" role="status">
    ${state.passwords.map(({ login, password }) => {
      const person = people.find((/** @type {Entry} */ each) => each.login === login);
      return html`<p key=${login} class="note">${t("admin.staff.password_is", { name: person === undefined ? login : `${person.name} (${login})`, password })}</p>`;
    })}
  </div>`;
}
