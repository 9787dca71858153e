"""The books: double entry, in whole dong. A debit is above zero, a credit below; an entry adds up to 0."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from queue_server.domain.fee import Fee, FeeKind
from queue_server.domain.payment import Method


class Ledger(StrEnum):
    """The accounts of a centre."""

    DUE = "due"
    """What citizens owe for charges that were raised."""
    BANK = "bank"
    """What came into the centre's bank account."""
    CARD = "card"
    """What a card acquirer owes."""
    PHI = "phi"
    LE_PHI = "le_phi"
    SUSPENSE = "suspense"
    """What came in and nobody knows yet what for."""


HELD_IN: Mapping[Method, Ledger] = {Method.VIETQR: Ledger.BANK, Method.CARD: Ledger.CARD}
EARNED_AS: Mapping[FeeKind, Ledger] = {FeeKind.PHI: Ledger.PHI, FeeKind.LE_PHI: Ledger.LE_PHI}


@dataclass(frozen=True, slots=True, kw_only=True)
class Posting:
    """So many dong on an account."""

    account: Ledger
    amount: int


Entry = tuple[Posting, ...]


def raised(fees: Iterable[Fee]) -> Entry:
    """A charge was raised: it is due, and earned by kind."""
    earned = [Posting(account=EARNED_AS[fee.rule.kind], amount=-fee.amount) for fee in fees]
    return _entry([Posting(account=Ledger.DUE, amount=-sum(each.amount for each in earned)), *earned])


def undone(entry: Sequence[Posting]) -> Entry:
    """Something booked is taken back, in an entry of its own: nothing in the books is ever changed."""
    return _entry(Posting(account=each.account, amount=-each.amount) for each in entry)


def paid(method: Method, amount: int) -> Entry:
    """A payment is confirmed."""
    return _moved(amount, debit=HELD_IN[method], credit=Ledger.DUE)


def paid_back(method: Method, amount: int) -> Entry:
    """A confirmed payment is refunded: its charge is due again."""
    return _moved(amount, debit=Ledger.DUE, credit=HELD_IN[method])


def unexplained(amount: int) -> Entry:
    """Money came into the bank account, and it is not known what for."""
    return _moved(amount, debit=Ledger.BANK, credit=Ledger.SUSPENSE)


def charged_unexplained(amount: int) -> Entry:
    """A terminal says that a card was charged, and no payment that is open stands for it."""
    return _moved(amount, debit=Ledger.CARD, credit=Ledger.SUSPENSE)


def charge_given_back(amount: int) -> Entry:
    """What a card was charged without a payment was given back at the terminal."""
    return undone(charged_unexplained(amount))


def explained(amount: int) -> Entry:
    """Money that was in suspense pays a charge."""
    return _moved(amount, debit=Ledger.SUSPENSE, credit=Ledger.DUE)


def sent_back(amount: int) -> Entry:
    """Money that was in suspense went back to whoever sent it."""
    return _moved(amount, debit=Ledger.SUSPENSE, credit=Ledger.BANK)


def balances(entry: Iterable[Posting]) -> bool:
    """Say whether it adds up to 0."""
    return sum(each.amount for each in entry) == 0


def _moved(amount: int, *, debit: Ledger, credit: Ledger) -> Entry:
    return _entry([Posting(account=debit, amount=amount), Posting(account=credit, amount=-amount)])


def _entry(postings: Iterable[Posting]) -> Entry:
    entry = tuple(each for each in postings if each.amount)
    assert balances(entry)
    return entry
