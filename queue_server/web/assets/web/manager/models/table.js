/** Tables of a day: filtered, sorted, paged. Pure. */

import { clockText } from "../../console/models/timer.js";

/** @typedef {{[field: string]: any}} Row */
/** @typedef {{field: string, up: boolean}} Order */

export const PAGE = 50;

/**
 * @param {Row[]} rows
 * @param {string} words every word must stand somewhere in the row
 * @returns {Row[]}
 */
export function filtered(rows, words) {
  const wanted = words.toLowerCase().split(/\s+/).filter(Boolean);
  if (wanted.length === 0) return rows;
  return rows.filter((row) => {
    const text = textOf(row);
    return wanted.every((word) => text.includes(word));
  });
}

/** @param {any} value @returns {string} */
function textOf(value) {
  if (value === null || value === undefined) return "";
  if (typeof value === "object") return Object.values(value).map(textOf).join(" ");
  return String(value).toLowerCase();
}

/**
 * @param {Row[]} rows
 * @param {Order} order rows without a value come last either way
 * @returns {Row[]}
 */
export function sorted(rows, order) {
  const sign = order.up ? 1 : -1;
  return [...rows].sort((one, other) => {
    const left = one[order.field];
    const right = other[order.field];
    if (left === null || right === null) return Number(left === null) - Number(right === null);
    return sign * (left < right ? -1 : left > right ? 1 : 0);
  });
}

/**
 * @param {Row[]} rows
 * @param {number} page from 0
 * @returns {{rows: Row[], page: number, pages: number}} the nearest page there is
 */
export function paged(rows, page) {
  const pages = Math.max(1, Math.ceil(rows.length / PAGE));
  const at = Math.min(Math.max(0, page), pages - 1);
  return { rows: rows.slice(at * PAGE, (at + 1) * PAGE), page: at, pages };
}

/**
 * @param {Order} order
 * @param {string} field
 * @returns {Order} the same field again turns the order round
 */
export function reordered(order, field) {
  return { field, up: order.field === field ? !order.up : true };
}

/**
 * @param {number|null} seconds
 * @returns {string} "12:05", "1:12:05", "" for none
 */
export function minutes(seconds) {
  return seconds === null ? "" : clockText(seconds);
}
