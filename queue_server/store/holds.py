"""Held turns of a day, as the managers see them."""

from datetime import datetime, timedelta

from sqlalchemy import Connection, bindparam, text

from queue_server.domain.centre import CentreSetup
from queue_server.store.prepared import Prepared
from queue_server.store.tickets import WITH_TURN, ticket_from
from queue_server.store.views import View, aside_view, coded, moment

_HELD = Prepared(
    WITH_TURN.where(
        text("ticket.centre_id = :centre_id AND ticket.day = :day AND ticket.state = 'held'").bindparams(
            bindparam("centre_id"), bindparam("day")
        )
    ).order_by(text("turn.held_at, ticket.id"))
)


def held_view(connection: Connection, setup: CentreSetup, *, day_ordinal: int) -> list[View]:
    """Return the held tickets, the one that is held longest first; from `alarm_at` on it is too long."""
    tickets = [ticket_from(row) for row in _HELD.run(connection, centre_id=setup.id, day=day_ordinal)]
    alarm = timedelta(minutes=setup.work.hold_alarm_minutes)
    return [
        {
            "label": ticket.label,
            "service": coded(setup.services[ticket.service_id]),
            "held_at": moment(held_at),
            "alarm_at": moment(held_at + alarm),
            "aside": aside_view(setup, ticket),
        }
        for ticket in tickets
        for held_at in _since(ticket.turn.held_at)
    ]


def _since(at: datetime | None) -> tuple[datetime, ...]:
    return () if at is None else (at,)
