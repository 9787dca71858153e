/** What a clerk can do, when, and with which key. One table: buttons, keys and help come from it. */

import { Problem } from "../../../shared/api.js";

/** @typedef {"idle"|"break"|"called"|"serving"} Stage */
/** @typedef {"resume"|"reinstate"|"come_back"|"transfer"|"call_chosen"|"walk_in"|"break"|"replan"|"hold"|"result"|"procedure"|"collect"|"money"|"slip"} List */
/** @typedef {{move: string, path: string, keys: string[], shown: string, stages: Stage[], opens?: List, dossier?: boolean, when?: (desk: import("./types.d.ts").Desk) => boolean}} Deed */

/** @type {Deed[]} */
export const DEEDS = [
  { move: "call", path: "call", keys: ["F8", "Enter"], shown: "F8", stages: ["idle"] },
  { move: "call_chosen", path: "call-chosen", keys: ["F1"], shown: "F1", stages: ["idle"], opens: "call_chosen" },
  { move: "walk_in", path: "walk-in", keys: ["Insert"], shown: "Ins", stages: ["idle"], opens: "walk_in" },
  { move: "break", path: "break", keys: ["PageDown"], shown: "PgDn", stages: ["idle"], opens: "break" },
  { move: "break_end", path: "break/end", keys: ["PageDown"], shown: "PgDn", stages: ["break"] },
  { move: "start", path: "start", keys: [" "], shown: "Space", stages: ["called"] },
  { move: "recall", path: "recall", keys: ["F9"], shown: "F9", stages: ["called"] },
  { move: "miss", path: "no-show", keys: ["F10"], shown: "F10", stages: ["called"] },
  { move: "complete", path: "complete", keys: ["F4"], shown: "F4", stages: ["serving"] },
  { move: "stay", path: "stay", keys: ["F8"], shown: "F8", stages: ["serving"], when: staysHere },
  { move: "fetch", path: "fetch", keys: ["F1"], shown: "F1", stages: ["serving"] },
  { move: "hold", path: "hold", keys: ["F7"], shown: "F7", stages: ["called", "serving"] },
  { move: "replan", path: "itinerary", keys: ["PageDown"], shown: "PgDn", stages: ["called", "serving"], opens: "replan" },
  { move: "hold_with", path: "hold", keys: ["Insert"], shown: "Ins", stages: ["called", "serving"], opens: "hold" },
  { move: "transfer", path: "transfer", keys: ["F6"], shown: "F6", stages: ["called", "serving"], opens: "transfer" },
  { move: "dossier_end", path: "dossiers/end", keys: ["F9"], shown: "F9", stages: ["serving"], dossier: true },
  { move: "dossier_result", path: "dossiers/end", keys: ["F10"], shown: "F10", stages: ["serving"], opens: "result", dossier: true },
  { move: "dossier_fee", path: "dossiers", keys: ["Delete"], shown: "Del", stages: ["serving"], opens: "money", dossier: true },
  { move: "dossier_procedure", path: "dossiers", keys: ["End"], shown: "End", stages: ["serving"], opens: "procedure", dossier: true },
];

/** Keys that open a list in which the next key chooses. */
export const CHOOSERS = { F2: "resume", F3: "reinstate", PageUp: "come_back", F11: "slip" };

/** The lists of tickets aside: the path of the deed, and whose they are. */
export const LISTS = /** @type {{[list: string]: {path: string, key: string, tickets: (desk: import("./types.d.ts").Desk) => import("./types.d.ts").Ticket[]}}} */ ({
  resume: { path: "resume", key: "F2", tickets: (desk) => desk.held },
  reinstate: { path: "reinstate", key: "F3", tickets: (desk) => desk.missed },
  come_back: { path: "return", key: "PgUp", tickets: (desk) => desk.away },
});

/** After how many minutes a counter can be reminded of what it holds; the centre's own number is added. */
export const REMINDERS = [5, 10, 15, 30, 60];

/**
 * @param {number} usual the centre's own number of minutes
 * @returns {number[]} in order, each once
 */
export function remindersWith(usual) {
  return [...new Set([...REMINDERS, usual])].sort((one, other) => one - other);
}

/** Why a clerk may call a ticket that is not the next, each on a key of its own: none is chosen before the clerk does. */
export const CHOICES = { A: "infirm", B: "companion", C: "correction", D: "manager" };

/**
 * @param {string} key as KeyboardEvent.key
 * @returns {string|undefined} the reason on that key
 */
export function choiceOf(key) {
  return CHOICES[/** @type {keyof typeof CHOICES} */ (key.toUpperCase())];
}

/** Where in the line a transferred ticket joins. */
export const PLACES = ["original", "front", "end"];

/** @typedef {import("./types.d.ts").Stop} Stop */
/** @typedef {import("./types.d.ts").Offer} Offer */

/**
 * The codes of the services after the present one.
 * @param {{itinerary: Stop[]}|null} ticket
 * @returns {string[]}
 */
export function toCome(ticket) {
  return ticket === null ? [] : ticket.itinerary.filter((stop) => stop.state === "later").map((stop) => stop.service.code);
}

/**
 * What can come next: first what is planned, in its order, then the rest; never the present service.
 * @param {Offer[]} offers
 * @param {{service: {code: string}, itinerary: Stop[]}|null} ticket
 * @returns {Offer[]}
 */
export function plannable(offers, ticket) {
  const planned = toCome(ticket);
  const others = offers.filter((offer) => ticket !== null && offer.code !== ticket.service.code);
  const first = planned.map((code) => others.filter((offer) => offer.code === code)[0]).filter(Boolean);
  return first.concat(others.filter((offer) => !planned.includes(offer.code)));
}

/**
 * @param {string[]} planned
 * @param {string} code
 * @returns {string[]} without the service when it was planned, else with it at the end
 */
export function toggled(planned, code) {
  return planned.includes(code) ? planned.filter((each) => each !== code) : planned.concat(code);
}

/**
 * A code half typed for one ticket is never begun for another.
 * @param {{id: string}|null} ticket that is at the counter from now on
 * @param {{desk: {ticket: {id: string}|null}|null, draft: string}} state until now
 * @returns {string}
 */
export function draftFor(ticket, { desk, draft }) {
  return desk !== null && desk.ticket?.id === ticket?.id ? draft : "";
}

/**
 * Whether a deed was refused because it leads to where results are fetched and named no dossier.
 * @param {unknown} problem
 * @param {object} body of the deed
 * @returns {boolean}
 */
export function asksForDossier(problem, body) {
  return problem instanceof Problem && problem.code === "dossier.code_needed" && !("dossier" in body);
}

/** @param {string} path @returns {string} the move that a deed of that path is */
export function moveOf(path) {
  const deed = DEEDS.find((each) => each.path === path);
  return deed === undefined ? path : deed.move;
}

/**
 * @param {{state: string}|null|undefined} ticket the counter's ticket
 * @param {object|null} [pause] the clerk's break
 * @returns {Stage}
 */
export function stageOf(ticket, pause = null) {
  if (pause !== null) return "break";
  if (!ticket) return "idle";
  return ticket.state === "called" ? "called" : "serving";
}

/**
 * Whether the next service of the visit is one that this counter does too.
 * @param {import("./types.d.ts").Desk} desk
 * @returns {boolean}
 */
export function staysHere(desk) {
  const [next] = toCome(desk.ticket);
  return desk.services.some((service) => service.code === next);
}

/**
 * @param {import("./types.d.ts").Desk} desk
 * @returns {Deed[]} what can be done now
 */
export function deedsOf(desk) {
  const stage = stageOf(desk.ticket, desk.break);
  return DEEDS.filter((deed) => deed.stages.includes(stage) && (deed.when === undefined || deed.when(desk)));
}

/**
 * @param {string} key as KeyboardEvent.key
 * @param {import("./types.d.ts").Desk} desk
 * @returns {Deed|null} what the key does now
 */
export function deedOf(key, desk) {
  return deedsOf(desk).find((deed) => deed.keys.includes(key)) || null;
}
