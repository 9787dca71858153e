"""Everybody who waits at a centre, in the order of call, with the reason of each."""

from datetime import datetime

from sqlalchemy import Connection, text

from queue_server.domain.centre import CentreSetup
from queue_server.domain.reason import reason_of_call
from queue_server.domain.ticket import Ticket
from queue_server.store.prepared import Prepared
from queue_server.store.tickets import WITH_TURN, ticket_from
from queue_server.store.views import View, coded, moment, names_view, priority_view, reserved_view

SHOWN = 500

_WAITING = Prepared(
    WITH_TURN.where(
        text("ticket.line_id IN (SELECT id FROM line WHERE centre_id = :centre_id) AND ticket.state = 'waiting'")
    ).order_by(text("ticket.effective_at, ticket.issued_at, ticket.number, ticket.id LIMIT :most"))
)


def whole_waiting_view(connection: Connection, setup: CentreSetup, *, at: datetime) -> View:
    """Return the waiting tickets of all lines; each line is called in this order, whichever counter calls."""
    rows = _WAITING.run(connection, centre_id=setup.id, most=SHOWN).all()
    return {"at": moment(at), "tickets": [_waiting(setup, ticket_from(row)) for row in rows]}


def _waiting(setup: CentreSetup, ticket: Ticket) -> View:
    line = setup.lines[ticket.turn.line_id]
    return {
        "label": ticket.label,
        "line": coded(line) | {"letter": line.letter},
        "service": names_view(setup.services[ticket.service_id].names),
        "priority": priority_view(setup, ticket),
        "joined_at": moment(ticket.turn.joined_at),
        "reason": reason_of_call(ticket),
        **reserved_view(setup, ticket),
    }
