/** A draft of a centre's document: every edit gives a new one, what is not touched stays the same object. */

/** @typedef {import("./types.d.ts").Document} Document */
/** @typedef {import("./types.d.ts").Section} Section */
/** @typedef {import("./types.d.ts").Field} Field */
/** @typedef {import("./types.d.ts").Entry} Entry */
/** @typedef {(string|number)[]} Path keys of tables, places in arrays from 0 */

/**
 * @param {any} whole
 * @param {Path} path
 * @returns {any} undefined for what is not there
 */
export function at(whole, path) {
  return path.reduce((part, key) => (part === undefined || part === null ? undefined : part[key]), whole);
}

/**
 * @param {any} whole
 * @param {Path} path
 * @param {any} value undefined takes the key away
 * @returns {any} the whole with the value at the path
 */
export function put(whole, path, value) {
  if (path.length === 0) return value;
  const [key, ...rest] = path;
  const changed = put(whole === undefined ? undefined : whole[key], rest, value);
  if (Array.isArray(whole)) return whole.map((each, place) => (place === key ? changed : each));
  const copy = Object.assign({}, whole);
  if (changed === undefined) delete copy[key];
  else copy[key] = changed;
  return copy;
}

/**
 * @param {any[]} list
 * @param {number} place
 * @param {number} by
 * @returns {any[]} the list with that entry so many places further on
 */
export function moved(list, place, by) {
  const goal = place + by;
  if (goal < 0 || goal >= list.length) return list;
  const rest = list.filter((_, index) => index !== place);
  return [...rest.slice(0, goal), list[place], ...rest.slice(goal)];
}

/** @param {any[]} list @param {number} place */
export const without = (list, place) => list.filter((_, index) => index !== place);

/**
 * How the server names a place: "lines[3].names.vi", counted from 1.
 * @param {Path} path
 * @returns {string}
 */
export function placeOf(path) {
  return path.reduce((/** @type {string} */ place, key) => (typeof key === "number" ? `${place}[${key + 1}]` : place === "" ? key : `${place}.${key}`), "");
}

/**
 * @param {Document} draft
 * @param {string} name of a timetable
 * @param {string} to the draft stays as it is when this is blank or taken
 * @param {string[]} [own] fields of the centre that name a timetable
 * @returns {Document} the draft with the timetable and all that goes by it under the other name
 */
export function renamed(draft, name, to, own = []) {
  if (to === "" || to in draft.timetables) return draft;
  const pairs = Object.entries(draft.timetables).map(([each, hours]) => [each === name ? to : each, hours]);
  const services = draft.services.map((/** @type {Entry} */ service) => (service.hours === name ? Object.assign({}, service, { hours: to }) : service));
  const centre = Object.fromEntries(own.filter((key) => draft[key] === name).map((key) => [key, to]));
  return Object.assign({}, draft, centre, { timetables: Object.fromEntries(pairs), services });
}

/**
 * @param {string} typed "7:30", "730", "7h30"
 * @returns {string} "07:30"; what is no time stays as it was typed
 */
export function clockTime(typed) {
  const found = /^\s*(\d{1,2})\s*[:.hg]?\s*(\d{2})?\s*$/.exec(typed);
  return found === null ? typed : `${found[1].padStart(2, "0")}:${found[2] || "00"}`;
}

/** The letters of a name without their marks, as a code has them. @param {string} name */
export function codeFrom(name) {
  const bare = name.normalize("NFD").replace(/\p{M}/gu, "").replace(/[đĐ]/g, "d").toLowerCase();
  return bare.replace(/[^a-z0-9]+/g, "-").replace(/^-+|-+$/g, "").slice(0, 40).replace(/-+$/, "");
}

/**
 * While the Vietnamese name of a new entry is typed its code follows, until the code itself is typed.
 * @param {Document} inForce codes of entries in force never change
 * @param {Document} before
 * @param {Document} after the edit
 * @param {Path} path what was edited
 * @returns {Document} after, with the code
 */
export function coded(inForce, before, after, path) {
  const entry = path.slice(0, -2);
  const [place, field, language] = path.slice(-3);
  if (field !== "names" || language !== "vi" || typeof place !== "number") return after;
  const old = at(before, entry);
  const known = (at(inForce, path.slice(0, -3)) || []).some((/** @type {Entry} */ each) => each.code === old.code);
  if (known || old.code === undefined || old.code !== codeFrom(old.names.vi)) return after;
  return put(after, [...entry, "code"], codeFrom(at(after, path)));
}

/**
 * @param {Field[]} fields
 * @param {Document} draft
 * @returns {Entry} in every field that must be there the plainest thing that can stand there
 */
export function plainEntry(fields, draft) {
  return Object.fromEntries(fields.filter((field) => field.needed).map((field) => [field.key, plainest(field, draft)]));
}

/**
 * @param {Section} section
 * @param {Document} draft
 * @returns {Entry} an entry to begin with
 */
export function fresh(section, draft) {
  const entry = plainEntry(section.fields, draft);
  if (section.identity === "number") entry.number = 1 + Math.max(0, ...draft[section.key].map((/** @type {Entry} */ each) => Number(each.number) || 0));
  return entry;
}

/** @param {Field} field @param {Document} draft */
function plainest(field, draft) {
  switch (field.kind) {
    case "names": return { vi: "", en: "", zh: "" };
    case "integer": return field.least === null ? 0 : Math.max(field.least, Math.min(5, field.most === null ? 5 : field.most));
    case "switch": return false;
    case "choice": return field.choices[0];
    case "choices": return field.choices.slice(0, 1);
    case "texts": case "dates": return [];
    case "ranks": return {};
    case "tables": return [];
    case "table": return plainEntry(field.fields, draft);
    case "reference": return (draft[field.of] || [])[0] ? draft[field.of][0].code : "";
    default: return "";
  }
}

/**
 * A number as it was typed: what is none stays a text, so that the server can say what is wrong with it.
 * @param {string} typed
 * @param {boolean} needed
 * @returns {number|string|undefined}
 */
export function numberFrom(typed, needed) {
  const text = typed.trim();
  if (text === "" && !needed) return undefined;
  return /^-?\d{1,9}$/.test(text) ? Number(text) : typed;
}
