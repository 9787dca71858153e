/** Sums of money as they are written in Vietnam. ES2019. */

/**
 * @param {number} amount whole dong
 * @returns {string} "1.250.000"
 */
export function dong(amount) {
  return String(amount).replace(/\B(?=(\d{3})+$)/g, ".");
}
