import { t } from "../../shared/i18n.js";
import { html, useEffect, useRef } from "../../vendor/preact-htm.js";

/** @typedef {{presence: import("../models/idle.js").Presence, stay: () => void, leave: () => void}} Given */

/** Is anybody still here? Any touch but "finish" says yes. @param {Given} given */
export function IdleDialog({ presence, stay, leave }) {
  const dialog = useRef(/** @type {HTMLDialogElement|null} */ (null));
  const asking = presence.phase === "asking";
  useEffect(() => {
    if (asking) dialog.current?.showModal();
    else dialog.current?.close();
  }, [asking]);
  // A browser closes a dialog on a second Escape without asking: that, too, says that somebody is here.
  const closed = () => { if (asking) stay(); };
  return html`
    <dialog ref=${dialog} class="idle" aria-labelledby="idle-title" onClick=${stay} onCancel=${stay} onClose=${closed}>
      <h2 id="idle-title" class="title">${t("kiosk.idle.title")}</h2>
      <p>${t("kiosk.idle.explained")}</p>
      <div class="idle-bar" aria-hidden="true"><i style=${{ transform: `scaleX(${presence.left})` }}></i></div>
      <div class="moment-ways">
        <button type="button" class="button">${t("kiosk.idle.stay")}</button>
        <button type="button" class="button quiet" onClick=${leaving(leave)}>${t("kiosk.idle.leave")}</button>
      </div>
    </dialog>
  `;
}

/**
 * @param {() => void} leave
 * @returns {(event: Event) => void}
 */
function leaving(leave) {
  return (event) => {
    event.stopPropagation();
    leave();
  };
}
