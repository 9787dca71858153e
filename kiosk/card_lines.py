"""What a card terminal has us print for its cardholder, as a section of the payment's confirmation."""

import unicodedata
from collections.abc import Mapping, Sequence
from typing import Any

from hardware.document import Block, Rule, Text
from hardware.terminal.till import LONGEST_LINE, MOST_LINES, PrintLine
from kiosk.texts import text
from kiosk.views import SlipError, cleaned

FIELD = "card_receipt"
MOST_ACCENTED = 20
"""A receipt that has more lines with accents is printed without them, as most terminals do anyway: each such line is a
picture to a printer of mode hybrid, and on a slow line the paper would not be done in a job's time.
"""
WITHOUT_ACCENT = str.maketrans({"đ": "d", "Đ": "D", "ß": "ss", "─": "-", "═": "=", "│": "|", "…": "...", "€": "EUR"})


def card_lines_of(view: Mapping[str, Any]) -> tuple[PrintLine, ...]:
    """Read the lines, of which there may be none. Raises SlipError."""
    lines = view.get(FIELD) or []
    if not isinstance(lines, list) or len(lines) > MOST_LINES:
        raise SlipError(FIELD)
    return tuple(_line_of(line) for line in lines)


def card_blocks(lines: Sequence[PrintLine], language: str) -> list[Block]:
    """Return the section, nothing without lines. Blanks that make columns close up: our letters have not one width."""
    if not lines:
        return []
    accented = sum(not line.text.isascii() for line in lines) > MOST_ACCENTED
    printed = [
        Text(
            _plain(line.text) if accented else line.text,
            size="large" if line.large else "normal",
            align="centre" if line.centred else "left",
        )
        for line in lines
    ]
    return [Rule(), Text(text("receipt.card", language), bold=True, fixed=True), *printed]


def _plain(words: str) -> str:
    apart = unicodedata.normalize("NFKD", words.translate(WITHOUT_ACCENT))
    letters = (each for each in apart if not unicodedata.combining(each))
    return "".join(each if each.isascii() else "?" for each in letters)


def _line_of(line: object) -> PrintLine:
    told = line if isinstance(line, Mapping) else {}
    words, centred, large = told.get("text"), told.get("centred"), told.get("large")
    if not isinstance(words, str) or not isinstance(centred, bool) or not isinstance(large, bool):
        raise SlipError(FIELD)
    return PrintLine(text=cleaned(words)[:LONGEST_LINE], centred=centred, large=large)
