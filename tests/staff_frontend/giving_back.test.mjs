import assert from "node:assert/strict";
import { test } from "node:test";

import { refundFailed, refundOpen } from "../../queue_server/web/assets/web/money/models/giving_back.js";

const refund = { id: "r1", kind: "reversal", state: "failed", code: "not_last", created_at: "2026-11-26T02:00:00Z" };
const payment = { state: "confirmed", refund };

test("what a terminal has yet to say of a refund is open, and nothing else", () => {
  for (const state of ["created", "pending", "in_doubt"]) assert.equal(refundOpen({ ...payment, refund: { ...refund, state } })?.state, state);
  for (const state of ["done", "failed", "cancelled"]) assert.equal(refundOpen({ ...payment, refund: { ...refund, state } }), null);
  assert.equal(refundOpen({ ...payment, refund: null }), null);
});

test("why a terminal did not give back is said in words where there are some, else by its code", () => {
  assert.equal(refundFailed(payment)?.key, "money.back.failed.not_last");
  assert.deepEqual(refundFailed({ ...payment, refund: { ...refund, code: "b5" } }), { key: "money.back.failed.code", code: "b5" });
  assert.equal(refundFailed({ ...payment, refund: { ...refund, code: null } })?.key, "money.back.failed");
  assert.equal(refundFailed({ ...payment, state: "refunded" }), null);
});
