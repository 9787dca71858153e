/**
 * Makes kiosk/assets/vendor from the npm packages named in package.json: `npm ci && npm run vendor`.
 * The result is committed, so neither the product nor its installation needs node. tools/check_vendor.py verifies it.
 */

import { createHash } from "node:crypto";
import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

import { build } from "esbuild";

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const MODULES = join(ROOT, "node_modules");
const VENDOR = join(ROOT, "kiosk/assets/vendor");
/** Older television browsers run the board. */
const TARGET = "es2019";
const PACKAGE = /node_modules\/((?:@[^/]+\/)?[^/]+)\//;

const BUNDLES = [
  {
    path: "preact-htm.js",
    source: [
      'import { h } from "preact";',
      'import htm from "htm";',
      'export { h, render, Component } from "preact";',
      'export { useState, useEffect, useLayoutEffect, useRef, useMemo, useReducer, useCallback } from "preact/hooks";',
      "export const html = htm.bind(h);",
    ].join("\n"),
  },
  { path: "socket.io.js", source: 'export { io } from "socket.io-client";' },
  { path: "uplot.js", source: 'export { default } from "uplot";' },
  { path: "uqr.js", source: 'export { encode } from "uqr";' },
];

const FONT = "@fontsource/be-vietnam-pro";
const COPIES = [
  { path: "uplot.css", packages: ["uplot"], from: "uplot/dist/uPlot.min.css" },
  ...["vietnamese", "latin"].flatMap((subset) =>
    [400, 700].map((weight) => {
      const name = `be-vietnam-pro-${subset}-${weight}-normal.woff2`;
      return { path: `fonts/${name}`, packages: [FONT], from: `${FONT}/files/${name}` };
    }),
  ),
];

/**
 * @param {string} name
 * @returns {{name: string, version: string, licence: string}}
 */
function facts(name) {
  const description = JSON.parse(readFileSync(join(MODULES, name, "package.json"), "utf8"));
  return { name, version: description.version, licence: description.license };
}

/** @param {string} name */
function copyLicence(name) {
  const found = ["LICENSE", "LICENSE.md", "LICENSE.txt"].find((file) => exists(join(MODULES, name, file)));
  const target = `licences/${name.replace("/", "-")}.txt`;
  if (found) copyFileSync(join(MODULES, name, found), join(VENDOR, target));
  else throw new Error(`${name} comes without its licence`);
  return target;
}

/** @param {string} file */
function exists(file) {
  try {
    readFileSync(file);
    return true;
  } catch {
    return false;
  }
}

/**
 * @param {{path: string, source: string}} wanted
 * @returns {Promise<{path: string, packages: string[]}>} every package with a part in the bundle
 */
async function bundle({ path, source }) {
  const { metafile } = await build({
    metafile: true,
    stdin: { contents: source, resolveDir: ROOT },
    outfile: join(VENDOR, path),
    bundle: true,
    minify: true,
    format: "esm",
    target: TARGET,
    platform: "browser",
    legalComments: "none",
  });
  const packages = Object.keys(metafile.inputs).flatMap((input) => PACKAGE.exec(input)?.[1] ?? []);
  return { path, packages: [...new Set(packages)].sort() };
}

/** @param {{path: string, packages: string[]}} entry */
function listed({ path, packages }) {
  const digest = createHash("sha256").update(readFileSync(join(VENDOR, path))).digest("hex");
  const lines = ["[[file]]", `path = "${path}"`, `sha256 = "${digest}"`];
  for (const { name, version, licence } of packages.map(facts)) {
    lines.push("[[file.package]]", `name = "${name}"`, `version = "${version}"`, `licence = "${licence}"`);
    lines.push(`source = "npm:${name}@${version}"`, `licence_text = "${copyLicence(name)}"`);
  }
  return lines.join("\n");
}

for (const folder of ["fonts", "licences"]) {
  rmSync(join(VENDOR, folder), { recursive: true, force: true });
  mkdirSync(join(VENDOR, folder), { recursive: true });
}
const bundles = await Promise.all(BUNDLES.map(bundle));
for (const { path, from } of COPIES) copyFileSync(join(MODULES, from), join(VENDOR, path));
const heading = "# Files of other projects, made by tools/vendor.mjs and verified by tools/check_vendor.py.";
writeFileSync(join(VENDOR, "vendor.toml"), `${[heading, ...[...bundles, ...COPIES].map(listed)].join("\n\n")}\n`);
