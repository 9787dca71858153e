/** The groups that the Law on Fees and Charges names (97/2015/QH13, article 10). */
export const GROUPS = ["child", "poor", "elderly", "disabled", "merit", "ethnic_minority"];

/** @typedef {(key: string) => string} Texts */

/** @param {string} group @param {Texts} t @returns {string} its name, or the office's own word for it */
export function groupText(group, t) {
  return GROUPS.includes(group) ? t(`money.group.${group}`) : group;
}

/** @param {string} written a code, a name, or the office's own word @param {Texts} t @returns {string} the code of a group of the law, else what was written */
export function groupIn(written, t) {
  return GROUPS.find((group) => [group, groupText(group, t).toLowerCase()].includes(written.toLowerCase())) || written;
}
