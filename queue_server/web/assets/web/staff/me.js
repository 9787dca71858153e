/** Who is signed in here. */

import { Problem, get, send, useCsrf } from "../../shared/api.js";

/** @typedef {{staff: {id: number, name: string, login: string, roles: string[]}, centre: {code: string, names: {[language: string]: string}}, permissions: string[], csrf: string}} Me */

/**
 * @returns {Promise<Me>} goes to the sign-in page instead when nobody is signed in
 */
export async function signedIn() {
  try {
    const me = await get("/api/v1/me");
    useCsrf(me.csrf);
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
