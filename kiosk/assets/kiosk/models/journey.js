/** A citizen's way through the screens, as a table. Values are never changed in place. */

/** @typedef {import("./types.d.ts").Ticket} Ticket */
/** @typedef {"welcome"|"groups"|"services"|"priority"|"issuing"|"refused"|"ticket"} Screen */
/** @typedef {"language"|"group"|"issue"|"ask_priority"|"priority"|"back"|"issued"|"refused"|"again"|"wipe"} Move */

/**
 * @typedef {object} Refusal
 * @property {string} detail in the citizen's language
 * @property {boolean} again true when the same wish may be sent once more
 */

/**
 * @typedef {object} Journey
 * @property {Screen} screen
 * @property {Screen} whence the screen to return to from a side step
 * @property {string} language
 * @property {string|null} group code
 * @property {string|null} service code
 * @property {string|null} priority code of the chosen class
 * @property {Ticket|null} ticket
 * @property {Refusal|null} refusal
 * @property {number} page of the choices on screen
 */

/** Leads back to where a side step began. */
const WHENCE = "whence";

/** @type {{[screen in Screen]: {[move in Move]?: Screen|typeof WHENCE}}} */
export const TRANSITIONS = {
  welcome: { language: "groups", wipe: "welcome" },
  groups: { language: "groups", group: "services", issue: "issuing", ask_priority: "priority", priority: "groups", wipe: "welcome" },
  services: { language: "services", issue: "issuing", ask_priority: "priority", priority: "services", back: "groups", wipe: "welcome" },
  priority: { language: "priority", priority: WHENCE, back: WHENCE, wipe: "welcome" },
  issuing: { issued: "ticket", refused: "refused" },
  refused: { language: "refused", again: "issuing", back: WHENCE, wipe: "welcome" },
  ticket: { wipe: "welcome" },
};

/** Screens with choices: a side step from them returns to them. */
const CHOOSING = ["groups", "services"];

/**
 * @param {string} language
 * @returns {Journey} nobody is here
 */
export function fresh(language) {
  return {
    screen: "welcome", whence: "groups", language, group: null, service: null, priority: null, ticket: null, refusal: null, page: 0,
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
  return { ...journey, refusal: null, page, ...facts, screen, whence };
}

/**
 * What the citizen wishes, as the server takes it. Equal wishes are equal texts.
 * @param {Journey} journey with a service
 * @returns {{service: string, language: string, priority: string|null}}
 */
export function wish(journey) {
  return { service: String(journey.service), language: journey.language, priority: journey.priority };
}
