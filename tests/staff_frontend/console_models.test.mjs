import assert from "node:assert/strict";
import { test } from "node:test";
import { Problem } from "../../kiosk/assets/shared/api.js";
import { Burst } from "../../kiosk/assets/shared/burst.js";
import { Deeds } from "../../queue_server/web/assets/web/console/models/deeds.js";
import { CHOICES, DEEDS, asksForDossier, choiceOf, deedOf, draftFor, moveOf, plannable, remindersWith, stageOf, toCome, toggled } from "../../queue_server/web/assets/web/console/models/moves.js";
import { AGAIN_MS, Reminders, dueAt } from "../../queue_server/web/assets/web/console/models/reminders.js";
import { scannedCode } from "../../queue_server/web/assets/web/console/models/scanned.js";
import { clockText, running, spent, standing } from "../../queue_server/web/assets/web/console/models/timer.js";
import { filtered, minutes, paged, reordered, sorted, PAGE } from "../../queue_server/web/assets/web/manager/models/table.js";
import { waitsByHalfHour } from "../../queue_server/web/assets/web/manager/models/waits.js";
import { nextPage, sameOrNext } from "../../queue_server/web/assets/web/sign_in/next.js";

const typed = (text, gap) => [...text, "Enter"].map((key, at) => [key, at * gap]);

test("what a scanner types in a burst is a code", () => {
  const burst = new Burst();
  const answers = typed("H49.22-261123-0001", 4).map(([key, at]) => burst.take(key, at));
  assert.equal(answers.at(-1).code, "H49.22-261123-0001");
  assert.ok(answers.slice(1, -1).every((answer) => answer.within), "none of its keys is a deed");
});

test("a key of the function row ends a burst, a shift in it does not", () => {
  const within = (keys) => {
    const burst = new Burst();
    return keys.map((key, at) => burst.take(key, at * 5).within).at(-1);
  };
  assert.equal(within(["1", "F1", "b"]), false);
  assert.equal(within(["H", "Shift", "4"]), true);
});

test("a scan whose keys came apart is taken whole from its field", () => {
  const pattern = "H\\d{2}\\.\\d{2}-\\d{6}-\\d{4}";
  const code = "H49.22-261123-0002";
  assert.equal(scannedCode("49.22-261123-0002", code, pattern), code);
  assert.equal(scannedCode(code, `H49${code}`, pattern), code, "what was half typed before a whole scan is not part of it");
  assert.equal(scannedCode("49.22-261123-0002", "", pattern), "49.22-261123-0002", "the server says what is wrong");
  assert.equal(scannedCode("1234567", "91234567", "("), "1234567");
});

test("what fingers type is never taken for a scan", () => {
  const burst = new Burst();
  const answers = typed("H49.22-261123-0001", 80).map(([key, at]) => burst.take(key, at));
  assert.ok(answers.every((answer) => answer.code === null && !answer.within));
});

test("one key alone is a deed, also right after a scan", () => {
  const burst = new Burst();
  typed("H49.22-261123-0001", 4).forEach(([key, at]) => burst.take(key, at));
  assert.deepEqual(burst.take("F4", 500), { code: null, within: false });
});

test("in each stage every key does one thing", () => {
  for (const stage of ["idle", "break", "called", "serving"]) {
    const keys = DEEDS.filter((deed) => deed.stages.includes(stage)).flatMap((deed) => deed.keys);
    assert.equal(new Set(keys).size, keys.length);
  }
});

test("a code half typed stays with its ticket", () => {
  const state = { desk: { ticket: { id: "a" } }, draft: "H49" };
  assert.equal(draftFor({ id: "a" }, state), "H49");
  assert.equal(draftFor({ id: "b" }, state), "");
  assert.equal(draftFor(null, state), "");
  assert.equal(draftFor({ id: "a" }, { desk: { ticket: null }, draft: "H49" }), "");
  assert.equal(draftFor({ id: "a" }, { desk: null, draft: "H49" }), "");
});

test("the stage follows the ticket at the counter", () => {
  assert.equal(stageOf(null), "idle");
  assert.equal(stageOf(null, { reason: "lunch" }), "break");
  assert.equal(stageOf({ state: "called" }), "called");
  assert.equal(stageOf({ state: "serving" }), "serving");
  const at = (ticket, pause = null) => ({ ticket, break: pause, services: [{ code: "b" }] });
  assert.equal(deedOf("F8", at(null, { reason: "lunch" })), null);
  assert.equal(deedOf("F8", at(null)).move, "call");
  assert.equal(deedOf("F8", at({ state: "serving", itinerary: [] })), null);
});

test("what comes after is planned first and the present service is never offered again", () => {
  const stop = (code, state) => ({ service: { code }, state });
  const ticket = { service: { code: "b" }, itinerary: [stop("a", "done"), stop("b", "now"), stop("d", "later"), stop("c", "later")] };
  const offers = ["a", "b", "c", "d", "e"].map((code) => ({ code }));
  assert.deepEqual(toCome(ticket), ["d", "c"]);
  assert.deepEqual(plannable(offers, ticket).map(({ code }) => code), ["d", "c", "a", "e"]);
  assert.deepEqual(toggled(["d", "c"], "d"), ["c"]);
  assert.deepEqual(toggled(["d"], "e"), ["d", "e"]);
  assert.deepEqual(toCome(null), []);
});

const begun = (more = {}) => Object.assign({ started_at: "2026-11-23T01:00:00.000Z", ended_at: null, held_seconds: 0 }, more);
const NOW = Date.parse("2026-11-23T01:09:00.000Z");

test("the timer counts the dossier in hand and leaves time on hold out", () => {
  assert.equal(spent(begun(), NOW), 540);
  assert.equal(spent(begun({ held_seconds: 500 }), NOW), 40);
  assert.equal(spent(begun({ ended_at: "2026-11-23T01:02:00.000Z" }), NOW), 120);
});

test("without a dossier the timer runs from the start of the turn", () => {
  const ticket = { handlings: [begun({ ended_at: "2026-11-23T01:02:00.000Z" })], called_at: "2026-11-23T00:59:00.000Z", started_at: "2026-11-23T01:00:00.000Z" };
  assert.equal(running(ticket).started_at, "2026-11-23T01:00:00.000Z");
});

test("eight of ten minutes is near the target, more than ten is over it", () => {
  assert.deepEqual([479, 480, 600, 601].map((seconds) => standing(seconds, 10)), ["good", "near", "near", "over"]);
});

test("times read as a clock", () => {
  assert.deepEqual([5, 65, 3725].map(clockText), ["0:05", "1:05", "1:02:05"]);
  assert.equal(minutes(725), "12:05");
  assert.equal(minutes(5612), "1:33:32");
  assert.equal(minutes(null), "");
});

const ROWS = [{ label: "A002", wait: 5, clerk: { name: "Lan" } }, { label: "A001", wait: null, clerk: { name: "Hùng" } }, { label: "B001", wait: 2, clerk: null }];

test("a filter finds every word anywhere in the row", () => {
  assert.deepEqual(filtered(ROWS, "a00 lan").map((row) => row.label), ["A002"]);
  assert.equal(filtered(ROWS, " ").length, 3);
});

test("rows without a value come last in either order", () => {
  assert.deepEqual(sorted(ROWS, { field: "wait", up: true }).map((row) => row.wait), [2, 5, null]);
  assert.deepEqual(sorted(ROWS, { field: "wait", up: false }).map((row) => row.wait), [5, 2, null]);
  assert.deepEqual(reordered({ field: "wait", up: true }, "wait"), { field: "wait", up: false });
});

test("a page beyond the last is the last", () => {
  const many = Array.from({ length: PAGE + 1 }, (_, at) => ({ at }));
  assert.deepEqual([paged(many, 9).page, paged(many, 9).pages, paged(many, 9).rows.length], [1, 2, 1]);
  assert.equal(paged([], 0).pages, 1);
});

test("waits are gathered by the half hour of the call", () => {
  const turn = (called_at, wait_seconds) => ({ called_at, wait_seconds });
  const slots = waitsByHalfHour([turn("2026-11-23T01:40:00.000Z", 120), turn("2026-11-23T01:10:00.000Z", 60), turn("2026-11-23T01:20:00.000Z", 180), turn(null, null)]);
  assert.deepEqual(slots.map((slot) => [slot.minutes, slot.count]), [[2, 2], [2, 1]]);
});

test("after signing in a person goes only to a page of this site", () => {
  assert.equal(nextPage(["counter.operate"], null), "/console");
  assert.equal(nextPage(["manager.view"], null), "/manager");
  assert.equal(nextPage(["counter.operate", "centre.administer"], null), "/admin");
  assert.equal(nextPage(["manager.view"], "/manager"), "/manager");
  for (const evil of ["//evil.example", "https://evil.example", "/\\evil.example", "javascript:alert(1)"]) {
    assert.equal(nextPage(["counter.operate"], evil), "/console");
  }
});

/** A server that answers when it is told to. */
class SlowServer {
  constructor() {
    this.asked = [];
    this.deeds = new Deeds((deed) => new Promise((answer) => this.asked.push({ deed, answer })));
  }

  async answers(succeeded) {
    this.asked.at(-1).answer(succeeded);
    await new Promise((resume) => setImmediate(resume));
  }

  get paths() {
    return this.asked.map(({ deed }) => deed.path);
  }
}

test("a key pressed while another is answered waits for it and is not lost", async () => {
  const server = new SlowServer();
  server.deeds.add({ path: "call", body: {} });
  const done = server.deeds.add({ path: "no-show", body: {} });
  assert.deepEqual(server.paths, ["call"]);
  await server.answers(true);
  assert.deepEqual(server.paths, ["call", "no-show"]);
  await server.answers(true);
  await done;
});

test("a key pressed twice is one deed, two dossiers scanned in a row are two", async () => {
  const server = new SlowServer();
  server.deeds.add({ path: "dossiers", body: { code: "A" } });
  server.deeds.add({ path: "dossiers", body: { code: "A" } });
  server.deeds.add({ path: "dossiers", body: { code: "B" } });
  await server.answers(true);
  await server.answers(true);
  assert.deepEqual(server.asked.map(({ deed }) => deed.body.code), ["A", "B"]);
  server.deeds.add({ path: "dossiers", body: { code: "A" } });
  assert.equal(server.asked.length, 3);
});

test("when a deed is refused, what was to follow it is not done", async () => {
  const server = new SlowServer();
  server.deeds.add({ path: "call", body: {} });
  server.deeds.add({ path: "no-show", body: {} });
  await server.answers(false);
  assert.deepEqual(server.paths, ["call"]);
  server.deeds.add({ path: "call", body: {} });
  assert.deepEqual(server.paths, ["call", "call"]);
});

test("a counter is reminded of what it held itself, when its time has come", () => {
  const held = (id, counter, remind_at) => ({ id, aside: { counter, remind_at, note: null, parked: remind_at === null } });
  const early = "2026-11-23T01:00:00.000Z";
  const desk = { counter: { number: 2 }, held: [held("a", 2, early), held("b", 3, early), held("c", 2, null), held("d", 2, "2026-11-23T02:00:00.000Z")] };
  assert.deepEqual(dueAt(desk, NOW), ["a"]);
});

test("the console chimes once for what is due, and again after a while", () => {
  let chimes = 0;
  const reminders = new Reminders(() => { chimes += 1; });
  reminders.look(["a"], NOW);
  reminders.look(["a"], NOW + 500);
  assert.equal(chimes, 1);
  reminders.look(["a", "b"], NOW + 1000);
  assert.equal(chimes, 2);
  reminders.look(["a"], NOW + AGAIN_MS);
  assert.equal(chimes, 3);
  reminders.look([], NOW + AGAIN_MS + 500);
  reminders.look(["a"], NOW + AGAIN_MS + 1000);
  assert.equal(chimes, 4);
});

test("the centre's own minutes stand among the reminders once", () => {
  assert.deepEqual(remindersWith(15), [5, 10, 15, 30, 60]);
  assert.deepEqual(remindersWith(20), [5, 10, 15, 20, 30, 60]);
});

test("at another centre the same page is open where one may see it there, of one dossier the list", () => {
  assert.equal(sameOrNext(["counter.operate", "centre.administer"], "/admin"), "/admin");
  assert.equal(sameOrNext(["counter.operate"], "/admin"), "/console");
  assert.equal(sameOrNext(["manager.view"], "/dossiers/H49.22-261123-0001"), "/dossiers");
  assert.equal(sameOrNext(["appointment.keep", "counter.operate"], "/appointments"), "/appointments");
  assert.equal(sameOrNext(["manager.view"], "/appointments"), "/manager");
  assert.equal(sameOrNext(["manager.view"], "/nowhere"), "/manager");
});

test("each reason for a call out of turn has a key of its own, and no other key has one", () => {
  assert.deepEqual(Object.keys(CHOICES).map(choiceOf), ["infirm", "companion", "correction", "manager"]);
  assert.equal(choiceOf("b"), "companion");
  for (const key of ["1", "E", "Enter", "Escape", "a1"]) assert.equal(choiceOf(key), undefined);
});

test("a clerk may go on at once only with what comes next and is done at this counter", () => {
  const stop = (code, state) => ({ service: { code }, state });
  const desk = (...later) => ({
    ticket: { state: "serving", itinerary: [stop("a", "now"), ...later.map((code) => stop(code, "later"))] },
    break: null, services: [{ code: "a" }, { code: "b" }],
  });
  assert.equal(deedOf("F8", desk("b", "c")).move, "stay");
  assert.equal(deedOf("F8", desk("c", "b")), null);
  assert.equal(deedOf("F8", desk()), null);
});

test("where results are fetched the dossier is asked for once, and a refused one is told as it is", () => {
  const needed = new Problem({ status: 422, code: "dossier.code_needed", detail: "" });
  assert.equal(asksForDossier(needed, { services: ["results"] }), true);
  assert.equal(asksForDossier(needed, { services: ["results"], dossier: null }), false);
  assert.equal(asksForDossier(new Problem({ status: 409, code: "dossier.not_ready", detail: "" }), {}), false);
  assert.deepEqual(["walk-in", "itinerary", "transfer"].map(moveOf), ["walk_in", "replan", "transfer"]);
});
