"""Vietnamese as bytes: the two pages of TCVN-3 that receipt printers know as ESC t 30 and ESC t 31.

Page 30 holds the small letters of TCVN 5712:1993 at their places, page 31 the capitals at the places of their small
letters, but Ă, Â and Đ at their own (A1, A2, A7). Both hold ASCII. Epson's two pages as escpos-printer-db lists them,
with Đ (U+0110) where that list has the Icelandic Ð.
"""

import unicodedata
from collections.abc import Iterator, Mapping
from typing import NamedTuple

LOWER_PAGE = 30
UPPER_PAGE = 31

_LETTERS = (
    (0xA8, "ăâêôơưđ"),
    (0xB5, "àảãáạ"),
    (0xBB, "ằẳẵắ"),
    (0xC6, "ặầẩẫấậè"),
    (0xCE, "ẻẽéẹềểễếệìỉ"),
    (0xDC, "ĩíịò"),
    (0xE1, "ỏõóọồổỗốộờởỡớợù"),
    (0xF1, "ủũúụừửữứựỳỷỹýỵ"),
)
LOWER: Mapping[str, int] = {letter: first + at for first, letters in _LETTERS for at, letter in enumerate(letters)}
"""The small letters beyond ASCII and their bytes on page 30."""
UPPER: Mapping[str, int] = {letter.upper(): byte for letter, byte in LOWER.items()} | {"Ă": 0xA1, "Â": 0xA2, "Đ": 0xA7}
"""The capitals and their bytes on page 31."""

LIKENESSES = str.maketrans(
    {
        "–": "-",
        "—": "-",
        "‑": "-",
        "−": "-",
        "“": '"',
        "”": '"',
        "‘": "'",
        "’": "'",
        "…": "...",
        "•": "*",
        "·": "*",
        "×": "x",
        "₫": "đ",
        "\u00a0": " ",
    }
)
"""Signs that the pages lack and what stands for them; no letter is among them."""


class Run(NamedTuple):
    """Bytes of one page; None for bytes that are alike on both."""

    page: int | None
    data: bytes


def plain(text: str) -> str:
    """Return the text composed (NFC) and with the signs that the pages have."""
    return unicodedata.normalize("NFC", text).translate(LIKENESSES)


def encodable(text: str) -> bool:
    """Say whether each letter of a plain text has its byte."""
    return all(_is_ascii(letter) or letter in LOWER or letter in UPPER for letter in text)


def runs(text: str) -> Iterator[Run]:
    """Yield an encodable text as runs of one page each, ASCII with whatever stands before it."""
    page, data = None, bytearray()
    for letter in text:
        needed = None if _is_ascii(letter) else LOWER_PAGE if letter in LOWER else UPPER_PAGE
        if needed is not None and page is not None and needed != page:
            yield Run(page, bytes(data))
            data.clear()
        page = needed or page
        data.append(ord(letter) if needed is None else LOWER.get(letter) or UPPER[letter])
    if data:
        yield Run(page, bytes(data))


def _is_ascii(letter: str) -> bool:
    return " " <= letter <= "~"
