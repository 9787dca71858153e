"""What a simulated ZVT terminal says: bookings as status information, slips as print lines."""

from collections.abc import Sequence
from datetime import datetime

from hardware.simulators.bookings import Booking
from hardware.terminal.till import Progress
from hardware.terminal.zvt import bmp
from hardware.terminal.zvt.apdu import Apdu
from hardware.terminal.zvt.codes import DONG, Bmp, Code, Result
from hardware.terminal.zvt.prints import (
    ATTRIBUTE,
    CHARACTERS,
    LINE,
    RECEIPT_TYPE,
    TEXT_LINES,
    UTF8,
    Attribute,
    ReceiptType,
)
from hardware.terminal.zvt.tlv import to_tag

CARD = "4111111111111111"
"""The test number that Visa publishes."""
TERMINAL_ID = "12345678"
MERCHANT = "HCC QUANG NINH"
STATUS = {
    Progress.CONFIRM: 0x00,
    Progress.PIN: 0x01,
    Progress.WAIT: 0x04,
    Progress.CARD: 0x0A,
    Progress.REMOVE_CARD: 0x0B,
}
LAST = Attribute.LAST | 1
"""The bit alone is reserved, so the last line is indented by one."""
FEW = 300
"""Lines of a block; the simulated line takes some 8 kB at once."""
RECEIPTS = 10_000
"""Receipts have four digits."""
KINDS_OF_CARD, VISA = 7, 4


def receipt_number(booking: Booking) -> int:
    """Return the number on a booking's receipt."""
    return booking.trace % RECEIPTS


def progress(step: Progress) -> Apdu:
    """Return an intermediate status."""
    return Apdu(Code.INTERMEDIATE_STATUS, bytes((STATUS[step],)))


def stopped(result: int) -> Apdu:
    """Return the end of a command without success."""
    return Apdu(Code.ABORT_BY_TERMINAL, bytes((result,)))


def refused(error: int) -> Apdu:
    """Return that a command is not taken."""
    return Apdu(0x8400 | error)


def failure(result: int, minor: int) -> Apdu:
    """Return how a transaction went that the bank refused."""
    parts = [(Bmp.RESULT, bytes((result,))), (Bmp.AMOUNT, bmp.bcd(minor, 6))]
    return Apdu(Code.STATUS_INFORMATION, bmp.to_bytes(parts))


def success(booking: Booking, minor: int, *, unmasked: bool = False) -> Apdu:
    """Return how a booked transaction went; a reversal names its original, one taken back by the terminal itself.

    `unmasked`: with the whole card number in each field that can hold one.
    """
    at = datetime.fromisoformat(booking.at)
    original = booking.trace if booking.taken_back else booking.undoes
    number = CARD if unmasked else f"{'E' * 12}{booking.last4}"
    parts = [
        (Bmp.RESULT, bytes((Result.SUCCESS,))),
        (Bmp.AMOUNT, bmp.bcd(minor, 6)),
        (Bmp.CURRENCY, bmp.bcd(DONG, 2)),
        (Bmp.TRACE, bmp.bcd(booking.trace, 3)),
        *([] if original is None else [(Bmp.ORIGINAL_TRACE, bmp.bcd(original, 3))]),
        (Bmp.TIME, bytes.fromhex(f"{at:%H%M%S}")),
        (Bmp.DATE, bytes.fromhex(f"{at:%m%d}")),
        (Bmp.RECEIPT, bmp.bcd(receipt_number(booking), 2)),
        (Bmp.TERMINAL_ID, bytes.fromhex(TERMINAL_ID)),
        (Bmp.MERCHANT, MERCHANT.ljust(15).encode()),
        (Bmp.APPROVAL, booking.approval_code.ljust(8).encode()),
        (Bmp.CARD_NUMBER, bytes.fromhex(number)),
        (Bmp.CARD_NAME, f"{booking.brand} {CARD if unmasked else ''}\0".encode()),
        *(_all_numbers() if unmasked else []),
    ]
    return Apdu(Code.STATUS_INFORMATION, bmp.to_bytes(parts))


def slips(booking: Booking, minor: int, *, blocks: bool, unmasked: bool = False, more: int = 0) -> list[Apdu]:
    """Return the merchant's receipt and the cardholder's, each as a block or line by line.

    `more` is how many lines without sense the cardholder's has beside its own.
    """
    card = CARD if unmasked else f"############{booking.last4}"
    merchants = [(Attribute.CENTRED, "HÄNDLERBELEG"), (0, f"KARTE {card}")]
    cardholders = [
        (Attribute.CENTRED | Attribute.HIGH, MERCHANT),
        (Attribute.CENTRED, "KUNDENBELEG"),
        (0, f"KARTE {booking.brand} {card}"),
        (Attribute.WIDE, f"{minor} VND"),
        (0, f"CODE {booking.approval_code}"),
        *((0, f"{number:>7} ABCDEFGH") for number in range(more)),
    ]
    written = _blocks if blocks else _lines
    return written(ReceiptType.MERCHANT, merchants) + written(ReceiptType.CARDHOLDER, cardholders)


def _blocks(kind: ReceiptType, lines: Sequence[tuple[int, str]]) -> list[Apdu]:
    parts = [
        b"".join(to_tag(ATTRIBUTE, bytes((how,))) + to_tag(LINE, text.encode()) for how, text in lines[at : at + FEW])
        for at in range(0, len(lines), FEW)
    ]
    parts[-1] += to_tag(ATTRIBUTE, bytes((LAST,)))
    head = to_tag(RECEIPT_TYPE, bytes((kind,))) + to_tag(CHARACTERS, bytes((UTF8,)))
    return [Apdu(Code.PRINT_BLOCK, bmp.to_bytes([(Bmp.TLV, head + to_tag(TEXT_LINES, part))])) for part in parts]


def _lines(_: ReceiptType, lines: Sequence[tuple[int, str]]) -> list[Apdu]:
    *others, (how, text) = lines
    each = [*others, (how | LAST, text)]
    return [Apdu(Code.PRINT_LINE, bytes((how,)) + text.encode("cp437")) for how, text in each]


def totals(count: int, minor: int) -> Apdu:
    """Return a day's totals: two receipt numbers, then seven kinds of card, all of it Visa's."""
    nothing = bytes(7)
    visa = bytes((min(count, 0xFF),)) + bmp.bcd(minor, 6)
    kinds = nothing * VISA + visa + nothing * (KINDS_OF_CARD - VISA - 1)
    parts = [
        (Bmp.RESULT, bytes((Result.SUCCESS,))),
        (Bmp.AMOUNT, bmp.bcd(minor, 6)),
        (Bmp.TOTALS, bytes(4) + kinds),
    ]
    return Apdu(Code.STATUS_INFORMATION, bmp.to_bytes(parts))


def status(value: int) -> Apdu:
    """Return the answer to a status enquiry, with a version of software before it."""
    return Apdu(Code.COMPLETION, b"\xf0\xf0\xf6SIM1.0" + bytes((value,)))


def registered() -> Apdu:
    """Return the completion of a registration."""
    parts = [(Bmp.STATUS, b"\0"), (Bmp.TERMINAL_ID, bytes.fromhex(TERMINAL_ID)), (Bmp.CURRENCY, bmp.bcd(DONG, 2))]
    return Apdu(Code.COMPLETION, bmp.to_bytes(parts))


def _all_numbers() -> list[tuple[int, bytes]]:
    track = bytes.fromhex(f"{CARD}D30121010000012345")
    return [(0x23, track), (0x24, track), (0x2D, track), (0x2E, track), (Bmp.TEXT, f"OK {CARD}".encode())]
