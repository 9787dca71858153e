/** The dossier that a clerk has in hand in the present turn. */

/** @typedef {import("./types.d.ts").Handling} Handling */

/** What the plain end of a handling means, by step: the other steps are only asked about at a counter. */
const MOVES_ON = ["receive", "return"];

/**
 * @param {{handlings: Handling[]}|null|undefined} ticket
 * @returns {Handling|null} the one that runs
 */
export function inHand(ticket) {
  return (ticket && ticket.handlings.find((handling) => handling.ended_at === null)) || null;
}

/**
 * @param {Handling} handling
 * @returns {string} key of what the plain end says
 */
export function usualEnd(handling) {
  return `dossiers.usual.${handling.step !== null && MOVES_ON.includes(handling.step) ? handling.step : "asked"}`;
}
