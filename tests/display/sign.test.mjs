import assert from "node:assert/strict";
import { test } from "node:test";

import { counterIn, shownAt } from "../../display/assets/display/sign/models/sign.js";

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
