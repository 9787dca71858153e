/** Speaks announcements through Web Audio, one at a time, from recordings under /voices. */

import { part } from "../../../shared/dom.js";
import { AnnouncementQueue, clipNames, timeline } from "../models/announcement_queue.js";
import { pause } from "../pause.js";

/** @typedef {import("../models/announcement_queue.js").Announcement} Announcement */

/** Clips that nearly every call needs; the others are fetched when they are first named. */
const COMMON = ["chime", "vi/moi-so", "vi/den-quay-so"].concat(Array.from({ length: 10 }, (_, digit) => `vi/digit-${digit}`));

/** A recording that takes longer is done without, and tried again the next time: a late call is worse than a short one. */
const LOAD_MS = 3000;

/** Time to schedule all clips of a call before the first one sounds. */
const LEAD_SECONDS = 0.05;

/** A board in a browser that has no Web Audio: it shows every call and says none. */
class Mute {
  start() {
    console.warn("this browser has no Web Audio: calls are shown and not spoken");
  }

  hear() {}

  keep() {}

  hush() {}
}

/**
 * @param {() => number} serverNow server time, ms since the epoch
 * @returns {Voice|Mute}
 */
export function voiceOf(serverNow) {
  return typeof AudioContext === "undefined" ? new Mute() : new Voice(serverNow);
}

class Voice {
  /** @param {() => number} serverNow server time, ms since the epoch */
  constructor(serverNow) {
    this.serverNow = serverNow;
    this.queue = new AnnouncementQueue();
    /** @type {Map<string, Promise<AudioBuffer|null>>} */
    this.clips = new Map();
    /** @type {Set<string>} */
    this.missed = new Set();
    /** When the last clip ends, in seconds of the context's own clock, which a timer may outrun. */
    this.freeAt = 0;
    this.context = new AudioContext();
    this.context.onstatechange = () => this.unlocked();
    part("sound").addEventListener("click", () => this.context.resume());
  }

  /** Fetch the common clips and show the button if the browser wants a touch before it makes a sound. */
  start() {
    COMMON.forEach((name) => this.clip(name));
    this.context.resume();
    this.unlocked();
  }

  /** @param {Announcement} announcement */
  hear(announcement) {
    if (!this.queue.offer(announcement, this.serverNow())) return;
    clipNames(announcement.clips).forEach((name) => this.clip(name));
    this.context.resume();
    this.proceed();
  }

  /** @param {(announcement: Announcement) => boolean} isWorth whether a call that waits still has to be said */
  keep(isWorth) {
    this.queue.keep(isWorth);
  }

  /** Say nothing more than what is being said. */
  hush() {
    this.queue.clear();
  }

  unlocked() {
    part("sound").hidden = this.isUnlocked();
    this.proceed();
  }

  isUnlocked() {
    return this.context.state === "running";
  }

  async proceed() {
    if (!this.isUnlocked()) return;
    const announcement = this.queue.begin(this.serverNow());
    if (announcement === null) return;
    await this.speak(announcement).catch((fault) => console.warn("announcement not spoken", fault));
    this.queue.finished();
    this.proceed();
  }

  /**
   * @param {Announcement} announcement
   * @returns {Promise<void>} when the last clip has sounded
   */
  async speak(announcement) {
    const buffers = await this.load(clipNames(announcement.clips));
    const plan = timeline(announcement.clips, (name) => lengthOf(buffers.get(name)));
    const begin = Math.max(this.context.currentTime + LEAD_SECONDS, this.freeAt);
    for (const start of plan.starts) this.play(buffers.get(start.name), begin + start.at);
    this.freeAt = begin + plan.seconds;
    await pause((this.freeAt - this.context.currentTime) * 1000);
  }

  /**
   * @param {string[]} names
   * @returns {Promise<Map<string, AudioBuffer|null>>}
   */
  async load(names) {
    const late = pause(LOAD_MS).then(() => null);
    const buffers = await Promise.all(names.map((name) => Promise.race([this.clip(name), late])));
    /** @type {Array<[string, AudioBuffer|null]>} */
    const pairs = names.map((name, at) => [name, buffers[at]]);
    return new Map(pairs);
  }

  /**
   * @param {AudioBuffer|null|undefined} buffer
   * @param {number} at seconds of the context's clock
   */
  play(buffer, at) {
    const source = this.context.createBufferSource();
    source.buffer = buffer || null;
    source.connect(this.context.destination);
    source.start(at);
  }

  /**
   * A clip's recording, fetched once; null when there is none. A failed fetch is tried again the next time.
   * @param {string} name
   * @returns {Promise<AudioBuffer|null>}
   */
  clip(name) {
    const held = this.clips.get(name);
    if (held) return held;
    const fetched = this.fetched(name).catch((fault) => this.miss(name, fault));
    this.clips.set(name, fetched);
    return fetched;
  }

  /**
   * @param {string} name
   * @returns {Promise<AudioBuffer>}
   */
  async fetched(name) {
    const stop = new AbortController();
    setTimeout(() => stop.abort(), LOAD_MS);
    const answer = await fetch(`/voices/${name}.wav`, { signal: stop.signal });
    if (!answer.ok) throw new Error(`the server answered ${answer.status}`);
    const data = await answer.arrayBuffer();
    return new Promise((resolve, reject) => this.context.decodeAudioData(data, resolve, reject));
  }

  /**
   * @param {string} name
   * @param {Error} fault
   * @returns {null}
   */
  miss(name, fault) {
    if (!this.missed.has(name)) console.warn(`no clip ${name}: ${fault.message}`);
    this.missed.add(name);
    this.clips.delete(name);
    return null;
  }
}

/**
 * @param {AudioBuffer|null|undefined} buffer
 * @returns {number|null} seconds
 */
function lengthOf(buffer) {
  return buffer ? buffer.duration : null;
}
