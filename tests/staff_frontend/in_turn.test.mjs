/** Answers that overtake each other. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { InTurn } from "../../queue_server/web/assets/web/staff/in_turn.js";

test("an answer that was overtaken is no news, one that is merely late is", () => {
  const looks = new InTurn();
  const [first, second, third] = [looks.ask(), looks.ask(), looks.ask()];
  assert.deepEqual([second, first, third].map((turn) => looks.isNews(turn)), [true, false, true]);
});

test("what was asked for before a deed is no news after it, what is asked for then is", () => {
  const looks = new InTurn();
  const before = looks.ask();
  looks.done();
  assert.deepEqual([looks.isNews(before), looks.isNews(looks.ask())], [false, true]);
});
