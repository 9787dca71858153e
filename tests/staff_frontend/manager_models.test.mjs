/** What a supervisor is offered at a counter. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { settlements } from "../../queue_server/web/assets/web/manager/models/steering.js";

test("only a visit that goes on can be completed or ended as a whole", () => {
  const counter = { number: 1, names: {}, clerk: null, label: "A001", since: null, break: null, skills: {}, skills_today: false };
  assert.deepEqual(settlements({ ...counter, state: "serving", onward: false }), ["complete", "back"]);
  assert.deepEqual(settlements({ ...counter, state: "serving", onward: true }), ["complete", "end", "back"]);
  assert.deepEqual(settlements({ ...counter, state: "calling", onward: true }), ["no_show", "back"]);
  assert.deepEqual(settlements({ ...counter, state: "free", onward: false }), []);
});
