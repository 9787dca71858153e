"""No-shows of a day, as the managers see them."""

from sqlalchemy import Connection, bindparam, text

from queue_server.domain.centre import CentreSetup
from queue_server.store.prepared import Prepared
from queue_server.store.tickets import WITH_TURN, ticket_from
from queue_server.store.views import View, coded, moment

SHOWN = 50
"""The list is sent whole with each change of the hall; who missed the call before these is reopened by the number."""

_MISSED = Prepared(
    WITH_TURN.where(
        text("ticket.centre_id = :centre_id AND ticket.day = :day AND ticket.state = 'no_show'").bindparams(
            bindparam("centre_id"), bindparam("day")
        )
    ).order_by(text("turn.ended_at DESC, ticket.id LIMIT :most"))
)


def missed_view(connection: Connection, setup: CentreSetup, *, day_ordinal: int) -> list[View]:
    """Return the latest tickets that nobody came with when they were called, the last one first."""
    rows = _MISSED.run(connection, centre_id=setup.id, day=day_ordinal, most=SHOWN)
    return [
        {
            "label": ticket.label,
            "service": coded(setup.services[ticket.service_id]),
            "missed_at": moment(ticket.turn.ended_at),
        }
        for ticket in map(ticket_from, rows)
    ]
