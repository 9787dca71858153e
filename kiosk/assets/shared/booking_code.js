/** Codes of appointments and numbers of identity cards, as people write them and scanners read them. ES2019. */

/** The server's alphabet (queue_server/domain/appointment_code.py): nothing in it can be mistaken for another. */
export const ALPHABET = "34679ACDEFGHJKMNPRTVWXY";
export const CODE_LENGTH = 8;
export const CITIZEN_LENGTH = 12;

/** @typedef {{code: string}|{citizen_id: string}} Report how a citizen reports for an appointment */

/**
 * @param {string} written
 * @returns {string|null} the code in it; null when it is none, or has a wrong character
 */
export function codeIn(written) {
  const letters = written.toUpperCase().replace(/[\s-]/g, "");
  if (letters.length !== CODE_LENGTH || [...letters].some((letter) => !ALPHABET.includes(letter))) return null;
  const sum = [...letters].reduce((total, letter, at) => total + (at + 1) * ALPHABET.indexOf(letter), 0);
  return sum % ALPHABET.length === 0 ? letters : null;
}

/**
 * @param {string} written
 * @returns {string|null} the twelve digits; the server judges the rest
 */
export function citizenIn(written) {
  const digits = written.replace(/[\s.-]/g, "");
  return /^[0-9]{12}$/.test(digits) ? digits : null;
}

/**
 * What a scanner read: the QR code of an appointment or of an identity card. Of a card nothing is taken but the number,
 * its first part, and nothing is kept.
 * @param {string} text
 * @returns {Report|null}
 */
export function reportIn(text) {
  const citizen = citizenIn(text.split("|")[0]);
  if (citizen !== null) return { citizen_id: citizen };
  const code = codeIn(text);
  return code === null ? null : { code };
}

/**
 * @param {string} code
 * @returns {string} in two groups, as it is read out
 */
export function shownCode(code) {
  return `${code.slice(0, CODE_LENGTH / 2)}-${code.slice(CODE_LENGTH / 2)}`;
}
