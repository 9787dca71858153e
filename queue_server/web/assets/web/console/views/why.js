import { names, t } from "../../../shared/i18n.js";

/**
 * Why a ticket is called when it is, in words.
 * @param {{reason: string|null, priority: {names: {[language: string]: string}}|null}} ticket
 * @returns {string} "" when nobody knows
 */
export function why({ reason, priority }) {
  if (reason === null) return "";
  if (reason.startsWith("chosen:")) return t("console.reason.chosen", { choice: t(`console.choice.${reason.slice(7)}`) });
  return t(`console.reason.${reason}`, { priority: priority === null ? "" : names(priority.names) });
}
