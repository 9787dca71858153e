/**
 * How a board becomes known to the server.
 *
 * @typedef {{code: string, secret: string, expires_at: string, interval_seconds: number}} Enrolment
 */

const CLAIM = /^#claim=([A-Za-z0-9_-]{8,200})$/;

/**
 * The secret of a board that was approved before its page was opened, from the address's fragment.
 * @param {string} fragment such as "#claim=…", or ""
 * @returns {string|null}
 */
export function claimSecret(fragment) {
  const match = CLAIM.exec(fragment);
  return match === null ? null : match[1];
}

/**
 * How long to wait between two polls: what the server asked for, never below one second.
 * @param {number} intervalSeconds
 * @returns {number} ms
 */
export function pollDelay(intervalSeconds) {
  return Math.max(1, Number(intervalSeconds) || 5) * 1000;
}
