import assert from "node:assert/strict";
import { test } from "node:test";

import { counterIn, paymentAt, shownAt } from "../../display/assets/display/sign/models/sign.js";

const COUNTERS = [
  { number: 1, state: "calling", label: "A001" },
  { number: 2, state: "serving", label: "B2" },
  { number: 3, state: "free", label: null },
  { number: 4, state: "ready", label: null },
  { number: 5, state: "break", label: null },
  { number: 6, state: "closed", label: null },
];

test("a sign shows its counter's number and, in words, whether to come or to wait", () => {
  assert.deepEqual(COUNTERS.map((each) => shownAt(COUNTERS, each.number)), [
    { label: "A001", text: "display.sign_calling" }, { label: "B2", text: "display.sign_serving" },
    { label: "", text: "display.sign_open" }, { label: "", text: "display.sign_open" },
    { label: "", text: "display.sign_break" }, { label: "", text: "display.sign_closed" },
  ]);
});

test("a sign of a counter that the hall does not have says so", () => {
  assert.deepEqual(shownAt(COUNTERS, 7), { label: "", text: "display.sign_unknown" });
  assert.deepEqual(shownAt([], null), { label: "", text: "display.sign_unknown" });
});

test("the address says whose sign it is", () => {
  assert.deepEqual(["/sign/3", "/sign/12/", "/sign/", "/sign/x", "/sign/3/4", "/board"].map(counterIn), [3, 12, null, null, null, null]);
});

const TRANSFER = { vietqr: "0002", bank: "BIDV", account: "1", holder: "TT", amount: 16000, content: "MCABCDEFGH" };
const OPEN = { id: "p", state: "pending", amount: 16000, transfer: TRANSFER, until: null };
const PAID = { id: "p", state: "confirmed", amount: 16000, transfer: null, until: "2026-11-26T01:00:10Z" };
const AT = Date.parse("2026-11-26T01:00:00Z");
const withPayment = (payment, state = "serving") => [{ number: 1, state, label: "A001", payment }];

test("a code stands on the sign of its own counter alone, and never in place of a call", () => {
  assert.equal(paymentAt(withPayment(OPEN), 1, AT), OPEN);
  assert.equal(paymentAt(withPayment(OPEN), 2, AT), null);
  for (const state of ["calling", "free", "ready", "break", "closed"]) assert.equal(paymentAt(withPayment(OPEN, state), 1, AT), null);
  assert.equal(paymentAt(COUNTERS, 2, AT), null);
});

test("what is paid is said until its time is over, although no news comes", () => {
  assert.equal(paymentAt(withPayment(PAID), 1, AT + 9999), PAID);
  assert.equal(paymentAt(withPayment(PAID), 1, AT + 10000), null);
  assert.equal(paymentAt(withPayment({ ...OPEN, transfer: null }), 1, AT), null);
});
