/** The way to an appointment, as a table of steps, and what is on it. Values are never changed in place. ES2019. */

/** @typedef {{[language: string]: string}} Names */
/** @typedef {{code: string, names: Names, short_names: Names, bring: Names}} Service */
/** @typedef {{code: string, names: Names, services: Service[]}} Centre */
/** @typedef {{slot_at: string, capacity: number, free: number}} Slot */
/** @typedef {{day: string, slots: Slot[]}} Day */
/**
 * @typedef {object} Appointment
 * @property {string} code
 * @property {"booked"|"checked_in"|"no_show"|"cancelled"} state
 * @property {string} slot_at
 * @property {string} check_in_from
 * @property {string} check_in_until
 * @property {Service} service
 * @property {{code: string, names: Names}} centre
 */
/** @typedef {"services"|"days"|"slots"|"citizen"|"done"|"find"} Step */

/** Where each step leads back to; null where there is nothing before. @type {{[step in Step]: Step|null}} */
export const BEFORE = { services: null, days: "services", slots: "days", citizen: "slots", done: "services", find: "services" };

/**
 * @typedef {object} Way
 * @property {Step} step
 * @property {Centre|null} centre
 * @property {Service|null} service
 * @property {Day[]} days
 * @property {string|null} day
 * @property {string|null} slot
 * @property {Appointment|null} appointment
 * @property {boolean} asking whether "cancel" was touched once
 */

/** @returns {Way} */
export function beginning() {
  return { step: "services", centre: null, service: null, days: [], day: null, slot: null, appointment: null, asking: false };
}

/**
 * @param {Way} way
 * @returns {Slot[]} of the chosen day
 */
export function slotsOf(way) {
  const found = way.days.find((each) => each.day === way.day);
  return found === undefined ? [] : found.slots;
}

/**
 * @param {Day} day
 * @returns {number} places that are still free
 */
export function freeOn(day) {
  return day.slots.reduce((sum, slot) => sum + slot.free, 0);
}

/**
 * One step back, with what was found on the way so far.
 * @param {Way} way
 * @returns {Way} the same where there is nothing before
 */
export function back(way) {
  const before = BEFORE[way.step];
  if (before === null) return way;
  return before === "services" ? beginning() : Object.assign({}, way, { step: before });
}
