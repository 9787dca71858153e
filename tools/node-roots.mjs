/**
 * Lets node resolve imports between the packages' screens as the server's one mount does: `node --import ./tools/node-roots.mjs`.
 * A relative import that its own folder lacks is looked for at the same place under the other asset roots.
 */

import { existsSync } from "node:fs";
import { register } from "node:module";
import { fileURLToPath } from "node:url";
import { isMainThread } from "node:worker_threads";

const REPOSITORY = new URL("../", import.meta.url);
const ROOTS = ["kiosk/assets/", "display/assets/", "queue_server/web/assets/"].map((root) => new URL(root, REPOSITORY).href);

/** @param {string} address */
function elsewhere(address) {
  const home = ROOTS.find((root) => address.startsWith(root));
  if (home === undefined || existsSync(fileURLToPath(address))) return address;
  const candidates = ROOTS.map((root) => root + address.slice(home.length));
  return candidates.find((candidate) => existsSync(fileURLToPath(candidate))) ?? address;
}

/**
 * @param {string} specifier
 * @param {{parentURL?: string}} context
 * @param {(specifier: string, context: object) => unknown} next
 */
export function resolve(specifier, context, next) {
  if (!specifier.startsWith(".") || context.parentURL === undefined) return next(specifier, context);
  return next(elsewhere(new URL(specifier, context.parentURL).href), context);
}

if (isMainThread) register(import.meta.url);
