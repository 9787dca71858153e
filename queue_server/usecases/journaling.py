"""How moves of a ticket are written into the journal."""

from datetime import datetime

from queue_server.domain.event import Event, EventKind, Plain
from queue_server.domain.ticket import Ticket
from queue_server.store.unit import Unit


def record_move(unit: Unit, kind: EventKind, ticket: Ticket, *, at: datetime, **more: Plain) -> None:
    """Record what happened to the ticket with everything a reader needs to replay it."""
    turn = ticket.turn
    body: dict[str, Plain] = {
        "ticket": ticket.id,
        "label": ticket.label,
        "state": ticket.state.value,
        "turn": turn.ordinal,
        "line": turn.line_id,
        "counter": turn.counter_id,
        "clerk": turn.clerk_id,
    }
    unit.record(Event(kind=kind, at=at, centre_id=ticket.centre_id, body=body | more))


def record(unit: Unit, kind: EventKind, *, at: datetime, centre_id: int, **body: Plain) -> None:
    """Record any other fact."""
    unit.record(Event(kind=kind, at=at, centre_id=centre_id, body=body))
