/** Paints views into the page, forward only, and flashes what is new. Texts only; the frame stands in the template. */

import { element, fillWith, part } from "../../../shared/dom.js";
import { names, t } from "../../../shared/i18n.js";
import { callKey, freshCalls, isForward, picture } from "../models/view.js";

/** @typedef {import("../models/view.js").BoardView} BoardView */
/** @typedef {import("../models/view.js").Call} Call */

/** A new call stands out this long; the flashing itself ends a second earlier (current.css). */
const FRESH_MS = 5000;

export class Painter {
  constructor() {
    /** @type {BoardView|null} */
    this.view = null;
    /** @type {Set<string>} keys of the calls that stand out */
    this.fresh = new Set();
    /** Which calls the list holds; rows are made anew only when that changes, or their flashing would start again. */
    this.rows = "";
    this.restarted = false;
  }

  /**
   * Paint a view unless it is older than what is shown.
   * @param {BoardView} view
   * @returns {boolean} whether it was painted
   */
  show(view) {
    if (!this.restarted && !isForward(this.view, view)) return false;
    this.restarted = false;
    const fresh = freshCalls(this.view, view);
    this.view = view;
    part("live").hidden = false;
    fresh.forEach((call) => this.flash(callKey(call)));
    this.paint();
    if (fresh.length > 0) tell(fresh[0]);
    return true;
  }

  /** A new connection: its first state counts whatever its number, for the server may have been restored from a copy. */
  restart() {
    this.restarted = true;
  }

  /** Forget what was shown: the board may come to belong to another hall. */
  clear() {
    this.view = null;
    part("live").hidden = true;
  }

  paint() {
    if (this.view === null) return;
    const shown = picture(this.view);
    part("centre").textContent = names(this.view.centre.names);
    part("hall").textContent = names(this.view.hall.names);
    this.paintCurrent(shown.current);
    this.paintLast(shown.last);
    fillWith(part("next"), ...shown.next.map((label) => element("li", {}, label)));
    part("waiting").textContent = String(shown.waiting);
  }

  /** @param {Call|null} call */
  paintCurrent(call) {
    const label = part("current-label");
    label.textContent = call === null ? "–" : call.label;
    label.classList.toggle("is-long", label.textContent.length > 4);
    label.classList.toggle("is-very-long", label.textContent.length > 6);
    part("current-why").textContent = call === null ? "" : why(call);
    part("current-counter").textContent = call === null ? "–" : String(call.counter);
    standOut(part("current"), call === null ? "" : callKey(call), this.fresh);
  }

  /** @param {Call[]} calls */
  paintLast(calls) {
    const list = part("last");
    const keys = calls.map((call) => `${callKey(call)} ${call.state}`).join();
    if (keys !== this.rows) fillWith(list, ...calls.map(row));
    this.rows = keys;
    calls.forEach((call, at) => standOut(/** @type {HTMLElement} */ (list.children[at]), callKey(call), this.fresh));
  }

  /** @param {string} key */
  flash(key) {
    this.fresh.add(key);
    setTimeout(() => {
      this.fresh.delete(key);
      this.paint();
    }, FRESH_MS);
  }
}

/**
 * The small word that explains why a number came before others.
 * @param {Call} call
 * @returns {string}
 */
function why(call) {
  return call.reason ? t(`display.reason_${call.reason}`) : "";
}

/**
 * Tell assistive technology.
 * @param {Call} call
 */
function tell(call) {
  part("spoken").textContent = t("display.called", { label: call.label, counter: call.counter });
}

/**
 * @param {Call} call
 * @returns {HTMLElement}
 */
function row(call) {
  const label = element("td", {}, call.label);
  if (call.reason) label.append(element("small", { class: "why" }, why(call)));
  const counter = element("td", {}, String(call.counter));
  return element("tr", { class: call.state === "serving" ? "is-serving" : "" }, label, counter);
}

/**
 * Mark an element that shows a new call. Another new call in the same place starts its flashing again.
 * @param {HTMLElement} shown
 * @param {string} key
 * @param {Set<string>} fresh
 */
function standOut(shown, key, fresh) {
  if (shown.dataset.call !== key) {
    shown.classList.remove("is-fresh");
    shown.getBoundingClientRect();
    shown.dataset.call = key;
  }
  shown.classList.toggle("is-fresh", fresh.has(key));
}
