/** Whether the board must say that it hears nothing from the server. */

/** The server is asked this often even when the socket is quiet, so that a dead network is noticed. */
export const HEARTBEAT_MS = 4000;

/** Silence shorter than two heartbeats troubles nobody. */
export const QUIET_MS = 8500;

export class Connection {
  /**
   * @param {number} now ms of a clock that never jumps
   * @param {number} serverTime ms since the epoch
   */
  constructor(now, serverTime) {
    this.last = { now, serverTime };
  }

  /**
   * Something came from the server.
   * @param {number} now ms of a clock that never jumps
   * @param {number} serverTime ms since the epoch
   */
  heard(now, serverTime) {
    this.last = { now, serverTime };
  }

  /**
   * Since when nothing has been heard, in server time; null while the silence is short.
   * @param {number} now ms of a clock that never jumps
   * @returns {number|null} ms since the epoch
   */
  lostSince(now) {
    return now - this.last.now >= QUIET_MS ? this.last.serverTime : null;
  }
}

const LADDER_MS = [300, 700, 1500, 3000, 5000];

/**
 * How long to wait before the next attempt: short at first, then every five seconds.
 * @param {number} failures attempts that have failed in a row, from 1
 * @returns {number} ms
 */
export function retryDelay(failures) {
  return LADDER_MS[Math.min(Math.max(failures, 1), LADDER_MS.length) - 1];
}
