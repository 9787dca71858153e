/** A fee rule as an office writes it down. */

/** @typedef {{begins: number, price: number}} Tier */

/**
 * Read what is written as tiers: "2000" or, from the third unit on cheaper, "1: 2000; 3: 1000".
 * @param {string} written
 * @returns {Tier[]|null} null when it is none
 */
export function tiersIn(written) {
  const parts = written.split(";").map((part) => part.trim()).filter(Boolean);
  if (parts.length === 1 && !parts[0].includes(":")) parts[0] = `1: ${parts[0]}`;
  const tiers = parts.map((part) => part.match(/^(\d{1,5})\s*:\s*([\d.]{1,11})$/)).map((found) => found && { begins: Number(found[1]), price: dongIn(found[2]) });
  return tiers.length > 0 && tiers.every((tier) => tier !== null && tier.price !== null) ? /** @type {Tier[]} */ (tiers) : null;
}

/**
 * Read "200000" or "200.000".
 * @param {string} written
 * @returns {number|null} whole dong
 */
export function dongIn(written) {
  const plain = written.trim();
  return /^\d{1,9}$/.test(plain) || /^\d{1,3}(\.\d{3}){1,2}$/.test(plain) ? Number(plain.replaceAll(".", "")) : null;
}

/**
 * Read who is spared how much: "poor: 100; merit: 50".
 * @param {string} written
 * @returns {{group: string, percent: number}[]|null}
 */
export function exemptIn(written) {
  const parts = written.split(";").map((part) => part.trim()).filter(Boolean);
  const found = parts.map((part) => part.match(/^([^:]{1,80}?)\s*:\s*(\d{1,3})\s*%?$/));
  if (!found.every((each) => each !== null)) return null;
  return found.map((each) => ({ group: /** @type {RegExpMatchArray} */ (each)[1], percent: Number(/** @type {RegExpMatchArray} */ (each)[2]) }));
}

/** The texts of a fee that citizens read, and the languages into which the centre may translate them. */
export const TEXTS = /** @type {const} */ (["name", "unit", "basis"]);
export const OTHERS = /** @type {const} */ (["en", "zh"]);

/**
 * Read the translations of a form, whose fields are called `name_en` and so on.
 * @param {{[field: string]: string}} written
 * @returns {import("./types.d.ts").Translations} without those that were left empty
 */
export function translationsIn(written) {
  return Object.fromEntries(TEXTS.map((text) => [text, Object.fromEntries(
    OTHERS.map((each) => [each, (written[`${text}_${each}`] ?? "").trim()]).filter(([, words]) => words !== ""),
  )]));
}

/**
 * What the rule says in a language: its name, the unit, the basis.
 * @param {import("./types.d.ts").Translations} translations
 * @param {"en"|"zh"} language
 * @returns {string} "" where it says nothing in it
 */
export function saidIn(translations, language) {
  return TEXTS.map((text) => translations[text]?.[language]).filter(Boolean).join(" · ");
}
