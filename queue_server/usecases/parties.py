"""People who came together: held for the counter of the first of them, and let go again."""

from collections.abc import Iterable
from datetime import datetime

from queue_server.domain import party
from queue_server.domain.event import EventKind
from queue_server.domain.ticket import Ticket, TicketState
from queue_server.store.parties import companions_in_line, gathered_at
from queue_server.store.tickets import load_ticket, save_ticket, save_turn
from queue_server.store.unit import Unit
from queue_server.usecases.journaling import record_move


def gather(unit: Unit, called: Ticket, *, at: datetime) -> tuple[str, ...]:
    """Let the companions of a ticket that is being called wait for its counter; return their ids.

    Nothing is asked of the database for somebody who came alone.
    """
    counter_id = called.turn.counter_id
    if called.party is None or counter_id is None:
        return ()
    held = [party.gather(each, counter_id=counter_id) for each in companions_in_line(unit.connection, called)]
    for each in held:
        _save(unit, EventKind.TICKET_GATHERED, each, at=at)
    return tuple(each.id for each in held)


def release(unit: Unit, ids: Iterable[str], *, counter_id: int, at: datetime) -> list[Ticket]:
    """Let those of the companions that still wait for the counter wait in their line again; return them."""
    found = [load_ticket(unit.connection, each)[0] for each in ids]
    waiting = [each for each in found if each.state is TicketState.WAITING]
    return _let_go(unit, [each for each in waiting if party.is_gathered(each, counter_id=counter_id)], at=at)


def release_all(unit: Unit, *, counter_id: int, at: datetime) -> list[Ticket]:
    """Let all companions that wait for the counter wait in their lines again; return them in order."""
    return _let_go(unit, gathered_at(unit.connection, counter_id), at=at)


def _let_go(unit: Unit, tickets: Iterable[Ticket], *, at: datetime) -> list[Ticket]:
    released = [party.release(each) for each in tickets]
    for each in released:
        _save(unit, EventKind.TICKET_RELEASED, each, at=at)
    return released


def _save(unit: Unit, kind: EventKind, ticket: Ticket, *, at: datetime) -> None:
    save_ticket(unit.connection, ticket, undo=None)
    save_turn(unit.connection, ticket.id, ticket.turn)
    record_move(unit, kind, ticket, at=at, for_counter=ticket.turn.for_counter_id)
