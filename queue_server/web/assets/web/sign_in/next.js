/** Where a person goes after signing in. */

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
