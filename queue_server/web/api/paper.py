"""Seeing what will be printed before it is: slips, test slips and confirmations of payments."""

import base64
import io

from PIL import Image

from display.reading import dong_in_words
from hardware.document import Document
from hardware.escpos.budget import slowest_line
from hardware.simulators.preview import preview
from kiosk.agent.printing import printer_settings
from kiosk.samples import SAMPLE_AMOUNT, receipt_of_centre, self_test, slip_of_centre
from queue_server.domain.roles import Permission
from queue_server.store.views import View
from queue_server.web.api import api
from queue_server.web.endpoint import Call
from queue_server.web.schemas_paper import DraftNames, PreviewOut, PreviewRequest

UNNAMED = "…"
SAMPLE_TICKET = "01JDB3V8Z7Q2W3E4R5T6Y7A8B9"


@api.endpoint(
    "POST", "/admin/paper/preview", needs=Permission.CENTRE_ADMINISTER, takes=PreviewRequest, gives=PreviewOut
)
def preview_paper(call: Call) -> View:
    """A paper as it comes out of a printer, with the names of a draft; nothing is changed or printed."""
    wish = call.body.printer
    settings = printer_settings(paper=str(wish.paper), mode=wish.mode, stores_graphics=wish.stores_graphics)
    document = self_test(settings, language=call.body.language) if call.body.what == "test" else _of_centre(call)
    seen = preview(document, settings)
    return {
        "picture": base64.b64encode(_png(seen.picture)).decode(),
        "width": seen.picture.width,
        "height": seen.picture.height,
        "size": seen.size,
        "least_baud": slowest_line(seen.size),
        "words": [words for block in document.blocks if (words := getattr(block, "text", None)) is not None],
    }


def _of_centre(call: Call) -> Document:
    body: PreviewRequest = call.body
    if body.what == "receipt":
        names = _names(body.centre)
        words = dong_in_words(SAMPLE_AMOUNT)
        return receipt_of_centre(names[body.language] or names["vi"], language=body.language, words=words)
    view = {
        "centre": {"names": _names(body.centre)},
        "hall": {"names": _names(body.hall)},
        "service": {"short_names": _names(body.service), "bring": body.bring.model_dump()},
        "priority": None if body.priority is None else {"names": _names(body.priority)},
    }
    return slip_of_centre(view, language=body.language, url=f"{call.context.public_url}/t/{SAMPLE_TICKET}")


def _names(draft: DraftNames) -> dict[str, str]:
    """Return names of which the Vietnamese one is never blank."""
    names: dict[str, str] = draft.model_dump()
    visible = any(letter.isprintable() and not letter.isspace() for letter in names["vi"])
    return names if visible else names | {"vi": UNNAMED}


def _png(picture: Image.Image) -> bytes:
    written = io.BytesIO()
    picture.save(written, "PNG", optimize=True)
    return written.getvalue()
