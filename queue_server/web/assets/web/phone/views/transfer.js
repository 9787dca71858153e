import { dong } from "../../../shared/dong.js";
import { t } from "../../../shared/i18n.js";
import { html, useMemo, useState } from "../../../vendor/preact-htm.js";
import { codePicture } from "./code_picture.js";

/** @typedef {import("../models/fees.js").Transfer} Transfer */

/** How to pay from this very phone: a picture for the bank's app, or the same typed in. @param {{transfer: Transfer}} given */
export function Transfer({ transfer }) {
  const amount = t("phone.fees.amount", { amount: dong(transfer.amount) });
  const below = [amount, `${transfer.bank} ${transfer.account}`, transfer.content];
  const picture = useMemo(() => codePicture(transfer.vietqr, below), [transfer.vietqr, amount]);
  return html`
    <figure class="fee-code">
      <img src=${picture} alt=${t("phone.fees.code", { amount })} />
      <figcaption>${t("phone.fees.how")}</figcaption>
    </figure>
    <a class="fee-first" href=${picture} download=${`vietqr-${transfer.content}.png`}>${t("phone.fees.save")}</a>
    <dl class="facts">
      <${Row} name="phone.fees.bank" value=${transfer.bank} />
      <${Row} name="phone.fees.account" value=${transfer.account} copy=${transfer.account} />
      <${Row} name="phone.fees.holder" value=${transfer.holder} />
      <${Row} name="phone.fees.sum" value=${amount} copy=${String(transfer.amount)} />
      <${Row} name="phone.fees.content" value=${transfer.content} copy=${transfer.content} />
    </dl>
    <p>${t("phone.fees.exactly")}</p>
  `;
}

/** @param {{name: string, value: string, copy?: string}} given */
function Row({ name, value, copy }) {
  return html`
    <div>
      <dt>${t(name)}</dt>
      <dd><span>${value}</span>${copy !== undefined && html` <${Copy} text=${copy} what=${t(name)} />`}</dd>
    </div>
  `;
}

/** @param {{text: string, what: string}} given */
function Copy({ text, what }) {
  const [done, note] = useState(false);
  if (!navigator.clipboard) return null; // not over plain HTTP
  const copy = () => navigator.clipboard.writeText(text).then(() => note(true), () => note(false));
  return html`
    <button type="button" class="fee-copy" aria-label=${t("phone.fees.copy_what", { what })} onClick=${copy}>${t(done ? "phone.fees.copied" : "phone.fees.copy")}</button>
  `;
}
