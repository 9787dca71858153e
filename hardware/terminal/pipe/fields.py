"""What the messages of the pipe protocol are made of: a function of four digits, and fields between bars.

A field that is left out is empty, and a missing end is as if empty (POS Integrado, Mensajes).
"""

import re
from enum import StrEnum

from hardware.errors import HardwareError

BAR = "|"


class Malformed(HardwareError):
    """A message says something that cannot be. The text is not in it."""

    code = "terminal.malformed"


class Function(StrEnum):
    """The first field. 0260 asks for the day's sales, but from a terminal it is the answer to 0250."""

    POLL = "0100"
    SALE = "0200"
    SALE_ANSWER = "0210"
    LAST_SALE = "0250"
    DETAILS = "0260"
    LAST_SALE_ANSWER = "0260"
    DETAIL = "0261"
    NORMAL_MODE = "0300"
    CLOSE = "0500"
    CLOSE_ANSWER = "0510"
    TOTALS = "0700"
    TOTALS_ANSWER = "0710"
    KEYS = "0800"
    KEYS_ANSWER = "0810"
    INTERMEDIATE = "0900"
    REVERSAL = "1200"
    REVERSAL_ANSWER = "1210"


def split(text: str, least: int) -> list[str]:
    """Return at least that many fields of a text, without the blanks around them."""
    fields = [each.strip() for each in text.split(BAR)]
    return fields + [""] * (least - len(fields))


def number(field: str) -> int | None:
    """Read a number; None where there is none. Raises Malformed."""
    if not field:
        return None
    if not re.fullmatch(r"\d{1,9}", field, re.ASCII):
        raise Malformed("no number of up to nine digits")
    return int(field)


def coded(fields: dict[str, str]) -> dict[str, str]:
    """Return the fields when their "code" is one. Raises Malformed."""
    if not re.fullmatch(r"\d\d", fields["code"], re.ASCII):
        raise Malformed("a code has two digits")
    return fields
