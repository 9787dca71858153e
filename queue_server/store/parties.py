"""Tickets of people who came together."""

from collections.abc import Sequence

from sqlalchemy import Connection, text

from queue_server.domain.reason import Reason
from queue_server.domain.ticket import Ticket
from queue_server.store.prepared import Prepared
from queue_server.store.tickets import WITH_TURN, ticket_from

_COMPANIONS = Prepared(
    WITH_TURN.where(
        text(
            "ticket.party = :party AND ticket.id <> :id AND ticket.state = 'waiting' AND ticket.turn = 1"
            " AND ticket.line_id = :line_id AND ticket.for_counter_id IS NULL AND ticket.for_clerk_id IS NULL"
        )
    ).order_by(text("ticket.number"))
)
_GATHERED = Prepared(
    WITH_TURN.where(
        text("ticket.for_counter_id = :counter_id AND ticket.state = 'waiting' AND turn.reason = :reason")
    ).order_by(text("ticket.number"))
)
_LABELS = Prepared(text("SELECT label FROM ticket WHERE party = :party ORDER BY number"))


def companions_in_line(connection: Connection, ticket: Ticket) -> Sequence[Ticket]:
    """Return those who came with this ticket and still wait in the same line in their first turn, in order."""
    rows = _COMPANIONS.run(connection, party=ticket.party, id=ticket.id, line_id=ticket.turn.line_id)
    return [ticket_from(row) for row in rows]


def gathered_at(connection: Connection, counter_id: int) -> Sequence[Ticket]:
    """Return the companions that wait for the counter, in order."""
    rows = _GATHERED.run(connection, counter_id=counter_id, reason=Reason.COMPANION.value)
    return [ticket_from(row) for row in rows]


def labels_of(connection: Connection, ticket: Ticket) -> Sequence[str]:
    """Return all numbers of the ticket's party in order; none for somebody alone."""
    if ticket.party is None:
        return []
    return [row[0] for row in _LABELS.run(connection, party=ticket.party)]
