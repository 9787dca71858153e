"""A bank's statement: a table as its banking site exports it, read into credits and what is left out, with why.

Banks name their columns as they like, write amounts with points or commas and days the Vietnamese way. What cannot be
read for certain is left out and said; nothing is guessed.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from hashlib import sha256

from queue_server.domain.bank_cells import Cell, amount_of, letters_of, moment_of, text_of
from queue_server.domain.bank_credit import BankCredit
from queue_server.domain.bank_words import ZONE, plain
from queue_server.domain.money_errors import NoHeading, OtherAccount

PROVIDER = "statement"
HEADING_WITHIN = 60
"""Rows above the heading: the bank's name, the account, the period."""
ACCOUNT_NUMBER = re.compile(r"\b[0-9]{6,19}\b")


class Column(StrEnum):
    """What a statement's columns hold, as far as it matters here."""

    DAY = "day"
    AMOUNT = "amount"
    TEXT = "text"
    REFERENCE = "reference"


NEEDED = frozenset({Column.DAY, Column.AMOUNT, Column.TEXT})
HEADINGS: Mapping[Column, Sequence[str]] = {
    Column.DAY: (
        "ngaygiaodich", "thoigiangiaodich", "ngaygiogiaodich", "ngayhieuluc", "ngayhachtoan", "ngay", "thoigian",
        "transactiondate", "datetime", "postingdate", "date",
    ),
    Column.AMOUNT: (
        "sotienghico", "phatsinhco", "sophatsinhco", "ghico", "tienvao", "sotienvao", "co", "creditamount", "credit",
    ),
    Column.TEXT: (
        "noidunggiaodich", "noidungchitiet", "noidungchuyenkhoan", "noidung", "noidungthanhtoan", "diengiai",
        "diengiaigiaodich", "motagiaodich", "mota", "description", "transactiondescription", "remark", "details",
    ),
    Column.REFERENCE: (
        "sothamchieu", "mathamchieu", "sochungtu", "machungtu", "sobuttoan", "magiaodich", "sogiaodich", "sogd", "magd",
        "sothamchieugiaodich", "referenceno", "referencenumber", "reference", "transactionno", "transactionid", "docno",
    ),
}  # fmt: skip
"""Headings of exports, without marks and blanks, the surer ones first; not "Số tiền", which may be what went out."""


class Omission(StrEnum):
    """Why a line is no credit."""

    MONEY_OUT = "money_out"
    NO_DAY = "no_day"
    NO_AMOUNT = "no_amount"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line under the heading, by its number in the file from 1: a credit, or why it is none."""

    number: int
    credit: BankCredit | None = None
    left_out: Omission | None = None


def read_statement(rows: Sequence[Sequence[Cell]], *, account: str, named: Mapping[Column, str]) -> Sequence[Line]:
    """Read a table whose heading may stand anywhere in its first rows. `named` gives columns their headings.

    Raises NoHeading where columns that are needed are not found, and OtherAccount where what stands above the heading
    names accounts, and none is this.
    """
    at, columns = _heading(rows, named)
    _check_account(rows[:at], account)
    seen: dict[str, int] = {}
    return [
        _line(number, row, columns, account, seen)
        for number, row in enumerate(rows[at + 1 :], start=at + 2)
        if any(text_of(cell) for cell in row)
    ]


def _heading(rows: Sequence[Sequence[Cell]], named: Mapping[Column, str]) -> tuple[int, Mapping[Column, int]]:
    best: Mapping[Column, int] = {}
    for at, row in enumerate(rows[:HEADING_WITHIN]):
        columns = dict(_columns(row, named))
        if columns.keys() >= NEEDED | named.keys():
            return at, columns
        best = max(best, columns, key=len)
    missing = ", ".join(column.value for column in Column if column in NEEDED | named.keys() and column not in best)
    raise NoHeading(missing=missing)


def _columns(row: Sequence[Cell], named: Mapping[Column, str]) -> Iterator[tuple[Column, int]]:
    headings = [_names_in(text_of(cell)) for cell in row]
    for column, known in HEADINGS.items():
        wanted = [letters_of(named[column])] if column in named else known
        found = (at for name in wanted for at, names in enumerate(headings) if name in names)
        at = next(found, None)
        if at is not None:
            yield column, at


def _names_in(heading: str) -> frozenset[str]:
    """Banks write both languages into one heading: "Ngày giao dịch/ Transaction date", "Số tiền ghi có (Credit)"."""
    parts = re.split(r"[/\n\r(),;|]+", heading)
    return frozenset(letters_of(part) for part in (heading, *parts)) - {"", "vnd", "dong"}


def _check_account(above: Sequence[Sequence[Cell]], account: str) -> None:
    told = [text_of(cell) for row in above if any(_is_about_account(text_of(each)) for each in row) for cell in row]
    numbers = {number for text in told for number in ACCOUNT_NUMBER.findall(re.sub(r"(?<=\d)[ .-](?=\d)", "", text))}
    if numbers and account not in numbers:
        raise OtherAccount(account=account)


def _is_about_account(text: str) -> bool:
    letters = letters_of(text)
    return "sotaikhoan" in letters or "accountno" in letters or "accountnumber" in letters


def _line(number: int, row: Sequence[Cell], columns: Mapping[Column, int], account: str, seen: dict[str, int]) -> Line:
    cells = {column: row[at] if at < len(row) else None for column, at in columns.items()}
    at = moment_of(cells[Column.DAY])
    if at is None:
        return Line(number=number, left_out=Omission.NO_DAY)
    try:
        amount = amount_of(cells[Column.AMOUNT])
    except ValueError:
        return Line(number=number, left_out=Omission.NO_AMOUNT)
    if amount <= 0:
        return Line(number=number, left_out=Omission.MONEY_OUT)
    text, reference = plain(text_of(cells[Column.TEXT])), plain(text_of(cells.get(Column.REFERENCE)))
    credit = BankCredit(
        provider=PROVIDER,
        reference=_name(at, amount, reference or letters_of(text), account, seen),
        account=account,
        amount=amount,
        text=text,
        at=at,
        bank_reference=reference or None,
    )
    return Line(number=number, credit=credit)


def _name(at: datetime, amount: int, told: str, account: str, seen: dict[str, int]) -> str:
    """Name a credit so that every export names it the same, and of those that nothing sets apart each another way."""
    day = at.astimezone(ZONE).strftime("%Y%m%d")
    name = f"{day}-{sha256(f'{account} {day} {amount} {told}'.encode()).hexdigest()[:20]}"
    seen[name] = seen.get(name, 0) + 1
    return f"{name}-{seen[name]}"
