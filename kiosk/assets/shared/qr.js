/** QR codes as shapes: one path of dark squares, for any page to draw. ES2019. */

import { encode } from "../vendor/uqr.js";

/** Modules of quiet around the code: ISO/IEC 18004 asks for 4. */
const QUIET = 4;
const SVG = "http://www.w3.org/2000/svg";

/**
 * The rows of a code, quiet zone and all: true is dark.
 * @param {string} data
 * @returns {boolean[][]}
 */
export function modules(data) {
  return encode(data, { ecc: "M", border: QUIET }).data;
}

/**
 * @param {string} data
 * @returns {{size: number, path: string}} in units of one module
 */
export function shape(data) {
  const rows = modules(data);
  const path = rows.map((row, y) => row.map((dark, x) => (dark ? `M${x} ${y}h1v1h-1z` : "")).join("")).join("");
  return { size: rows.length, path };
}

/**
 * The picture as an element, for pages that build theirs by hand.
 * @param {string} data
 * @param {string} label for those who do not see it
 * @returns {SVGElement}
 */
export function picture(data, label) {
  const { size, path } = shape(data);
  const svg = drawn("svg", { class: "qr", viewBox: `0 0 ${size} ${size}`, role: "img", "aria-label": label, "shape-rendering": "crispEdges" });
  svg.append(drawn("rect", { width: `${size}`, height: `${size}`, class: "qr-light" }), drawn("path", { d: path, class: "qr-dark" }));
  return svg;
}

/**
 * @param {string} tag
 * @param {{[name: string]: string}} attributes
 * @returns {SVGElement}
 */
function drawn(tag, attributes) {
  const made = /** @type {SVGElement} */ (document.createElementNS(SVG, tag));
  Object.keys(attributes).forEach((name) => made.setAttribute(name, attributes[name]));
  return made;
}
