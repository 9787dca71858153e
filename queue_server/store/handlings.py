"""Dossiers and the time spent on them."""

from typing import Any

from sqlalchemy import Connection, bindparam, delete, insert, select, update

from queue_server.domain.dossier import Result, Step
from queue_server.domain.handling import Handling
from queue_server.store.moments import from_ms, maybe_from_ms, maybe_ms, to_ms
from queue_server.store.prepared import Prepared
from queue_server.store.schema_dossiers import DossierRow, HandlingRow
from queue_server.store.tables import table

_handling = table(HandlingRow)
_dossier = table(DossierRow)

_COLUMNS = (
    _handling.c.turn_ordinal, _handling.c.ordinal, _dossier.c.code, _handling.c.clerk_id, _handling.c.started_at,
    _handling.c.ended_at, _handling.c.held_milliseconds, _handling.c.step, _handling.c.result,
)  # fmt: skip
_OF_TICKET = Prepared(
    select(*_COLUMNS)
    .join_from(_handling, _dossier, _dossier.c.id == _handling.c.dossier_id)
    .where(_handling.c.ticket_id == bindparam("ticket_id"))
    .order_by(_handling.c.turn_ordinal, _handling.c.ordinal)
)
_INSERT = Prepared(insert(_handling), columns=[column.name for column in _handling.columns])
_KEY = (
    _handling.c.ticket_id == bindparam("key"),
    _handling.c.turn_ordinal == bindparam("at_turn"),
    _handling.c.ordinal == bindparam("at_ordinal"),
)
_DELETE = Prepared(delete(_handling).where(*_KEY))
_UPDATE = Prepared(
    update(_handling).where(*_KEY),
    columns=["ended_at", "held_milliseconds", "result"],
)


def handlings_of(connection: Connection, ticket_id: str) -> tuple[Handling, ...]:
    """Return all handlings of a ticket in order."""
    return tuple(_handling_from(row) for row in _OF_TICKET.run(connection, ticket_id=ticket_id))


def insert_handling(connection: Connection, *, ticket_id: str, dossier_id: int, handling: Handling) -> None:
    """Write a new handling of the dossier."""
    _INSERT.run(
        connection,
        ticket_id=ticket_id,
        turn_ordinal=handling.turn_ordinal,
        ordinal=handling.ordinal,
        dossier_id=dossier_id,
        clerk_id=handling.clerk_id,
        started_at=to_ms(handling.started_at),
        ended_at=maybe_ms(handling.ended_at),
        held_milliseconds=handling.held_milliseconds,
        step=None if handling.step is None else handling.step.value,
        result=None if handling.result is None else handling.result.value,
    )


def save_handling(connection: Connection, ticket_id: str, handling: Handling) -> None:
    """Write what can change in a handling."""
    _UPDATE.run(
        connection,
        key=ticket_id,
        at_turn=handling.turn_ordinal,
        at_ordinal=handling.ordinal,
        ended_at=maybe_ms(handling.ended_at),
        held_milliseconds=handling.held_milliseconds,
        result=None if handling.result is None else handling.result.value,
    )


def delete_handling(connection: Connection, ticket_id: str, handling: Handling) -> None:
    """Take a handling back that never was; the journal keeps that it was begun."""
    _DELETE.run(connection, key=ticket_id, at_turn=handling.turn_ordinal, at_ordinal=handling.ordinal)


def _handling_from(row: Any) -> Handling:
    return Handling(
        turn_ordinal=row[0],
        ordinal=row[1],
        dossier_code=row[2],
        clerk_id=row[3],
        started_at=from_ms(row[4]),
        ended_at=maybe_from_ms(row[5]),
        held_milliseconds=row[6],
        step=None if row[7] is None else Step(row[7]),
        result=None if row[8] is None else Result(row[8]),
    )
