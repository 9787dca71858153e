import { html, useMemo } from "../../vendor/preact-htm.js";
import { encode } from "../../vendor/uqr.js";

/** Modules of quiet around the code: ISO/IEC 18004 asks for 4. */
const QUIET = 4;

/** @param {{data: string, label: string}} given */
export function Qr({ data, label }) {
  const { size, path } = useMemo(() => drawn(data), [data]);
  return html`
    <svg class="qr" viewBox=${`0 0 ${size} ${size}`} role="img" aria-label=${label} shape-rendering="crispEdges">
      <rect width=${size} height=${size} class="qr-light" /><path d=${path} class="qr-dark" />
    </svg>
  `;
}

/** @param {string} data */
function drawn(data) {
  const { size, data: rows } = encode(data, { ecc: "M", border: QUIET });
  const path = rows.map((row, y) => row.map((dark, x) => (dark ? `M${x} ${y}h1v1h-1z` : "")).join("")).join("");
  return { size, path };
}
