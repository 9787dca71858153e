/** A citizen's way through the screens, as a table. Values are never changed in place. */

/** @typedef {import("./types.d.ts").Ticket} Ticket */
/** @typedef {"welcome"|"groups"|"services"|"priority"|"appointment"|"visit"|"dossier"|"issuing"|"refused"|"ticket"|"fee_code"|"fee_looking"|"fee_due"|"fee_paying"|"fee_end"} Screen */
/** @typedef {"language"|"group"|"issue"|"ask_priority"|"priority"|"appointment"|"check_in"|"several"|"pick"|"review"|"more"|"change"|"dossier"|"back"|"issued"|"refused"|"again"|"wipe"|"fee"|"fee_look"|"fee_found"|"fee_pay"|"fee_ended"|"fee_retype"} Move */

/**
 * @typedef {object} Refusal
 * @property {string} detail in the citizen's language
 * @property {boolean} again true when the same wish may be sent once more
 * @property {string|null} [ordinary] code of the service for which an ordinary number can be taken instead
 */

/**
 * @typedef {object} Journey
 * @property {Screen} screen
 * @property {Screen} whence the screen to return to from a side step
 * @property {string} language
 * @property {string|null} group code
 * @property {string|null} service code
 * @property {string|null} priority code of the chosen class
 * @property {boolean} spoken whether the citizen has chosen the language
 * @property {import("../../shared/booking_code.js").Report|null} report for an appointment; null when a service is wished
 * @property {string|null} dossier code of the one whose result is fetched
 * @property {string} typed on the keypad
 * @property {string|null} complaint key of what is wrong with it
 * @property {boolean} several more than one service is wanted: a chosen one goes into `picks`
 * @property {string[]} picks codes of the services of this visit, in order
 * @property {number} people who take a number together
 * @property {Ticket|null} ticket
 * @property {Refusal|null} refusal
 * @property {number} page of the choices on screen
 * @property {import("./types.d.ts").KioskMoney|null} money what is due for a dossier
 * @property {import("./types.d.ts").Payment|null} payment the attempt to pay it; null while the server is asked to begin one
 * @property {import("./types.d.ts").CardStep|null} card how far the terminal is with it
 * @property {boolean} helped whether the help for this screen is shown
 */

/** Leads back to where a side step began. */
const WHENCE = "whence";

/** @type {{[screen in Screen]: {[move in Move]?: Screen|typeof WHENCE}}} */
export const TRANSITIONS = {
  welcome: { language: "groups", check_in: "issuing", dossier: "dossier", fee: "fee_code", fee_look: "fee_looking", wipe: "welcome" },
  groups: {
    language: "groups", group: "services", issue: "issuing", ask_priority: "priority", priority: "groups", appointment: "appointment",
    dossier: "dossier", check_in: "issuing", several: "groups", pick: "visit", review: "visit", fee: "fee_code",
    fee_look: "fee_looking", wipe: "welcome",
  },
  services: {
    language: "services", issue: "issuing", ask_priority: "priority", priority: "services",
    dossier: "dossier", pick: "visit", back: "groups", wipe: "welcome",
  },
  visit: {
    language: "visit", issue: "issuing", ask_priority: "priority", priority: "visit", more: "groups", change: "visit",
    wipe: "welcome",
  },
  appointment: {
    language: "appointment", check_in: "issuing", ask_priority: "priority", priority: "appointment", back: "groups", wipe: "welcome",
  },
  dossier: { language: "dossier", issue: "issuing", pick: "visit", ask_priority: "priority", priority: "dossier", back: "groups", wipe: "welcome" },
  priority: { language: "priority", priority: WHENCE, back: WHENCE, wipe: "welcome" },
  issuing: { issued: "ticket", refused: "refused" },
  refused: { language: "refused", again: "issuing", issue: "issuing", back: WHENCE, wipe: "welcome" },
  ticket: { wipe: "welcome" },
  fee_code: { fee_look: "fee_looking", back: "groups", wipe: "welcome" },
  fee_looking: { fee_found: "fee_due", fee_pay: "fee_paying", fee_retype: "fee_code", dossier: "dossier", wipe: "welcome" },
  fee_due: { fee_pay: "fee_paying", fee_look: "fee_looking", dossier: "dossier", back: "fee_code", wipe: "welcome" },
  fee_paying: { fee_found: "fee_due", fee_look: "fee_looking", fee_pay: "fee_paying", fee_ended: "fee_end", wipe: "welcome" },
  fee_end: { fee_look: "fee_looking", fee_ended: "fee_end", wipe: "welcome" },
};

/** Screens with choices: a side step from them returns to them. */
const CHOOSING = ["groups", "services", "appointment", "visit", "dossier"];
/** Services of one visit. The server takes no more. */
export const MOST_PICKS = 4;
/** People who take their numbers in one go. The server takes no more. */
export const MOST_PEOPLE = 6;

/**
 * @param {string} language
 * @returns {Journey} nobody is here
 */
export function fresh(language) {
  return {
    screen: "welcome", whence: "groups", language, spoken: false, group: null, service: null, priority: null, several: false, picks: [],
    people: 1, report: null, dossier: null, typed: "", complaint: null, ticket: null, refusal: null, page: 0,
    money: null, payment: null, card: null, helped: false,
  };
}

/**
 * @param {Journey} journey
 * @param {Move} move
 * @returns {boolean}
 */
export function may(journey, move) {
  return TRANSITIONS[journey.screen][move] !== undefined;
}

/**
 * Make a move. One that the screen does not know changes nothing: a late answer or a second tap finds another screen.
 * @param {Journey} journey
 * @param {Move} made
 * @param {Partial<Journey>} [facts] what was chosen or came
 * @returns {Journey}
 */
export function move(journey, made, facts = {}) {
  const target = TRANSITIONS[journey.screen][made];
  if (target === undefined) return journey;
  const screen = target === WHENCE ? journey.whence : target;
  const whence = CHOOSING.includes(journey.screen) ? journey.screen : journey.whence;
  const page = screen === journey.screen ? journey.page : 0;
  return { ...journey, refusal: null, complaint: null, helped: false, page, ...facts, screen, whence };
}

/**
 * What the citizen wishes, as the server takes it. Equal wishes are equal texts.
 * @param {Journey} journey with a service or a report
 * @returns {{service: string, language: string, priority: string|null, then?: string[], dossier?: string, people?: number}|{language: string|null, priority: string|null}}
 */
export function wish(journey) {
  const { report, service, language, priority, dossier } = journey;
  const then = journey.picks.slice(1);
  const more = {
    ...(then.length === 0 ? {} : { then }), ...(dossier === null ? {} : { dossier }), ...(journey.people === 1 ? {} : { people: journey.people }),
  };
  if (report === null) return { service: String(service), language, priority, ...more };
  return { ...report, language: journey.spoken ? language : null, priority };
}

/**
 * @param {Journey} journey
 * @returns {string} where the wish is sent
 */
export function addressOf(journey) {
  return journey.report === null ? "/api/v1/tickets" : "/api/v1/appointments/check-in";
}
