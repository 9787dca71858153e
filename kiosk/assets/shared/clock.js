/** The server's time, which may run faster than this machine's. ES2019. */

/**
 * Corrections backwards up to this much hold the clock still; a larger one is another day and is followed, and so is the
 * first, for until then it was this machine's own clock.
 */
const HOLD_MS = 60000;

export class ServerClock {
  /** @param {() => number} monotonic milliseconds that never go back */
  constructor(monotonic = () => performance.now()) {
    this.monotonic = monotonic;
    this.base = { server: Date.now(), local: monotonic(), rate: 1 };
    this.latest = -Infinity;
    this.synced = false;
  }

  /**
   * @param {string} serverTime RFC 3339
   * @param {number} [rate] server seconds a second
   */
  sync(serverTime, rate = 1) {
    const server = Date.parse(serverTime);
    if (Number.isNaN(server)) return;
    this.base = { server, local: this.monotonic(), rate };
    if (!this.synced || server < this.latest - HOLD_MS * rate) this.latest = server;
    this.synced = true;
  }

  /** @returns {number} server time in ms since the epoch; never goes back by a small correction */
  now() {
    const { server, local, rate } = this.base;
    this.latest = Math.max(this.latest, server + (this.monotonic() - local) * rate);
    return this.latest;
  }
}

const ZONE = "Asia/Ho_Chi_Minh";

/**
 * The wall clock of the centre, "HH:MM".
 * @param {number|string} moment ms since the epoch, or RFC 3339
 * @returns {string}
 */
export function hallTime(moment) {
  return new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", hour12: false, timeZone: ZONE }).format(new Date(moment));
}

/**
 * The centre's date, "YYYY-MM-DD".
 * @param {number|string} moment
 * @returns {string}
 */
export function hallDate(moment) {
  return new Intl.DateTimeFormat("en-CA", { year: "numeric", month: "2-digit", day: "2-digit", timeZone: ZONE }).format(new Date(moment));
}

/**
 * A date in words, "Thứ Hai, 30/11".
 * @param {string} day "YYYY-MM-DD"
 * @param {string} language
 * @returns {string}
 */
export function dayText(day, language) {
  const noon = new Date(`${day}T12:00:00+07:00`);
  return new Intl.DateTimeFormat(language === "en" ? "en-GB" : language, { weekday: "long", day: "2-digit", month: "2-digit", timeZone: ZONE }).format(noon);
}
