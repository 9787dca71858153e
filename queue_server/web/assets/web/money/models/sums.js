/** Sums of a close as the rows of a table. */

/** @typedef {import("./types.d.ts").BooksSum} BooksSum */
/** @typedef {{amount: number, count: number}} Cell */
/** @typedef {{method: "vietqr"|"card", back: boolean, phi: Cell, le_phi: Cell, total: number}} SumRow */

const METHODS = /** @type {const} */ (["vietqr", "card"]);

/**
 * @param {BooksSum[]} sums
 * @returns {SumRow[]} a row for each method that was used, money that was given back apart (below 0)
 */
export function sumRows(sums) {
  /** @type {SumRow[]} */
  const rows = [];
  for (const back of [false, true]) {
    for (const method of METHODS) {
      const own = sums.filter((sum) => sum.method === method && sum.back === back);
      if (own.length === 0) continue;
      const phi = cell(own, "phi"), lePhi = cell(own, "le_phi");
      rows.push({ method, back, phi, le_phi: lePhi, total: phi.amount + lePhi.amount });
    }
  }
  return rows;
}

/** @param {BooksSum[]} sums @param {"phi"|"le_phi"} kind @returns {Cell} */
function cell(sums, kind) {
  const found = sums.find((sum) => sum.kind === kind);
  return found === undefined ? { amount: 0, count: 0 } : { amount: found.amount, count: found.count };
}
