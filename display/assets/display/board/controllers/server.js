/** The server's HTTP interface as a board needs it. Each deed is tried once; who calls decides about patience. */

import { Problem, get, request } from "../../../shared/api.js";

/** @typedef {import("../models/view.js").BoardView} BoardView */
/** @typedef {import("../models/enrolment.js").Enrolment} Enrolment */

const ONCE = { ladder: [] };

/**
 * The hall's whole state, or null when the server does not know this board.
 * @returns {Promise<BoardView|null>} rejects when the server cannot be reached or cannot answer now
 */
export async function fetchBoard() {
  try {
    return await get("/api/v1/board", ONCE);
  } catch (fault) {
    if (fault instanceof Problem && (fault.status === 401 || fault.status === 403)) return null;
    throw fault;
  }
}

/**
 * Ask to be enrolled as a board.
 * @returns {Promise<Enrolment>}
 */
export async function enrol() {
  return (await request("POST", "/api/v1/enrolments", { kind: "board", name: null }, ONCE)).body;
}

/**
 * Where an enrolment stands. On "approved" the server has set the board's cookie.
 * @param {string} secret
 * @returns {Promise<"pending"|"approved"|"expired">} "expired" also when the server does not know the secret (any more)
 */
export async function pollEnrolment(secret) {
  try {
    return (await request("POST", "/api/v1/enrolments/poll", { secret }, ONCE)).body.state;
  } catch (fault) {
    if (fault instanceof Problem && isFinal(fault.status)) return "expired";
    throw fault;
  }
}

/**
 * Whether asking again cannot help: a refusal other than "too often".
 * @param {number} status
 */
function isFinal(status) {
  return status >= 400 && status < 500 && status !== 429;
}
