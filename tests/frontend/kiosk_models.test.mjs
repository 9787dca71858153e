import assert from "node:assert/strict";
import { test } from "node:test";

import { ANSWER_MS, IdleWatch, QUIET_MS } from "../../kiosk/assets/kiosk/models/idle.js";
import { TRANSITIONS, fresh, may, move, wish } from "../../kiosk/assets/kiosk/models/journey.js";
import { headStart, groupClosed, groupsOf, onlyService, serviceClosed } from "../../kiosk/assets/kiosk/models/offer.js";
import { capacity, paged } from "../../kiosk/assets/kiosk/models/paging.js";
import { SLOW_AFTER_MS, Stay, paperOf } from "../../kiosk/assets/kiosk/models/slip.js";
import { KeyKeeper } from "../../kiosk/assets/shared/key_keeper.js";

const MOVES = [
  "language", "group", "issue", "ask_priority", "priority", "appointment", "check_in", "several", "pick", "review", "more", "change", "back", "issued", "refused", "again", "wipe",
  "fee", "fee_look", "fee_found", "fee_pay", "fee_ended", "fee_retype",
];
const SCREENS = Object.keys(TRANSITIONS);

function walked(...moves) {
  return moves.reduce((journey, [made, facts]) => move(journey, made, facts), fresh("vi"));
}

const AT_SERVICES = walked(["language", { language: "en" }], ["group", { group: "land" }]);

test("every screen answers every move with a known screen, or stays exactly as it is", () => {
  for (const screen of SCREENS) {
    for (const made of MOVES) {
      const before = { ...fresh("vi"), screen };
      const after = move(before, made);
      if (may(before, made)) assert.ok(SCREENS.includes(after.screen), `${screen} ${made}`);
      else assert.equal(after, before, `${screen} ${made}`);
    }
  }
});

test("a plain number takes language, group and service", () => {
  const asked = move(AT_SERVICES, "issue", { service: "birth" });
  assert.equal(asked.screen, "issuing");
  assert.deepEqual(wish(asked), { service: "birth", language: "en", priority: null });
});

test("several services are one wish, in their order", () => {
  const several = move(walked(["language", { language: "en" }]), "several", { several: true });
  const visit = move(move(several, "group", { group: "land" }), "pick", { picks: ["birth"] });
  assert.deepEqual([visit.screen, move(visit, "more").screen], ["visit", "groups"]);
  const asked = move({ ...visit, picks: ["birth", "deed", "tax"] }, "issue", { service: "birth" });
  assert.deepEqual(wish(asked), { service: "birth", language: "en", priority: null, then: ["deed", "tax"] });
  const refused = move(asked, "refused", { refusal: { detail: "closed", again: false } });
  assert.equal(move(refused, "back").screen, "visit");
});

test("people who come together are one wish", () => {
  const visit = { ...walked(["language", { language: "en" }]), screen: "visit", picks: ["birth"], people: 3 };
  assert.deepEqual(wish(move(visit, "issue", { service: "birth" })), { service: "birth", language: "en", priority: null, people: 3 });
});

test("a request under way is left only by its answer", () => {
  assert.deepEqual(Object.keys(TRANSITIONS.issuing), ["issued", "refused"]);
});

test("an answer that comes when nobody waits for it changes nothing", () => {
  assert.equal(move(AT_SERVICES, "issued", { ticket: { label: "A001" } }), AT_SERVICES);
});

test("the chooser of priority leads back to where it was opened, with the class chosen", () => {
  const chosen = move(move(AT_SERVICES, "ask_priority"), "priority", { priority: "elderly" });
  assert.deepEqual([chosen.screen, chosen.group, chosen.priority], ["services", "land", "elderly"]);
  const left = move(move(walked(["language", {}]), "ask_priority"), "back");
  assert.deepEqual([left.screen, left.priority], ["groups", null]);
});

test("a chosen class can be taken off again without leaving the screen", () => {
  const chosen = { ...AT_SERVICES, priority: "elderly" };
  const without = move(chosen, "priority", { priority: null });
  assert.deepEqual([without.screen, without.group, without.priority], ["services", "land", null]);
});

test("a refusal leads back to the choices, or to the same wish again", () => {
  const refused = move(move(AT_SERVICES, "issue", { service: "birth" }), "refused", { refusal: { detail: "closed", again: true } });
  assert.equal(move(refused, "back").screen, "services");
  assert.deepEqual(wish(move(refused, "again")), wish(refused));
  assert.equal(move(refused, "again").refusal, null);
});

test("each new screen begins on its first page", () => {
  assert.equal(move({ ...AT_SERVICES, page: 2 }, "back").page, 0);
});

test("a wish keeps its key until it is answered; another wish has another", () => {
  let made = 0;
  const keys = new KeyKeeper(() => `key-${(made += 1)}`);
  const birth = { service: "birth", language: "vi", priority: null };
  const first = keys.keyFor(birth);
  assert.equal(keys.keyFor({ ...birth }), first);
  assert.notEqual(keys.keyFor({ ...birth, service: "death" }), first);
  keys.answered(birth);
  assert.notEqual(keys.keyFor(birth), first);
});

test("the next citizen's wish is never the last one's", () => {
  let made = 0;
  const keys = new KeyKeeper(() => `key-${(made += 1)}`);
  const first = keys.keyFor({ service: "birth" });
  keys.forget();
  assert.notEqual(keys.keyFor({ service: "birth" }), first);
});

test("after 30 quiet seconds there are 20 to answer, as often as wanted", () => {
  assert.ok(ANSWER_MS >= 20000);
  const watch = new IdleWatch(0);
  for (let start = 0; start < 20 * 40000; start += 40000) {
    assert.equal(watch.presence(start + QUIET_MS - 1).phase, "present");
    assert.deepEqual(watch.presence(start + QUIET_MS), { phase: "asking", left: 1 });
    assert.deepEqual(watch.presence(start + QUIET_MS + ANSWER_MS / 2), { phase: "asking", left: 0.5 });
    watch.touched(start + 40000);
  }
  assert.equal(new IdleWatch(0).presence(QUIET_MS + ANSWER_MS).phase, "gone");
});

test("eight choices stand on a 21.5 inch screen, tall or wide, without turning a page", () => {
  assert.deepEqual(capacity({ width: 268, height: 476, scale: 1 }), { columns: 1, rows: 8, size: 8 });
  assert.deepEqual(capacity({ width: 476, height: 268, scale: 1 }), { columns: 2, rows: 4, size: 8 });
});

test("a small screen and large text show fewer choices a page, never fewer than two", () => {
  assert.ok(capacity({ width: 361, height: 203, scale: 1 }).size < 8);
  assert.equal(capacity({ width: 100, height: 60, scale: 1.25 }).size, 2);
});

test("pages show every choice once, in order", () => {
  const items = Array.from({ length: 19 }, (_, index) => index);
  const pages = [0, 1, 2].map((page) => paged(items, 8, page));
  assert.deepEqual(pages.flatMap((page) => page.items), items);
  assert.deepEqual(pages.map(({ pages: count }) => count), [3, 3, 3]);
  assert.equal(paged(items, 8, 7).page, 2);
  assert.deepEqual(paged([], 8, 0), { items: [], page: 0, pages: 1 });
});

const NOW = Date.parse("2026-11-23T08:00:00.000Z");
const OPEN = { code: "a", open: true, closed_reason: null, opens_at: null };

function closed(reason, opensAt = null) {
  return { code: "b", open: false, closed_reason: reason, opens_at: opensAt };
}

test("a closed service says why, and when it opens on the centre's clock", () => {
  assert.equal(serviceClosed(OPEN, NOW), null);
  assert.equal(serviceClosed(closed("no_counter"), NOW).key, "kiosk.closed.no_counter");
  assert.equal(serviceClosed(closed("limit"), NOW).key, "kiosk.closed.limit");
  const later = serviceClosed(closed("hours", "2026-11-23T09:30:00.000Z"), NOW);
  assert.deepEqual(later, { key: "kiosk.closed.until", facts: { time: "16:30" } });
  const tomorrow = serviceClosed(closed("hours", "2026-11-24T00:30:00.000Z"), NOW);
  assert.deepEqual(tomorrow, { key: "kiosk.closed.until_day", facts: { time: "07:30", date: "24/11" } });
});

test("a group is closed when nothing in it is open, and says what opens first", () => {
  const group = { services: [closed("no_counter"), closed("hours", "2026-11-23T09:30:00.000Z"), closed("hours", "2026-11-23T09:00:00.000Z")] };
  assert.equal(groupClosed({ services: [...group.services, OPEN] }, NOW), null);
  assert.equal(groupClosed(group, NOW).facts.time, "16:00");
});

test("groups stand in the centre's order; a group of one stands for its service", () => {
  const groups = [{ position: 2, services: [OPEN] }, { position: 1, services: [OPEN, OPEN] }];
  const [first, second] = groupsOf({ groups });
  assert.deepEqual([first.position, second.position], [1, 2]);
  assert.equal(onlyService(first), null);
  assert.equal(onlyService(second), OPEN);
});

test("news about the paper, in the citizen's terms", () => {
  assert.equal(paperOf({ state: "queued", outcome: null }, 0), "coming");
  assert.equal(paperOf(null, 0), "coming");
  assert.equal(paperOf({ state: "printed", outcome: "printed" }, 99999), "printed");
  assert.equal(paperOf({ state: "queued", outcome: "paper_out" }, 0), "paper_out");
  for (const outcome of ["cover_open", "cutter", "overheated", "offline", "silent", "unknown"]) {
    assert.equal(paperOf({ state: "queued", outcome }, 0), "trouble");
  }
  assert.equal(paperOf({ state: "failed", outcome: null }, 0), "trouble");
  assert.equal(paperOf({ state: "unknown", outcome: null }, 0), "trouble");
  assert.equal(paperOf({ state: "sending", outcome: null }, SLOW_AFTER_MS), "slow");
});

test("a number with its slip stays 8 to 15 seconds, one without stays longer, and a wish prolongs it", () => {
  const stay = new Stay(0);
  stay.hear("printed", 3000);
  const left = stay.left(3000);
  assert.ok(left >= 8 && left <= 15);
  stay.hear("printed", 9000);
  assert.equal(stay.left(9000), left - 6);
  stay.longer(9000);
  assert.ok(stay.left(9000) > 30);
  const without = new Stay(0);
  without.hear("paper_out", 3000);
  assert.ok(without.left(3000) > 30);
  assert.equal(without.left(3_000_000), 0);
});

test("the rule of turn names its minutes, a range when classes differ and nothing when there is no head start", () => {
  const classes = (...minutes) => minutes.map((head_start_minutes) => ({ head_start_minutes }));
  assert.equal(headStart(classes(30, 30)), "30");
  assert.equal(headStart(classes(60, 30, 0)), "30–60");
  assert.equal(headStart(classes(0)), null);
  assert.equal(headStart([]), null);
});

test("a service whose turn would come after closing says that it is too late today", () => {
  const service = { open: false, closed_reason: "too_late", opens_at: null };
  assert.deepEqual(serviceClosed(service, 0), { key: "kiosk.closed.too_late", facts: {} });
});
