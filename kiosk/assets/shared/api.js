/** The server's HTTP API as any page uses it: JSON, a deadline, patience, and one key for one deed. ES2019. */

import { language, t } from "./i18n.js";

export const DEADLINE_MS = 8000;
/** How long to wait before each further attempt when no answer came. */
export const LADDER_MS = [300, 700, 1500, 3000];
const PASSING = [502, 503, 504];

/** @typedef {{field: string, message: string}} FieldFault */
/**
 * @typedef {object} Options
 * @property {string} [key] the Idempotency-Key of a write; random when left out
 * @property {number[]} [ladder] waits before further attempts, in ms; [] tries once
 * @property {{[name: string]: string}} [headers]
 */
/** @typedef {{status: number, headers: Headers, body: any}} Answer */

/** A refusal, or no answer at all (`status` 0, `code` "network"). `detail` is fit to be shown in the page's language. */
export class Problem extends Error {
  /** @param {{status: number, code: string, detail: string, fields?: FieldFault[], facts?: {[name: string]: any}}} facts `facts` are the document's members */
  constructor({ status, code, detail, fields = [], facts = {} }) {
    super(detail || code);
    this.name = "Problem";
    this.status = status;
    this.code = code;
    this.detail = detail;
    this.fields = fields;
    this.facts = facts;
  }

  /** True when the server was not reached: the deed may or may not have been done. */
  get unanswered() {
    return this.status === 0 || PASSING.includes(this.status);
  }
}

/** @type {string|null} */
let csrf = null;

/**
 * Send this token with every write from now on.
 * @param {string|null} token of the signed-in session, from /me
 */
export function useCsrf(token) {
  csrf = token;
}

/** @returns {string} a fresh Idempotency-Key: 32 hexadecimal digits */
export function freshKey() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/**
 * @param {string} path
 * @param {Options} [options]
 * @returns {Promise<any>} the JSON content; throws Problem
 */
export async function get(path, options = {}) {
  return (await request("GET", path, undefined, options)).body;
}

/**
 * Do one deed. However often it has to be sent, the server does it once.
 * @param {"POST"|"PUT"|"DELETE"} method
 * @param {string} path
 * @param {object} [body]
 * @param {Options} [options]
 * @returns {Promise<any>} the JSON content, null when there is none; throws Problem
 */
export async function send(method, path, body = {}, options = {}) {
  const headers = Object.assign({ "Idempotency-Key": options.key || freshKey() }, options.headers);
  return (await request(method, path, body, Object.assign({}, options, { headers }))).body;
}

/**
 * Ask until there is an answer or the ladder ends.
 * @param {string} method
 * @param {string} path
 * @param {object|undefined} body
 * @param {Options} [options]
 * @returns {Promise<Answer>} any answer below 400 (304 with a null body); throws Problem
 */
export async function request(method, path, body, { ladder = LADDER_MS, headers = {} } = {}) {
  const settings = { method, headers: headersOf(method, headers), body: body && JSON.stringify(body) };
  for (let attempt = 0; ; attempt += 1) {
    try {
      return await once(path, settings);
    } catch (fault) {
      if (!(fault instanceof Problem) || !fault.unanswered || attempt >= ladder.length) throw fault;
    }
    await new Promise((resume) => setTimeout(resume, ladder[attempt]));
  }
}

/**
 * @param {string} method
 * @param {{[name: string]: string}} extra
 */
function headersOf(method, extra) {
  /** @type {{[name: string]: string}} */
  const headers = { Accept: "application/json", "Accept-Language": language() };
  if (method !== "GET") headers["Content-Type"] = "application/json";
  if (method !== "GET" && csrf !== null) headers["X-CSRF-Token"] = csrf;
  return Object.assign(headers, extra);
}

/**
 * @param {string} path
 * @param {RequestInit} settings
 * @returns {Promise<Answer>}
 */
async function once(path, settings) {
  const deadline = new AbortController();
  const timer = setTimeout(() => deadline.abort(), DEADLINE_MS);
  try {
    const answer = await fetch(path, Object.assign({ credentials: "same-origin", cache: "no-store", signal: deadline.signal }, settings));
    const text = await answer.text();
    if (answer.status >= 400) throw refusal(answer.status, text);
    return { status: answer.status, headers: answer.headers, body: text === "" ? null : JSON.parse(text) };
  } catch (fault) {
    throw fault instanceof Problem ? fault : unreachable(0, "network");
  } finally {
    clearTimeout(timer);
  }
}

/**
 * @param {number} status
 * @param {string} text
 */
function refusal(status, text) {
  const content = parsed(text);
  if (typeof content.code !== "string") return unreachable(status, `http.${status}`);
  return new Problem({ status, code: content.code, detail: content.detail || content.title || "", fields: content.errors || [], facts: content });
}

/** @param {string} text */
function parsed(text) {
  try {
    return JSON.parse(text) || {};
  } catch (fault) {
    return {}; // a proxy's page in place of the server's answer
  }
}

/**
 * @param {number} status
 * @param {string} code
 */
function unreachable(status, code) {
  return new Problem({ status, code, detail: t("shared.unreachable") });
}
