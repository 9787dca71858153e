"""What a till asks in the pipe protocol, one frozen dataclass a message (POS Integrado, Mensajes)."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

from hardware.terminal.acknowledged import Byte, lrc
from hardware.terminal.pipe.fields import BAR, Function, Malformed, number, split
from hardware.terminal.till import LARGEST_AMOUNT

MOST_TICKET = 6
_TICKET = re.compile(rf"[0-9A-Za-z]{{1,{MOST_TICKET}}}")
_OPERATION = re.compile(r"[0-9]{1,6}")

PLAIN: Mapping[str, str] = {
    Function.POLL: "0100",
    Function.LAST_SALE: "0250|",
    Function.NORMAL_MODE: "0300",
    Function.CLOSE: "0500||",
    Function.TOTALS: "0700||",
    Function.KEYS: "0800",
}


@dataclass(frozen=True, slots=True)
class Ask:
    """A request that has no fields: poll, last sale, normal mode, close, totals, keys."""

    function: str

    def to_text(self) -> str:
        """Return the text."""
        return PLAIN[self.function]


@dataclass(frozen=True, slots=True, kw_only=True)
class SaleRequest:
    """0200: sell. `amount` is in whole units, `ticket` is our name for it, `progress` asks for 0900 on the way."""

    amount: int
    ticket: str
    progress: bool = True

    def __post_init__(self) -> None:
        """Refuse what the protocol cannot carry. Raises ValueError."""
        if not 0 < self.amount <= LARGEST_AMOUNT or not _TICKET.fullmatch(self.ticket):
            raise ValueError("an amount has up to nine digits, a ticket up to six letters or digits")

    def to_text(self) -> str:
        """Return the text."""
        return _not_ended_later(f"0200|{self.amount}|{self.ticket}|||{int(self.progress)}|")

    @classmethod
    def from_text(cls, text: str) -> Self:
        """Read it. Raises Malformed."""
        fields = split(text, 6)
        try:
            return cls(amount=number(fields[1]) or 0, ticket=fields[2], progress=fields[5] == "1")
        except ValueError as error:
            raise Malformed(str(error)) from None


@dataclass(frozen=True, slots=True)
class DetailsRequest:
    """0260: the day's sales, each as an 0261 when `to_till`, else on the terminal's own paper."""

    to_till: bool = True

    def to_text(self) -> str:
        """Return the text."""
        return f"0260|{int(self.to_till)}|"

    @classmethod
    def from_text(cls, text: str) -> Self:
        """Read it."""
        return cls(to_till=split(text, 2)[1] == "1")


@dataclass(frozen=True, slots=True)
class ReversalRequest:
    """1200: take back a sale of the day by its operation number."""

    operation: str

    def __post_init__(self) -> None:
        """Refuse what is no operation number. Raises ValueError."""
        if not _OPERATION.fullmatch(self.operation):
            raise ValueError("an operation number has up to six digits")

    def to_text(self) -> str:
        """Return the text."""
        return _not_ended_later(f"1200|{self.operation}|")

    @classmethod
    def from_text(cls, text: str) -> Self:
        """Read it. Raises Malformed."""
        try:
            return cls(split(text, 2)[1])
        except ValueError as error:
            raise Malformed(str(error)) from None


Request = Ask | SaleRequest | DetailsRequest | ReversalRequest


def request_of(text: str) -> Request:
    """Read what a till asks. Raises Malformed."""
    function = text[:4]
    if function == Function.SALE:
        return SaleRequest.from_text(text)
    if function == Function.DETAILS:
        return DetailsRequest.from_text(text)
    if function == Function.REVERSAL:
        return ReversalRequest.from_text(text)
    if function not in PLAIN:
        raise Malformed("no request")
    return Ask(function)


def _not_ended_later(text: str) -> str:
    """Return the text without its last bar where its LRC would be a byte that can come first in a later talk.

    A cable pulled between ETX and LRC leaves the terminal with a command that the next byte would make whole: the STX
    of a recall, hours later, would begin the sale. The vendor's own till programs leave the bar out (Node.js) or not.
    """
    ends = {Byte.STX, Byte.ACK, Byte.NAK}
    return text.removesuffix(BAR) if lrc(text.encode("ascii") + bytes((Byte.ETX,))) in ends else text
