import assert from "node:assert/strict";
import { test } from "node:test";

import { confirmedOf, dong, dueOf, isOpen, isPaid, latest, printable } from "../../queue_server/web/assets/web/console/models/money.js";
import { groupIn, groupText } from "../../queue_server/web/assets/web/money/models/groups.js";
import { sumRows } from "../../queue_server/web/assets/web/money/models/sums.js";
import { dongIn, exemptIn, tiersIn } from "../../queue_server/web/assets/web/money/models/rule.js";

const charge = (state, ...payments) => ({ id: state, state, payments: payments.map((each) => ({ state: each })) });

test("sums are written as in Vietnam and read however an office writes them", () => {
  assert.deepEqual([0, 999, 1000, 1250000, -102000].map(dong), ["0", "999", "1.000", "1.250.000", "-102.000"]);
  assert.deepEqual(["200000", "200.000", " 8000 "].map(dongIn), [200000, 200000, 8000]);
  assert.deepEqual(["", "8,000", "8.00", "1e3", "-5", "8000đ", "1.0000"].map(dongIn), [null, null, null, null, null, null, null]);
});

test("a price is one sum or tiers", () => {
  assert.deepEqual(tiersIn("8.000"), [{ begins: 1, price: 8000 }]);
  assert.deepEqual(tiersIn("1: 2000; 3: 1000"), [{ begins: 1, price: 2000 }, { begins: 3, price: 1000 }]);
  for (const wrong of ["", "a", "1: ; 2: 5", "1:2000 3:1000", "2000; 1000"]) assert.equal(tiersIn(wrong), null, wrong);
});

test("who is spared is a list of groups with percents", () => {
  assert.deepEqual(exemptIn("Hộ nghèo: 100%; merit:50"), [{ group: "Hộ nghèo", percent: 100 }, { group: "merit", percent: 50 }]);
  assert.deepEqual(exemptIn(" "), []);
  assert.equal(exemptIn("poor"), null);
});

test("a group of the law has a code and a name, another keeps the office's word", () => {
  const t = (key) => ({ "money.group.poor": "Hộ nghèo" })[key] || key;
  assert.deepEqual(["poor", "HỘ NGHÈO", "Hội viên"].map((each) => groupIn(each, t)), ["poor", "poor", "Hội viên"]);
  assert.deepEqual([groupText("poor", t), groupText("Hội viên", t)], ["Hộ nghèo", "Hội viên"]);
});

test("the charge that is due, its last attempt, and whether another may begin", () => {
  const money = { charges: [charge("withdrawn"), charge("paid", "confirmed"), charge("due", "failed", "pending")] };
  assert.equal(dueOf(money).id, "due");
  assert.equal(isOpen(latest(dueOf(money))), true);
  assert.equal(isOpen(latest(charge("due", "pending", "failed"))), false);
  assert.equal(isOpen(latest(charge("due", "in_doubt"))), true);
  assert.equal(isOpen(latest(charge("due"))), false);
  assert.equal(dueOf(null), null);
  assert.equal(isPaid(money), true);
  assert.equal(isPaid({ charges: [charge("withdrawn")] }), false);
});

test("what is printed is the code that is shown, and else that the last payment was made", () => {
  const paid = { id: "paid", state: "paid", payments: [{ id: "1", state: "failed", vietqr: null }, { id: "2", state: "confirmed", vietqr: null }] };
  const shown = { id: "due", state: "due", payments: [{ id: "3", state: "pending", vietqr: "000201" }] };
  const card = { id: "due", state: "due", payments: [{ id: "4", state: "pending", vietqr: null }] };
  assert.equal(printable(null), null);
  assert.equal(printable({ charges: [card] }), null);
  assert.deepEqual([printable({ charges: [paid] }).kind, printable({ charges: [paid] }).payment.id], ["confirmation", "2"]);
  assert.deepEqual([printable({ charges: [paid, shown] }).kind, printable({ charges: [paid, shown] }).payment.id], ["payment_code", "3"]);
  assert.equal(printable({ charges: [paid, card] }).payment.id, "2");
  assert.equal(confirmedOf({ charges: [card] }), null);
});

test("a close's sums stand a method a line, phí and lệ phí apart, and what was given back below", () => {
  const sum = (method, kind, amount) => ({ method, kind, back: amount < 0, count: 1, amount });
  const rows = sumRows([sum("card", "phi", -3000), sum("card", "phi", 5000), sum("vietqr", "le_phi", 8000), sum("card", "le_phi", 7000)]);
  assert.deepEqual(rows.map(({ method, back, total }) => [method, back, total]), [["vietqr", false, 8000], ["card", false, 12000], ["card", true, -3000]]);
  assert.deepEqual(rows[0].phi, { amount: 0, count: 0 });
  assert.deepEqual(sumRows([]), []);
});
