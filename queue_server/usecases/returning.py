"""Tickets that live again: a missing paper fetched, and what was ended by mistake."""

from datetime import datetime

from queue_server.domain import moves
from queue_server.domain.dossier import Result
from queue_server.domain.errors import LineRetired
from queue_server.domain.event import EventKind
from queue_server.domain.numbering import service_day
from queue_server.domain.ticket import Ticket
from queue_server.store.lines import front_key
from queue_server.store.moments import to_day
from queue_server.store.setup import setup_for_writing
from queue_server.store.tickets import insert_turn, load_by_number, save_ticket
from queue_server.store.unit import Unit
from queue_server.store.views import View
from queue_server.usecases.automatic import answer_joined, offer
from queue_server.usecases.dossiers import end_running
from queue_server.usecases.journaling import record_move
from queue_server.usecases.posts import answer, own_ticket, post_of, save_move, ticket_at


def fetch_paper(unit: Unit, *, centre_id: int, clerk_id: int, at: datetime) -> View:
    """End the turn because the citizen must fetch a missing paper; the ticket is away and may come back once.

    Raises NoTicketAtCounter and ReturnedAlready.
    """
    post = post_of(unit, centre_id=centre_id, clerk_id=clerk_id)
    ticket, _ = ticket_at(unit, post)
    away = moves.fetch(ticket, at=at)
    ended = end_running(unit, post.setup, ticket, at=at, result=Result.UNFINISHED)
    undo = save_move(unit, post, ticket, away, "fetch", at=at, running=ended.handling, dossier=ended.dossier)
    record_move(unit, EventKind.TICKET_AWAY, away, at=at, actor=clerk_id)
    return answer(unit, post, None, undo)


def come_back(unit: Unit, *, centre_id: int, clerk_id: int, ticket_id: str, at: datetime) -> View:
    """The citizen is back the same day: the ticket joins the front of its line. Raises NotFound and OtherDay."""
    post = post_of(unit, centre_id=centre_id, clerk_id=clerk_id)
    ticket = own_ticket(unit, post, ticket_id)
    today = service_day(at, post.setup.zone)
    back = moves.come_back(ticket, at=at, today=today, key=_front(unit, ticket))
    undo = save_move(unit, post, ticket, back, "return", at=at)
    record_move(unit, EventKind.TICKET_RETURNED, back, at=at, effective_at=back.turn.effective_at, actor=clerk_id)
    return answer_joined(unit, post, back, undo, at=at)


def reopen(unit: Unit, *, centre_id: int, actor_id: int, label: str, reason: str, at: datetime) -> View:
    """Put a ticket of today that was ended by mistake back into its line with its old key, as a supervisor.

    `reason` goes into the journal. No counter can undo it. Raises NotFound, LineRetired and IllegalMove.
    """
    setup = setup_for_writing(unit, centre_id)
    today = service_day(at, setup.zone)
    ticket = load_by_number(unit.connection, centre_id=centre_id, day_ordinal=to_day(today), label=label)
    reopened = moves.reopen(ticket, at=at, today=today)
    if reopened.turn.line_id not in setup.lines:
        raise LineRetired(label=ticket.label)
    save_ticket(unit.connection, reopened, undo=None)
    insert_turn(unit.connection, reopened)
    record_move(
        unit,
        EventKind.TICKET_REOPENED,
        reopened,
        at=at,
        effective_at=reopened.turn.effective_at,
        was=ticket.state.value,
        reason=reason,
        joined_because=reopened.turn.reason,
        actor=actor_id,
    )
    offer(unit, setup, reopened, at=at)
    return {"label": reopened.label, "state": reopened.state.value}


def _front(unit: Unit, ticket: Ticket) -> int:
    day = to_day(ticket.day)
    line = ticket.turn.line_id
    front = front_key(unit.connection, centre_id=ticket.centre_id, day_ordinal=day, line_id=line)
    return ticket.turn.effective_at if front is None else front
