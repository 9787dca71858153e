"""What really happened to money outside, and words of it that are still on their way.

A bank that received transfers, card terminals that charged, their boxes. Whatever they say waits in `mail` until it is
delivered: late, twice, in any order.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from cashiers import ACCOUNT

from hardware.terminal.till import CardReceipt, Verdict
from queue_server.domain.bank_credit import BankCredit
from queue_server.domain.telling import Telling

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")


@dataclass(frozen=True)
class Transfer:
    """Money that came into the account. `codes` are the pay codes that its text names, `named` whether every provider
    passes the bank's reference on."""

    number: int
    amount: int
    codes: tuple[str, ...]
    at: datetime
    named: bool

    @property
    def group(self):
        """What nobody can tell two transfers apart by, where no reference is passed on."""
        return self.amount, self.codes

    @property
    def text(self):
        return " ".join(self.codes) or "chuyen tien"

    @property
    def reference(self):
        return f"FT{self.number}"


def told_by_sepay(transfer):
    reference = transfer.reference if transfer.named else None
    return _credit(transfer, "sepay", f"S{transfer.number}", transfer.text, transfer.at, reference)


def told_by_payos(transfer):
    text = " ".join(transfer.text.lower())
    return _credit(transfer, "payos", f"P{transfer.number}", text, transfer.at, transfer.reference)


def told_by_statement(transfer):
    """A statement knows the day alone."""
    noon = transfer.at.astimezone(ZONE).replace(hour=12, minute=0, second=0, microsecond=0)
    reference = transfer.reference if transfer.named else f"5078.{transfer.number}"
    return _credit(transfer, "statement", f"K{transfer.number}", transfer.text.lower(), noon, reference)


def _credit(transfer, provider, name, text, at, reference):
    return BankCredit(
        provider=provider, reference=name, account=ACCOUNT.number, amount=transfer.amount, text=text, at=at,
        bank_reference=reference,
    )  # fmt: skip


@dataclass(frozen=True)
class Said:
    """What a box says of a sale: with an approval, what the terminal charged and its trace."""

    verdict: str
    amount: int | None = None
    trace: int | None = None
    detail: str | None = None

    @property
    def charged(self):
        return self.amount or 0 if self.verdict == "approved" else 0

    @property
    def telling(self):
        receipt = CardReceipt(
            amount=self.amount, trace=self.trace, number=str(self.trace), approval_code="123456", last4="1111"
        )
        told = receipt if self.trace is not None else None
        return Telling(verdict=Verdict(self.verdict), detail=self.detail, receipt=told)


@dataclass(frozen=True)
class Booking:
    """A card was charged. Where the terminal was `lost`, nobody will ever say so."""

    device: str
    payment: str
    amount: int
    trace: int
    lost: bool


@dataclass(frozen=True)
class Webhook:
    """A provider tells of a transfer."""

    credit: BankCredit
    transfer: Transfer


@dataclass(frozen=True)
class Word:
    """A box tells of a sale; `key` is the name of its request."""

    device: str
    payment: str
    said: Said
    key: str


@dataclass(frozen=True)
class DayTold:
    """A box tells of its terminal's day."""

    device: str
    key: str


OUTCOMES = (
    "approved", "approved unheard", "approved and lost", "declined", "cancelled", "not started", "unheard and nothing",
    "nothing and lost", "another amount", "another amount, then ours", "approved twice",
)  # fmt: skip
FORGOTTEN = ("approved", "approved unheard", "another amount", "unheard and nothing")
"""What a box may know of a sale that a server, set back to an older copy, has forgotten that it began."""


class World:
    """`transfers` and `bookings` are the truth, `mail` the words on their way, `traces` the terminals' counters."""

    def __init__(self):
        self.transfers, self.bookings, self.mail = [], [], []
        self.traces = defaultdict(lambda: 6)
        self.keys = 0

    def key(self):
        self.keys += 1
        return f"k{self.keys}"

    def transfers_money(self, amount, codes, at, *, named, providers):
        """A citizen sends money, of which these providers tell. Two transfers come at two moments."""
        transfer = Transfer(len(self.transfers) + 1, amount, tuple(sorted(codes)), at, named)
        self.transfers.append(transfer)
        told = {"sepay": told_by_sepay, "payos": told_by_payos}
        self.mail += [Webhook(told[name](transfer), transfer) for name in providers]

    def statement(self):
        """All transfers so far, as the bank's statement lists them."""
        return [Webhook(told_by_statement(transfer), transfer) for transfer in self.transfers]

    def asks_card(self, device, payment, amount, outcome):
        """The terminal is asked, and its box will say what it knows of it."""
        lost = outcome.endswith("lost")
        charges = {
            "another amount": [100 * amount],
            "another amount, then ours": [100 * amount, amount],
            "approved twice": [amount, amount],
        }.get(outcome, [amount] * outcome.startswith("approved"))
        booked = [self._books(device, payment, charged, lost=lost) for charged in charges]
        sure = [Said("approved", each.amount, each.trace) for each in booked]
        if not sure:
            sure = [Said(outcome if outcome in ("declined", "cancelled") else "not_started")]
        doubt = [Said("in_doubt", detail="no answer")] * ("unheard" in outcome or lost)
        self.says(device, payment, *doubt, *(() if lost else sure))

    def says(self, device, payment, *words):
        self.mail += [Word(device, payment, said, self.key()) for said in words]

    def _books(self, device, payment, amount, *, lost):
        self.traces[device] += 1
        self.bookings.append(Booking(device, payment, amount, self.traces[device], lost))
        return self.bookings[-1]
