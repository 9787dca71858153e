"""Cells of a sheet of fee rules: texts of a CSV file, or what a spreadsheet knows to be a number or a day."""

import re
from collections.abc import Mapping
from datetime import date, datetime, time
from types import MappingProxyType

from hardware.terminal.card_numbers import without_card_numbers
from queue_server.domain.bank_cells import Cell, amount_of, text_of
from queue_server.domain.bank_words import YEARS
from queue_server.domain.catalogue import CODE, ChannelKind
from queue_server.domain.fee import LARGEST_AMOUNT, MOST_UNITS, SMALLEST_UNIT_PRICE, WHOLE, FeeKind, Tier
from queue_server.domain.fee_groups import group_of
from queue_server.domain.plain_text import NotPlain, folded, one_line, plain

MOST_PARTS = 10
"""Tiers of a rule, and groups that it spares."""
FORMULA_BEGINS = tuple("=+-@'")
"""Before these an apostrophe keeps a spreadsheet program from running a cell (OWASP, "CSV Injection")."""
_KEPT_FROM = re.compile(r"'(?=[=+\-@'])")
CHANNELS: Mapping[str, ChannelKind] = MappingProxyType(
    {
        "Trực tiếp": ChannelKind.COUNTER,
        "Dịch vụ bưu chính": ChannelKind.POST,
        "Trực tuyến": ChannelKind.ONLINE,
        "Khác": ChannelKind.OTHER,
    }
)
KINDS: Mapping[str, FeeKind] = MappingProxyType({"Phí": FeeKind.PHI, "Lệ phí": FeeKind.LE_PHI})
_CHANNELS = {folded(name): kind for name, kind in CHANNELS.items()} | {kind.value: kind for kind in ChannelKind}
_KINDS = {folded(name): kind for name, kind in KINDS.items()}
_TIER = re.compile(r"([0-9]{1,5})\s*:\s*(\S.*)")
_EXEMPT = re.compile(r"([^:;/]{1,80}?)\s*:\s*([0-9]{1,3})\s*%?")
_DAY_FIRST = re.compile(r"([0-9]{1,2})[/.-]([0-9]{1,2})[/.-]([0-9]{4})")
_YEAR_FIRST = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
GROUP_LIMIT = 40


class BadCell(ValueError):
    """A cell cannot be read. The argument is a stable code."""


def words_of(cell: Cell, *, most: int) -> str:
    """Return a text on one line, without card numbers. Raises BadCell: missing, long, letters."""
    try:
        words = without_card_numbers(one_line(plain(_unmarked(text_of(cell)))))
    except NotPlain:
        raise BadCell("letters") from None
    if not words:
        raise BadCell("missing")
    if len(words) > most:
        raise BadCell("long")
    return words


def words_or_none(cell: Cell, *, most: int) -> str | None:
    """Return a text on one line, or None of an empty cell. Raises BadCell: long, letters."""
    return words_of(cell, most=most) if text_of(cell) else None


def _unmarked(written: str) -> str:
    return written[1:] if _KEPT_FROM.match(written) else written


def procedure_of(cell: Cell) -> str:
    """Return a procedure's code; 1.00487 is 1.004870 where a spreadsheet took it for a number."""
    written = f"{cell:.6f}" if isinstance(cell, float) else words_of(cell, most=20)
    if not CODE.fullmatch(written):
        raise BadCell("procedure")
    return written


def channel_of(cell: Cell) -> ChannelKind:
    """Return by which channel a dossier comes in. Raises BadCell."""
    found = _CHANNELS.get(folded(words_of(cell, most=40)))
    if found is None:
        raise BadCell("channel")
    return found


def kind_of(cell: Cell) -> FeeKind:
    """Return what the money is by law. Raises BadCell."""
    found = _KINDS.get(folded(words_of(cell, most=40)))
    if found is None:
        raise BadCell("kind")
    return found


def tiers_of(cell: Cell) -> tuple[Tier, ...]:
    """Return the tiers of "8.000" or "1: 2.000; 3: 1.000". Raises BadCell."""
    parts = [part.strip() for part in text_of(cell).split(";") if part.strip()] if isinstance(cell, str) else [cell]
    if not parts or parts == [None]:
        raise BadCell("missing")
    if len(parts) > MOST_PARTS:
        raise BadCell("tiers")
    if len(parts) == 1 and ":" not in text_of(parts[0]):
        return (Tier(begins=1, price=_dong(parts[0])),)
    tiers = tuple(_tier(text_of(part)) for part in parts)
    begins = [tier.begins for tier in tiers]
    if begins[0] != 1 or begins != sorted(set(begins)) or begins[-1] > MOST_UNITS:
        raise BadCell("tiers")
    return tiers


def ceiling_of(cell: Cell) -> int | None:
    """Return what the whole never exceeds; None of an empty cell. Raises BadCell."""
    return _dong(cell) if text_of(cell) else None


def exempt_of(cell: Cell) -> Mapping[str, int]:
    """Return what groups are spared, in percent, of "Hộ nghèo: 100; Người có công: 50". Raises BadCell."""
    parts = [part.strip() for part in text_of(cell).split(";") if part.strip()]
    spared: dict[str, int] = {}
    for part in parts:
        found = _EXEMPT.fullmatch(part)
        group = group_of(words_of(found[1], most=80)) if found else ""
        if found is None or not 1 <= int(found[2]) <= WHOLE or group in spared or group == "-":
            raise BadCell("exempt")
        if len(group) > GROUP_LIMIT:
            raise BadCell("exempt")
        spared[group] = int(found[2])
    if len(spared) > MOST_PARTS:
        raise BadCell("exempt")
    return dict(sorted(spared.items()))


def day_of(cell: Cell) -> date:
    """Return a day; written it is 31/12/2026 or 2026-12-31. Raises BadCell."""
    if isinstance(cell, datetime):
        day = cell.date() if cell.time() == time() else None
    elif isinstance(cell, date):
        day = cell
    else:
        day = _written_day(words_of(cell, most=40)) if isinstance(cell, str) or cell is None else None
    if day is None or day.year not in YEARS:
        raise BadCell("day")
    return day


def until_of(cell: Cell) -> date | None:
    """Return the last day, or None of an empty cell. Raises BadCell."""
    return day_of(cell) if text_of(cell) else None


def _written_day(written: str) -> date | None:
    day_first, year_first = _DAY_FIRST.fullmatch(written), _YEAR_FIRST.fullmatch(written)
    try:
        if day_first:
            return date(int(day_first[3]), int(day_first[2]), int(day_first[1]))
        return date.fromisoformat(written) if year_first else None
    except ValueError:
        return None


def _tier(written: str) -> Tier:
    found = _TIER.fullmatch(written)
    if found is None:
        raise BadCell("tiers")
    return Tier(begins=int(found[1]), price=_dong(found[2]))


def _dong(cell: Cell) -> int:
    try:
        amount = amount_of(cell)
    except ValueError:
        raise BadCell("amount") from None
    if amount < SMALLEST_UNIT_PRICE:
        raise BadCell("small")
    if amount > LARGEST_AMOUNT:
        raise BadCell("amount")
    return amount
