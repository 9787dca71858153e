"""What every card terminal can do for us, whatever its protocol.

Whoever calls `sell` has already put the intent on disk (design.md, Payments): the first byte leaves after that. A sale
is paid only by APPROVED. IN_DOUBT is never turned into anything else by time passing, only by `recall`, by the
terminal's own journal or by a person.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from hardware.errors import HardwareError

LARGEST_AMOUNT = 999_999_999
"""Dong. Nine digits fit every protocol here, also with two decimals that nobody in Vietnam uses."""

MOST_LINES, LONGEST_LINE = 48, 48
"""Lines of a cardholder's receipt that are not empty, and letters of one; real ones have some 30 of 42."""


UNSUPPORTED = "unsupported"
"""The code of a command that this terminal does not have, or that nobody has said how it is asked."""
NOT_LAST = "not_last"
"""The code of a reversal of another transaction than the terminal's last, which it does not take."""


class TerminalRefused(HardwareError):
    """The terminal does not tell what it was asked for. `reason` is its own code, or a word for what is missing."""

    code = "terminal.refused"

    def __init__(self, reason: str) -> None:
        super().__init__(f"the terminal refused: {reason}")
        self.reason = reason


class Verdict(StrEnum):
    """What became of a transaction."""

    APPROVED = "approved"
    """The terminal said success, echoed the amount that was asked, and said that it has finished."""
    DECLINED = "declined"
    """Refused by the bank or the card, and the terminal said so."""
    CANCELLED = "cancelled"
    """Given up before the bank was asked: by the citizen, by us, by the terminal's own patience."""
    NOT_STARTED = "not_started"
    """The terminal refused the command, never took it, or knows of no such transaction: no money can have moved."""
    IN_DOUBT = "in_doubt"
    """The terminal took the command, and what became of it is not known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sale:
    """One attempt to be paid. `amount` is in dong; `reference` is our name for it, at most 6 letters or digits."""

    reference: str
    amount: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CardReceipt:
    """What a terminal tells of a transaction, without anything that could be used to pay.

    `amount` is in dong. `trace` grows with each transaction of the terminal; `number` is the receipt's, by which it is
    reversed; a reversal has its own. `at` is the terminal's own local time, ISO 8601 without a zone, as far as it
    tells it.
    """

    amount: int | None = None
    trace: int | None = None
    number: str | None = None
    reference: str | None = None
    approval_code: str | None = None
    last4: str | None = None
    brand: str | None = None
    terminal_id: str | None = None
    merchant_id: str | None = None
    at: str | None = None


class Prints(StrEnum):
    """Who prints the cardholder's receipt."""

    TILL = "till"
    """The terminal has no printer, or is not to use it: it tells us the lines."""
    TERMINAL = "terminal"


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintLine:
    """A line of the cardholder's receipt, in 1 to LONGEST_LINE letters and without a card number."""

    text: str
    centred: bool = False
    large: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """How a transaction ended. `code` is the terminal's own and `detail` its words, both free of card numbers."""

    verdict: Verdict
    code: str | None = None
    detail: str | None = None
    receipt: CardReceipt | None = None
    lines: tuple[PrintLine, ...] = ()
    """The cardholder's receipt of an approved transaction, where the terminal has us print it: at most MOST_LINES."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Totals:
    """A terminal's day: how many transactions and dong, and each one where it lists them."""

    count: int
    amount: int
    receipts: tuple[CardReceipt, ...] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TerminalFacts:
    """What a terminal that is there says of itself, as far as its protocol has it."""

    terminal_id: str | None = None
    software: str | None = None


class Progress(StrEnum):
    """What the citizen has to do now, for the screen."""

    CARD = "card"
    CONFIRM = "confirm"
    PIN = "pin"
    WAIT = "wait"
    REMOVE_CARD = "remove_card"


Watch = Callable[[Progress], None]


class Till(Protocol):
    """A terminal. One thread uses it, but `abort` may come from any.

    No method blocks for ever: each wait has its protocol's timer. A line that goes away during a transaction is an
    outcome (IN_DOUBT, or NOT_STARTED where nothing can have begun), not an error; TransportLost and TerminalRefused are
    raised only by `look`, `newest` and `totals`.
    """

    def look(self) -> TerminalFacts:
        """Find out whether it is there and takes commands; nothing is begun, printed or shown by that."""

    def newest(self) -> int | None:
        """Return the trace of the terminal's last transaction, asked before a sale; None when it has none yet."""

    def sell(self, sale: Sale, *, watch: Watch) -> Answer:
        """Take the amount from a card."""

    def recall(self, sale: Sale, *, after: int | None) -> Answer:
        """Say what became of a sale whose end was not seen; `after` is what `newest` gave before it.

        APPROVED when the terminal's last transaction is newer than `after`, of this amount (and reference, where the
        protocol has one) and was successful; NOT_STARTED when it is not newer; DECLINED or CANCELLED only when the
        terminal itself says that of just this transaction; else IN_DOUBT.
        """

    def reverse(self, receipt: CardReceipt) -> Answer:
        """Take back a transaction of the day by its receipt; APPROVED means that it is taken back."""

    def recall_reversal(self, receipt: CardReceipt, *, after: int | None) -> Answer:
        """Say what became of a `reverse` whose end was not seen; `after` is what `newest` gave before it.

        APPROVED only when the terminal names that transaction as taken back; NOT_STARTED when it has done nothing since
        `after` and names it as standing; else IN_DOUBT. It moves no money.
        """

    def refund(self, sale: Sale) -> Answer:
        """Pay the amount back to a card; APPROVED means that it is paid back."""

    def recall_refund(self, sale: Sale, *, after: int | None) -> Answer:
        """Say what became of a `refund` whose end was not seen, as `recall` does of a sale."""

    def abort(self) -> None:
        """Ask the terminal to give up; the running `sell` still returns what really happened."""

    def totals(self) -> Totals:
        """Close or read the terminal's day."""

    def close(self) -> None:
        """Give the line back."""
