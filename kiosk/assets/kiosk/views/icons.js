import { html } from "../../vendor/preact-htm.js";

/** Outlines on a 24 × 24 grid. */
const PATHS = {
  back: "M15 5l-7 7 7 7",
  next: "M9 5l7 7-7 7",
  home: "M4 11l8-7 8 7M6 10v9h12v-9",
  check: "M5 13l4.5 4.5L19 8",
  printer: "M7 9V4h10v5M7 17H4v-8h16v8h-3M7 14h10v6H7z",
  warning: "M12 4l9 16H3zM12 10v5M12 17.6v.4",
  people: "M9 11a3 3 0 100-6 3 3 0 000 6zM3 20c0-4 2.5-6 6-6s6 2 6 6M16 5.5a3 3 0 010 5.5M17.5 14.5c2.3.7 3.5 2.6 3.5 5.5",
  care: "M12 20s-7-4.4-7-9.5A3.9 3.9 0 0112 8a3.9 3.9 0 017 2.5C19 15.6 12 20 12 20z",
  clock: "M12 4a8 8 0 100 16 8 8 0 000-16zM12 8v4.5l3 2",
  close: "M6 6l12 12M18 6L6 18",
  erase: "M9 5h11v14H9l-6-7zM12 9.5l5 5M17 9.5l-5 5",
  list: "M9 6h11M9 12h11M9 18h11M4 6h.5M4 12h.5M4 18h.5",
  more: "M12 5v14M5 12h14",
  qr: "M4 4h6v6H4zM14 4h6v6h-6zM4 14h6v6H4zM14 14h2v2h-2zM18 18h2v2h-2zM18 14h2M14 18v2",
  card: "M3 6h18v12H3zM3 10h18M6 14.5h4",
  help: "M12 4a8 8 0 100 16 8 8 0 000-16zM9.5 9.6a2.5 2.5 0 114 2c-1 .7-1.5 1.2-1.5 2.4M12 16.6v.4",
  low: "M12 4v11M7 11l5 5 5-5M5 20h14",
};

/** @param {{name: keyof typeof PATHS}} wanted */
export function Icon({ name }) {
  return html`<svg class="icon" viewBox="0 0 24 24" aria-hidden="true"><path d=${PATHS[name]} /></svg>`;
}
