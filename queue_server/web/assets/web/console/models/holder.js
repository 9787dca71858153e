/** Which tab acts for the clerk. This page has a name of its own, new at each opening, so that a copied tab is another. */

import { freshKey } from "../../../shared/api.js";

/** @typedef {import("./types.d.ts").Desk} Desk */

export const NAME = freshKey();

/** What every command of this page carries. */
export const AS_THIS_CONSOLE = { headers: { "X-Console": NAME } };

/**
 * @param {Pick<Desk, "console">} desk
 * @param {string} [name]
 * @returns {boolean} whether another tab or browser acts for the counter now
 */
export function isSuperseded({ console: holder }, name = NAME) {
  return holder === null || holder.name !== name;
}
