import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer } from "node:http";
import { test } from "node:test";

import { Problem, freshKey, get, request, send, useCsrf } from "../../kiosk/assets/shared/api.js";
import { ServerClock, hallDate, hallTime } from "../../kiosk/assets/shared/clock.js";
import { fill, names, setTexts, t, useLanguage } from "../../kiosk/assets/shared/i18n.js";
import { LOST_AFTER_MS, LiveLink } from "../../kiosk/assets/shared/socket.js";

/** A server that answers with what it is told, in order, and keeps what it heard. */
async function withServer(answers, deed) {
  const heard = [];
  const server = createServer((asked, answer) => {
    heard.push({ method: asked.method, headers: asked.headers });
    const [status, body, headers = {}] = answers.shift();
    if (status === 0) asked.socket.destroy();
    else answer.writeHead(status, headers).end(body === undefined ? "" : JSON.stringify(body));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  try {
    await deed(`http://127.0.0.1:${server.address().port}/x`, heard);
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

test("a write goes on with the same key until there is an answer", async () => {
  await withServer([[0], [502], [503, {}], [201, { label: "A001" }]], async (address, heard) => {
    assert.deepEqual(await send("POST", address, {}, { ladder: [1, 1, 1] }), { label: "A001" });
    assert.equal(heard.length, 4);
    assert.equal(new Set(heard.map(({ headers }) => headers["idempotency-key"])).size, 1);
    assert.match(heard[0].headers["idempotency-key"], /^[A-Za-z0-9_-]{8,64}$/);
  });
});

test("when the ladder ends the problem says that nothing was answered", async () => {
  await withServer([[0], [504]], async (address) => {
    await assert.rejects(send("POST", address, {}, { ladder: [1] }), (fault) => fault instanceof Problem && fault.unanswered);
  });
});

test("a refusal is thrown at once, as the server words it", async () => {
  const body = { code: "input.invalid", detail: "Mã hồ sơ sai.", errors: [{ field: "code", message: "sai" }] };
  await withServer([[422, body]], async (address, heard) => {
    await assert.rejects(send("POST", address, {}), (fault) => {
      assert.deepEqual([fault.status, fault.code, fault.detail, fault.fields], [422, body.code, body.detail, body.errors]);
      return !fault.unanswered;
    });
    assert.equal(heard.length, 1);
  });
});

test("an error page of something in between is no refusal of ours, and still a problem", async () => {
  await withServer([[500, "<html>"]], async (address) => {
    await assert.rejects(get(address), (fault) => fault.code === "http.500" && fault.detail !== "");
  });
});

test("language, token and key go with a write; a look carries no token", async () => {
  useLanguage("en");
  useCsrf("token-1");
  await withServer([[204], [200, {}]], async (address, heard) => {
    assert.equal(await send("DELETE", address, undefined, { key: "key-12345" }), null);
    await get(address);
    const [write, look] = heard.map(({ headers }) => headers);
    assert.deepEqual([write["accept-language"], write["x-csrf-token"], write["idempotency-key"]], ["en", "token-1", "key-12345"]);
    assert.equal(look["x-csrf-token"], undefined);
  });
  useCsrf(null);
  useLanguage("vi");
});

test("an unchanged thing is told by its mark alone", async () => {
  await withServer([[304, undefined, { ETag: '"7"' }]], async (address, heard) => {
    const answer = await request("GET", address, undefined, { headers: { "If-None-Match": '"7"' } });
    assert.deepEqual([answer.status, answer.body, heard[0].headers["if-none-match"]], [304, null, '"7"']);
  });
});

test("keys differ", () => {
  assert.equal(new Set(Array.from({ length: 1000 }, freshKey)).size, 1000);
});

test("the server's clock runs at its own rate and never goes back by a correction", () => {
  let elapsed = 0;
  const clock = new ServerClock(() => elapsed);
  clock.sync("2026-11-23T01:00:00.000Z", 60);
  elapsed = 1000;
  assert.equal(new Date(clock.now()).toISOString(), "2026-11-23T01:01:00.000Z");
  clock.sync("2026-11-23T01:00:58.000Z", 60);
  assert.equal(new Date(clock.now()).toISOString(), "2026-11-23T01:01:00.000Z");
  clock.sync("2026-11-22T01:00:00.000Z", 1);
  assert.equal(new Date(clock.now()).toISOString(), "2026-11-22T01:00:00.000Z");
});

test("the hall's wall clock is Vietnam's, wherever the screen thinks it is", () => {
  assert.equal(hallTime("2026-11-22T17:05:00.000Z"), "00:05");
  assert.equal(hallDate("2026-11-22T17:05:00.000Z"), "2026-11-23");
});

test("texts are filled, fall back to Vietnamese, and at last to their key", () => {
  setTexts("vi", { a: "Còn {count} người", b: "Xin chào" });
  setTexts("en", { a: "{count} ahead" });
  useLanguage("en");
  assert.deepEqual([t("a", { count: 3 }), t("b"), t("c"), t("a", { count: 3 }, "vi")], ["3 ahead", "Xin chào", "c", "Còn 3 người"]);
  assert.equal(fill("{known} {unknown}", { known: 1 }), "1 {unknown}");
  assert.deepEqual([names({ vi: "Quầy", en: "" }), names({ vi: "Quầy", en: "Counter" }), names(null)], ["Quầy", "Counter", ""]);
  useLanguage("vi");
});

/** The near end of a connection whose far end we play. */
class Line {
  constructor() {
    this.hears = {};
    this.active = true;
    this.connected = false;
    this.closed = false;
  }

  on(event, hear) {
    this.hears[event] = [...(this.hears[event] || []), hear];
  }

  says(event, content) {
    (this.hears[event] || []).forEach((hear) => hear(content));
  }

  connect() {}

  disconnect() {
    this.closed = true;
  }
}

test("of the states only the newest is shown; a new connection begins anew", () => {
  const line = new Line();
  const link = new LiveLink(line);
  const shown = [];
  link.onSnapshot("board", ({ seq }) => shown.push(seq));
  line.says("connect");
  for (const seq of [5, 7, 6, 7]) line.says("board", { seq });
  line.says("connect");
  line.says("board", { seq: 2 });
  assert.deepEqual(shown, [5, 7, 7, 2]);
  link.close();
});

test("a short outage is not told, a long one is, and so is its end", (context) => {
  context.mock.timers.enable({ apis: ["setTimeout"] });
  const line = new Line();
  const link = new LiveLink(line);
  const told = [];
  link.onLost(() => told.push("lost"));
  link.onBack(() => told.push("back"));
  line.says("connect");
  line.says("disconnect");
  context.mock.timers.tick(LOST_AFTER_MS - 1);
  line.says("connect");
  assert.deepEqual(told, []);
  line.says("disconnect");
  line.says("connect_error");
  context.mock.timers.tick(LOST_AFTER_MS);
  line.says("connect");
  assert.deepEqual(told, ["lost", "back"]);
  link.close();
});

test("a machine whose clock is ahead follows the server from its first word on", () => {
  let elapsed = 0;
  const clock = new ServerClock(() => elapsed);
  const own = clock.now();
  clock.sync(new Date(own - 45000).toISOString());
  elapsed = 1000;
  assert.equal(clock.now(), own - 44000);
});
