/** What a scan is good for at this point of a citizen's way. Pure. */

import { may } from "./journey.js";

/** @typedef {import("./journey.js").Journey} Journey */
/** @typedef {import("./types.d.ts").Catalogue} Catalogue */
/** @typedef {import("./types.d.ts").Reading} Reading */
/**
 * @typedef {object} Deed exactly one of them is there
 * @property {import("../../shared/booking_code.js").Report} [report]
 * @property {{service: string, code: string}} [collect] fetch the result of a dossier
 * @property {{code: string, otherwise: {service: string, code: string}|null}} [fee] ask what is due; where nothing is, fetch the result
 * @property {string} [complaint] key of a text
 */

/** Nothing may come between a wish and its answer, and a number on screen stays. */
const DEAF = ["issuing", "ticket", "refused", "priority", "fee_looking", "fee_paying", "fee_end"];
/** Where somebody pays, any code that may be a dossier's is one to pay for. */
const PAYING = ["fee_code", "fee_due"];

/**
 * @param {Reading} reading
 * @param {Journey} journey
 * @param {Catalogue|null} catalogue
 * @param {boolean} [pays] whether fees are paid at this kiosk
 * @returns {Deed|null} null when the scan is passed over
 */
export function deedFor({ kind, value }, journey, catalogue, pays = false) {
  if (kind === "empty" || DEAF.includes(journey.screen)) return null;
  if (journey.screen === "dossier") return onDossier(kind, value, journey);
  if (PAYING.includes(journey.screen)) return toPay(kind, value);
  if (pays && kind === "payment" && value === null) return { complaint: "kiosk.fee.scan" };
  if (pays && value !== null && may(journey, "fee_look") && (kind === "payment" || kind === "dossier")) {
    const { collect = null } = kind === "dossier" ? fetching(value, journey, catalogue) : {};
    return { fee: { code: value, otherwise: collect } };
  }
  if (value !== null && kind === "dossier") return fetching(value, journey, catalogue);
  if (value === null || kind === "code" || kind === "payment") return { complaint: `kiosk.scan.${kind === "code" ? "unknown" : kind}` };
  if (!catalogue?.appointments || !may(journey, "check_in")) return { complaint: "kiosk.scan.no_use" };
  return { report: kind === "citizen_card" ? { citizen_id: value } : { code: value } };
}

/**
 * @param {Reading["kind"]} kind
 * @param {string|null} value
 * @param {Journey} journey
 * @returns {Deed}
 */
function onDossier(kind, value, journey) {
  const code = kind === "dossier" || kind === "code" || kind === "appointment" ? value : null;
  return code === null ? { complaint: "kiosk.scan.no_dossier" } : { collect: { service: String(journey.service), code } };
}

/**
 * @param {Reading["kind"]} kind
 * @param {string|null} value
 * @returns {Deed}
 */
function toPay(kind, value) {
  const code = ["dossier", "code", "appointment", "payment"].includes(kind) ? value : null;
  return code === null ? { complaint: "kiosk.fee.scan" } : { fee: { code, otherwise: null } };
}

/**
 * @param {string} code
 * @param {Journey} journey
 * @param {Catalogue|null} catalogue
 * @returns {Deed} to the one service that returns results, where there is one
 */
function fetching(code, journey, catalogue) {
  const services = (catalogue?.groups ?? []).flatMap((group) => group.services).filter((service) => service.asks_dossier);
  if (services.length === 1 && services[0].open && may(journey, "dossier")) return { collect: { service: services[0].code, code } };
  return { complaint: "kiosk.scan.dossier" };
}
