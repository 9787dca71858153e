/** The language a member of staff chose on this machine. */

import { LANGUAGES, loadTexts, useLanguage } from "../../shared/i18n.js";

const KEPT_AS = "motcua.staff.language";

/** @returns {Promise<void>} when the texts are here and the chosen language is spoken */
export async function speakChosen() {
  await loadTexts();
  useLanguage(chosen());
}

/** @param {string} language */
export function choose(language) {
  localStorage.setItem(KEPT_AS, language);
  useLanguage(language);
}

/** @returns {string} */
function chosen() {
  const kept = localStorage.getItem(KEPT_AS);
  return kept !== null && LANGUAGES.some((each) => each === kept) ? kept : "vi";
}
