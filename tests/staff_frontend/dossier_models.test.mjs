/** What staff can do with a dossier, and what its plain end means. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { inHand, usualEnd } from "../../queue_server/web/assets/web/console/models/in_hand.js";
import { countOf, deedOf, percent, resultsOf, termsOf } from "../../queue_server/web/assets/web/dossiers/models/lists.js";

const CLERK = { staff: { id: 7, name: "A" }, permissions: ["counter.operate"] };
const MANAGER = { staff: { id: 8, name: "B" }, permissions: ["manager.view"] };
const at = (step, holder = null) => ({ step, in_hand: holder === null ? null : { id: holder, name: "C" } });

test("a clerk begins what nobody has in hand and ends only what is in the own hand", () => {
  assert.equal(deedOf(at("appraise"), CLERK), "begin");
  assert.equal(deedOf(at("appraise", 7), CLERK), "end");
  assert.equal(deedOf(at("appraise", 9), CLERK), null);
});

test("steps that need the citizen, ended dossiers and managers have no deed", () => {
  for (const step of ["receive", "return", null]) assert.equal(deedOf(at(step), CLERK), null);
  assert.equal(deedOf(at("stamp"), MANAGER), null);
});

test("the usual result comes first and the first step has none before it", () => {
  assert.equal(resultsOf("approve")[0], "done");
  assert.ok(resultsOf("approve").includes("back"));
  assert.ok(!resultsOf("appraise").includes("back"));
});

test("a share is never rounded up to all", () => {
  assert.equal(percent({ within: 0, of: 0 }), "–");
  assert.equal(percent({ within: 1999, of: 2000 }), "99.9 %");
  assert.equal(percent({ within: 3, of: 3 }), "100 %");
});

test("each list has its count", () => {
  const overview = { waiting: { appraise: 3 }, late: 2, near_late: 1, on_time: { within: 0, of: 0, since: "2026-11-01" } };
  assert.deepEqual(["appraise", "late", "near_late"].map((which) => countOf(overview, which)), [3, 2, 1]);
});

test("where the catalogue states no term, within the day or none can be chosen", () => {
  assert.deepEqual(termsOf({ terms: [] }).map((term) => term && term.quantity), [0, null]);
});

test("the plain end says what it does: only receiving and returning move a dossier", () => {
  const ends = ["receive", "return", "appraise", null].map((step) => usualEnd({ step }));
  assert.deepEqual(ends, ["dossiers.usual.receive", "dossiers.usual.return", "dossiers.usual.asked", "dossiers.usual.asked"]);
});

test("the dossier in hand is the one that has not ended", () => {
  const handlings = [{ id: "1.1", ended_at: "x" }, { id: "1.2", ended_at: null }];
  assert.equal(inHand({ handlings }).id, "1.2");
  assert.equal(inHand(null), null);
});
