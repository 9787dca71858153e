"""Documents to judge a printer by: the standard slip, the slip with every letter, a payment's confirmation."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from hardware.document import Bitmap, Block, Document, Number, Qr, Rule, Text
from hardware.escpos.modes import PrinterSettings
from hardware.escpos.raster import vietnamese_letters
from kiosk.money import Fee
from kiosk.receipt import Receipt, receipt_document
from kiosk.slip import Slip, slip_document
from kiosk.texts import text

LETTERS_IN_A_ROW = 12
SAMPLE_URL = "https://motcua.example.vn/t/01JDB3V8Z7Q2W3E4R5T6Y7A8B9"


SAMPLE_AT = datetime(2026, 11, 23, 1, 15, tzinfo=UTC)
SAMPLE_AMOUNT = 128_000
"""Dong."""


def standard_slip(*, logo: Bitmap | None = None) -> Document:
    """Return a slip as long as slips usually get: all that is said on one, with names of usual length."""
    return slip_document(
        Slip(
            label="A012",
            language="vi",
            service="Cấp bản sao trích lục hộ tịch, Giấy khai sinh",
            bring="Căn cước; giấy chứng sinh; giấy tờ cư trú",
            priority="Người cao tuổi",
            issued_at=SAMPLE_AT,
            ahead=7,
            expected=(20, 45),
            hall="Sảnh chính tầng 1",
            centre="Trung tâm Phục vụ hành chính công tỉnh Quảng Ninh",
            url=SAMPLE_URL,
        ),
        logo=logo,
    )


def slip_of_centre(view: Mapping[str, Any], *, language: str, url: str, logo: Bitmap | None = None) -> Document:
    """Return the standard slip with a centre's own `centre`, `hall`, `service` and `priority` of a ticket's view.

    Raises SlipError.
    """
    standard = {
        "label": "A012",
        "language": language,
        "issued_at": SAMPLE_AT.isoformat(),
        "ahead": 7,
        "expected": {"low_minutes": 20, "high_minutes": 45},
        "url": url,
    }
    return slip_document(Slip.from_json({**standard, **view}), logo=logo)


def receipt_of_centre(centre: str, *, language: str, words: str, logo: Bitmap | None = None) -> Document:
    """Return a confirmation of SAMPLE_AMOUNT, which the `words` read in Vietnamese."""
    return receipt_document(
        Receipt(
            number="MCHKLRTWXA",
            language=language,
            centre=centre,
            place=text("receipt.sample_counter", language),
            fees=(Fee(name=text("receipt.sample_fee", language), amount=SAMPLE_AMOUNT),),
            amount=SAMPLE_AMOUNT,
            amount_in_words=words,
            method=text("receipt.method.card", language),
            paid_at=SAMPLE_AT,
            dossier="H49.22-261123-0001",
        ),
        logo=logo,
    )


def self_test(settings: PrinterSettings, *, language: str = "vi") -> Document:
    """Return the self-test of one mode: its name, the 134 letters in rows, sizes, a number and a code.

    A technician prints it in each mode and chooses the first on which no letter is wrong.
    """
    blocks: list[Block] = [
        Text(text("agent.test_title", language), size="large", bold=True),
        Text(text("agent.test_mode", language, mode=settings.mode.value, width=settings.width), bold=True),
        Rule(),
        *(Text(row, align="left") for row in letter_rows()),
        Rule(),
        Text(text("agent.test_bold", language), bold=True, align="left"),
        Text(text("agent.test_large", language), size="large", align="right"),
        Number("A012"),
        Qr(SAMPLE_URL),
        Text(text("agent.test_judge", language), size="small"),
    ]
    return Document(tuple(blocks))


def letter_rows() -> list[str]:
    """Return the 134 letters in rows, as a printer's own letters and drawn ones both fit: small ones, then capitals."""
    letters = vietnamese_letters()
    return [" ".join(letters[at : at + LETTERS_IN_A_ROW]) for at in range(0, len(letters), LETTERS_IN_A_ROW)]
