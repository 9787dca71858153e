import { html, useMemo } from "../../vendor/preact-htm.js";
import { shape } from "../../shared/qr.js";

/** @param {{data: string, label: string}} given */
export function Qr({ data, label }) {
  const { size, path } = useMemo(() => shape(data), [data]);
  return html`
    <svg class="qr" viewBox=${`0 0 ${size} ${size}`} role="img" aria-label=${label} shape-rendering="crispEdges">
      <rect width=${size} height=${size} class="qr-light" /><path d=${path} class="qr-dark" />
    </svg>
  `;
}
