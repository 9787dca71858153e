"""Seeing what will be printed before it is: slips, test slips and confirmations of payments."""

import base64
import binascii
import io

from PIL import Image

from display.reading import dong_in_words
from hardware.document import Bitmap, Document
from hardware.errors import LogoInvalid
from hardware.escpos.budget import slowest_line
from hardware.escpos.compose import leaves_out
from hardware.logo import logo_from_png, read_logo, write_logo
from hardware.simulators.preview import preview
from kiosk.agent.printing import printer_settings
from kiosk.samples import SAMPLE_AMOUNT, receipt_of_centre, self_test, slip_of_centre
from queue_server.domain.roles import Permission
from queue_server.store.views import View
from queue_server.web.api import api
from queue_server.web.endpoint import Call
from queue_server.web.problems import language
from queue_server.web.schemas_paper import DraftNames, LogoOut, LogoRequest, PreviewOut, PreviewRequest
from queue_server.web.strings import translate

LARGEST = 710_000
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
        "logo_left_out": any(isinstance(each, Bitmap) and leaves_out(each, settings) for each in document.blocks),
        "words": [words for block in document.blocks if (words := getattr(block, "text", None)) is not None],
    }


@api.endpoint(
    "POST", "/admin/paper/logo", needs=Permission.CENTRE_ADMINISTER, takes=LogoRequest, gives=LogoOut, largest=LARGEST
)
def make_logo(call: Call) -> View:
    """Make a logo for slips of a PNG, or say why it is none; it is for the draft, nothing is kept."""
    try:
        return {"logo": write_logo(logo_from_png(base64.b64decode(call.body.png, validate=True)))}
    except (binascii.Error, ValueError):
        return _no_logo("logo.unreadable")
    except LogoInvalid as invalid:
        return _no_logo(invalid.code)


def _no_logo(code: str) -> View:
    message = translate(f"admin.logo.fault.{code.removeprefix('logo.')}", language(), {})
    return {"logo": None, "code": code, "message": message}


def _of_centre(call: Call) -> Document:
    body: PreviewRequest = call.body
    logo = _logo(body.logo)
    if body.what == "receipt":
        names = _names(body.centre)
        words = dong_in_words(SAMPLE_AMOUNT)
        return receipt_of_centre(names[body.language] or names["vi"], language=body.language, words=words, logo=logo)
    view = {
        "centre": {"names": _names(body.centre)},
        "hall": {"names": _names(body.hall)},
        "service": {"short_names": _names(body.service), "bring": body.bring.model_dump()},
        "priority": None if body.priority is None else {"names": _names(body.priority)},
    }
    return slip_of_centre(view, language=body.language, url=f"{call.context.public_url}/t/{SAMPLE_TICKET}", logo=logo)


def _logo(written: str | None) -> Bitmap | None:
    """Return the draft's logo; one that is none is a mistake of the draft, which its own check tells."""
    try:
        return None if written is None else read_logo(written)
    except LogoInvalid:
        return None


def _names(draft: DraftNames) -> dict[str, str]:
    """Return names of which the Vietnamese one is never blank."""
    names: dict[str, str] = draft.model_dump()
    visible = any(letter.isprintable() and not letter.isspace() for letter in names["vi"])
    return names if visible else names | {"vi": UNNAMED}


def _png(picture: Image.Image) -> bytes:
    written = io.BytesIO()
    picture.save(written, "PNG", optimize=True)
    return written.getvalue()
