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
const DEAF = ["issuing", "ticket", "refused", "priority", "fee_looking", "fee_paying", "fee_end"];
const offer = (services = [RESULTS], appointments = true) => ({ appointments, groups: [{ services }] });
const at = (screen, facts = {}) => ({ ...fresh("vi"), screen, ...facts });

test("every kind at every screen is passed over, used in one way, or answered with one text", () => {
  for (const screen of Object.keys(TRANSITIONS)) {
    for (const [kind, value] of Object.entries(KINDS)) {
      const deed = deedFor({ kind, value }, at(screen, { service: "results" }), offer());
      assert.ok(deed === null || Object.keys(deed).length === 1, `${kind} at ${screen}`);
      assert.equal(deed === null, kind === "empty" || DEAF.includes(screen));
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

test("where fees are paid, a dossier or a payment code at rest asks what is due, and the result is fetched when nothing is", () => {
  const asked = (kind, value, screen) => deedFor({ kind, value }, at(screen), offer(), true);
  for (const screen of ["welcome", "groups"]) {
    assert.deepEqual(asked("payment", "MC34679ACD", screen), { fee: { code: "MC34679ACD", otherwise: null } });
    assert.deepEqual(asked("dossier", "H49", screen), { fee: { code: "H49", otherwise: { service: "results", code: "H49" } } });
    assert.deepEqual(asked("payment", null, screen), { complaint: "kiosk.fee.scan" });
    assert.deepEqual(asked("appointment", "AAAA", screen), { report: { code: "AAAA" } });
  }
  assert.deepEqual(asked("dossier", "H49", "services"), { collect: { service: "results", code: "H49" } });
  assert.deepEqual(deedFor({ kind: "payment", value: "MC34679ACD" }, at("welcome"), offer()), { complaint: "kiosk.scan.payment" });
});

test("where somebody pays, every code that may be a dossier's is asked for, and nothing else is of use", () => {
  for (const screen of ["fee_code", "fee_due"]) {
    for (const [kind, value] of Object.entries(KINDS)) {
      const deed = deedFor({ kind, value }, at(screen), offer());
      const codes = ["dossier", "code", "appointment"];
      if (kind !== "empty") assert.deepEqual(deed, codes.includes(kind) ? { fee: { code: value, otherwise: null } } : { complaint: "kiosk.fee.scan" });
    }
  }
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
