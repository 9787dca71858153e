/**
 * @param {string} written "1, 2 5"
 * @returns {number[]} the numbers of counters in it, each once
 */
export function countersIn(written) {
  return [...new Set(written.split(/[\s,]+/).filter(Boolean).map(Number))];
}
