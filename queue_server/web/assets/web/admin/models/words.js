/** What a change, a mistake's place and a foreseen call are in words. */

import { names, t } from "../../../shared/i18n.js";

/** @typedef {import("./types.d.ts").Change} Change */
/** @typedef {import("./types.d.ts").Names} Names */
/** @typedef {import("./types.d.ts").Mistake} Mistake */
/** @typedef {import("./types.d.ts").Foreseen} Foreseen */

/** @param {Names|string|number|null|undefined} thing */
export const called = (thing) => (thing !== null && typeof thing === "object" ? names(thing) : String(thing === null || thing === undefined ? "" : thing));

/**
 * The part of the page where something is edited.
 * @param {string} section
 * @param {string} field
 * @param {string[]} own the centre's own fields that have a part of their own
 */
function pageOf(section, field, own) {
  if (section !== "") return field === "skills" ? "skills" : section;
  if (field === "working_days") return "closed_days";
  if (field === "logo") return "paper";
  return own.includes(field) ? field : "general";
}

/** @param {string} section "" for the centre's own fields @param {string} field */
export const fieldName = (section, field) => t(`admin.field.${section || "general"}.${field}`);

/** @param {Change} change @returns {string} "Quầy 3, hàng chờ phục vụ, Đất đai: hạng 2 → hạng 1" */
export function changeWords(change) {
  const one = t(`admin.one.${change.section}`);
  const name = called(change.name);
  const whole = name === "" ? "" : name.includes(one) ? name : `${one} ${name}`;
  if (change.kind === "moved") return t("admin.change.moved", { what: t(`admin.section.${change.section}`) });
  if (change.kind !== "changed") return t(`admin.change.${change.kind}`, { what: whole });
  const what = [whole, fieldName(change.section, change.field), partWords(change)].filter((each) => each !== "").join(" · ");
  const [before, after] = [change.before, change.after].map((value) => valueWords(change, value));
  if (before === "") return t("admin.change.put", { what, after });
  return after === "" ? t("admin.change.taken", { what, before }) : t("admin.change.from_to", { what, before, after });
}

/** @param {Change} change */
function partWords({ part, field, section, holds }) {
  if (part === null) return "";
  if (section === "timetables") return t(`admin.day.${part}`);
  if (holds === "weekday") return dayWords(String(part));
  return holds === "text" && field !== "" && typeof part === "string" ? t(`admin.language.${part}`) : called(part);
}

/** @param {Change} change @param {any} value */
function valueWords({ field, holds }, value) {
  if (value === null || value === undefined) return "";
  if (holds === "switch") return t(value ? "admin.yes" : "admin.no");
  if (holds === "choice") return t(`admin.choice.${field}.${value}`);
  if (holds === "rank") return t("admin.change.rank", { rank: value });
  if (holds === "hours") return value.join(", ") || t("admin.hours.closed");
  if (holds === "weekday") return t("admin.change.like", { day: t(`admin.day.${value}`) });
  if (holds === "picture") return t("admin.change.picture");
  if (holds === "date") return dayWords(value);
  return typeof value === "string" ? `“${value}”` : called(value);
}

/** @param {string} day "2027-01-31" @returns {string} "31/01/2027", as dates are written in Viet Nam */
export const dayWords = (day) => (/^\d{4}-\d{2}-\d{2}$/.test(day) ? day.split("-").reverse().join("/") : day);

/**
 * Why the ticket would be next.
 * @param {Foreseen} seen
 * @param {(moment: string) => string} clock
 * @returns {string}
 */
export function whyWords(seen, clock) {
  if (seen.cause !== "rank") return t(`admin.next.${seen.cause}`);
  const words = [t("admin.next.rank", { line: names(seen.line), rank: String(seen.rank), time: clock(seen.joined_at) })];
  if (seen.reason === "priority" && seen.priority !== null) words.push(t("admin.next.priority", { priority: names(seen.priority) }));
  else if (seen.reason !== "order" && seen.reason !== "priority") words.push(t(`manager.reason.${seen.reason.replace(":", "_")}`));
  if (seen.empty.length > 0) words.push(t("admin.next.empty", { lines: seen.empty.map((line) => names(line)).join(", ") }));
  return words.join("; ");
}

/**
 * The page and the entry that a mistake is to be looked for at.
 * @param {Mistake} mistake
 * @param {string[]} own the centre's own fields that have a part of their own
 * @returns {{section: string, entry: number}} entry from 0, -1 for none
 */
export function whereabouts(mistake, own) {
  const found = /^(\w*)(?:\[(\d+)\])?(?:\.(\w+))?/.exec(mistake.place) || ["", "", undefined, ""];
  const known = ["timetables", "halls", "lines", "services", "priority_classes", "counters", "staff", "procedures"];
  const section = known.includes(found[1]) ? found[1] : "";
  return { section: pageOf(section, section === "" ? found[1] : found[3] || "", own), entry: found[2] === undefined ? -1 : Number(found[2]) - 1 };
}
