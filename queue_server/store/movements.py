"""Payments as the books tell of them: taken and given back, in order; and those that are not finished."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, text

from queue_server.domain.closing import FeePart, Movement, Waiting
from queue_server.domain.fee import FeeKind
from queue_server.domain.payment import Method, PaymentState
from queue_server.store.moments import from_ms
from queue_server.store.prepared import Prepared, Row

_COLUMNS = (
    "SELECT e.id, e.at, e.staff_id, p.id, p.code, d.code, r.code, p.method, -l.amount, c.fees, p.reference, p.last4,"
    " p.approval_code, p.checked_by, p.device_id, v.name, p.receipt"
    " FROM ledger_entry e JOIN ledger_posting l ON l.entry_id = e.id AND l.account = 'due'"
    " JOIN payment p ON p.id = e.payment_id JOIN charge c ON c.id = p.charge_id JOIN dossier d ON d.id = c.dossier_id"
    " LEFT JOIN procedure r ON r.id = d.procedure_id LEFT JOIN device v ON v.id = p.device_id"
    " WHERE e.centre_id = :centre_id AND e.id > :after AND e.id <= :upto"
)
_ALL = Prepared(text(f"{_COLUMNS} ORDER BY e.id"))
_OF_STAFF = Prepared(text(f"{_COLUMNS} AND e.staff_id = :staff_id ORDER BY e.id"))
_STAFF = Prepared(
    text(
        "SELECT DISTINCT e.staff_id FROM ledger_entry e WHERE e.centre_id = :centre_id AND e.id > :after"
        " AND e.id <= :upto AND e.staff_id IS NOT NULL ORDER BY e.staff_id"
    )
)
_ATTEMPT = "SELECT p.id, d.code, p.method, p.amount, p.state, p.created_at, p.created_by FROM"
_DOSSIER = "JOIN charge c ON c.id = p.charge_id JOIN dossier d ON d.id = c.dossier_id"
_ATTEMPTS = f"{_ATTEMPT} payment p {_DOSSIER} WHERE p.centre_id = :centre_id"
_UNPROVEN = Prepared(
    text(
        f"{_ATTEMPT} ledger_entry e JOIN payment p ON p.id = e.payment_id {_DOSSIER}"  # noqa: S608
        " WHERE e.centre_id = :centre_id AND e.id > :after AND e.id <= :upto"
        " AND p.method = 'vietqr' AND p.state = 'confirmed' AND NOT EXISTS (SELECT 1 FROM bank_credit b"
        " WHERE b.payment_id = p.id AND b.state IN ('explained', 'matched')) ORDER BY e.id"
    )
)
_WAITING = Prepared(text(f"{_ATTEMPTS} AND p.state IN ('created', 'in_doubt', 'pending') ORDER BY p.created_at, p.id"))
_GIVEN_BACK = Prepared(
    text(
        f"{_ATTEMPT} refund r JOIN payment p ON p.id = r.payment_id {_DOSSIER} WHERE r.centre_id = :centre_id"
        " AND r.state IN ('created', 'in_doubt', 'pending') ORDER BY p.created_at, p.id"
    )
)
_UNCHECKED = Prepared(
    text(
        f"{_ATTEMPTS} AND p.approval_code IS NOT NULL AND p.checked_by IS NULL AND p.device_id IS NULL"
        " ORDER BY p.created_at, p.id"
    )
)
END = 2**62
"""A position behind all entries."""


def movements_in(connection: Connection, *, centre_id: int, after: int, upto: int) -> Sequence[Movement]:
    """Return what was taken and given back in the entries after `after` up to `upto`, in order."""
    return [_movement(row) for row in _ALL.run(connection, centre_id=centre_id, after=after, upto=upto)]


def movements_of(
    connection: Connection, *, centre_id: int, staff_id: int, after: int, upto: int = END
) -> Sequence[Movement]:
    """Return what is of one person's shift in the entries after `after` up to `upto`, in order."""
    rows = _OF_STAFF.run(connection, centre_id=centre_id, staff_id=staff_id, after=after, upto=upto)
    return [_movement(row) for row in rows]


def staff_who_moved(connection: Connection, *, centre_id: int, after: int, upto: int) -> Sequence[int]:
    """Return whose shifts the entries after `after` up to `upto` are of."""
    return [row[0] for row in _STAFF.run(connection, centre_id=centre_id, after=after, upto=upto)]


def waiting_payments(connection: Connection, centre_id: int) -> Sequence[Waiting]:
    """Return the payments that are open or in doubt with their dossiers, the oldest first."""
    return [_attempt(row) for row in _WAITING.run(connection, centre_id=centre_id)]


def waiting_refunds(connection: Connection, centre_id: int) -> Sequence[Waiting]:
    """Return the payments that a terminal is to give back, or of which it is in doubt, the oldest first."""
    return [_attempt(row) for row in _GIVEN_BACK.run(connection, centre_id=centre_id)]


def unchecked_cards(connection: Connection, centre_id: int) -> Sequence[Waiting]:
    """Return the typed cards of which nobody else has seen the terminal's slip, the oldest first."""
    return [_attempt(row) for row in _UNCHECKED.run(connection, centre_id=centre_id)]


def unproven_transfers(connection: Connection, *, centre_id: int, after: int, upto: int) -> Sequence[Waiting]:
    """Return the transfers in the entries after `after` up to `upto` that a person confirmed and no bank told of."""
    return [_attempt(row) for row in _UNPROVEN.run(connection, centre_id=centre_id, after=after, upto=upto)]


def _attempt(row: Row) -> Waiting:
    return Waiting(
        payment_id=row[0],
        dossier=row[1],
        method=Method(row[2]),
        amount=row[3],
        state=PaymentState(row[4]),
        created_at=from_ms(row[5]),
        created_by=row[6],
    )


def _movement(row: Row) -> Movement:
    back = row[8] < 0
    return Movement(
        position=row[0],
        at=from_ms(row[1]),
        staff_id=row[2],
        device=row[15],
        payment_id=row[3],
        code=row[4],
        dossier=row[5],
        procedure=row[6],
        method=Method(row[7]),
        amount=row[8],
        parts=tuple(_part(fee, back=back) for fee in json.loads(row[9]) if fee["amount"]),
        reference=row[10],
        last4=row[11],
        receipt=row[16],
        typed=row[12] is not None and row[14] is None,
        checked=row[13] is not None,
    )


def _part(fee: Mapping[str, Any], *, back: bool) -> FeePart:
    amount = int(fee["amount"])
    return FeePart(kind=FeeKind(fee["kind"]), name=fee["name"], amount=-amount if back else amount)
