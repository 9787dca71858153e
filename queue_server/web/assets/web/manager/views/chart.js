import { hallTime } from "../../../shared/clock.js";
import { t } from "../../../shared/i18n.js";
import { html, useEffect, useRef } from "../../../vendor/preact-htm.js";
import uPlot from "../../../vendor/uplot.js";

/** @typedef {{at: number, minutes: number, count: number}} Slot */

const HEIGHT = 180;

/** @param {{waits: Slot[]}} given */
export function Chart({ waits }) {
  const place = useRef(/** @type {HTMLDivElement|null} */ (null));
  const drawn = JSON.stringify(waits);
  useEffect(() => {
    if (place.current === null || waits.length < 2) return undefined;
    const plot = new uPlot(options(place.current.clientWidth), [waits.map((slot) => slot.at), waits.map((slot) => slot.minutes)], place.current);
    return () => plot.destroy();
  }, [drawn]);
  return html`
    <div class="chart">
      <p class="chart-title">${t("manager.chart")}</p>
      <div ref=${place} aria-hidden="true"></div>
      <details>
        <summary>${t("manager.chart_table")}</summary>
        <table class="table">
          <thead><tr><th scope="col">${t("console.from")}</th><th scope="col" class="number">${t("manager.chart_minutes")}</th><th scope="col" class="number">${t("manager.chart_count")}</th></tr></thead>
          <tbody>${waits.map((slot) => html`<tr key=${slot.at}><td>${hallTime(slot.at * 1000)}</td><td class="number">${slot.minutes.toFixed(1)}</td><td class="number">${slot.count}</td></tr>`)}</tbody>
        </table>
      </details>
    </div>
  `;
}

/** @param {number} width */
function options(width) {
  return {
    width: Math.max(320, width),
    height: HEIGHT,
    tzDate: (/** @type {number} */ seconds) => uPlot.tzDate(new Date(seconds * 1000), "Asia/Ho_Chi_Minh"),
    legend: { show: false },
    series: [{}, { stroke: "#0a5867", width: 2, points: { show: true, size: 7 } }],
    axes: [{ values: (/** @type {any} */ _plot, /** @type {number[]} */ ticks) => ticks.map((tick) => hallTime(tick * 1000)) }, { size: 44 }],
  };
}
