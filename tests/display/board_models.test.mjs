import assert from "node:assert/strict";
import { test } from "node:test";

import { offset } from "../../display/assets/display/board/models/burn_in.js";
import { Connection, HEARTBEAT_MS, QUIET_MS, retryDelay } from "../../display/assets/display/board/models/connection.js";
import { claimSecret, pollDelay } from "../../display/assets/display/board/models/enrolment.js";

const NOON = Date.parse("2026-11-23T05:00:00.000Z");

test("a short silence is not shown, a longer one is, with the moment of the last word from the server", () => {
  const connection = new Connection(1000, NOON);
  assert.equal(connection.lostSince(1000), null);
  connection.heard(3000, NOON + 2000);
  assert.equal(connection.lostSince(3000 + QUIET_MS - 1), null);
  assert.equal(connection.lostSince(3000 + QUIET_MS), NOON + 2000);
  connection.heard(20000, NOON + 19000);
  assert.equal(connection.lostSince(20001), null);
});

test("an outage shows between five and ten seconds after the last word, and one lost heartbeat is no outage", () => {
  assert.ok(QUIET_MS >= 5000 && QUIET_MS <= 10000);
  assert.ok(QUIET_MS > 2 * HEARTBEAT_MS);
});

test("retries come quickly at first and never further apart than five seconds", () => {
  const delays = [0, 1, 2, 3, 4, 5, 6, 1000].map(retryDelay);
  assert.deepEqual(delays, [...delays].sort((one, other) => one - other));
  assert.equal(delays[0], 300);
  assert.equal(delays[delays.length - 1], 5000);
});

test("the picture wanders at most four pixels, moves every time and comes back to the middle", () => {
  const path = Array.from({ length: 9 }, (_, step) => offset(step));
  path.forEach(({ x, y }, step) => {
    assert.ok(Math.abs(x) <= 4 && Math.abs(y) <= 4);
    assert.notDeepEqual(offset(step + 1), { x, y });
  });
  assert.deepEqual(offset(9), { x: 0, y: 0 });
});

test("a claim is read from the address's fragment and nothing else is", () => {
  assert.equal(claimSecret("#claim=abcDEF_-0123456789"), "abcDEF_-0123456789");
  for (const fragment of ["", "#", "#claim=", "#claim=short", "#claim=with space in it", "#other=abcdefgh"]) {
    assert.equal(claimSecret(fragment), null);
  }
});

test("the server says how often to poll; a board never polls faster than once a second", () => {
  assert.equal(pollDelay(5), 5000);
  assert.equal(pollDelay(0), 5000);
  assert.equal(pollDelay(0.2), 1000);
  assert.equal(pollDelay(Number.NaN), 5000);
});
