/** Papers that staff ask for: where several kiosks could print one, the question which, once. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { Printing, memory } from "../../queue_server/web/assets/web/staff/printing.js";

const KIOSKS = [{ id: "far", name: "Xa", hall: { code: "b", names: {} } }, { id: "near", name: "Gần", hall: { code: "a", names: {} } }];

/** A server with two kiosks that prints where it is told to; what it was sent, and what was shown. */
function hall(refuses = true) {
  const sent = [];
  const shown = [];
  const kept = new Map();
  Object.assign(memory, { get: () => kept.get("kiosk") || null, set: (kiosk) => kept.set("kiosk", kiosk) });
  globalThis.fetch = async (path, { method, body }) => {
    const asked = method === "POST" ? JSON.parse(body) : null;
    if (asked !== null) sent.push(asked.device);
    const refused = asked !== null && asked.device === null && refuses;
    const answer = refused ? { code: "slip.kiosk_needed", detail: "" } : asked === null ? { kiosks: KIOSKS.slice(), here: "a" } : { print: { job: "1", state: "queued" }, kiosk: asked.device || "Một" };
    return new Response(JSON.stringify(answer), { status: refused ? 409 : 200 });
  };
  const printing = new Printing((asked) => shown.push(asked));
  const paper = { path: "/paper", body: {}, follow: async () => ({ state: "printed", outcome: "printed" }) };
  return { sent, shown, printing, paper };
}

test("the server finds the kiosk where it can, and what became of the paper is shown", async () => {
  const { sent, shown, printing, paper } = hall(false);
  await printing.ask(paper);
  assert.deepEqual([sent, shown[shown.length - 1].kiosk], [[null], "Một"]);
  while (shown[shown.length - 1].state !== "printed") await new Promise((resolve) => setTimeout(resolve, 50));
});

test("where it cannot, the kiosks of the hall come first, and the one chosen is not asked for again", async () => {
  const { sent, shown, printing, paper } = hall();
  await printing.ask(paper);
  assert.deepEqual(shown[shown.length - 1].kiosks.map(({ id }) => id), ["near", "far"]);
  await printing.choose("near");
  printing.forget();
  await printing.ask(paper);
  assert.deepEqual(sent, [null, "near", null, "near"]);
  printing.forget();
});

test("a second touch while the paper is on its way asks for no second one", async () => {
  const { sent, printing, paper } = hall(false);
  await Promise.all([printing.ask(paper), printing.ask(paper)]);
  await printing.ask(paper);
  assert.deepEqual(sent, [null]);
  printing.forget();
});

test("what is forgotten while the server is asked for it is not spoken of when the answer comes", async () => {
  const { sent, shown, printing, paper } = hall(false);
  const asking = printing.ask(paper);
  printing.forget();
  await asking;
  assert.deepEqual([sent, shown[shown.length - 1]], [[null], null]);
});
