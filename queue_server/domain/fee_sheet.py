"""Fee rules as a sheet: one a line under a heading, as an office keeps them in a spreadsheet program.

Numbers and days are read the Vietnamese way and strictly. What can be read in two ways is a mistake: "1.5", "160" (it
lacks its thousands), a day that is none when the day comes first.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from typing import Any

from hardware.terminal.card_numbers import without_card_numbers
from queue_server.domain.bank_cells import Cell, letters_of, text_of
from queue_server.domain.fee import FeeRule, Translations
from queue_server.domain.fee_cells import (
    CHANNELS,
    FORMULA_BEGINS,
    KINDS,
    BadCell,
    ceiling_of,
    channel_of,
    day_of,
    exempt_of,
    kind_of,
    procedure_of,
    tiers_of,
    until_of,
    words_of,
    words_or_none,
)
from queue_server.domain.fee_groups import SPARED_GROUPS

HEADING_WITHIN = 20
MOST_RULES = 2_000
MOST_MISTAKES = 100


class Column(StrEnum):
    """What the columns hold, in the order in which they are written."""

    PROCEDURE = "procedure"
    CHANNEL = "channel"
    KIND = "kind"
    NAME = "name"
    UNIT = "unit"
    TIERS = "tiers"
    MOST = "most"
    EXEMPT = "exempt"
    BASIS = "basis"
    FROM = "valid_from"
    UNTIL = "valid_until"
    NAME_EN = "name_en"
    NAME_ZH = "name_zh"
    UNIT_EN = "unit_en"
    UNIT_ZH = "unit_zh"
    BASIS_EN = "basis_en"
    BASIS_ZH = "basis_zh"


HEADINGS: Mapping[Column, str] = {
    Column.PROCEDURE: "Mã thủ tục",
    Column.CHANNEL: "Cách nộp",
    Column.KIND: "Loại",
    Column.NAME: "Tên khoản thu",
    Column.UNIT: "Đơn vị tính",
    Column.TIERS: "Mức thu (đồng)",
    Column.MOST: "Tối đa (đồng)",
    Column.EXEMPT: "Miễn, giảm (đối tượng: %)",
    Column.BASIS: "Căn cứ pháp lý",
    Column.FROM: "Hiệu lực từ",
    Column.UNTIL: "Hiệu lực đến",
    Column.NAME_EN: "Tên tiếng Anh",
    Column.NAME_ZH: "Tên tiếng Trung",
    Column.UNIT_EN: "Đơn vị tiếng Anh",
    Column.UNIT_ZH: "Đơn vị tiếng Trung",
    Column.BASIS_EN: "Căn cứ tiếng Anh",
    Column.BASIS_ZH: "Căn cứ tiếng Trung",
}
LONGEST: Mapping[str, int] = {"name": 200, "unit": 40, "basis": 200}
_TRANSLATED: Mapping[Column, tuple[str, str]] = {
    Column(f"{text}_{language}"): (text, language) for text in LONGEST for language in ("en", "zh")
}
"""Of which text the column is a translation, and into which language."""
MAY_BE_MISSING = frozenset({Column.MOST, Column.EXEMPT, Column.UNTIL, *_TRANSLATED})
_READ: Mapping[Column, Callable[[Cell], Any]] = {
    Column.PROCEDURE: procedure_of,
    Column.CHANNEL: channel_of,
    Column.KIND: kind_of,
    Column.NAME: partial(words_of, most=LONGEST["name"]),
    Column.UNIT: partial(words_of, most=LONGEST["unit"]),
    Column.TIERS: tiers_of,
    Column.MOST: ceiling_of,
    Column.EXEMPT: exempt_of,
    Column.BASIS: partial(words_of, most=LONGEST["basis"]),
    Column.FROM: day_of,
    Column.UNTIL: until_of,
    **{column: partial(words_or_none, most=LONGEST[text]) for column, (text, _) in _TRANSLATED.items()},
}

_CHANNEL_NAMES = {kind: name for name, kind in CHANNELS.items()}
_KIND_NAMES = {kind: name for name, kind in KINDS.items()}


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetMistake:
    """What is wrong, by the file's row from 1 and the column; `code` is stable, `value` what stands there."""

    row: int
    column: Column | None
    code: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FeeSheet:
    """The rules of a sheet, none of them proposed or approved, each with its row; and all mistakes."""

    rules: tuple[tuple[int, FeeRule], ...]
    mistakes: tuple[SheetMistake, ...]


def read_fee_sheet(rows: Sequence[Sequence[Cell]]) -> FeeSheet:
    """Read a table whose heading stands in one of its first rows; a sheet with mistakes is not to be used at all."""
    at, columns = _heading(rows)
    missing = [HEADINGS[column] for column in Column if column not in columns and column not in MAY_BE_MISSING]
    if missing:
        return _refused(SheetMistake(row=at + 1, column=None, code="heading", value=", ".join(missing)))
    below = [(row, cells) for row, cells in enumerate(rows[at + 1 :], start=at + 2) if any(map(text_of, cells))]
    if not 0 < len(below) <= MOST_RULES:
        return _refused(SheetMistake(row=at + 1, column=None, code="rows", value=str(len(below))))
    read = [(row, *_rule(row, cells, columns)) for row, cells in below]
    rules = tuple((row, rule) for row, rule, _ in read if rule is not None)
    mistakes = [mistake for _, _, found in read for mistake in found] + list(_twice(rules))
    ordered = sorted(mistakes, key=lambda mistake: mistake.row)
    return FeeSheet(rules=rules, mistakes=tuple(ordered[:MOST_MISTAKES]))


def write_fee_sheet(rules: Sequence[FeeRule]) -> list[list[str]]:
    """Return the heading and a row a rule, which reading makes the same rules of."""
    return [list(HEADINGS.values()), *([_no_formula(cell) for cell in _written(rule)] for rule in rules)]


def _refused(mistake: SheetMistake) -> FeeSheet:
    return FeeSheet(rules=(), mistakes=(mistake,))


def _heading(rows: Sequence[Sequence[Cell]]) -> tuple[int, Mapping[Column, int]]:
    found = [(at, dict(_columns(row))) for at, row in enumerate(rows[:HEADING_WITHIN])]
    return max(found, key=lambda each: len(each[1]), default=(0, {}))


def _columns(row: Sequence[Cell]) -> Iterator[tuple[Column, int]]:
    written = [text_of(cell) for cell in row]
    for column, heading in HEADINGS.items():
        names = {letters_of(heading), letters_of(heading.partition("(")[0]), letters_of(column.value)}
        for at, text in enumerate(written):
            if names & {letters_of(text), letters_of(text.partition("(")[0])}:
                yield column, at
                break


def _rule(
    row: int, cells: Sequence[Cell], columns: Mapping[Column, int]
) -> tuple[FeeRule | None, Sequence[SheetMistake]]:
    read: dict[str, Any] = {}
    mistakes = []
    for column, reader in _READ.items():
        at = columns.get(column, len(cells))
        cell = cells[at] if at < len(cells) else None
        try:
            read[column.value] = reader(cell)
        except BadCell as bad:
            value = without_card_numbers(text_of(cell))[:200]
            mistakes.append(SheetMistake(row=row, column=column, code=str(bad), value=value))
    if mistakes:
        return None, mistakes
    if read["valid_until"] is not None and read["valid_until"] < read["valid_from"]:
        value = f"{read['valid_until']:%d/%m/%Y}"
        return None, [SheetMistake(row=row, column=Column.UNTIL, code="days", value=value)]
    return FeeRule(id=0, translations=_translations(read), **read), []


def _translations(read: dict[str, Any]) -> Translations:
    """Take the translations out of what was read."""
    found: dict[str, dict[str, str]] = {}
    for column, (text, language) in _TRANSLATED.items():
        words = read.pop(column.value)
        if words is not None:
            found.setdefault(text, {})[language] = words
    return found


def _twice(rules: Sequence[tuple[int, FeeRule]]) -> Iterator[SheetMistake]:
    """Yield rules that would charge on one day what an earlier row charges already."""
    earlier: dict[tuple[object, ...], list[tuple[int, FeeRule]]] = {}
    for row, rule in rules:
        alike = earlier.setdefault(rule.charges, [])
        first = next((number for number, other in alike if rule.overlaps(other)), None)
        if first is not None:
            yield SheetMistake(row=row, column=Column.NAME, code="twice", value=str(first))
        alike.append((row, rule))


def _written(rule: FeeRule) -> list[str]:
    cells = {
        Column.PROCEDURE: rule.procedure,
        Column.CHANNEL: _CHANNEL_NAMES[rule.channel],
        Column.KIND: _KIND_NAMES[rule.kind],
        Column.NAME: rule.name,
        Column.UNIT: rule.unit,
        Column.TIERS: _tiers_text(rule),
        Column.MOST: "" if rule.most is None else str(rule.most),
        Column.EXEMPT: "; ".join(f"{SPARED_GROUPS.get(group, group)}: {part}" for group, part in rule.exempt.items()),
        Column.BASIS: rule.basis,
        Column.FROM: f"{rule.valid_from:%d/%m/%Y}",
        Column.UNTIL: "" if rule.valid_until is None else f"{rule.valid_until:%d/%m/%Y}",
        **{
            column: rule.translations.get(text, {}).get(language, "")
            for column, (text, language) in _TRANSLATED.items()
        },
    }
    return [cells[column] for column in HEADINGS]


def _tiers_text(rule: FeeRule) -> str:
    if len(rule.tiers) == 1:
        return str(rule.tiers[0].price)
    return "; ".join(f"{tier.begins}: {tier.price}" for tier in rule.tiers)


def _no_formula(cell: str) -> str:
    return f"'{cell}" if cell[:1] in FORMULA_BEGINS else cell
