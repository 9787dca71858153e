/** Facts about the sources themselves: texts in every language, syntax that older browsers read, no way around the content policy. */

import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

import { transform } from "esbuild";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const KIOSK = ["kiosk/assets/kiosk", "kiosk/assets/shared"];
const PHONE = ["queue_server/web/assets/web/phone", "queue_server/web/assets/web/book"];
const OLD_BROWSERS = ["kiosk/assets/shared", "display/assets", ...PHONE];
const STRINGS = ["kiosk/strings", "queue_server/web/strings", "queue_server/web/strings/public"];

function sources(folders) {
  return folders.flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true })
      .filter((name) => name.endsWith(".js"))
      .map((name) => ({ name: join(folder, name), text: readFileSync(join(ROOT, folder, name), "utf8") })),
  );
}

function catalogue(language) {
  return Object.assign({}, ...STRINGS.map((folder) => JSON.parse(readFileSync(join(ROOT, folder, `${language}.json`), "utf8"))));
}

function placeholders(text) {
  return [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name).sort();
}

/** Keys in the code; a key that is put together there stands for all that begin like it. */
function keysUsed() {
  const used = sources([...KIOSK, ...PHONE]).flatMap(({ text }) => [...text.matchAll(/["`]((?:kiosk|phone|book|shared)\.[a-z0-9_.]+)(\$\{)?/g)]);
  return used.map(([, key, open]) => ({ key, whole: open === undefined }));
}

const VI = catalogue("vi");
const OURS = Object.keys(VI).filter((key) => /^(kiosk|phone|book|shared)\./.test(key));

test("every text that the pages show is there", () => {
  for (const { key, whole } of keysUsed()) {
    const there = whole ? key in VI : OURS.some((text) => text.startsWith(key));
    assert.ok(there, key);
  }
});

test("every text stands in all three languages, with the same placeholders", () => {
  for (const language of ["en", "zh"]) {
    const texts = catalogue(language);
    assert.deepEqual(Object.keys(texts).sort(), Object.keys(VI).sort(), language);
    for (const key of OURS) assert.deepEqual(placeholders(texts[key]), placeholders(VI[key]), `${language} ${key}`);
  }
});

test("what older browsers run is ES2019", async () => {
  for (const { name, text } of sources(OLD_BROWSERS)) {
    const supported = { "import-meta": true, "dynamic-import": true };
    const [asWritten, asRead] = await Promise.all(["esnext", "es2019"].map((target) => transform(text, { target, supported, minify: false })));
    assert.equal(asRead.code, asWritten.code, name);
  }
});

test("no page writes markup, styles or scripts from text", () => {
  for (const { name, text } of sources([...KIOSK, ...PHONE])) {
    assert.doesNotMatch(text, /innerHTML|outerHTML|insertAdjacentHTML|document\.write|dangerouslySetInnerHTML|\beval\(|new Function/, name);
  }
});

test("pages wire in at most twenty lines", () => {
  for (const { name, text } of sources([...KIOSK, ...PHONE]).filter(({ name: path }) => path.endsWith("main.js"))) {
    assert.ok(text.trimEnd().split("\n").length <= 20, name);
  }
});
