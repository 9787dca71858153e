"""What the server's database holds of the sales of one terminal, read past the product, and what judges say of it.

They read by their own connection and their own SQL; what is true is the terminal's own file of bookings.
"""

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, create_engine, text

from hardware.simulators.bookings import Booking
from queue_server.store.prepared import Prepared, Row

HOLDING = frozenset({"created", "pending", "in_doubt", "confirmed"})
PAID = "confirmed"
KNOWN = frozenset({"confirmed", "failed", "cancelled"})
_PAYMENTS = Prepared(
    text("SELECT id, charge_id, amount, state FROM payment WHERE device_id = :device ORDER BY created_at, id")
)
_BOOKS = Prepared(
    text(
        "SELECT e.id, e.payment_id, p.account, p.amount FROM ledger_entry e"
        " LEFT JOIN ledger_posting p ON p.entry_id = e.id WHERE e.id > :after ORDER BY e.id, p.account"
    )
)
_LAST_ENTRY = Prepared(text("SELECT coalesce(max(id), 0) FROM ledger_entry"))
_LAST_EVENT = Prepared(text("SELECT coalesce(max(seq), 0) FROM event"))
_JOURNAL = Prepared(text("SELECT kind, body FROM event WHERE seq > :after ORDER BY seq"))
_TELLINGS = Prepared(
    text(
        "SELECT payment_id, verdict, effect, amount, receipt FROM terminal_telling"
        " WHERE device_id = :device ORDER BY id"
    )
)
_DAYS = Prepared(
    text("SELECT differences FROM terminal_day WHERE device_id = :device AND told_at IS NOT NULL ORDER BY id")
)
_AWAITED = Prepared(text("SELECT count(*) FROM terminal_day WHERE device_id = :device AND told_at IS NULL"))


@dataclass(frozen=True, slots=True)
class Attempt:
    """A payment as its row says."""

    id: str
    charge: str
    amount: int
    state: str


@dataclass(frozen=True, slots=True)
class Posted:
    """An entry of the books as its rows say: dong by account."""

    payment: str | None
    moved: dict[str, int]


class Reader:
    """A connection of its own to the server's database."""

    def __init__(self, url: str) -> None:
        self._engine = create_engine(url, isolation_level="AUTOCOMMIT")
        self._connection: Connection = self._engine.connect()

    def begins(self, device: str) -> None:
        """Look from now on at that terminal, and at what is booked and journalled from here on."""
        self._device = device
        self._entry = self._number(_LAST_ENTRY)
        self._event = self._number(_LAST_EVENT)

    def payments(self) -> list[Attempt]:
        """Return the terminal's payments, the oldest first."""
        return [Attempt(*row) for row in self._rows(_PAYMENTS, device=self._device)]

    def entries(self) -> list[Posted]:
        """Return what was booked, in order."""
        found: dict[int, Posted] = {}
        for entry, payment, account, amount in self._rows(_BOOKS, after=self._entry):
            found.setdefault(entry, Posted(payment, {})).moved.update({account: amount} if account else {})
        return list(found.values())

    def journal(self) -> list[tuple[str, dict[str, Any]]]:
        """Return the events, in the order of their seq."""
        return [(kind, json.loads(body)) for kind, body in self._rows(_JOURNAL, after=self._event)]

    def approvals(self) -> Counter[tuple[str, int | None, int | None]]:
        """Return the approvals that moved a payment: its id, the terminal's trace, dong."""
        return Counter(
            (payment, json.loads(receipt or "{}").get("trace"), amount)
            for payment, verdict, effect, amount, receipt in self._rows(_TELLINGS, device=self._device)
            if verdict == "approved" and effect == "moved"
        )

    def days(self) -> list[list[dict[str, Any]]]:
        """Return how each day that was told differs from ours."""
        return [json.loads(row[0]) for row in self._rows(_DAYS, device=self._device)]

    def awaits_day(self) -> bool:
        """Say whether the terminal was asked for its day and has not told it."""
        return self._number(_AWAITED, device=self._device) > 0

    def close(self) -> None:
        """Give the connection back."""
        self._connection.close()
        self._engine.dispose()

    def _number(self, statement: Prepared, **facts: str | int) -> int:
        return int(statement.run(self._connection, **facts).scalar_one())

    def _rows(self, statement: Prepared, **facts: str | int) -> Sequence[Row]:
        return statement.run(self._connection, **facts).all()


def at_any_moment(payments: Sequence[Attempt], entries: Sequence[Posted], booked: Sequence[Booking]) -> Iterator[str]:
    """Yield what is wrong of what was just committed: `booked` is all that the terminal has taken so far."""
    held = Counter(each.charge for each in payments if each.state in HOLDING)
    if any(many > 1 for many in held.values()):
        yield "a charge with two attempts that are open or paid"
    if any(sum(each.moved.values()) or not each.moved for each in entries):
        yield "an entry that does not add up to 0"
    paid = [each.amount for each in payments if each.state == PAID]
    cards, suspense = _on(entries, "card"), -_on(entries, "suspense")
    if cards != sum(paid) + suspense:
        yield f"books say {cards} on cards and {suspense} in suspense, {sum(paid)} is paid"
    if Counter(paid) - Counter(each.amount for each in booked):
        yield "called paid and was not booked"


def at_the_end(reader: Reader, booked: Sequence[Booking], *, foreign: int | None) -> Iterator[str]:
    """Yield what is wrong when all is well again; `foreign` bookings of the day were none of ours.

    None of a server that was set back: a day that it hears before it hears of the sales again differs, and says so.
    """
    payments, entries = reader.payments(), reader.entries()
    standing = sorted(each.amount for each in booked if not each.taken_back)
    confirmed = sorted(each.amount for each in payments if each.state == PAID)
    left = [f"{each.id} {each.state}" for each in payments if each.state not in KNOWN]
    if left:
        yield f"never known: {left}"
    elif standing != confirmed:
        yield f"booked {standing}, confirmed {confirmed}"
    if len(standing) > len({each.charge for each in payments}):
        yield f"charged twice: {standing}"
    if _on(entries, "card") != sum(standing) or _on(entries, "suspense"):
        yield f"books say {_on(entries, 'card')} on cards, {_on(entries, 'suspense')} in suspense; booked {standing}"
    yield from _traces(reader, payments, booked)
    yield from _seqs(reader.journal(), entries)
    if foreign is not None:
        yield from _days(reader.days(), foreign)


def _traces(reader: Reader, payments: Sequence[Attempt], booked: Sequence[Booking]) -> Iterator[str]:
    """Each approval that paid is one booking of the terminal's, and no two are the same."""
    paid = {each.id for each in payments if each.state == PAID}
    told = sorted((trace or 0, amount or 0) for payment, trace, amount in reader.approvals() if payment in paid)
    true = sorted((each.trace, each.amount) for each in booked if not each.taken_back)
    if told != true:
        yield f"the terminal booked {true}, of what is paid it told {told}"


def _seqs(journal: Sequence[tuple[str, dict[str, Any]]], entries: Sequence[Posted]) -> Iterator[str]:
    """From seq to seq the books say what the journal does: an entry for each event that moves money, in order."""
    wanted = [moved for kind, body in journal if (moved := _moves(kind, body)) is not None]
    booked = [(each.payment, each.moved.get("card", 0), each.moved.get("due", 0)) for each in entries]
    if wanted != booked:
        yield f"the journal tells of {wanted}, the books of {booked}"


def _moves(kind: str, body: dict[str, Any]) -> tuple[str | None, int, int] | None:
    """Return what an event books: the payment, dong on cards, dong due; None where it books nothing."""
    if kind == "charge.raised":
        return None, 0, body["amount"]
    if kind == "payment.moved" and body["move"] == "confirm":
        return body["payment"], body["amount"], -body["amount"]
    if kind == "terminal.told" and body["effect"] == "contradicts" and body["amount"]:
        return body["payment"], body["amount"], 0
    return None


def _days(days: Sequence[Sequence[dict[str, Any]]], foreign: int) -> Iterator[str]:
    """A day that the terminal told agrees with ours, but for what was none of ours."""
    for differences in days:
        kinds = Counter(each["kind"] for each in differences)
        if set(kinds) - {"only_terminal", "totals"} or kinds["only_terminal"] > foreign:
            yield f"a day that differs: {differences}"
        elif bool(foreign) != bool(differences):
            yield f"a day with {foreign} foreign bookings and {len(differences)} differences"


def _on(entries: Sequence[Posted], account: str) -> int:
    return sum(each.moved.get(account, 0) for each in entries)
