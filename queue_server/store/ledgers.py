"""The books in the database: entries are added, never changed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, text

from queue_server.domain.ledger import Entry, Ledger, Posting, balances
from queue_server.store.moments import from_ms, to_ms
from queue_server.store.prepared import Prepared

_ENTRY = Prepared(
    text(
        "INSERT INTO ledger_entry (centre_id, at, charge_id, payment_id, credit_id, staff_id)"
        " VALUES (:centre_id, :at, :charge_id, :payment_id, :credit_id, :staff_id) RETURNING id"
    )
)
_POSTING = Prepared(
    text("INSERT INTO ledger_posting (entry_id, account, amount) VALUES (:entry_id, :account, :amount)")
)
_RAISED = Prepared(
    text(
        "SELECT p.account, p.amount FROM ledger_posting p WHERE p.entry_id ="
        " (SELECT min(e.id) FROM ledger_entry e WHERE e.charge_id = :charge_id) ORDER BY p.account"
    )
)
_BALANCES = Prepared(
    text(
        "SELECT p.account, sum(p.amount) FROM ledger_entry e JOIN ledger_posting p ON p.entry_id = e.id"
        " WHERE e.centre_id = :centre_id AND e.at >= :begin AND e.at < :end GROUP BY p.account"
    )
)
_MOVED = Prepared(
    text(
        "SELECT p.account, sum(p.amount) FROM ledger_entry e JOIN ledger_posting p ON p.entry_id = e.id"
        " WHERE e.centre_id = :centre_id AND e.id > :after AND e.id <= :upto GROUP BY p.account"
    )
)
_LAST = Prepared(text("SELECT max(id) FROM ledger_entry WHERE centre_id = :centre_id AND id > :after"))
_FIRST_FROM = Prepared(
    text("SELECT min(id) FROM ledger_entry WHERE centre_id = :centre_id AND at >= :begin AND id > :after")
)
_LISTED = Prepared(
    text(
        "SELECT e.id, e.at, p.account, p.amount, e.charge_id, e.payment_id, e.credit_id FROM ledger_entry e"
        " JOIN ledger_posting p ON p.entry_id = e.id WHERE e.centre_id = :centre_id AND e.id > :after AND e.id <= :upto"
        " ORDER BY e.id, p.account"
    )
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedPosting:
    """A posting with its entry and what that is of."""

    entry: int
    at: datetime
    posting: Posting
    charge_id: str | None
    payment_id: str | None
    credit_id: int | None


def book(
    connection: Connection,
    entry: Entry,
    *,
    centre_id: int,
    at: datetime,
    charge_id: str | None = None,
    payment_id: str | None = None,
    credit_id: int | None = None,
    staff_id: int | None = None,
) -> None:
    """Add an entry; one without postings (nothing was due) leaves no trace. `staff_id` is whose shift it is of."""
    assert balances(entry)
    if not entry:
        return
    written = _ENTRY.run(
        connection, centre_id=centre_id, at=to_ms(at), charge_id=charge_id, payment_id=payment_id, credit_id=credit_id,
        staff_id=staff_id,
    )  # fmt: skip
    entry_id = int(written.scalar_one())
    for posting in entry:
        _POSTING.run(connection, entry_id=entry_id, account=posting.account.value, amount=posting.amount)


def booked_when_raised(connection: Connection, charge_id: str) -> Sequence[Posting]:
    """Return what was booked when the charge was raised."""
    rows = _RAISED.run(connection, charge_id=charge_id)
    return [Posting(account=Ledger(account), amount=amount) for account, amount in rows]


def moved_between(connection: Connection, *, centre_id: int, begin: datetime, end: datetime) -> Mapping[Ledger, int]:
    """Return the dong that moved on each account from `begin` (included) to `end` (excluded)."""
    rows = _BALANCES.run(connection, centre_id=centre_id, begin=to_ms(begin), end=to_ms(end))
    found = {Ledger(account): int(amount) for account, amount in rows}
    return {account: found.get(account, 0) for account in Ledger}


def moved_in(connection: Connection, *, centre_id: int, after: int, upto: int) -> Mapping[Ledger, int]:
    """Return the dong that moved on each account in the entries after `after` up to `upto`."""
    rows = _MOVED.run(connection, centre_id=centre_id, after=after, upto=upto)
    return {Ledger(account): int(amount) for account, amount in rows}


def postings_in(connection: Connection, *, centre_id: int, after: int, upto: int) -> Sequence[ListedPosting]:
    """Return the postings of the entries after `after` up to `upto`, in order."""
    return [
        ListedPosting(
            entry=row[0],
            at=from_ms(row[1]),
            posting=Posting(account=Ledger(row[2]), amount=row[3]),
            charge_id=row[4],
            payment_id=row[5],
            credit_id=row[6],
        )
        for row in _LISTED.run(connection, centre_id=centre_id, after=after, upto=upto)
    ]


def last_position(connection: Connection, centre_id: int) -> int:
    """Return the position of the centre's last entry; 0 before the first."""
    return int(_LAST.run(connection, centre_id=centre_id, after=0).scalar() or 0)


def position_before(connection: Connection, *, centre_id: int, after: int, end: datetime) -> int:
    """Return the position after `after` up to which no entry is of `end` or later; `after` itself if there is none.

    Entries of a centre are numbered in the order in which they were written, for each is written alone.
    """
    first = _FIRST_FROM.run(connection, centre_id=centre_id, begin=to_ms(end), after=after).scalar()
    last = _LAST.run(connection, centre_id=centre_id, after=after).scalar() if first is None else first - 1
    return after if last is None else int(last)
