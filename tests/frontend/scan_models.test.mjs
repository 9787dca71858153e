import assert from "node:assert/strict";
import { test } from "node:test";

import { TRANSITIONS, fresh } from "../../kiosk/assets/kiosk/models/journey.js";
import { deedFor } from "../../kiosk/assets/kiosk/models/scan.js";
import { Burst } from "../../kiosk/assets/shared/burst.js";

const KINDS = {
  appointment: "AAAA", citizen_card: "022204123289", dossier: "H49.22-261123-0001", code: "X-1",
  ticket: null, health_card: null, payment: null, card_unclear: null, empty: null, unknown: null,
};
const RESULTS = { code: "results", asks_dossier: true, open: true };
const offer = (services = [RESULTS], appointments = true) => ({ appointments, groups: [{ services }] });
const at = (screen, facts = {}) => ({ ...fresh("vi"), screen, ...facts });

test("every kind at every screen is passed over, used in one way, or answered with one text", () => {
  for (const screen of Object.keys(TRANSITIONS)) {
    for (const [kind, value] of Object.entries(KINDS)) {
      const deed = deedFor({ kind, value }, at(screen, { service: "results" }), offer());
      assert.ok(deed === null || Object.keys(deed).length === 1, `${kind} at ${screen}`);
      assert.equal(deed === null, kind === "empty" || ["issuing", "ticket", "refused", "priority"].includes(screen));
    }
  }
});

test("a code or a card reports where one may report, and is of no use where the centre has no appointments", () => {
  for (const screen of ["welcome", "groups", "appointment"]) {
    assert.deepEqual(deedFor({ kind: "appointment", value: "AAAA" }, at(screen), offer()), { report: { code: "AAAA" } });
    assert.deepEqual(deedFor({ kind: "citizen_card", value: "0" }, at(screen), offer()), { report: { citizen_id: "0" } });
    assert.deepEqual(deedFor({ kind: "appointment", value: "AAAA" }, at(screen), offer([], false)), { complaint: "kiosk.scan.no_use" });
  }
  assert.deepEqual(deedFor({ kind: "citizen_card", value: "0" }, at("visit"), offer()), { complaint: "kiosk.scan.no_use" });
});

test("a dossier leads to the one open service that returns results, and to a word where there are two or none", () => {
  const dossier = { kind: "dossier", value: "H49" };
  assert.deepEqual(deedFor(dossier, at("groups"), offer()), { collect: { service: "results", code: "H49" } });
  assert.deepEqual(deedFor(dossier, at("groups"), offer([RESULTS, RESULTS])), { complaint: "kiosk.scan.dossier" });
  assert.deepEqual(deedFor(dossier, at("groups"), offer([{ ...RESULTS, open: false }])), { complaint: "kiosk.scan.dossier" });
  assert.deepEqual(deedFor(dossier, at("welcome"), null), { complaint: "kiosk.scan.dossier" });
});

test("where a dossier's code is asked for, a code of a shape of its own is left to the server", () => {
  const collected = deedFor({ kind: "code", value: "X-1" }, at("dossier", { service: "results" }), offer());
  assert.deepEqual(collected, { collect: { service: "results", code: "X-1" } });
  assert.deepEqual(deedFor({ kind: "code", value: "X-1" }, at("groups"), offer()), { complaint: "kiosk.scan.unknown" });
});

test("a letter that an input method takes back within a scan is taken back", () => {
  const burst = new Burst();
  for (const key of ["3", "4", "6", "D", "Backspace", "Đ", "7", "9"]) burst.take(key, 1000);
  assert.equal(burst.take("Enter", 1000).code, "346Đ79");
});
