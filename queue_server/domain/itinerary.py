"""The itinerary of a visit: several services one after the other under one number."""

from dataclasses import replace
from datetime import datetime

from queue_server.domain.moves import ended_turn
from queue_server.domain.reason import Reason
from queue_server.domain.ticket import Move, Outcome, Ticket, Turn, moved

MOST_STOPS = 4
"""Services of one visit that are asked for at once: what can be read at a glance on a slip and kept in mind."""

LONGEST_VISIT = 30
"""Services of one visit in all, also when clerks add some again and again: as many as a slip is printed with."""


def still_to_come(ticket: Ticket) -> tuple[int, ...]:
    """Return the ids of the services that come after the present one, in order."""
    return ticket.stops[ticket.stop + 1 :]


def onward(
    ticket: Ticket, *, at: datetime, stop: int, line_id: int, key: int, note: str | None = None
) -> tuple[Ticket, Turn]:
    """End the present service and join the line of the one at index `stop`. Returns the ticket and the turn it ended.

    `key` is the visit's own, with which it first joined: who came to the centre earlier is called earlier in every line
    of the itinerary. The next clerk sees `note`. Raises IllegalMove.
    """
    ended = ended_turn(ticket, at=at, outcome=Outcome.ONWARD)
    turn = Turn(
        ordinal=ended.ordinal + 1, line_id=line_id, effective_at=key, joined_at=at, note=note,
        reason=Reason.ONWARD.value,
    )  # fmt: skip
    return replace(moved(ticket, Move.ONWARD, turn), service_id=ticket.stops[stop], stop=stop), ended


def stay(
    ticket: Ticket,
    *,
    at: datetime,
    stop: int,
    line_id: int,
    key: int,
    counter_id: int,
    clerk_id: int,
    note: str | None = None,
) -> tuple[Ticket, Turn]:
    """End the present service and begin the one at index `stop` at the same counter: nobody waits, nothing is called.

    Returns the ticket and the turn it ended; `key` and `note` are as for `onward`. Raises IllegalMove.
    """
    ended = ended_turn(ticket, at=at, outcome=Outcome.ONWARD)
    turn = Turn(
        ordinal=ended.ordinal + 1, line_id=line_id, effective_at=key, joined_at=at, started_at=at,
        counter_id=counter_id, clerk_id=clerk_id, note=note, reason=Reason.STAYED.value,
    )  # fmt: skip
    return replace(moved(ticket, Move.STAY, turn), service_id=ticket.stops[stop], stop=stop), ended


def replan(ticket: Ticket, services: tuple[int, ...], *, collects: str | None = None) -> Ticket:
    """Let these services (ids) come after the present one, in place of what was to come. Raises IllegalMove.

    `collects` is the dossier whose result is fetched at one of them.
    """
    passed = ticket.stops[: ticket.stop + 1] or (ticket.service_id,)
    stops = (*passed, *services)
    return replace(
        moved(ticket, Move.REPLAN, ticket.turn), stops=stops if len(stops) > 1 else (), collects=collects
    )  # fmt: skip
