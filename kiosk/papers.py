"""All kinds of papers that the server has printed, each as a document."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from hardware.document import Bitmap, Document
from kiosk.payment_code import PaymentCode, payment_code_document
from kiosk.receipt import Receipt, receipt_document
from kiosk.slip import Slip, slip_document
from kiosk.views import SlipError


def _slip(view: Mapping[str, Any], copy: int, logo: Bitmap | None) -> Document:
    return slip_document(Slip.from_json(view), copy=copy, logo=logo)


Drawn = Callable[[Mapping[str, Any], int, Bitmap | None], Document]

KINDS: Mapping[str, Drawn] = MappingProxyType(
    {
        "print_slip": _slip,
        "slip_copy": _slip,
        "confirmation": lambda view, copy, logo: receipt_document(Receipt.from_json(view), copy=copy, logo=logo),
        "payment_code": lambda view, copy, logo: payment_code_document(
            PaymentCode.from_json(view), copy=copy, logo=logo
        ),
    }
)


def paper_document(kind: str, view: Mapping[str, Any], *, copy: int, logo: Bitmap | None) -> Document:
    """Return a paper of the server's as a document, marked as a reprint from a `copy` of 1 on. Raises SlipError."""
    drawn = KINDS.get(kind)
    if drawn is None:
        raise SlipError("kind")
    return drawn(view, copy, logo)
