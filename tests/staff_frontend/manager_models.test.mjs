/** What a supervisor is offered at a counter and told of the paper. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { paperFacts } from "../../queue_server/web/assets/web/manager/models/paper.js";
import { settlements } from "../../queue_server/web/assets/web/manager/models/steering.js";

test("only a visit that goes on can be completed or ended as a whole", () => {
  const counter = { number: 1, names: {}, clerk: null, label: "A001", since: null, break: null, skills: {}, skills_today: false };
  assert.deepEqual(settlements({ ...counter, state: "serving", onward: false }), ["complete", "back"]);
  assert.deepEqual(settlements({ ...counter, state: "serving", onward: true }), ["complete", "end", "back"]);
  assert.deepEqual(settlements({ ...counter, state: "calling", onward: true }), ["no_show", "back"]);
  assert.deepEqual(settlements({ ...counter, state: "free", onward: false }), []);
});

const SEEN = "2026-11-23T01:00:00.000Z";

test("of a roll whose length nobody has set only what was printed is said", () => {
  assert.deepEqual(paperFacts({ mm: 41_260, low_since: null }), [{ key: "manager.paper", values: { metres: "41.3" } }]);
});

test("of a roll of known length what is left is estimated, and never less than nothing", () => {
  const said = (/** @type {number} */ mm) => paperFacts({ mm, low_since: null, roll_mm: 80_000 })[0];
  assert.deepEqual(said(41_260), { key: "manager.paper_of", values: { metres: "41.3", left: "38.7", roll: "80" } });
  assert.equal(said(90_000)?.values["left"], "0.0");
});

test("an opened cover is a roll that may have been changed, and stands beside the estimate", () => {
  const facts = paperFacts({ mm: 41_260, low_since: SEEN, opened_at: SEEN, mm_since_opened: 1_200 });
  assert.deepEqual(facts.map((each) => each.key), ["manager.paper", "manager.paper_opened", "manager.paper_low"]);
  assert.deepEqual(facts[1], { key: "manager.paper_opened", values: { metres: "1.2" }, at: SEEN });
});
