/** What a ticket's holder should know and do now. Runs on any phone's browser: ES2019. */

import { moneyLook } from "./fees.js";

/** @typedef {{[language: string]: string}} Names */
/** @typedef {{service: {names: Names, short_names?: Names}, hall: {names: Names}|null, state: "done"|"now"|"later"}} Stop */
/**
 * @typedef {object} Ticket
 * @property {string} id
 * @property {string} label
 * @property {"waiting"|"called"|"serving"|"held"|"completed"|"no_show"|"cancelled"|"expired"|"away"} state
 * @property {string} language
 * @property {{names: Names, short_names?: Names, bring: Names|null}} service
 * @property {{names: Names}|null} priority
 * @property {number|null} counter
 * @property {number|null} ahead
 * @property {{low_minutes: number, high_minutes: number}|null} expected
 * @property {{names: Names}} hall
 * @property {{names: Names}} centre
 * @property {string} issued_at
 * @property {string|null} called_at
 * @property {boolean} cancellable
 * @property {string|null} [appointment_at] the booked time
 * @property {"priority"|"booked"|"elsewhere"|"staff"|null} [reason] why the number was called before others
 * @property {boolean} [returnable] whether the citizen who fetches a paper may still come back
 * @property {number[]} [head_starts] minutes that the priority classes are ahead, ascending
 * @property {string[]} [party] the numbers of those who came together
 * @property {Stop[]} [itinerary] the services of the visit in order; none for a single one
 * @property {import("./fees.js").Charge[]} [charges] the fees of the ticket's dossiers
 * @property {boolean} [transfers] whether they can be paid by payment code
 * @property {string} server_time
 * @property {number} clock_rate
 */
/** @typedef {"waiting"|"near"|"called"|"serving"|"held"|"completed"|"no_show"|"cancelled"|"expired"|"away"|"away_over"} Stage */

/** From so few people ahead on, the citizen should be in the hall. */
export const NEAR = 3;
const NEAR_EVERY_MS = 5000;
const FAR_EVERY_MS = 15000;

/**
 * @param {string} path of the page, "/t/<id>"
 * @returns {string} the ticket's id, "" when the path has none
 */
export function ticketIn(path) {
  const found = /\/t\/([A-Za-z0-9_-]+)\/?$/.exec(path);
  return found === null ? "" : found[1];
}

/**
 * @param {Ticket} ticket
 * @returns {Stage}
 */
export function stageOf(ticket) {
  if (ticket.state === "away") return ticket.returnable ? "away" : "away_over";
  if (ticket.state !== "waiting") return ticket.state;
  return ticket.ahead !== null && ticket.ahead <= NEAR ? "near" : "waiting";
}

/**
 * @param {Stage} stage
 * @returns {number|null} ms until the next look; null when nothing can change any more
 */
export function lookAgain(stage) {
  if (["completed", "cancelled", "expired", "away_over"].includes(stage)) return null;
  return stage === "near" || stage === "called" ? NEAR_EVERY_MS : FAR_EVERY_MS;
}

/**
 * How soon the ticket and its fees want to be looked at again.
 * @param {Ticket} ticket
 * @returns {number|null} ms; null when nothing can change any more
 */
export function nextLook(ticket) {
  const charges = ticket.charges || [];
  const turn = lookAgain(stageOf(ticket));
  const unpaid = charges.some((charge) => charge.state === "due") ? FAR_EVERY_MS : null;
  return moneyLook(charges) || turn || unpaid;
}

/**
 * Whether the phone should shake: the number is called now and was not when we last looked.
 * @param {Ticket|null} before
 * @param {Ticket} now
 * @returns {boolean}
 */
export function freshlyCalled(before, now) {
  return now.state === "called" && (before === null || before.state !== "called" || before.called_at !== now.called_at);
}

/**
 * Where the visit is in its itinerary.
 * @param {{itinerary?: Stop[]}} ticket
 * @returns {{at: number, of: number}|null} null for a single service
 */
export function stopOf({ itinerary = [] }) {
  if (itinerary.length === 0) return null;
  const now = itinerary.findIndex((stop) => stop.state === "now");
  return { at: now < 0 ? itinerary.length : now + 1, of: itinerary.length };
}

/**
 * The head start as it is told: "30", or "30–60".
 * @param {{head_starts?: number[]}} ticket
 * @returns {string|null} null when there is none
 */
export function headStart({ head_starts: minutes = [] }) {
  if (minutes.length === 0) return null;
  const [least, most] = [minutes[0], minutes[minutes.length - 1]];
  return least === most ? String(most) : `${least}–${most}`;
}

/**
 * What to bring, one thing a line.
 * @param {string} text
 * @returns {string[]}
 */
export function things(text) {
  return text.split(/[;；\n]+/).map((thing) => thing.trim().replace(/\.$/, "")).filter((thing) => thing !== "");
}

/**
 * The first of the phone's languages that we speak.
 * @param {readonly string[]} wanted as navigator.languages
 * @returns {string|null}
 */
export function spoken(wanted) {
  const codes = wanted.map((language) => language.slice(0, 2).toLowerCase());
  return codes.find((code) => ["vi", "en", "zh"].includes(code)) || null;
}
