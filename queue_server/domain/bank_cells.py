"""Cells of a bank's statement: texts of a CSV file, or what a spreadsheet knows to be a number or a moment."""

import re
import unicodedata
from datetime import UTC, date, datetime, time

from queue_server.domain.bank_credit import LARGEST_CREDIT
from queue_server.domain.bank_words import YEARS, ZONE

Cell = str | int | float | bool | datetime | date | time | None

NOON = time(12)
"""Taken where a statement knows the day alone."""
CURRENCY = re.compile(r"(?:vnd|vnđ|đồng|đ|₫)\.?$", re.IGNORECASE)
GROUPED = re.compile(r"[0-9]{1,3}(?:([.,])[0-9]{3})(?:\1[0-9]{3})*(?:(?!\1)[.,]0{1,2})?")
UNGROUPED = re.compile(r"[0-9]+(?:[.,]0{1,2})?")
DAY_FIRST = re.compile(r"\b([0-9]{1,2})[/.-]([0-9]{1,2})[/.-]([0-9]{4})\b")
YEAR_FIRST = re.compile(r"\b([0-9]{4})[/-]([0-9]{1,2})[/-]([0-9]{1,2})(?:\b|T)")
TIME = re.compile(r"(?<![0-9:])([0-9]{1,2}):([0-9]{2})(?::([0-9]{2}))?")


def text_of(cell: Cell) -> str:
    """Return what a cell says, as text; a whole number without a point."""
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).strip()


def letters_of(text: str) -> str:
    """Return the letters and digits of a text, small and without marks: "Số tiền ghi có" is "sotienghico"."""
    spread = unicodedata.normalize("NFD", text.lower().replace("đ", "d"))
    return "".join(letter for letter in spread if letter.isalnum())


def amount_of(cell: Cell) -> int:
    """Return whole dong; 0 of an empty cell, below 0 of money that went out. Raises ValueError.

    "1.500.000", "1,500,000.00", "+1 500 000 VND" are read; "1.5" and "1,50" are no amounts of dong.
    """
    if isinstance(cell, bool | date | time):
        raise ValueError(cell)
    if isinstance(cell, int | float):
        return _whole(cell)
    written = re.sub(r"\s", "", CURRENCY.sub("", text_of(cell)))
    if written in {"", "-", "0"}:
        return 0
    sign = -1 if written.startswith("-") or (written.startswith("(") and written.endswith(")")) else 1
    digits = written.strip("+-()")
    if GROUPED.fullmatch(digits):
        return sign * _bounded(int(re.sub(r"[.,]", "", re.sub(r"(?<=\d{3})[.,]0{1,2}$", "", digits))))
    if UNGROUPED.fullmatch(digits):
        return sign * _bounded(int(re.split(r"[.,]", digits)[0]))
    raise ValueError(written)


def moment_of(cell: Cell) -> datetime | None:
    """Return the moment in UTC of a bank's day, with its time where it has one; None of anything else."""
    if isinstance(cell, datetime):
        # A spreadsheet cannot say that it knows no time: its midnight is the day alone.
        return _moment(cell.date(), NOON if cell.time() == time() else cell.time())
    if isinstance(cell, date):
        return _moment(cell, NOON)
    return _written_moment(cell) if isinstance(cell, str) else None


def _written_moment(written: str) -> datetime | None:
    day_first, year_first = DAY_FIRST.search(written), YEAR_FIRST.search(written)
    if day_first:
        day, month, year = map(int, day_first.groups())
    elif year_first:
        year, month, day = map(int, year_first.groups())
    else:
        return None
    try:
        return _moment(date(year, month, day), _written_time(written))
    except ValueError:
        return None


def _written_time(written: str) -> time:
    clock = TIME.search(written)
    return NOON if clock is None else time(int(clock[1]), int(clock[2]), int(clock[3] or 0))


def _moment(day: date, at: time) -> datetime | None:
    if day.year not in YEARS:
        return None
    return datetime.combine(day, at.replace(tzinfo=None), tzinfo=ZONE).astimezone(UTC)


def _whole(number: float) -> int:
    if not abs(number) <= LARGEST_CREDIT or number != int(number):
        raise ValueError(number)
    return int(number)


def _bounded(amount: int) -> int:
    if amount > LARGEST_CREDIT:
        raise ValueError(amount)
    return amount
