/** What is typed on the keypad, letter by letter. Values are never changed in place. */

import { ALPHABET, CITIZEN_LENGTH, CODE_LENGTH, reportIn } from "../../shared/booking_code.js";

/** @typedef {import("../../shared/booking_code.js").Report} Report */

export const DIGITS = "1234567890";
/** The letters that a code can have, in two rows. */
const LETTERS = [...ALPHABET].filter((letter) => !DIGITS.includes(letter));
export const ROWS = [[...DIGITS], LETTERS.slice(0, LETTERS.length / 2), LETTERS.slice(LETTERS.length / 2)];
export const ERASE = "erase";

const NUMBER_GROUP = 3;
const CODE_GROUP = CODE_LENGTH / 2;

/**
 * @param {string} text what stands there
 * @param {string} key a character, or ERASE; any other changes nothing
 * @returns {string}
 */
export function typed(text, key) {
  if (key === ERASE) return text.slice(0, -1);
  const letter = key.toUpperCase();
  const known = ROWS.some((row) => row.includes(letter));
  return known && text.length < CITIZEN_LENGTH ? text + letter : text;
}

/**
 * @param {string} text
 * @returns {string} in groups, as on a card or on a slip
 */
export function grouped(text) {
  const size = /^[0-9]+$/.test(text) ? NUMBER_GROUP : CODE_GROUP;
  return (text.match(new RegExp(`.{1,${size}}`, "g")) || []).join(size === NUMBER_GROUP ? " " : "-");
}

/**
 * @param {string} text
 * @returns {Report|null} null while it is neither a code nor a number
 */
export function entered(text) {
  return reportIn(text);
}
