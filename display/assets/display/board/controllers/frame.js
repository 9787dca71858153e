/** What surrounds the calls: titles in three languages, the clock, the "no connection" strip, the wandering picture. */

import { hallDate, hallTime } from "../../../shared/clock.js";
import { element, part } from "../../../shared/dom.js";
import { t } from "../../../shared/i18n.js";
import { SHIFT_EVERY_MS, offset } from "../models/burn_in.js";

/** @typedef {import("../../../shared/clock.js").ServerClock} ServerClock */
/** @typedef {import("../models/connection.js").Connection} Connection */

const TICK_MS = 500;

/** Write every title of the template: Vietnamese, then English and Chinese beside it. */
export function paintTitles() {
  document.title = t("display.title");
  part("centre").textContent = t("display.title");
  document.querySelectorAll("[data-text]").forEach((title) => {
    const key = String(title.getAttribute("data-text"));
    const line = element("span", { class: "subtitle" }, inLanguage(key, "en"), " · ", inLanguage(key, "zh"));
    title.append(element("span", { class: "words" }, t(key)), " ", line);
  });
  part("sound").append(t("display.sound_button"), " · ", inLanguage("display.sound_button", "en"));
}

/**
 * Keep the clock and the strip true.
 * @param {ServerClock} clock
 * @param {Connection} connection
 */
export function keepTime(clock, connection) {
  const tick = () => {
    paintClock(clock.now());
    paintStrip(connection.lostSince(performance.now()));
  };
  setInterval(tick, TICK_MS);
  tick();
}

/** Move the picture a few pixels every minute. */
export function wander() {
  let step = 0;
  setInterval(() => {
    step += 1;
    const { x, y } = offset(step);
    part("picture").style.setProperty("transform", `translate(${x}px, ${y}px)`);
  }, SHIFT_EVERY_MS);
}

/** @param {number} now server time, ms since the epoch */
function paintClock(now) {
  const [year, month, day] = hallDate(now).split("-");
  const weekday = new Date(`${year}-${month}-${day}T00:00:00Z`).getUTCDay();
  part("time").textContent = hallTime(now);
  part("date").textContent = `${t(`display.weekday_${weekday}`)}, ${day}/${month}/${year}`;
}

/** @param {number|null} since server time of the last word from the server */
function paintStrip(since) {
  const strip = part("offline");
  if (strip.hidden === (since === null)) return;
  strip.hidden = since === null;
  if (since === null) return;
  const time = hallTime(since);
  strip.textContent = `${t("display.offline", { time })} · `;
  strip.append(inLanguage("display.offline", "en", { time }));
}

/**
 * @param {string} key
 * @param {"en"|"zh"} language
 * @param {{[name: string]: string}} [facts]
 * @returns {HTMLElement}
 */
function inLanguage(key, language, facts = {}) {
  return element("span", { lang: language }, t(key, facts, language));
}
