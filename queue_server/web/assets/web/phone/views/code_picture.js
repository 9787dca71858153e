/** A payment code as a picture to keep: a phone cannot scan its own screen, but every bank's app reads a picture. ES2019. */

import { modules } from "../../../shared/qr.js";

/** Pixels of the picture a module, so that its edges stay sharp. */
const MODULE = 12;
const LINE = 34;
const FONT = "24px 'Be Vietnam Pro', sans-serif";

/**
 * @param {string} data what the code holds
 * @param {string[]} lines what stands below it, for who finds the picture again
 * @returns {string} a data address of a PNG
 */
export function codePicture(data, lines) {
  const rows = modules(data);
  const canvas = document.createElement("canvas");
  canvas.width = rows.length * MODULE;
  canvas.height = canvas.width + lines.length * LINE;
  const pen = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  pen.fillStyle = "#ffffff";
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.fillStyle = "#000000";
  rows.forEach((row, y) => row.forEach((dark, x) => dark && pen.fillRect(x * MODULE, y * MODULE, MODULE, MODULE)));
  pen.font = FONT;
  pen.textAlign = "center";
  lines.forEach((line, at) => pen.fillText(line, canvas.width / 2, canvas.width + at * LINE, canvas.width - 2 * MODULE));
  return canvas.toDataURL("image/png");
}
