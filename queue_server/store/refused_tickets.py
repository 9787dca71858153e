"""Tickets that a kiosk gave without the server and that could not be taken in, until staff have settled them."""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, text

from queue_server.domain.centre import CentreSetup
from queue_server.domain.errors import NotFound
from queue_server.store.moments import from_ms, to_ms
from queue_server.store.prepared import Prepared
from queue_server.store.views import View, coded, moment

SHOWN = 50

_OPEN = Prepared(
    text(
        "SELECT o.id, o.label, o.day, o.service, o.told_at, o.received_at, o.code, d.name FROM offline_ticket o"
        " JOIN device d ON d.id = o.device_id"
        " WHERE o.centre_id = :centre_id AND o.fate = 'refused' AND o.settled_at IS NULL"
        " ORDER BY o.received_at, o.label, o.id LIMIT :most"
    )
)
_SETTLE = Prepared(
    text(
        "UPDATE offline_ticket SET settled_at = :at, settled_by = :staff, settled_note = :note"
        " WHERE id = :id AND centre_id = :centre_id AND fate = 'refused' AND settled_at IS NULL RETURNING label, code"
    )
)


def refused_tickets_view(connection: Connection, setup: CentreSetup) -> list[View]:
    """Return what nobody has settled, the earliest told first, at most SHOWN.

    The code of a service is what the kiosk told; `service` is None when the centre has none of that code.
    """
    return [_view(setup, row) for row in _OPEN.run(connection, centre_id=setup.id, most=SHOWN)]


def save_settled(
    connection: Connection, ticket_id: str, *, centre_id: int, staff_id: int, note: str, at: datetime
) -> tuple[str, str]:
    """Write how it was settled. Returns its label and why it was refused. Raises NotFound, also when it is settled."""
    row = _SETTLE.run(
        connection, id=ticket_id, centre_id=centre_id, staff=staff_id, note=note, at=to_ms(at)
    ).one_or_none()
    if row is None:
        raise NotFound(what="ticket", name=ticket_id[:32])
    return row[0], row[1]


def _view(setup: CentreSetup, row: Any) -> View:
    service = next((each for each in setup.services.values() if each.code == row[3]), None)
    return {
        "id": row[0],
        "label": row[1],
        "day": row[2],
        "service": None if service is None else coded(service),
        "told_at": row[4],
        "received_at": moment(from_ms(row[5])),
        "code": row[6],
        "device": row[7],
    }
