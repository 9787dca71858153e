/** The administration page's own thinking: drafts, codes, times and words. */

import assert from "node:assert/strict";
import test from "node:test";

import { clockTime, codeFrom, coded, fresh, moved, numberFrom, placeOf, put, renamed } from "../../queue_server/web/assets/web/admin/models/draft.js";
import { whereabouts } from "../../queue_server/web/assets/web/admin/models/words.js";

test("an edit gives a new draft and leaves what it does not touch", () => {
  const before = { lines: [{ code: "a" }, { code: "b" }], names: { vi: "x" } };
  const after = put(before, ["lines", 1, "code"], "c");
  assert.deepEqual(after.lines, [{ code: "a" }, { code: "c" }]);
  assert.equal(after.names, before.names);
  assert.equal(after.lines[0], before.lines[0]);
  assert.deepEqual(before.lines[1], { code: "b" });
});

test("what is put as undefined is not there any more", () => {
  assert.deepEqual(put({ a: 1, b: { c: 2, d: 3 } }, ["b", "c"], undefined), { a: 1, b: { d: 3 } });
});

test("a place is named as the server names it", () => {
  assert.equal(placeOf(["services", 2, "names", "vi"]), "services[3].names.vi");
  assert.equal(placeOf(["wait_target_minutes"]), "wait_target_minutes");
});

test("a code has the letters of the name without their marks", () => {
  assert.equal(codeFrom("Đất đai, giấy chứng nhận"), "dat-dai-giay-chung-nhan");
  assert.equal(codeFrom("  Ưu tiên — số 1! "), "uu-tien-so-1");
});

test("the code of a new entry follows its name until it is typed, that of one in force never", () => {
  const inForce = { halls: [{ code: "sanh", names: { vi: "Sảnh" } }] };
  const draft = { halls: [{ code: "sanh", names: { vi: "Sảnh" } }, { code: "", names: { vi: "" } }] };
  const edit = (place, name, base) => coded(inForce, base, put(base, ["halls", place, "names", "vi"], name), ["halls", place, "names", "vi"]);
  assert.equal(edit(1, "Sảnh hai", draft).halls[1].code, "sanh-hai");
  assert.equal(edit(0, "Sảnh hai", draft).halls[0].code, "sanh");
  const typed = put(draft, ["halls", 1, "code"], "own");
  assert.equal(edit(1, "Sảnh hai", typed).halls[1].code, "own");
});

test("an entry moves in its list and not out of it", () => {
  assert.deepEqual(moved(["a", "b", "c"], 0, 1), ["b", "a", "c"]);
  assert.deepEqual(moved(["a", "b", "c"], 2, 1), ["a", "b", "c"]);
});

test("what is no number stays as it was typed", () => {
  assert.equal(numberFrom(" 15 ", true), 15);
  assert.equal(numberFrom("1,5", true), "1,5");
  assert.equal(numberFrom("", false), undefined);
  assert.equal(numberFrom("", true), "");
});

test("times are taken as people type them", () => {
  assert.deepEqual(["7:30", "730", "7h30", "13.05", "8", "noon"].map(clockTime), ["07:30", "07:30", "07:30", "13:05", "08:00", "noon"]);
});

test("a timetable keeps its services under another name", () => {
  const draft = { timetables: { a: {}, b: {} }, services: [{ hours: "a" }, { hours: "b" }, {}] };
  assert.deepEqual(renamed(draft, "a", "c"), { timetables: { c: {}, b: {} }, services: [{ hours: "c" }, { hours: "b" }, {}] });
  assert.equal(renamed(draft, "a", "b"), draft);
  assert.equal(renamed({ ...draft, dossier_hours: "a" }, "a", "c", ["dossier_hours"]).dossier_hours, "c");
});

test("a new counter has the next number and the first hall", () => {
  const section = { key: "counters", identity: "number", ordered: false, fields: [
    { key: "number", kind: "integer", needed: true, least: 1, most: 999 },
    { key: "hall", kind: "reference", needed: true, of: "halls" },
    { key: "skills", kind: "ranks", needed: true, of: "lines" },
  ] };
  assert.deepEqual(fresh(section, { halls: [{ code: "main" }], counters: [{ number: 7 }] }), { number: 8, hall: "main", skills: {} });
});

test("a mistake is looked for on the part of the page where it can be corrected", () => {
  const at = (place) => whereabouts({ place, code: "", message: "" }, ["closed_days", "working_days", "work"]);
  assert.deepEqual(at("services[3].names.vi"), { section: "services", entry: 2 });
  assert.deepEqual(at("counters[1].skills.land"), { section: "skills", entry: 0 });
  assert.deepEqual(at("closed_days[2]"), { section: "closed_days", entry: 1 });
  assert.deepEqual(at("working_days.2026-08-22"), { section: "closed_days", entry: -1 });
  assert.deepEqual(at("wait_target_minutes"), { section: "general", entry: -1 });
  assert.deepEqual(at("timetables.office.mon[1]"), { section: "timetables", entry: -1 });
});
