import assert from "node:assert/strict";
import { test } from "node:test";

import { callKey, freshCalls, isForward, picture, isWorthSaying } from "../../display/assets/display/board/models/view.js";

const names = { vi: "Trung tâm", en: "Centre", zh: "中心" };

function call(label, counter, facts = {}) {
  return { label, counter, called_at: "2026-11-23T01:00:00.000Z", state: "called", recalls: 0, ...facts };
}

function view(seq, calls, facts = {}) {
  const place = { code: "qn", names };
  return {
    seq, server_time: "2026-11-23T01:00:00.000Z", clock_rate: 1, centre: place, hall: place, calls, next: [], waiting: 0, ...facts,
  };
}

test("a board repaints only forward; the same state again does no harm", () => {
  assert.equal(isForward(null, view(1, [])), true);
  assert.equal(isForward(view(5, []), view(6, [])), true);
  assert.equal(isForward(view(5, []), view(5, [])), true);
  assert.equal(isForward(view(5, []), view(4, [])), false);
});

test("nothing is new on the first view after the page opens", () => {
  assert.deepEqual(freshCalls(null, view(1, [call("A001", 1)])), []);
});

test("a call that was not there before is new", () => {
  const held = view(1, [call("A001", 1)]);
  const fresh = freshCalls(held, view(2, [call("A002", 3), call("A001", 1)]));
  assert.deepEqual(fresh.map((each) => each.label), ["A002"]);
});

test("two calls that arrive together are both new", () => {
  const fresh = freshCalls(view(1, []), view(9, [call("B002", 3), call("A001", 1)]));
  assert.deepEqual(fresh.map((each) => each.label), ["B002", "A001"]);
});

test("a recall is new again, and so is the same ticket at another counter", () => {
  const held = view(1, [call("A001", 1)]);
  assert.equal(freshCalls(held, view(2, [call("A001", 1, { recalls: 1 })])).length, 1);
  assert.equal(freshCalls(held, view(2, [call("A001", 2)])).length, 1);
  assert.notEqual(callKey(call("A001", 1)), callKey(call("A001", 1, { recalls: 1 })));
});

test("a ticket whose service began is not new", () => {
  const held = view(1, [call("A001", 1)]);
  assert.deepEqual(freshCalls(held, view(2, [call("A001", 1, { state: "serving" })])), []);
});

test("the newest call is large, the six before it are listed, six are next", () => {
  const calls = ["7", "6", "5", "4", "3", "2", "1", "0"].map((digit) => call(`A00${digit}`, 1));
  const next = ["A008", "A009", "A010", "A011", "A012", "A013", "A014"];
  const shown = picture(view(1, calls, { next, waiting: 23 }));
  assert.equal(shown.current.label, "A007");
  assert.deepEqual(shown.last.map((each) => each.label), ["A006", "A005", "A004", "A003", "A002", "A001"]);
  assert.deepEqual(shown.next, next.slice(0, 6));
  assert.equal(shown.waiting, 23);
});

test("a day without any call yet has no current call", () => {
  assert.deepEqual(picture(view(1, [])), { current: null, last: [], next: [], waiting: 0 });
});

const said = (label, counter, facts = {}) => ({ seq: 5, label, counter, called_at: "2026-11-23T01:00:00.000Z", ...facts });

test("a call waits to be said as long as the ticket is called to that counter", () => {
  assert.equal(isWorthSaying(view(9, [call("A001", 2)]), said("A001", 2)), true);
  assert.equal(isWorthSaying(view(9, [call("A001", 2, { state: "serving" })]), said("A001", 2)), false);
});

test("a ticket that was transferred is called by the counter it is called to now", () => {
  const calls = [call("A001", 7), call("A001", 2, { state: "serving" })];
  assert.equal(isWorthSaying(view(9, calls), said("A001", 7)), true);
  assert.equal(isWorthSaying(view(9, calls), said("A001", 2)), false);
});

test("a call that was taken back is not said, nor is one judged by a view older than itself", () => {
  assert.equal(isWorthSaying(view(9, [call("A002", 3)]), said("A001", 2)), false);
  assert.equal(isWorthSaying(view(4, [call("A002", 3)]), said("A001", 2)), true);
});

test("a call that a full list has no room for is still said", () => {
  const later = Array.from({ length: 7 }, (_, at) => call(`B00${at}`, at, { called_at: "2026-11-23T01:00:09.000Z" }));
  assert.equal(isWorthSaying(view(9, later), said("A001", 2)), true);
  assert.equal(isWorthSaying(view(9, later.slice(1)), said("A001", 2)), false);
});
