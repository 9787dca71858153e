import { send } from "../../../shared/api.js";

/** @typedef {import("../models/types.d.ts").Document} Document */
/** @typedef {import("../models/types.d.ts").PaperWish} PaperWish */
/** @typedef {import("./admin.js").Admin} Admin */

const DRAWN_AFTER_MS = 250;

/** What printers make of the draft; only the last answer counts. */
export class PaperPreview {
  /** @param {Admin} admin */
  constructor(admin) {
    this.admin = admin;
    this.asked = 0;
    /** @type {ReturnType<typeof setTimeout>|undefined} */
    this.timer = undefined;
  }

  /** @param {Partial<PaperWish>} changes */
  choose(changes) {
    this.admin.change({ paperWish: Object.assign({}, this.admin.state.paperWish, changes) });
    this.soon();
  }

  /**
   * Let the server make a logo of a PNG, for the draft.
   * @param {import("../models/draft.js").Path} path
   * @param {File} file
   */
  async upload(path, file) {
    const { logo, message } = await send("POST", "/api/v1/admin/paper/logo", { png: await base64(file) });
    if (logo === null) this.admin.change({ fault: message });
    else this.admin.edit(path, logo);
  }

  /** The draft or the wish is another. */
  soon() {
    if (this.admin.state.section !== "paper") return;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.admin.try(() => this.draw()), DRAWN_AFTER_MS);
  }

  async draw() {
    clearTimeout(this.timer);
    this.asked += 1;
    const { asked } = this;
    const { draft, paperWish } = this.admin.state;
    const paper = await send("POST", "/api/v1/admin/paper/preview", wished(draft, paperWish));
    if (asked === this.asked) this.admin.change({ paper, fault: "" });
  }
}

/**
 * @param {Document} draft
 * @param {PaperWish} wish
 * @returns {object} the request: of the draft, what a paper shows
 */
export function wished(draft, { what, language, paper, mode }) {
  const [hall] = draft.halls;
  const [service] = draft.services;
  const [priority] = draft.priority_classes;
  return {
    what,
    language,
    printer: { mode: mode === "stored" ? "hybrid" : mode, paper, stores_graphics: mode === "stored" },
    centre: draft.names,
    hall: hall === undefined ? {} : hall.names,
    service: service === undefined ? {} : service.short_names,
    bring: service === undefined ? {} : service.bring,
    priority: priority === undefined ? null : priority.names,
    logo: draft.logo === undefined ? null : draft.logo,
  };
}

/** @param {File} file @returns {Promise<string>} */
function base64(file) {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(String(reader.result).replace(/^data:[^,]*,/, ""));
    reader.onerror = () => reject(reader.error);
    reader.readAsDataURL(file);
  });
}
