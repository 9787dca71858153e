/** How many choices fit on a screen, and which are on it. Lengths in millimetres. */

/** Two lines of main text, a line of facts and the padding. */
const ROW_MM = 40;
const ROW_GAP_MM = 4;
/** What stands above and below the choices. */
const FRAME_MM = 92;
/** In one column the wish for precedence has a row of its own. */
const PRECEDENCE_MM = 28;
/** The buttons that turn pages, where eight choices do not fit. */
const PAGER_MM = 24;
/** Two columns only where a long Vietnamese name still has room. */
const TWO_COLUMNS_FROM_MM = 330;
const AT_MOST = 8;

/**
 * @param {{width: number, height: number, scale: number}} screen scale: 1, or more for large text
 * @returns {{columns: number, rows: number, size: number}} size: choices on one page, 2 to 8
 */
export function capacity({ width, height, scale }) {
  const columns = width >= TWO_COLUMNS_FROM_MM * scale ? 2 : 1;
  const room = height - (FRAME_MM + (columns === 1 ? PRECEDENCE_MM : 0)) * scale;
  const wanted = AT_MOST / columns;
  const rows = fitting(room, scale) >= wanted ? wanted : Math.max(fitting(room - PAGER_MM, scale), 2);
  return { columns, rows, size: columns * rows };
}

/**
 * @param {number} room
 * @param {number} scale
 */
function fitting(room, scale) {
  return Math.floor((room + ROW_GAP_MM) / (ROW_MM * scale + ROW_GAP_MM));
}

/**
 * @template T
 * @param {T[]} items
 * @param {number} size
 * @param {number} wanted page from 0; one beyond the end shows the last
 * @returns {{items: T[], page: number, pages: number}}
 */
export function paged(items, size, wanted) {
  const pages = Math.max(1, Math.ceil(items.length / size));
  const page = Math.min(Math.max(wanted, 0), pages - 1);
  return { items: items.slice(page * size, (page + 1) * size), page, pages };
}
