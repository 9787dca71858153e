import assert from "node:assert/strict";
import { test } from "node:test";

import { AnnouncementQueue, clipNames, timeline } from "../../display/assets/display/board/models/announcement_queue.js";

const NOON = Date.parse("2026-11-23T05:00:00.000Z");

function announcement(seq, label, seconds = 30) {
  return {
    seq, label, counter: 5, language: "vi", called_at: "2026-11-23T05:00:00.000Z",
    expires_at: new Date(NOON + seconds * 1000).toISOString(), clips: ["chime"], text: { vi: "" },
  };
}

function queue(...announcements) {
  const made = new AnnouncementQueue();
  announcements.forEach((each) => made.offer(each, NOON));
  return made;
}

test("announcements are spoken in the order of their arrival, never two at once", () => {
  const voice = queue(announcement(1, "A001"), announcement(2, "A002"));
  assert.equal(voice.begin(NOON).label, "A001");
  assert.equal(voice.begin(NOON), null);
  voice.finished();
  assert.equal(voice.begin(NOON).label, "A002");
  voice.finished();
  assert.equal(voice.begin(NOON), null);
});

test("the same announcement again is not spoken again, waiting or spoken", () => {
  const voice = queue(announcement(1, "A001"));
  assert.equal(voice.offer(announcement(1, "A001"), NOON), false);
  voice.begin(NOON);
  voice.finished();
  assert.equal(voice.offer(announcement(1, "A001"), NOON), false);
  assert.equal(voice.begin(NOON), null);
});

test("a restored server may use a number again for another call", () => {
  const voice = queue(announcement(1, "A001"));
  assert.equal(voice.offer(announcement(1, "B007"), NOON), true);
});

test("a board that lost its place forgets what waits and still knows what it heard", () => {
  const voice = queue(announcement(1, "A001"));
  voice.clear();
  assert.equal(voice.begin(NOON), null);
  assert.equal(voice.offer(announcement(1, "A001"), NOON), false);
});

test("an announcement past its time is not taken", () => {
  const voice = queue();
  assert.equal(voice.offer(announcement(1, "A001", 0), NOON), false);
  assert.equal(voice.offer(announcement(2, "A002", 0.001), NOON), true);
});

test("an announcement whose time passes while another is spoken is dropped", () => {
  const voice = queue(announcement(1, "A001", 30), announcement(2, "A002", 5), announcement(3, "A003", 30));
  voice.begin(NOON);
  voice.finished();
  assert.equal(voice.begin(NOON + 8000).label, "A003");
});

test("a recall replaces the waiting call of the same ticket", () => {
  const voice = queue(announcement(1, "A001"), announcement(2, "B001"), announcement(3, "A001"));
  assert.deepEqual(voice.waiting.map((each) => each.seq), [2, 3]);
});

test("a recall of the ticket that is being spoken waits for its turn", () => {
  const voice = queue(announcement(1, "A001"));
  voice.begin(NOON);
  assert.equal(voice.offer(announcement(2, "A001"), NOON), true);
  voice.finished();
  assert.equal(voice.begin(NOON).seq, 2);
});

test("tickets whose citizen has arrived are not called any more", () => {
  const voice = queue(announcement(1, "A001"), announcement(2, "A002"));
  voice.keep((each) => each.label !== "A001");
  assert.equal(voice.begin(NOON).label, "A002");
});

test("a board that runs for months remembers only the latest announcements", () => {
  const voice = queue();
  for (let seq = 0; seq < 5000; seq += 1) {
    voice.offer(announcement(seq, "A001"), NOON);
    voice.begin(NOON);
    voice.finished();
  }
  assert.ok(voice.heard.length < 300);
});

test("never two at once, each once, none too late: over long random runs", () => {
  let seed = 7;
  const random = (below) => {
    seed = (seed * 1103515245 + 12345) % 2147483648;
    return Math.floor((seed / 2147483648) * below);
  };
  const voice = new AnnouncementQueue();
  const spoken = [];
  let now = NOON;
  for (let step = 0; step < 5000; step += 1) {
    now += random(3000);
    const deed = random(4);
    const number = random(200);
    if (deed < 2) voice.offer({ ...announcement(number, `A${number % 9}`), expires_at: new Date(now + random(20000) - 2000).toISOString() }, now);
    if (deed === 2) {
      const busy = voice.speaking !== null;
      const begun = voice.begin(now);
      assert.ok(begun === null || !busy);
      if (begun !== null) {
        assert.ok(Date.parse(begun.expires_at) > now);
        spoken.push(begun);
      }
    }
    if (deed === 3) voice.finished();
  }
  assert.ok(spoken.length > 50);
  assert.equal(new Set(spoken.map((each) => each.seq)).size, spoken.length);
});

test("clips and pauses are laid out one after the other", () => {
  const plan = timeline(["chime", 250, "vi/moi-so", "vi/letter-a", 700, "vi/moi-so"], () => 0.5);
  assert.deepEqual(plan.starts, [
    { name: "chime", at: 0 },
    { name: "vi/moi-so", at: 0.75 },
    { name: "vi/letter-a", at: 1.25 },
    { name: "vi/moi-so", at: 2.45 },
  ]);
  assert.equal(plan.seconds, 2.95);
});

test("a language with a missing recording is not spoken at all, the chime and the other language are", () => {
  const clips = ["chime", "vi/moi-so", "vi/letter-a", "en/number"];
  const plan = timeline(clips, (name) => (name === "vi/letter-a" ? null : 1));
  assert.deepEqual(plan, { starts: [{ name: "chime", at: 0 }, { name: "en/number", at: 1 }], seconds: 2 });
});

test("without any recording there is nothing to wait for", () => {
  assert.deepEqual(timeline(["chime", 700, "vi/moi-so"], () => null), { starts: [], seconds: 0 });
});

test("each clip is named once", () => {
  assert.deepEqual(clipNames(["chime", 250, "vi/digit-0", "vi/digit-0", 700]), ["chime", "vi/digit-0"]);
});
