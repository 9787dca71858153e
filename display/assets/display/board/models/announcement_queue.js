/**
 * Which announcement is spoken when: one at a time, each once, none too late.
 *
 * @typedef {{seq: number, label: string, counter: number, language: string, called_at: string, expires_at: string,
 *   clips: Array<string|number>, text: Object<string, string>}} Announcement
 */

const REMEMBERED = 256;

export class AnnouncementQueue {
  constructor() {
    /** @type {Announcement[]} */
    this.waiting = [];
    /** @type {Announcement|null} */
    this.speaking = null;
    /** @type {string[]} */
    this.heard = [];
  }

  /**
   * Take an announcement unless it is expired or was taken before.
   * A server restored from a copy may use a number again for another call; that one is taken.
   * A waiting call of the same ticket is replaced: only the newest counter is worth saying.
   * @param {Announcement} announcement
   * @param {number} now server time, ms since the epoch
   * @returns {boolean} whether it waits to be spoken now
   */
  offer(announcement, now) {
    const name = `${announcement.seq} ${announcement.label} ${announcement.called_at}`;
    if (this.heard.includes(name)) return false;
    this.heard = [...this.heard, name].slice(-REMEMBERED);
    if (isExpired(announcement, now)) return false;
    this.waiting = this.waiting.filter((other) => other.label !== announcement.label);
    this.waiting.push(announcement);
    return true;
  }

  /**
   * The announcement to speak now, or null while one is spoken or none is left; expired ones are dropped.
   * The caller says `finished()` when it has been spoken.
   * @param {number} now server time, ms since the epoch
   * @returns {Announcement|null}
   */
  begin(now) {
    if (this.speaking !== null) return null;
    this.waiting = this.waiting.filter((announcement) => !isExpired(announcement, now));
    this.speaking = this.waiting.shift() || null;
    return this.speaking;
  }

  /** Forget what waits. */
  clear() {
    this.waiting = [];
  }

  /** The announcement has been spoken or given up. */
  finished() {
    this.speaking = null;
  }

  /**
   * Forget waiting announcements that are not worth saying any more; what is being spoken ends by itself.
   * @param {(announcement: Announcement) => boolean} isWorth
   */
  keep(isWorth) {
    this.waiting = this.waiting.filter(isWorth);
  }
}

/**
 * @param {Announcement} announcement
 * @param {number} now server time, ms since the epoch
 * @returns {boolean}
 */
export function isExpired(announcement, now) {
  return now >= Date.parse(announcement.expires_at);
}

/**
 * Lay clips and pauses out in time. A language in which a recording is missing is not spoken at all: "A một hai" for A012
 * would call somebody else. Its pauses stay.
 * @param {Array<string|number>} clips names, and pauses in ms
 * @param {(name: string) => number|null} lengthOf length of a clip in seconds, null when there is no recording
 * @returns {{starts: Array<{name: string, at: number}>, seconds: number}} starts in seconds from the beginning
 */
export function timeline(clips, lengthOf) {
  /** @type {Array<{name: string, at: number}>} */
  const starts = [];
  const broken = new Set(clipNames(clips).filter((name) => lengthOf(name) === null).map(languageOf));
  let at = 0;
  for (const clip of clips) {
    if (typeof clip === "number") {
      at += clip / 1000;
      continue;
    }
    if (broken.has(languageOf(clip))) continue;
    starts.push({ name: clip, at });
    at += lengthOf(clip) || 0;
  }
  return { starts, seconds: starts.length > 0 ? at : 0 };
}

/**
 * @param {string} clip "vi/moi-so", or "chime", which is a language of its own
 * @returns {string}
 */
function languageOf(clip) {
  return clip.split("/")[0];
}

/**
 * The clip names of an announcement, each once.
 * @param {Array<string|number>} clips
 * @returns {string[]}
 */
export function clipNames(clips) {
  const names = clips.filter((clip) => typeof clip === "string").map(String);
  return Array.from(new Set(names));
}
