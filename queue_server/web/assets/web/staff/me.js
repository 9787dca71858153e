/** Who is signed in here. */

import { Problem, get, send, useCsrf } from "../../shared/api.js";
import { sameOrNext } from "../sign_in/next.js";

/** @typedef {{code: string, names: {[language: string]: string}}} Centre */
/** @typedef {{staff: {id: number, name: string, login: string, roles: string[]}, centre: Centre, centres: (Centre & {roles: string[]})[], permissions: string[], csrf: string}} Me */

/** @type {Me|null} */
let known = null;

/** Who is signed in, as far as this page has asked. @returns {Me|null} */
export const whoIs = () => known;

/**
 * Whether the person may do something of that kind at the present centre.
 * @param {string} kind what its permissions begin with: "counter."
 * @returns {boolean}
 */
export const may = (kind) => known !== null && known.permissions.some((permission) => permission.startsWith(kind));

/**
 * Be at another of one's centres with this browser: on the same page, where one may see it there too, else on the first
 * that one may.
 * @param {string} centre its code
 */
export async function changeCentre(centre) {
  const me = await send("POST", "/api/v1/me/centre", { centre });
  location.assign(sameOrNext(me.permissions, location.pathname));
}

/**
 * @returns {Promise<Me>} goes to the sign-in page instead when nobody is signed in
 */
export async function signedIn() {
  try {
    const me = await get("/api/v1/me");
    useCsrf(me.csrf);
    known = me;
    return me;
  } catch (problem) {
    if (!(problem instanceof Problem) || problem.status !== 401) throw problem;
    leave();
    return new Promise(() => undefined);
  }
}

/** @returns {Promise<void>} */
export async function signOut() {
  await send("POST", "/api/v1/sign-out");
  leave();
}

/** Go to the sign-in page and come back here after it. */
export function leave() {
  location.assign(`/sign-in?next=${encodeURIComponent(location.pathname)}`);
}
