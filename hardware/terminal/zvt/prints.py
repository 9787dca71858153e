"""What a ZVT terminal has its till print (PA00P015, 06 D1 and 06 D3), and which of it is the cardholder's receipt.

Card numbers are taken out where a line is read, and once more across the ends of lines before a receipt is given away.
"""

import unicodedata
from dataclasses import dataclass, replace
from enum import IntEnum, IntFlag

from hardware.terminal.card_numbers import lines_without_card_numbers, without_card_numbers
from hardware.terminal.till import LONGEST_LINE, MOST_LINES, PrintLine
from hardware.terminal.zvt import bmp
from hardware.terminal.zvt.codes import Bmp
from hardware.terminal.zvt.tlv import tags

RECEIPT_TYPE, TEXT_LINES, LINE, ATTRIBUTE, CHARACTERS = 0x1F07, 0x25, 0x07, 0x09, 0x14
UTF8 = 0xFE
PARTS_OF_ISO_8859 = frozenset(range(1, 16)) - {12}
LEFT_OUT = PrintLine(text="…")
"""Stands where a receipt was too long."""


class ReceiptType(IntEnum):
    """Whose a receipt is (tag 1F07); one that is not told is of type UNTOLD."""

    UNTOLD = 0
    MERCHANT = 1
    CARDHOLDER = 2
    ADMINISTRATION = 3


class Attribute(IntFlag):
    """How a line is printed; the other four bits say how far it is indented, which a centre's paper does not do."""

    LAST = 0x80
    """Of a receipt; alone it is reserved."""
    CENTRED = 0x40
    WIDE = 0x20
    HIGH = 0x10


MOST_READ = 200
"""Lines of one block that are looked at, empty ones too."""
FEEDS = 0xFF
"""Not a line: the paper moves by as many lines as the byte after it says."""
WORDS = {
    ReceiptType.MERCHANT: ("handlerbeleg", "haendlerbeleg", "merchant copy", "merchant receipt"),
    ReceiptType.CARDHOLDER: ("kundenbeleg", "customer copy", "customer receipt", "cardholder copy"),
}
"""By these a receipt that comes line by line says whose it is, for 06 D1 has no field for that."""


@dataclass(frozen=True, slots=True)
class Printing:
    """Lines to print, of a receipt that may have begun before and may `end` with them."""

    lines: tuple[PrintLine, ...]
    kind: int = ReceiptType.UNTOLD
    ends: bool = False


class Paper:
    """Gathers what comes to be printed during one command: of each kind the receipt that came last, each bounded."""

    def __init__(self) -> None:
        self.said = False
        """Whether anything came, whoever it was for."""
        self._before: Printing | None = None
        self._open: dict[int, list[PrintLine]] = {}
        self._whole: dict[int, list[PrintLine]] = {}

    def take(self, printing: Printing) -> None:
        """Take what is to be printed next."""
        self.said = True
        again = len(printing.lines) > 1 and printing == self._before  # a block whose acknowledgement got lost
        self._before = printing
        if again or printing.kind not in {ReceiptType.CARDHOLDER, ReceiptType.UNTOLD}:
            return
        lines = self._open.setdefault(printing.kind, [])
        lines += [line for line in printing.lines if line.text]
        if len(lines) > MOST_LINES:
            lines[MOST_LINES - 1 :] = [LEFT_OUT]
        if printing.ends:
            self._end(printing.kind)

    def cardholders(self) -> tuple[PrintLine, ...]:
        """Return the cardholder's receipt, no lines where there is none; what has not ended ends here.

        Of several that do not say whose they are it is the last: terminals print the merchant's first.
        """
        for kind in list(self._open):
            self._end(kind)
        return _across(self._whole.get(ReceiptType.CARDHOLDER) or self._whole.get(ReceiptType.UNTOLD) or [])

    def _end(self, kind: int) -> None:
        lines = self._open.pop(kind)
        kind = kind or _told_by_words(lines)
        if lines and kind != ReceiptType.MERCHANT:
            self._whole[kind] = lines


def line_of(data: bytes) -> Printing:
    """Read a 06 D1: an attribute and a text, in the characters of the first PCs."""
    if not data or data[0] == FEEDS:
        return Printing(())
    return Printing((_line(data[1:].decode("cp437"), data[0]),), ends=_is_last(data[0]))


def block_of(data: bytes) -> Printing:
    """Read a 06 D3: a type, a set of characters, and lines with attributes that hold until the next one."""
    container = dict(tags(bmp.fields(data).get(Bmp.TLV, b"")))
    kind = container.get(RECEIPT_TYPE, b"")[-1:]
    characters = _characters(container.get(CHARACTERS, b""))
    attribute, last = 0, False
    lines: list[PrintLine] = []
    for tag, value in tags(container.get(TEXT_LINES, b"")):
        if tag == ATTRIBUTE and value:
            attribute, last = value[0], last or _is_last(value[0])
        elif tag == LINE and len(lines) < MOST_READ:
            lines.append(_line(value.decode(characters, "replace"), attribute))
    return Printing(tuple(lines), kind=kind[0] if kind else ReceiptType.UNTOLD, ends=last)


def clean(text: str) -> str:
    """Return a text of a terminal without card numbers and control characters."""
    return without_card_numbers("".join(letter for letter in text if letter.isprintable())).rstrip()


def _line(text: str, attribute: int) -> PrintLine:
    large, centred = bool(attribute & (Attribute.WIDE | Attribute.HIGH)), bool(attribute & Attribute.CENTRED)
    return PrintLine(text=clean(text)[:LONGEST_LINE], centred=centred, large=large)


def _is_last(attribute: int) -> bool:
    return bool(attribute & Attribute.LAST) and attribute not in {Attribute.LAST, FEEDS}


def _characters(told: bytes) -> str:
    number = told[-1] if told else 0
    if number in PARTS_OF_ISO_8859:
        return f"iso8859_{number}"
    return "utf-8" if number == UTF8 else "cp437"


def _told_by_words(lines: list[PrintLine]) -> int:
    letters = unicodedata.normalize("NFKD", " ".join(line.text for line in lines)).casefold()
    said = " ".join("".join(each for each in letters if not unicodedata.combining(each)).split())
    return next((kind for kind, words in WORDS.items() if any(each in said for each in words)), ReceiptType.UNTOLD)


def _across(lines: list[PrintLine]) -> tuple[PrintLine, ...]:
    texts = lines_without_card_numbers([line.text for line in lines])
    return tuple(replace(line, text=text) for line, text in zip(lines, texts, strict=False))
