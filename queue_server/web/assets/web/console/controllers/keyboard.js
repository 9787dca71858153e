import { Burst } from "../../../shared/burst.js";
import { isSuperseded } from "../models/holder.js";
import { inHand } from "../models/in_hand.js";
import { scannedCode } from "../models/scanned.js";
import { CHOOSERS, LISTS, choiceOf, deedOf, plannable, remindersWith, stageOf } from "../models/moves.js";

/** @typedef {import("./console.js").Console} Console */
/** @typedef {import("../models/types.d.ts").Desk} Desk */

/**
 * One hand, no mouse: every deed on one key. What a scanner types is a dossier, never a deed; where a dossier is asked for
 * it is that one.
 */
export class Keyboard {
  /** @param {Console} desk */
  constructor(desk) {
    this.desk = desk;
    this.burst = new Burst();
  }

  listen() {
    document.addEventListener("keydown", (event) => this.take(event));
  }

  /** @param {KeyboardEvent} event */
  take(event) {
    const { desk } = this.desk.state;
    if (desk === null || event.ctrlKey || event.altKey || event.metaKey) return;
    if (isSuperseded(desk)) return this.supersededTakes(event);
    const scanned = this.burst.take(event.key, event.timeStamp);
    const collecting = this.desk.state.chooser === "collect";
    if (scanned.code !== null && !collecting && stageOf(desk.ticket) === "serving") {
      event.preventDefault();
      void this.desk.addDossier(scannedCode(scanned.code, this.desk.state.draft, desk.dossier_pattern));
      return;
    }
    if (scanned.within || event.repeat) return;
    if (this.acts(event)) event.preventDefault();
  }

  /** Only one key does something here, and none that a scanner types. @param {KeyboardEvent} event */
  supersededTakes(event) {
    if (event.key !== "F8" || event.repeat) return;
    event.preventDefault();
    void this.desk.takeBack();
  }

  /**
   * @param {KeyboardEvent} event
   * @returns {boolean} whether the key was one of ours
   */
  acts(event) {
    if (event.key === "Escape") return this.escape();
    if (this.desk.state.chooser !== null) return this.choose(event.key);
    if (event.key in CHOOSERS) return this.opens(CHOOSERS[/** @type {keyof typeof CHOOSERS} */ (event.key)]);
    if (this.writes(event)) return false;
    if (event.key === "Home") return this.switches();
    const { desk } = this.desk.state;
    const deed = desk && deedOf(event.key, desk);
    if (deed === null) return false;
    if (deed.opens) return this.opens(deed.opens);
    void this.desk.press(deed.path);
    return true;
  }

  /**
   * @param {string} list
   * @returns {boolean}
   */
  opens(list) {
    void this.desk.open(/** @type {import("../models/moves.js").List} */ (list));
    return true;
  }

  /** @returns {boolean} whether the counter has automatic call to switch */
  switches() {
    const { desk } = this.desk.state;
    if (desk === null || !desk.automatic.offered || document.activeElement instanceof HTMLInputElement) return false;
    void this.desk.press("automatic", { on: !desk.automatic.on });
    return true;
  }

  /** @returns {boolean} */
  escape() {
    if (this.desk.state.chooser !== null) this.desk.change({ chooser: null });
    else void this.desk.press("undo");
    return true;
  }

  /**
   * @param {string} key a digit for a ticket, a service or a counter, a letter for a line
   * @returns {boolean}
   */
  choose(key) {
    const { desk, chooser, picks, offers } = this.desk.state;
    if (desk === null || focusedIn(".chooser")) return false;
    if (chooser === "transfer") return this.sends(desk, key);
    const at = Number(key) - 1;
    if (chooser === "call_chosen") return this.reasons(key) || chosen(picks[at], (ticket) => this.desk.callChosen(ticket));
    if (chooser === "replan") return chosen(plannable(offers, desk.ticket)[at], (offer) => this.desk.replan(offer.code));
    if (chooser === "walk_in") return chosen(desk.services[at], (service) => this.desk.walkIn(service.code));
    if (chooser === "hold") return this.holds(desk, key);
    if (chooser === "break") return chosen(desk.break_reasons[at], (reason) => this.desk.press("break", { reason: reason.code }));
    if (chooser === "result") return chosen(inHand(desk.ticket)?.results[at], (result) => this.desk.dossiers.end(result));
    if (chooser === "slip") return this.desk.papers.takes(key);
    if (chooser === "money") return this.desk.papers.takes(key) || this.desk.money.takes(key);
    if (chooser === "procedure" || chooser === "collect") return false;
    const { path, tickets } = LISTS[chooser || "resume"];
    return chosen(tickets(desk)[at], (ticket) => this.desk.press(path, { ticket: ticket.id }));
  }

  /**
   * @param {string} key a letter for why a ticket is called out of its turn
   * @returns {boolean}
   */
  reasons(key) {
    return chosen(choiceOf(key), async (choice) => this.desk.change({ choice, said: "" }));
  }

  /**
   * @param {Desk} desk
   * @param {string} key a digit for a reminder, P to park
   * @returns {boolean}
   */
  holds(desk, key) {
    if (key.toUpperCase() === "P") return chosen(desk, () => this.desk.hold({ parked: true }));
    const minutes = remindersWith(desk.hold_reminder_minutes)[Number(key) - 1];
    return chosen(minutes, (each) => this.desk.hold({ remind_minutes: each }));
  }

  /**
   * @param {Desk} desk
   * @param {string} key
   * @returns {boolean}
   */
  sends(desk, key) {
    const line = desk.lines.find((each) => each.letter === key.toUpperCase());
    if (line) return chosen(line, () => this.desk.transfer({ line: line.code }));
    return chosen(desk.desks.find((each) => String(each.number) === key), (each) => this.desk.transfer({ counter: each.number }));
  }

  /**
   * @param {KeyboardEvent} event
   * @returns {boolean} whether the key belongs to a text field or a focused button
   */
  writes(event) {
    const focused = document.activeElement;
    if (focused instanceof HTMLInputElement) {
      if (event.key === "Delete") return focused.value !== "";
      return event.key.length === 1 ? focused.value !== "" || event.key !== " " : event.key === "Enter" && focused.value !== "";
    }
    return focused instanceof HTMLButtonElement && (event.key === "Enter" || event.key === " ");
  }
}

/**
 * @template T
 * @param {T|undefined} found
 * @param {(found: T) => Promise<void>} deed
 * @returns {boolean} whether there was something to choose
 */
function chosen(found, deed) {
  if (found === undefined) return false;
  void deed(found);
  return true;
}

/**
 * @param {string} selector
 * @returns {boolean} whether a field inside has the focus, so that keys are its own
 */
function focusedIn(selector) {
  const focused = document.activeElement;
  return (focused instanceof HTMLInputElement || focused instanceof HTMLSelectElement) && focused.closest(selector) !== null;
}
