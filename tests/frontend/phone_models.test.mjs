import assert from "node:assert/strict";
import { test } from "node:test";

import { Looking } from "../../queue_server/web/assets/web/phone/models/looking.js";
import { standingOf } from "../../queue_server/web/assets/web/phone/models/fees.js";
import { freshlyCalled, headStart, lookAgain, nextLook, spoken, stageOf, stopOf, things, ticketIn } from "../../queue_server/web/assets/web/phone/models/turn.js";

const WAITING = { state: "waiting", ahead: 7, called_at: null };
const CALLED = { state: "called", ahead: null, called_at: "2026-11-23T01:00:00.000Z" };

test("the ticket stands in the page's address", () => {
  assert.equal(ticketIn("/t/01JD9Z6Q4V8T3R5M7N2K1P0ABC"), "01JD9Z6Q4V8T3R5M7N2K1P0ABC");
  assert.equal(ticketIn("/t/abc/"), "abc");
  assert.equal(ticketIn("/t/"), "");
  assert.equal(ticketIn("/t/../console"), "");
});

test("a visit of several services says which it is at", () => {
  const stops = (...states) => ({ itinerary: states.map((state) => ({ state })) });
  assert.equal(stopOf({}), null);
  assert.deepEqual(stopOf(stops("done", "now", "later")), { at: 2, of: 3 });
  assert.deepEqual(stopOf(stops("done", "done")), { at: 2, of: 2 });
});

test("the head start is told as the centre has set it", () => {
  assert.equal(headStart({ head_starts: [] }), null);
  assert.equal(headStart({ head_starts: [30] }), "30");
  assert.equal(headStart({ head_starts: [20, 30, 60] }), "20–60");
});

test("few people ahead is near; nobody's guess is not", () => {
  assert.equal(stageOf(WAITING), "waiting");
  assert.equal(stageOf({ ...WAITING, ahead: 3 }), "near");
  assert.equal(stageOf({ ...WAITING, ahead: 0 }), "near");
  assert.equal(stageOf({ ...WAITING, ahead: null }), "waiting");
  assert.equal(stageOf(CALLED), "called");
});

test("near and called look every 5 s, the rest every 15 s, the finished never", () => {
  assert.deepEqual(["near", "called"].map(lookAgain), [5000, 5000]);
  assert.deepEqual(["waiting", "serving", "held", "no_show"].map(lookAgain), [15000, 15000, 15000, 15000]);
  assert.deepEqual(["completed", "cancelled"].map(lookAgain), [null, null]);
});

test("the phone shakes once for a call, and again for a new one", () => {
  assert.equal(freshlyCalled(WAITING, CALLED), true);
  assert.equal(freshlyCalled(CALLED, { ...CALLED }), false);
  assert.equal(freshlyCalled(CALLED, { ...CALLED, called_at: "2026-11-23T01:05:00.000Z" }), true);
  assert.equal(freshlyCalled(null, WAITING), false);
});

test("what to bring is one thing a line", () => {
  assert.deepEqual(things("Căn cước công dân; hồ sơ đã điền.\n Ảnh 4×6;"), ["Căn cước công dân", "hồ sơ đã điền", "Ảnh 4×6"]);
  assert.deepEqual(things("身份证或护照；申请表"), ["身份证或护照", "申请表"]);
  assert.deepEqual(things(""), []);
});

test("of the phone's languages the first that we speak is taken", () => {
  assert.equal(spoken(["fr-FR", "zh-CN", "en"]), "zh");
  assert.equal(spoken(["vi-VN"]), "vi");
  assert.equal(spoken(["fr"]), null);
});

test("one look that fails is silent, two are told, one that succeeds ends it", () => {
  const looking = new Looking();
  looking.failed();
  assert.equal(looking.lost, false);
  looking.failed();
  assert.equal(looking.lost, true);
  looking.seen();
  assert.equal(looking.lost, false);
});

const FEE = (facts, payment = null) => ({ id: "c", dossier: "H49", state: "due", amount: 16000, fees: [], payment, ...facts });
const CODE = { id: "p", method: "vietqr", state: "pending", own: true, ended_at: null, transfer: { content: "MCABCDEFGH" } };

test("what can be done about a fee follows from its payment", () => {
  assert.equal(standingOf(FEE({}), true), "due");
  assert.equal(standingOf(FEE({}), false), "counter");
  assert.equal(standingOf(FEE({}, CODE), true), "code");
  assert.equal(standingOf(FEE({}, { ...CODE, transfer: null, method: "card" }), true), "card");
  assert.equal(standingOf(FEE({}, { ...CODE, state: "in_doubt" }), true), "doubt");
  assert.equal(standingOf(FEE({ state: "paid" }, { ...CODE, state: "confirmed", transfer: null }), true), "paid");
  assert.equal(standingOf(FEE({ state: "paid", amount: 0 }), true), "nothing");
});

test("a fee being paid is looked at every 2 s, one that is due also when the number is finished", () => {
  assert.equal(nextLook({ ...WAITING, charges: [FEE({}, CODE)] }), 2000);
  assert.equal(nextLook({ state: "completed", charges: [FEE({}, CODE)] }), 2000);
  assert.equal(nextLook({ state: "completed", charges: [FEE({})] }), 15000);
  assert.equal(nextLook({ ...CALLED, charges: [FEE({ state: "paid" }, { ...CODE, state: "confirmed" })] }), 5000);
  assert.equal(nextLook({ state: "completed", charges: [FEE({ state: "paid" })] }), null);
  assert.equal(nextLook({ state: "completed" }), null);
});
