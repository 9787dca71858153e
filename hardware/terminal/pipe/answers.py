"""What a terminal says in the pipe protocol, one frozen dataclass a message (POS Integrado, Mensajes).

The number of a debit account, which 0210, 0260 and 0261 have a field for, is not kept at all.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Self

from hardware.terminal.pipe.fields import BAR, Function, Malformed, coded, number, split

_SALE_FIELDS = (
    "function", "code", "merchant", "terminal", "ticket", "approval", "amount", "shares", "share_amount", "last4",
    "operation", "card_type", "accounting_date", "account", "brand", "date", "time", "employee", "tip",
)  # fmt: skip
_DETAIL_FIELDS = (
    "function", "code", "merchant", "terminal", "ticket", "approval", "amount", "last4", "operation", "card_type",
    "accounting_date", "account", "brand", "date", "time", "employee", "tip", "share_amount", "shares",
)  # fmt: skip

_DONE_FIELDS = ("function", "code", "merchant", "terminal", "approval", "operation")


@dataclass(frozen=True, slots=True, kw_only=True)
class SaleAnswer:
    """0210 ends a sale, 0260 tells of the last one, 0261 is one of the day's. `date` is DDMMYYYY, `time` HHMMSS."""

    function: str
    code: str
    merchant: str = ""
    terminal: str = ""
    ticket: str = ""
    approval: str = ""
    amount: int | None = None
    last4: str = ""
    operation: str = ""
    card_type: str = ""
    brand: str = ""
    date: str = ""
    time: str = ""

    @property
    def at(self) -> str | None:
        """The terminal's local time, ISO 8601; None when it told none that can be."""
        try:
            told = datetime.strptime(self.date + self.time, "%d%m%Y%H%M%S")  # noqa: DTZ007 - a terminal knows no zone
        except ValueError:
            return None
        return told.isoformat()

    def to_text(self) -> str:
        """Return the text, with no shares, employee or tip."""
        values = {name: getattr(self, name, "") for name in self._fields()}
        values |= {"amount": "" if self.amount is None else str(self.amount), "shares": "0", "tip": "0"}
        return BAR.join(values[name] for name in self._fields()) + BAR

    @classmethod
    def from_text(cls, text: str) -> Self:
        """Read it. Raises Malformed."""
        names = _DETAIL_FIELDS if text[:4] == Function.DETAIL else _SALE_FIELDS
        told = dict(zip(names, split(text, len(names)), strict=False))
        kept = {name: told[name] for name in cls.__dataclass_fields__ if name != "amount"}
        kept["last4"] = kept["last4"][-4:]
        return cls(**coded(kept), amount=number(told["amount"]))

    def _fields(self) -> tuple[str, ...]:
        return _DETAIL_FIELDS if self.function == Function.DETAIL else _SALE_FIELDS


@dataclass(frozen=True, slots=True)
class Intermediate:
    """0900: what the terminal asks of the citizen now."""

    code: str

    def to_text(self) -> str:
        """Return the text."""
        return f"0900|{self.code}|"

    @classmethod
    def from_text(cls, text: str) -> Self:
        """Read it."""
        return cls(split(text, 2)[1])


@dataclass(frozen=True, slots=True, kw_only=True)
class DoneAnswer:
    """0510 after a close, 0810 after keys were loaded, 1210 after taking back: this one also names the transaction."""

    function: str
    code: str
    merchant: str = ""
    terminal: str = ""
    approval: str = ""
    operation: str = ""

    def to_text(self) -> str:
        """Return the text."""
        values = [getattr(self, name) for name in _DONE_FIELDS]
        return BAR.join(values if self.function == Function.REVERSAL_ANSWER else values[:4]) + BAR

    @classmethod
    def from_text(cls, text: str) -> Self:
        """Read it. Raises Malformed."""
        return cls(**coded(dict(zip(_DONE_FIELDS, split(text, len(_DONE_FIELDS)), strict=False))))


@dataclass(frozen=True, slots=True, kw_only=True)
class TotalsAnswer:
    """0710: how many sales the terminal holds, and their sum."""

    code: str
    count: int
    amount: int

    def to_text(self) -> str:
        """Return the text; no bar ends this one."""
        return f"0710|{self.code}|{self.count}|{self.amount}"

    @classmethod
    def from_text(cls, text: str) -> Self:
        """Read it. Raises Malformed."""
        _, code, count, amount = split(text, 4)[:4]
        return cls(code=coded({"code": code})["code"], count=number(count) or 0, amount=number(amount) or 0)


TerminalMessage = SaleAnswer | Intermediate | DoneAnswer | TotalsAnswer

_ANSWERS: Mapping[str, type[TerminalMessage]] = {
    Function.SALE_ANSWER: SaleAnswer,
    Function.LAST_SALE_ANSWER: SaleAnswer,
    Function.DETAIL: SaleAnswer,
    Function.CLOSE_ANSWER: DoneAnswer,
    Function.KEYS_ANSWER: DoneAnswer,
    Function.TOTALS_ANSWER: TotalsAnswer,
    Function.INTERMEDIATE: Intermediate,
    Function.REVERSAL_ANSWER: DoneAnswer,
}


def answer_of(text: str) -> TerminalMessage:
    """Read what a terminal says. Raises Malformed."""
    kind = _ANSWERS.get(text[:4])
    if kind is None:
        raise Malformed("no answer")
    return kind.from_text(text)
