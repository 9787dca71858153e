/** A dossier's code, typed letter by letter as it stands on the receipt. The server alone knows what is a code. */

import { DIGITS, ERASE } from "./entry.js";

/** As many characters as the longest code of the server's has. */
export const LONGEST = 40;
const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
const BREAKS = ".-";

/** Digits and marks first: all but the first letter of a code are of these. */
export const NUMBER_ROWS = [[...DIGITS.slice(0, 5)], [...DIGITS.slice(5)], ["H", ...BREAKS]];
export const LETTER_ROWS = [LETTERS.slice(0, 7), LETTERS.slice(7, 14), LETTERS.slice(14, 20), LETTERS.slice(20)].map((row) => [...row]);

/**
 * @param {string} text what stands there
 * @param {string} key a character, or ERASE; any other changes nothing
 * @returns {string}
 */
export function codeTyped(text, key) {
  if (key === ERASE) return text.slice(0, -1);
  const letter = key.toUpperCase();
  return letter.length === 1 && (DIGITS + LETTERS + BREAKS).includes(letter) && text.length < LONGEST ? text + letter : text;
}
