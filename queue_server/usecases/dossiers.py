"""Dossiers in a turn: each is handled on its own, one after the other."""

from dataclasses import replace
from datetime import datetime

from queue_server.domain.errors import DossierRepeated, IllegalMove, NoDossierRunning
from queue_server.domain.event import EventKind
from queue_server.domain.handling import Handling, dossier_code
from queue_server.domain.moves import not_before
from queue_server.domain.ticket import Ticket, TicketState
from queue_server.domain.undo import UNDO_WINDOW, Undo
from queue_server.store.handlings import handlings_of, insert_handling, save_handling
from queue_server.store.unit import Unit
from queue_server.store.views import View
from queue_server.usecases.journaling import record
from queue_server.usecases.posts import answer, post_of, remember, running_handling, ticket_at


def begin_dossier(unit: Unit, *, centre_id: int, clerk_id: int, text: str, at: datetime) -> View:
    """Begin handling the dossier typed or scanned, ending the one that runs; the turn must have been started.

    Raises DossierPattern, DossierRepeated (it runs already), NoTicketAtCounter and IllegalMove.
    """
    post = post_of(unit, centre_id=centre_id, clerk_id=clerk_id)
    ticket, _ = ticket_at(unit, post)
    if ticket.state is not TicketState.SERVED:
        raise IllegalMove(label=ticket.label, state=ticket.state.value, move="dossier")
    code = dossier_code(text, post.setup.dossier_pattern)
    before = running_handling(unit, ticket)
    if before is not None and before.dossier_code == code:
        raise DossierRepeated(value=code)
    running = end_running(unit, ticket, at=at)
    added = _add(unit, ticket, code=code, clerk_id=clerk_id, at=at)
    undo = Undo(
        move="dossier",
        counter_id=post.shift.counter_id,
        until=at + UNDO_WINDOW,
        ticket=ticket,
        running=running,
        added=added,
    )
    remember(unit, post, ticket, undo)
    return answer(unit, post, ticket, undo)


def end_dossier(unit: Unit, *, centre_id: int, clerk_id: int, at: datetime) -> View:
    """End the dossier that runs; the turn goes on. Raises NoTicketAtCounter and NoDossierRunning."""
    post = post_of(unit, centre_id=centre_id, clerk_id=clerk_id)
    ticket, _ = ticket_at(unit, post)
    running = end_running(unit, ticket, at=at)
    if running is None:
        raise NoDossierRunning()
    undo = Undo(
        move="dossier_end",
        counter_id=post.shift.counter_id,
        until=at + UNDO_WINDOW,
        ticket=ticket,
        running=running,
    )
    remember(unit, post, ticket, undo)
    return answer(unit, post, ticket, undo)


def end_running(unit: Unit, ticket: Ticket, *, at: datetime) -> Handling | None:
    """End the handling that runs in the ticket's turn, if any, and return it as it was before."""
    running = running_handling(unit, ticket)
    if running is None:
        return None
    ended = replace(running, ended_at=not_before(running.started_at, at))
    save_handling(unit.connection, ticket.id, ended)
    _record(unit, EventKind.HANDLING_ENDED, ticket, ended, at=at)
    return running


def _add(unit: Unit, ticket: Ticket, *, code: str, clerk_id: int, at: datetime) -> Handling:
    of_turn = [
        handling
        for handling in handlings_of(unit.connection, ticket.id)
        if handling.turn_ordinal == ticket.turn.ordinal
    ]
    added = Handling(
        turn_ordinal=ticket.turn.ordinal,
        ordinal=len(of_turn) + 1,
        dossier_code=code,
        clerk_id=clerk_id,
        started_at=at,
    )
    insert_handling(unit.connection, centre_id=ticket.centre_id, ticket_id=ticket.id, handling=added)
    _record(unit, EventKind.HANDLING_STARTED, ticket, added, at=at)
    return added


def _record(unit: Unit, kind: EventKind, ticket: Ticket, handling: Handling, *, at: datetime) -> None:
    record(
        unit,
        kind,
        at=at,
        centre_id=ticket.centre_id,
        ticket=ticket.id,
        label=ticket.label,
        turn=handling.turn_ordinal,
        handling=handling.ordinal,
        dossier=handling.dossier_code,
        clerk=handling.clerk_id,
        counter=ticket.turn.counter_id,
    )
