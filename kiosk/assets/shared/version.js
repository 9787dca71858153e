/** Loads the page anew when the server has come back with another version of it: nobody stands there to do it. */

const OWN = new URL(import.meta.url).pathname.split("/")[2];
/** A cache on the way, or one of two servers still to be updated, may give the old page again: so not at once again. */
const AGAIN_AFTER_MS = 300000;
const TRIED = "motcua.reloaded-for";

/** @param {string | undefined} served the version of the pages that the server gives now; an older server names none */
export function keepCurrent(served) {
  const [version, at] = (sessionStorage.getItem(TRIED) || "").split(" ");
  if (served === undefined || served === OWN || (version === served && Date.now() - Number(at) < AGAIN_AFTER_MS)) return;
  sessionStorage.setItem(TRIED, `${served} ${Date.now()}`);
  location.reload();
}
