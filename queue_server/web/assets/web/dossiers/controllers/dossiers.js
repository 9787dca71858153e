import { Problem, get, send } from "../../../shared/api.js";
import { t } from "../../../shared/i18n.js";
import { html, render } from "../../../vendor/preact-htm.js";
import { leave, signOut, signedIn } from "../../staff/me.js";
import { LISTS } from "../models/lists.js";
import { App } from "../views/app.js";

/** @typedef {import("../models/types.d.ts").State} State */
/** @typedef {import("../models/types.d.ts").Found} Found */

const EVERY_MS = 10_000;
const ASKED_AFTER_MS = 250;

/** Lists of dossiers, or the life of one: asked for every few seconds, since nobody is called from here. */
export class Dossiers {
  /** @param {HTMLElement} element */
  constructor(element) {
    this.element = element;
    this.code = decodeURIComponent(location.pathname.split("/")[2] || "");
    const asked = location.hash.slice(1);
    /** @type {State} */
    this.state = {
      me: null, overview: null, which: LISTS.includes(asked) ? asked : LISTS[0], list: [], life: null, money: null, words: "", found: [],
      busy: false, lost: false, fault: "",
    };
    /** @type {ReturnType<typeof setTimeout>|undefined} */
    this.asking = undefined;
  }

  async start() {
    this.state.me = await signedIn();
    addEventListener("hashchange", () => this.choose(location.hash.slice(1)));
    await this.look();
    setInterval(() => this.look(), EVERY_MS);
  }

  async look() {
    try {
      if (this.code !== "") await this.lookAtLife();
      else await this.lookAtLists();
      this.change({ lost: false });
    } catch (problem) {
      this.refused(problem);
    }
  }

  async lookAtLife() {
    const path = `/api/v1/dossiers/${encodeURIComponent(this.code)}`;
    const [life, money] = await Promise.all([get(path), get(`${path}/money`)]);
    Object.assign(this.state, { life, money });
  }

  async lookAtLists() {
    const { which } = this.state;
    const [overview, list] = await Promise.all([get("/api/v1/dossiers"), get(`/api/v1/dossiers/lists/${which}`)]);
    if (which === this.state.which) Object.assign(this.state, { overview, list: list.dossiers });
  }

  /** @param {string} which */
  choose(which) {
    if (!LISTS.includes(which)) return;
    this.change({ which, list: [] });
    void this.look();
  }

  /**
   * @param {string} code
   * @param {"begin"|"end"|"procedure"} deed
   * @param {object} [body]
   */
  async do(code, deed, body = {}) {
    if (this.state.busy) return;
    this.change({ busy: true, fault: "" });
    try {
      await send("POST", `/api/v1/dossiers/${encodeURIComponent(code)}/${deed}`, body);
    } catch (problem) {
      this.refused(problem);
    } finally {
      this.change({ busy: false });
    }
    await this.look();
  }

  /** @param {string} words of a procedure: asked for when the fingers rest */
  search(words) {
    this.change({ words });
    clearTimeout(this.asking);
    this.asking = setTimeout(() => void this.find(words), ASKED_AFTER_MS);
  }

  /** @param {string} words */
  async find(words) {
    if (words.trim() === "") return this.change({ found: [] });
    try {
      const { procedures } = await get(`/api/v1/procedures/search/${encodeURIComponent(words.trim())}`);
      if (words === this.state.words) this.change({ found: procedures });
    } catch (problem) {
      this.refused(problem);
    }
  }

  /**
   * @param {string} code of the dossier
   * @param {Found} procedure
   * @param {{channel: string, quantity: number, unit: string}|null} term null: none is stated
   */
  async assign(code, procedure, term) {
    const more = term === null ? {} : { channel: term.channel, term: { quantity: term.quantity, unit: term.unit } };
    await this.do(code, "procedure", { procedure: procedure.code, ...more });
    this.change({ words: "", found: [] });
  }

  /** @param {unknown} problem */
  refused(problem) {
    if (!(problem instanceof Problem)) throw problem;
    if (problem.status === 401) leave();
    else if (problem.unanswered) this.change({ lost: true });
    else this.change({ fault: problem.detail || t("web.unreachable") });
  }

  async signOut() {
    await signOut();
  }

  /** @param {Partial<State>} changes */
  change(changes) {
    Object.assign(this.state, changes);
    this.draw();
  }

  draw() {
    render(html`<${App} state=${this.state} desk=${this} />`, this.element);
  }
}
