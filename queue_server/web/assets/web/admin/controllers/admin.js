import { Problem, get, send } from "../../../shared/api.js";
import { t } from "../../../shared/i18n.js";
import { html, render } from "../../../vendor/preact-htm.js";
import { leave, signOut, signedIn } from "../../staff/me.js";
import { coded, put } from "../models/draft.js";
import { App } from "../views/app.js";
import { PaperPreview } from "./paper.js";

/** @typedef {import("../models/types.d.ts").State} State */
/** @typedef {import("../models/types.d.ts").Document} Document */
/** @typedef {import("../models/types.d.ts").Procedure} Procedure */
/** @typedef {import("../models/draft.js").Path} Path */

const CHECKED_AFTER_MS = 350;

/** The administration page: a draft of the centre's document, checked as it is typed, put in force as a whole. */
export class Admin {
  /** @param {HTMLElement} element */
  constructor(element) {
    this.element = element;
    /** @type {State} */
    this.state = {
      centre: null, draft: {}, checked: null, checking: false, section: "general", open: "", words: "", note: "", saved: null,
      passwords: [], versions: [], shown: null, fileMistakes: [], told: "", fault: "", stale: false, busy: false,
      sought: { words: "", service: null, offered: null, page: 0 }, found: null,
      paperWish: { what: "slip", paper: 80, mode: "raster", language: "vi" }, paper: null,
    };
    /** @type {ReturnType<typeof setTimeout>|undefined} */
    this.timer = undefined;
    /** @type {ReturnType<typeof setTimeout>|undefined} */
    this.seeking = undefined;
    this.asked = 0;
    this.paper = new PaperPreview(this);
  }

  async start() {
    await signedIn();
    await this.try(() => this.load());
    addEventListener("beforeunload", (event) => {
      if (this.changed()) event.preventDefault();
    });
  }

  /** Take what is in force as the draft. */
  async load() {
    const centre = await get("/api/v1/admin/centre");
    this.change({ centre, draft: centre.document, checked: null, note: "", fault: "", stale: false });
    this.paper.soon();
    await this.check();
  }

  /** @returns {boolean} whether the draft is other than what is in force */
  changed() {
    return this.state.centre !== null && JSON.stringify(this.state.draft) !== JSON.stringify(this.state.centre.document);
  }

  /** @returns {boolean} */
  canSave() {
    const { checked, checking, busy, stale } = this.state;
    return this.changed() && checked !== null && checked.mistakes.length === 0 && checked.changes.length > 0 && !checking && !busy && !stale;
  }

  /** @param {Path} path @param {any} value */
  edit(path, value) {
    const { draft, centre } = this.state;
    this.draftIs(coded(centre === null ? {} : centre.document, draft, put(draft, path, value), path));
  }

  /** @param {Document} draft @param {Partial<State>} [more] */
  draftIs(draft, more = {}) {
    this.change(Object.assign({ draft, checking: true, saved: null, told: "" }, more));
    this.paper.soon();
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.try(() => this.check()), CHECKED_AFTER_MS);
  }

  /** Ask the server what it says about the draft; only the last answer counts. */
  async check() {
    clearTimeout(this.timer);
    this.asked += 1;
    const { asked } = this;
    const { draft } = this.state;
    this.change({ checking: true });
    const checked = await send("POST", "/api/v1/admin/centre/check", { document: draft });
    if (asked === this.asked && draft === this.state.draft) this.change({ checked, checking: false, fault: "" });
  }

  async save() {
    const { centre, draft, note } = this.state;
    if (centre === null || !this.canSave()) return;
    await this.once(() => this.putInForce(draft, centre.fingerprint, note));
  }

  /** Put what was in force before the last saving in force again. */
  async undo() {
    const { saved, centre } = this.state;
    if (saved === null || centre === null) return;
    await this.once(async () => {
      const before = await get(`/api/v1/admin/versions/${saved - 1}`);
      await this.putInForce(before.document, centre.fingerprint, t("admin.draft.undo_note", { number: saved }));
    });
  }

  /** @param {Document} document @param {string} based_on @param {string} note */
  async putInForce(document, based_on, note) {
    try {
      const { number, new_people: logins } = await send("POST", "/api/v1/admin/centre", { document, based_on, note });
      await this.load();
      this.change({ saved: number, passwords: [] });
      for (const login of logins) await this.givePassword(login);
      if (this.state.section === "history") await this.loadVersions();
    } catch (problem) {
      if (problem instanceof Problem && problem.code === "centre.changed_meanwhile") this.change({ stale: true });
      throw problem;
    }
  }

  /** @param {string} login */
  async givePassword(login) {
    const given = await send("POST", `/api/v1/admin/staff/${encodeURIComponent(login)}/password`);
    const { centre, passwords } = this.state;
    if (centre !== null) centre.without_password = centre.without_password.filter((each) => each !== login);
    this.change({ passwords: [...passwords.filter((each) => each.login !== login), given] });
  }

  /** @param {string} section */
  async go(section) {
    this.change({ section, open: "", words: "", fileMistakes: [] });
    if (section === "history") await this.try(() => this.loadVersions());
    if (section === "paper") await this.try(() => this.paper.draw());
    if (section === "procedures") await this.try(() => this.findProcedures());
  }

  /** @param {Partial<import("../models/types.d.ts").Sought>} changes */
  seek(changes) {
    this.change({ sought: Object.assign({}, this.state.sought, { page: 0 }, changes) });
    clearTimeout(this.seeking);
    this.seeking = setTimeout(() => this.try(() => this.findProcedures()), CHECKED_AFTER_MS);
  }

  async findProcedures() {
    const { sought } = this.state;
    const found = await send("POST", "/api/v1/admin/procedures/search", sought);
    if (sought === this.state.sought) this.change({ found });
  }

  /**
   * Procedures are switched one by one, at once: they are thousands and no part of the document.
   * @param {Procedure} procedure
   * @param {{offered?: boolean, short_name?: string|null, service?: string|null}} changes
   */
  async switchProcedure(procedure, changes) {
    const present = { offered: procedure.offered, short_name: procedure.own_short_name, service: procedure.own_service && procedure.service !== null ? procedure.service.code : null };
    await this.try(async () => {
      const answer = await send("POST", `/api/v1/admin/procedures/${encodeURIComponent(procedure.code)}`, Object.assign(present, changes));
      const { found } = this.state;
      if (found !== null) this.change({ fault: "", found: { total: found.total, procedures: found.procedures.map((each) => (each.code === answer.code ? answer : each)) } });
    });
  }

  async loadVersions() {
    const { versions } = await get("/api/v1/admin/versions");
    this.change({ versions, shown: null });
  }

  /** @param {number} number */
  async showVersion(number) {
    await this.try(async () => this.change({ shown: await get(`/api/v1/admin/versions/${number}`) }));
  }

  /** @param {number} number the version that becomes the draft */
  async restore(number) {
    await this.once(async () => {
      const version = await get(`/api/v1/admin/versions/${number}`);
      this.draftIs(version.document, { note: t("admin.history.restore_note", { number }) });
    });
  }

  /** @param {File} file */
  async readFile(file) {
    await this.once(async () => {
      const { document, mistakes } = await send("POST", "/api/v1/admin/centre/read", { text: await file.text() });
      this.change({ fileMistakes: mistakes });
      if (document !== null) this.draftIs(document, { note: file.name.slice(0, 200), told: t("admin.file.loaded") });
    });
  }

  async signOut() {
    await this.once(() => signOut());
  }

  /** @param {Partial<State>} changes */
  change(changes) {
    Object.assign(this.state, changes);
    this.draw();
  }

  draw() {
    render(html`<${App} state=${this.state} admin=${this} />`, this.element);
  }

  /** @param {() => Promise<void>} deed */
  async once(deed) {
    if (this.state.busy) return;
    this.change({ busy: true, fault: "" });
    await this.try(deed);
    this.change({ busy: false });
  }

  /** @param {() => Promise<void>} deed */
  async try(deed) {
    try {
      await deed();
    } catch (problem) {
      if (!(problem instanceof Problem)) throw problem;
      if (problem.status === 401) leave();
      this.change({ fault: problem.detail || t("web.fault"), checking: false });
    }
  }
}
