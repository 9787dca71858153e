"""The books in the database: entries are added, never changed."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import Connection, text

from queue_server.domain.ledger import Entry, Ledger, Posting, balances
from queue_server.store.moments import to_ms
from queue_server.store.prepared import Prepared

_ENTRY = Prepared(
    text(
        "INSERT INTO ledger_entry (centre_id, at, charge_id, payment_id, credit_id)"
        " VALUES (:centre_id, :at, :charge_id, :payment_id, :credit_id) RETURNING id"
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


def book(
    connection: Connection,
    entry: Entry,
    *,
    centre_id: int,
    at: datetime,
    charge_id: str | None = None,
    payment_id: str | None = None,
    credit_id: int | None = None,
) -> None:
    """Add an entry; one without postings (nothing was due) leaves no trace."""
    assert balances(entry)
    if not entry:
        return
    written = _ENTRY.run(
        connection, centre_id=centre_id, at=to_ms(at), charge_id=charge_id, payment_id=payment_id, credit_id=credit_id
    )
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
