/** Where a person goes after signing in, or to another centre. */

/** With what a permission begins that opens a page of the staff; any of these is enough. @type {{[page: string]: string[]}} */
const NEEDS = {
  "/admin": ["centre.administer"],
  "/console": ["counter."],
  "/manager": ["manager."],
  "/province": ["province."],
  "/appointments": ["appointment."],
  "/dossiers": ["counter.", "manager."],
  "/money": ["counter.", "manager."],
};

/**
 * @param {string[]} permissions at the centre that one is at now
 * @param {string} page that is open
 * @returns {string} the same page, or the first of this person there; of one dossier, the list of all
 */
export function sameOrNext(permissions, page) {
  const whole = `/${page.split("/")[1]}`;
  const may = (NEEDS[whole] || []).some((beginning) => permissions.some((permission) => permission.startsWith(beginning)));
  return nextPage(permissions, may ? whole : null);
}

/**
 * @param {string[]} permissions
 * @param {string|null} asked the `next` of the address; only a path of this site counts
 * @returns {string}
 */
export function nextPage(permissions, asked) {
  if (asked !== null && /^\/(?![/\\])(?:[\w\-/]|\.(?![./]))*$/.test(asked)) return asked;
  if (permissions.includes("centre.administer")) return "/admin";
  if (permissions.includes("counter.operate")) return "/console";
  return permissions.includes("province.view") ? "/province" : "/manager";
}
