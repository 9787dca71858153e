/** What the centre offers now, and why something is not offered. */

import { hallDate, hallTime } from "../../shared/clock.js";

/** @typedef {import("./types.d.ts").Catalogue} Catalogue */
/** @typedef {import("./types.d.ts").Group} Group */
/** @typedef {import("./types.d.ts").Service} Service */
/** @typedef {{key: string, facts: {[name: string]: string}}} Said a text of the catalogue and its facts */

const REASONS = {
  no_counter: "kiosk.closed.no_counter", limit: "kiosk.closed.limit", numbers: "kiosk.closed.numbers", too_late: "kiosk.closed.too_late",
  needs_server: "kiosk.closed.needs_server", no_reserve: "kiosk.closed.no_reserve", no_clock: "kiosk.closed.no_clock",
};

/**
 * @param {Catalogue} catalogue
 * @returns {Group[]} in the order of the centre
 */
export function groupsOf(catalogue) {
  return [...catalogue.groups].sort((one, other) => one.position - other.position);
}

/**
 * @param {Catalogue} catalogue
 * @param {string|null} code
 * @returns {Group|undefined}
 */
export function groupOf(catalogue, code) {
  return catalogue.groups.find((group) => group.code === code);
}

/**
 * @param {Catalogue} catalogue
 * @param {string} code
 * @returns {Service|undefined}
 */
export function serviceOf(catalogue, code) {
  return catalogue.groups.flatMap((group) => group.services).find((service) => service.code === code);
}

/**
 * The service that a group stands for when it has no other: touching the group is asking for it.
 * @param {Group} group
 * @returns {Service|null}
 */
export function onlyService(group) {
  return group.services.length === 1 ? group.services[0] : null;
}

/**
 * Why nothing of a group can be had now; null when something can.
 * @param {Group} group
 * @param {number} now ms since the epoch
 * @returns {Said|null} the reason of the service that opens first
 */
export function groupClosed(group, now) {
  if (group.services.some((service) => service.open)) return null;
  const opening = group.services.filter((service) => service.opens_at !== null);
  const first = opening.sort((one, other) => Date.parse(String(one.opens_at)) - Date.parse(String(other.opens_at)))[0];
  return serviceClosed(first ?? group.services[0], now);
}

/**
 * Why a service cannot be had now, and when it can; null when it is open.
 * @param {Service} service
 * @param {number} now ms since the epoch
 * @returns {Said|null}
 */
export function serviceClosed(service, now) {
  if (service.open) return null;
  if (service.closed_reason !== null && service.closed_reason !== "hours") return { key: REASONS[service.closed_reason], facts: {} };
  if (service.opens_at === null || Date.parse(service.opens_at) <= now) return { key: "kiosk.closed.hours", facts: {} };
  return opening(service.opens_at, now);
}

/**
 * What the rule of turn gives the classes, as it is written on the screen.
 * @param {{head_start_minutes: number}[]} classes
 * @returns {string|null} minutes, "30" or "30–60"; null when there is no head start to speak of
 */
export function headStart(classes) {
  const minutes = classes.map((found) => found.head_start_minutes).filter((each) => each > 0);
  if (minutes.length === 0) return null;
  const [least, most] = [Math.min(...minutes), Math.max(...minutes)];
  return least === most ? String(most) : `${least}–${most}`;
}

/**
 * @param {string} opensAt
 * @param {number} now
 * @returns {Said}
 */
function opening(opensAt, now) {
  const time = hallTime(opensAt);
  const day = hallDate(opensAt);
  if (day === hallDate(now)) return { key: "kiosk.closed.until", facts: { time } };
  const [, month, date] = day.split("-");
  return { key: "kiosk.closed.until_day", facts: { time, date: `${date}/${month}` } };
}
