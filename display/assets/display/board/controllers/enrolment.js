/** Makes this board known to the server: by a secret in the address, or by a code that a manager enters. */

import { part } from "../../../shared/dom.js";
import { t } from "../../../shared/i18n.js";
import { claimSecret, pollDelay } from "../models/enrolment.js";
import { pause } from "../pause.js";
import { enrol, pollEnrolment } from "./server.js";

/** @typedef {<T>(deed: () => Promise<T>) => Promise<T>} Reach does something over and over until it succeeds */

const CLAIM_POLL_SECONDS = 1;

/**
 * Take the secret of an approved board out of the address, so that it is in no history and on no screen.
 * @returns {string|null}
 */
export function takeClaim() {
  const secret = claimSecret(location.hash);
  if (location.hash) history.replaceState(null, "", location.pathname + location.search);
  return secret;
}

/**
 * Poll with a secret until the server has decided.
 * @param {string} secret
 * @param {Reach} reach
 * @returns {Promise<void>}
 */
export async function claim(secret, reach) {
  paint({ title: "display.claiming", how: "" }, "");
  await decided(secret, CLAIM_POLL_SECONDS, reach);
  part("enrolment").hidden = true;
}

/**
 * Show a code and poll until a manager has approved it or it has expired.
 * @param {Reach} reach
 * @returns {Promise<void>}
 */
export async function askManager(reach) {
  const enrolment = await reach(enrol);
  paint({ title: "display.enrolment_title", how: "display.enrolment_how" }, enrolment.code);
  if (await decided(enrolment.secret, enrolment.interval_seconds, reach)) part("enrolment").hidden = true;
}

/**
 * @param {string} secret
 * @param {number} intervalSeconds
 * @param {Reach} reach
 * @returns {Promise<boolean>} whether the board was approved
 */
async function decided(secret, intervalSeconds, reach) {
  for (;;) {
    const state = await reach(() => pollEnrolment(secret));
    if (state !== "pending") return state === "approved";
    await pause(pollDelay(intervalSeconds));
  }
}

/**
 * @param {{title: string, how: string}} keys
 * @param {string} code
 */
function paint(keys, code) {
  part("enrolment-title").textContent = t(keys.title);
  part("enrolment-title-en").textContent = t(keys.title, {}, "en");
  part("enrolment-how").textContent = keys.how ? t(keys.how) : "";
  part("enrolment-how-en").textContent = keys.how ? t(keys.how, {}, "en") : "";
  part("enrolment-code").textContent = code;
  part("enrolment").hidden = false;
}
