/** @typedef {import("./types.d.ts").ListedPayment} Payment */
/** @typedef {import("./types.d.ts").Refund} Refund */

const OPEN = ["created", "pending", "in_doubt"];
const EXPLAINED = ["not_last", "unsupported"];

/** @param {Payment} payment @returns {Refund|null} what its terminal is to give back, works on or is in doubt about */
export function refundOpen({ refund }) {
  return refund !== null && OPEN.includes(refund.state) ? refund : null;
}

/** @param {Payment} payment @returns {{key: string, code: string}|null} why its terminal did not give it back, for the screen */
export function refundFailed({ refund, state }) {
  if (refund === null || refund.state !== "failed" || state !== "confirmed") return null;
  if (refund.code === null) return { key: "money.back.failed", code: "" };
  return { key: `money.back.failed.${EXPLAINED.includes(refund.code) ? refund.code : "code"}`, code: refund.code };
}
