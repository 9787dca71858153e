import assert from "node:assert/strict";
import { test } from "node:test";

import { atTerminal, grouped, openPayment, outcomeOf, rowsOf, standingOf, stepOf, takesFees, waitsForTerminal, waysOf } from "../../kiosk/assets/kiosk/models/fees.js";
import { PAYING_MS, QUIET_MS, quietFor } from "../../kiosk/assets/kiosk/models/idle.js";
import { useLanguage } from "../../kiosk/assets/shared/i18n.js";
import { TRANSITIONS, fresh, may, move } from "../../kiosk/assets/kiosk/models/journey.js";

const STATES = ["created", "pending", "confirmed", "failed", "cancelled", "in_doubt", "refunded"];
const VERDICTS = [null, "approved", "declined", "cancelled", "not_started", "in_doubt"];
const line = (amount) => ({ reason: "units", quantity: 2, price: amount / 2, amount, percent: null });
const fee = (name, lines) => ({ kind: "phi", name, unit: "trang", basis: "", amount: lines.reduce((sum, each) => sum + each.amount, 0), lines });
const charge = (facts = {}) => ({ id: "c", dossier: "H49", state: "due", amount: 4000, fees: [fee("Phí", [line(4000)])], payment: null, ...facts });
const money = (...charges) => ({ dossier: "H49", account: true, charges });
const payment = (state, method = "card") => ({ id: "p", method, state, amount: 4000, own: true, ended_at: null, transfer: null });

test("what is due is told from what is paid, spared, and not reckoned yet", () => {
  assert.equal(standingOf(money()), "uncharged");
  assert.equal(standingOf(money(charge())), "due");
  assert.equal(standingOf(money(charge({ state: "paid" }))), "paid");
  assert.equal(standingOf(money(charge({ state: "paid", amount: 0 }))), "free");
  assert.equal(standingOf(money(charge({ state: "paid", amount: 0 }), charge({ state: "paid" }))), "paid");
});

test("the attempt that is open is the one that is gone on with", () => {
  const open = payment("pending");
  assert.equal(openPayment(money(charge({ payment: open }), charge({ state: "paid", payment: payment("confirmed") }))), open);
  assert.equal(openPayment(money(charge({ state: "paid", payment: payment("confirmed") }))), null);
});

test("a reckoning is read line by line, and fee by fee where it is long", () => {
  assert.deepEqual(rowsOf(charge()).map((row) => [row.text, row.amount]), [["Phí", null], ["kiosk.fee.line.units", 4000]]);
  const long = charge({ fees: [fee("A", Array(6).fill(line(10))), fee("B", Array(6).fill(line(20)))] });
  assert.deepEqual(rowsOf(long).map((row) => [row.text, row.amount]), [["A", 60], ["B", 120]]);
});

test("a fee is called in the citizen's language, and in Vietnamese, which is said to be that, where the centre gave no other", () => {
  const known = { ...fee("Phí", [line(10)]), names: { vi: "Phí", en: "Fee" }, units: { vi: "trang", en: "page(s)" } };
  const read = () => rowsOf(charge({ fees: [known, fee("Lệ phí", [line(20)])] })).map((row) => [row.text, row.lang, row.facts.unit]);
  const [first, second] = [["kiosk.fee.line.units", "page(s)"], ["kiosk.fee.line.units", "trang"]];
  useLanguage("en");
  assert.deepEqual(read(), [["Fee", "en", undefined], [first[0], "en", first[1]], ["Lệ phí", "vi", undefined], [second[0], "en", second[1]]]);
  useLanguage("zh");
  assert.deepEqual(read().slice(0, 2), [["Phí", "vi", undefined], [second[0], "zh", second[1]]]);
  useLanguage("vi");
});

test("a card is offered only while the terminal is ready, a payment code only with an account", () => {
  const terminal = (state) => ({ terminal: { state, detail: null } });
  assert.deepEqual(waysOf(money(), terminal("ready")), { vietqr: true, card: true });
  for (const agent of [null, {}, { terminal: null }, terminal("offline"), terminal("faulty")]) {
    assert.deepEqual(waysOf({ ...money(), account: false }, agent), { vietqr: false, card: false });
  }
  assert.deepEqual([takesFees({ account: true }, null), takesFees(null, terminal("offline")), takesFees({}, {})], [true, true, false]);
});

test("the server's last word stands; until it comes the terminal's does; nothing else says that something is paid", () => {
  const last = { confirmed: "paid", failed: "declined", cancelled: "cancelled", refunded: "cancelled" };
  const said = { approved: "paid", declined: "declined", cancelled: "cancelled", not_started: "cancelled", in_doubt: "doubt" };
  for (const state of STATES) {
    for (const verdict of VERDICTS) {
      const outcome = outcomeOf(payment(state), verdict === null ? null : { n: 1, stage: "ended", verdict });
      assert.equal(outcome, last[state] ?? said[verdict] ?? (state === "in_doubt" ? "doubt" : "open"), `${state} ${verdict}`);
      if (outcome === "paid") assert.ok(state === "confirmed" || verdict === "approved");
    }
  }
});

test("a terminal has in hand what it was asked for and no one has ended; before that it only waits", () => {
  assert.deepEqual(STATES.filter((state) => atTerminal(payment(state))), ["pending"]);
  assert.deepEqual(STATES.filter((state) => waitsForTerminal(payment(state))), ["created"]);
  for (const other of [payment("pending", "vietqr"), payment("created", "vietqr"), null]) assert.ok(!atTerminal(other) && !waitsForTerminal(other));
});

test("while nothing was asked of the citizen, a terminal that is away is said to be", () => {
  const terminal = (state) => ({ terminal: { state, detail: null } });
  assert.deepEqual(["ready", "busy", "offline", "faulty"].map((state) => stepOf(null, terminal(state))), ["waiting", "waiting", "not_ready", "not_ready"]);
  assert.equal(stepOf({ n: 1, stage: "pin", verdict: null }, terminal("offline")), "pin");
});

test("a pay code is read out in groups", () => assert.equal(grouped("MCYVCXRHCP"), "MC YVCX RHCP"));

test("who pays by phone is not asked for a touch every half minute", () => {
  assert.deepEqual([quietFor("fee_paying"), quietFor("fee_due")], [PAYING_MS, QUIET_MS]);
});

test("from every screen about fees one may go home, and no payment is ended by going", () => {
  for (const screen of Object.keys(TRANSITIONS).filter((name) => name.startsWith("fee_"))) {
    assert.equal(move({ ...fresh("en"), screen }, "wipe").screen, "welcome");
    assert.ok(!may({ ...fresh("en"), screen }, "issue"));
  }
});
