import { t } from "../../../shared/i18n.js";
import { html } from "../../../vendor/preact-htm.js";
import { dong } from "../../console/models/money.js";

/** @typedef {import("../models/types.d.ts").ReviewList} List */
/** @typedef {import("../models/types.d.ts").Reviewed} Reviewed */

/** @type {List[]} */
const LISTS = ["missing", "free", "small", "zeros", "channels", "ends", "units"];

/** The catalogue's word on fees, for whoever looks for the law behind it. @param {import("./app.js").View} view */
export function Review({ state, page }) {
  const { review } = state;
  return html`
    <section class="card">
      <h2 class="card-title">${t("money.review")}</h2>
      <p>${t("money.review.how")}</p>
      <div class="money-form">
        ${LISTS.map((which) => html`
          <button key=${which} type="button" class="button" aria-pressed=${review !== null && review.which === which} onClick=${() => page.reviews.show(which)}>${name(review, which)}</button>
        `)}
      </div>
      ${review !== null && review.procedures.length === 0 && html`<p>${t("money.review.none")}</p>`}
      ${review !== null && review.procedures.map((each) => html`<${One} key=${each.code} each=${each} />`)}
    </section>
  `;
}

/** @param {import("../models/types.d.ts").State["review"]} review @param {List} which @returns {string} its name, and how long it is once that is known */
function name(review, which) {
  const called = t(`money.review.list.${which}`);
  const found = review === null ? undefined : review.lists.find((list) => list.which === which);
  return found === undefined ? called : t("money.review.count", { name: called, count: found.count });
}

/** @param {{each: Reviewed}} given */
function One({ each }) {
  const marks = [
    each.noted === null ? "" : t("money.review.noted", { amount: dong(each.noted) }),
    each.until === null ? "" : t("money.review.until", { day: each.until }),
    each.ruled ? t("money.review.ruled") : "",
    each.offered ? "" : t("money.review.unoffered"),
  ].filter(Boolean);
  return html`
    <article class="money-item">
      <p><b>${each.code}</b> · ${each.name}${marks.length === 0 ? "" : ` · ${marks.join(" · ")}`}</p>
      ${each.words.map((word, at) => html`
        <p key=${at} class="money-reference">${t(`dossiers.channel.${word.channel}`)}: ${word.figure === null ? t("money.review.unsaid") : dong(word.figure)} ${word.note}</p>
      `)}
    </article>
  `;
}
