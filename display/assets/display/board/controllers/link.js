/** Keeps the board in touch with the server: states over the socket, and a heartbeat over HTTP that needs no socket. */

import { HEARTBEAT_MS, retryDelay } from "../models/connection.js";
import { pause } from "../pause.js";
import { fetchBoard } from "./server.js";

/** @typedef {import("../models/view.js").BoardView} BoardView */
/** @typedef {import("../models/announcement_queue.js").Announcement} Announcement */
/** @typedef {import("../../../shared/socket.js").Socket} Socket */
/**
 * @typedef {object} Ears
 * @property {() => void} connect a live connection begins; its first state counts, whatever its number
 * @property {(view: BoardView) => void} board
 * @property {(announcement: Announcement) => void} announcement
 */

/**
 * Do something over and over until it succeeds, less and less often.
 * @template T
 * @param {() => Promise<T>} deed
 * @returns {Promise<T>}
 */
export async function keepTrying(deed) {
  for (let failures = 1; ; failures += 1) {
    try {
      return await deed();
    } catch (fault) {
      console.info(`not reached, attempt ${failures}:`, fault);
      await pause(retryDelay(failures));
    }
  }
}

/**
 * Hear the server until it does not know this board any more.
 * @param {Socket} socket
 * @param {Ears} ears
 * @returns {Promise<void>}
 */
export async function follow(socket, ears) {
  socket.on("connect", ears.connect);
  socket.on("board", ears.board);
  socket.on("announcement", ears.announcement);
  for (;;) {
    await pause(HEARTBEAT_MS);
    const view = await fetchBoard().catch(() => undefined);
    if (view === null) break;
    if (view !== undefined) ears.board(view);
    if (view !== undefined && !socket.connected) socket.connect();
  }
  socket.disconnect();
}
