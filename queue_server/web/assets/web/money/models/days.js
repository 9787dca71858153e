/** Days of the books. */

/** What is earned or owed to somebody stands on the credit side, below zero in the books. */
const CREDIT = ["phi", "le_phi", "suspense"];

/**
 * @param {string} account @param {number} amount as the books have it
 * @returns {number} as people read it: above zero on the account's own side
 */
export const onItsSide = (account, amount) => (CREDIT.includes(account) ? 0 - amount : amount);

/** The lists of what somebody has yet to do, in the order in which it is best done. */
export const UNSETTLED = /** @type {const} */ (["waiting", "credits", "tellings", "differing", "unchecked", "unproven", "not_closed", "to_sign"]);

/**
 * @param {string} day "2026-11-23"
 * @returns {string} as people here write it
 */
export const written = (day) => day.split("-").reverse().join("/");

/**
 * @param {string} first @param {string} last
 * @param {"payments.csv"|"postings.csv"|"shifts.csv"|"books.xlsx"} file
 * @param {string} language
 * @returns {string} where the books of the closed days from one to another are
 */
export const fileOf = (first, last, file, language) => `/api/v1/money/books/${first}/${last}/${file}?language=${language}`;
