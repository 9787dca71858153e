"""Charges in and out of the database."""

import json
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, text

from queue_server.domain.charge import Charge
from queue_server.domain.errors import NotFound
from queue_server.store.moments import from_ms, maybe_from_ms, to_ms
from queue_server.store.prepared import Prepared, Row

_COLUMNS = (
    "SELECT id, centre_id, dossier_id, quantity, spared_group, amount, fees, raised_at, raised_by, withdrawn_at"
    " FROM charge"
)
_ONE = Prepared(text(f"{_COLUMNS} WHERE id = :id"))
_OF_DOSSIER = Prepared(text(f"{_COLUMNS} WHERE dossier_id = :dossier_id ORDER BY raised_at, id"))
_INSERT = Prepared(
    text(
        "INSERT INTO charge (id, centre_id, dossier_id, quantity, spared_group, amount, fees, raised_at, raised_by)"
        " VALUES (:id, :centre_id, :dossier_id, :quantity, :spared_group, :amount, :fees, :raised_at, :raised_by)"
    )
)
_WITHDRAW = Prepared(text("UPDATE charge SET withdrawn_at = :at, withdrawn_by = :by, reason = :reason WHERE id = :id"))


def find_charge(connection: Connection, *, centre_id: int, charge_id: str) -> Charge:
    """Return the centre's charge. Raises NotFound."""
    row = _ONE.run(connection, id=charge_id).one_or_none()
    if row is None or row[1] != centre_id:
        raise NotFound(what="charge", name=charge_id[:32])
    return _charge(row)


def charges_of(connection: Connection, dossier_id: int) -> Sequence[Charge]:
    """Return the charges of a dossier in the order in which they were raised."""
    return [_charge(row) for row in _OF_DOSSIER.run(connection, dossier_id=dossier_id)]


def insert_charge(connection: Connection, charge: Charge) -> None:
    """Write a new charge."""
    _INSERT.run(
        connection,
        id=charge.id,
        centre_id=charge.centre_id,
        dossier_id=charge.dossier_id,
        quantity=charge.quantity,
        spared_group=charge.group,
        amount=charge.amount,
        fees=json.dumps(charge.fees, ensure_ascii=False),
        raised_at=to_ms(charge.raised_at),
        raised_by=charge.raised_by,
    )


def mark_withdrawn(connection: Connection, charge_id: str, *, staff_id: int, reason: str, at: datetime) -> None:
    """Write that it was taken back."""
    _WITHDRAW.run(connection, id=charge_id, by=staff_id, reason=reason, at=to_ms(at))


def _charge(row: Row) -> Charge:
    return Charge(
        id=row[0],
        centre_id=row[1],
        dossier_id=row[2],
        quantity=row[3],
        group=row[4],
        amount=row[5],
        fees=json.loads(row[6]),
        raised_at=from_ms(row[7]),
        raised_by=row[8],
        withdrawn_at=maybe_from_ms(row[9]),
    )
