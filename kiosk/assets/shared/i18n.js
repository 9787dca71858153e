/** The texts of the screens: one catalogue a language, from the same version as this script. ES2019. */

/** @typedef {"vi"|"en"|"zh"} Language */
/** @typedef {Object<string, string>} Catalogue */
/** @typedef {{[language: string]: string}} Names */

/** @type {Language[]} */
export const LANGUAGES = ["vi", "en", "zh"];
/** The centre's own language: what is shown when a text lacks in another. */
export const FALLBACK = "vi";

/** @type {Map<string, Catalogue>} */
const catalogues = new Map();
/** @type {Language} */
let current = FALLBACK;

/**
 * Fetch the catalogues that are not here yet. The fallback is always among them.
 * @param {Language[]} languages
 * @param {""|"public/"} folder which catalogues: the server's whole ones, or those of the citizens' own phones
 * @returns {Promise<void>} rejects when one cannot be had
 */
export async function loadTexts(languages = LANGUAGES, folder = "") {
  const missing = [...new Set([FALLBACK, ...languages])].filter((language) => !catalogues.has(language));
  await Promise.all(missing.map((language) => fetchTexts(language, folder)));
}

/** A connection that says nothing for so long is given up: whoever asked asks again. */
const PATIENCE_MS = 10000;

/**
 * @param {string} language
 * @param {string} folder
 */
async function fetchTexts(language, folder) {
  const stop = new AbortController();
  setTimeout(() => stop.abort(), PATIENCE_MS);
  const address = new URL(`../strings/${folder}${language}.json`, import.meta.url).href;
  const answer = await fetch(address, { signal: stop.signal });
  if (!answer.ok) throw new Error(`texts in ${language}: the server answered ${answer.status}`);
  setTexts(language, await answer.json());
}

/**
 * Take a catalogue that is already in hand.
 * @param {string} language
 * @param {Catalogue} texts
 */
export function setTexts(language, texts) {
  catalogues.set(language, texts);
}

/**
 * Speak another language from now on, on this page and to the server.
 * @param {string} wanted a language without a catalogue of its own falls back
 */
export function useLanguage(wanted) {
  current = LANGUAGES.find((language) => language === wanted) || FALLBACK;
  if (typeof document !== "undefined") document.documentElement.lang = current;
}

/** @returns {Language} */
export function language() {
  return current;
}

/**
 * The text of a key in the page's language, its {placeholders} filled; the key itself when no catalogue has it.
 * @param {string} key
 * @param {{[name: string]: string|number}} [facts]
 * @param {string} [wanted] another language than the page's
 * @returns {string}
 */
export function t(key, facts = {}, wanted = current) {
  return fill(text(wanted, key) || text(FALLBACK, key) || key, facts);
}

/**
 * @param {string} wanted
 * @param {string} key
 */
function text(wanted, key) {
  const catalogue = catalogues.get(wanted);
  return catalogue === undefined ? undefined : catalogue[key];
}

/**
 * @param {string} pattern
 * @param {{[name: string]: string|number}} facts
 * @returns {string} placeholders without a fact stay
 */
export function fill(pattern, facts) {
  return pattern.replace(/\{(\w+)\}/g, (whole, name) => (name in facts ? String(facts[name]) : whole));
}

/**
 * What a thing is called in the page's language.
 * @param {Names|null|undefined} things
 * @param {string} [wanted]
 * @returns {string} "" for a thing without names
 */
export function names(things, wanted = current) {
  if (!things) return "";
  return things[wanted] || things[FALLBACK] || "";
}

/**
 * The language in which `names` answers: a page in another says so where the text stands, for whoever has it read out.
 * @param {Names|null|undefined} things
 * @param {string} [wanted]
 * @returns {string}
 */
export function languageOf(things, wanted = current) {
  return things && things[wanted] ? wanted : FALLBACK;
}
