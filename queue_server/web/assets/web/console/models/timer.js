/** Time on the dossier in hand against the centre's target. */

/** @typedef {{started_at: string, ended_at: string|null, held_seconds: number}} Handling */

export const NEAR = 0.8;

/**
 * @param {Handling} handling
 * @param {number} now server time in ms
 * @returns {number} whole seconds, time on hold left out
 */
export function spent(handling, now) {
  const end = handling.ended_at === null ? now : Date.parse(handling.ended_at);
  return Math.max(0, Math.floor((end - Date.parse(handling.started_at)) / 1000) - handling.held_seconds);
}

/**
 * What the clock of the counter runs on: the dossier in hand, else the turn since it was started or called.
 * @param {{handlings: Handling[], called_at: string|null, started_at: string|null}} ticket
 * @returns {Handling}
 */
export function running(ticket) {
  const inHand = ticket.handlings.find((handling) => handling.ended_at === null);
  if (inHand) return inHand;
  return { started_at: ticket.started_at || ticket.called_at || "", ended_at: null, held_seconds: 0 };
}

/**
 * @param {number} seconds
 * @param {number} targetMinutes
 * @returns {"good"|"near"|"over"}
 */
export function standing(seconds, targetMinutes) {
  const share = seconds / (60 * targetMinutes);
  if (share > 1) return "over";
  return share >= NEAR ? "near" : "good";
}

/**
 * @param {number} seconds
 * @returns {string} "4:05", "1:02:03"
 */
export function clockText(seconds) {
  const two = (/** @type {number} */ value) => String(value).padStart(2, "0");
  const hours = Math.floor(seconds / 3600);
  const rest = `${hours ? two(Math.floor((seconds % 3600) / 60)) : Math.floor(seconds / 60)}:${two(seconds % 60)}`;
  return hours ? `${hours}:${rest}` : rest;
}
