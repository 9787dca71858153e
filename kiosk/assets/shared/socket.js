/** Live push: whole states with a sequence number, of which only the newest counts. ES2019. */

import { io } from "../vendor/socket.io.js";

/** @typedef {{on: (event: string, hear: (content: any) => void) => unknown, connected: boolean, active: boolean,
 *   connect: () => unknown, disconnect: () => unknown}} Socket */

/** A page says that the server is gone only after this long. */
export const LOST_AFTER_MS = 5000;
/** socket.io leaves a refused or dismissed connection alone; we ask again. */
const ASK_AGAIN_MS = 2000;

export class LiveLink {
  /** @param {Socket} socket */
  constructor(socket) {
    this.socket = socket;
    this.lost = false;
    this.closed = false;
    /** @type {ReturnType<typeof setTimeout>|undefined} */
    this.alarm = undefined;
    /** @type {Map<string, number>} */
    this.newest = new Map();
    /** @type {(() => void)[]} */
    this.onLostHears = [];
    /** @type {(() => void)[]} */
    this.onBackHears = [];
    socket.on("connect", () => this.connected());
    socket.on("disconnect", () => this.disconnected());
    socket.on("connect_error", () => this.disconnected());
    this.watch();
  }

  /**
   * Hear an event's states in order: one older than what was already heard is dropped.
   * @param {string} event
   * @param {(state: any) => void} show
   */
  onSnapshot(event, show) {
    this.socket.on(event, (state) => {
      const newest = this.newest.get(event);
      if (newest !== undefined && state.seq < newest) return;
      this.newest.set(event, state.seq);
      show(state);
    });
  }

  /**
   * Hear every message of an event.
   * @param {string} event
   * @param {(content: any) => void} hear
   */
  onEvent(event, hear) {
    this.socket.on(event, hear);
  }

  /** @param {() => void} hear called when the server has been away for LOST_AFTER_MS */
  onLost(hear) {
    this.onLostHears.push(hear);
  }

  /** @param {() => void} hear called when the server is back after a loss */
  onBack(hear) {
    this.onBackHears.push(hear);
  }

  close() {
    this.closed = true;
    clearTimeout(this.alarm);
    this.socket.disconnect();
  }

  /** A new connection begins with the whole state, whatever its number: the server may have been restored. */
  connected() {
    clearTimeout(this.alarm);
    this.alarm = undefined;
    this.newest.clear();
    if (this.lost) this.onBackHears.forEach((hear) => hear());
    this.lost = false;
  }

  disconnected() {
    if (this.closed) return;
    this.watch();
    if (!this.socket.active) setTimeout(() => this.closed || this.socket.connect(), ASK_AGAIN_MS);
  }

  watch() {
    if (this.lost || this.alarm !== undefined) return;
    this.alarm = setTimeout(() => {
      this.lost = true;
      this.onLostHears.forEach((hear) => hear());
    }, LOST_AFTER_MS);
  }
}

/**
 * Open the live connection with the page's cookies.
 * @returns {LiveLink}
 */
export function connect() {
  return new LiveLink(openSocket());
}

/**
 * The bare connection, for a page that keeps order and outage itself.
 * @returns {Socket}
 */
export function openSocket() {
  return io({
    path: "/socket.io",
    transports: ["websocket"],
    reconnectionDelay: 300,
    reconnectionDelayMax: 2000,
    randomizationFactor: 0.5,
    withCredentials: true,
  });
}

/** The board's connection: its device cookie tells the server which hall it shows. */
export const connectBoard = openSocket;
