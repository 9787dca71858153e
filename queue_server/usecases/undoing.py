"""Taking the last action at a counter back."""

from datetime import datetime

from queue_server.domain.dossier import Dossier
from queue_server.domain.errors import CounterBusy, UndoTooLate
from queue_server.domain.event import EventKind
from queue_server.domain.ticket import AT_COUNTER, Ticket, TicketState
from queue_server.domain.undo import Undo, undoable
from queue_server.store.dossiers import find_dossier_by_id, forget_unworked, in_hand, save_dossier
from queue_server.store.handlings import delete_handling, save_handling
from queue_server.store.tickets import delete_turn, load_at_counter, load_ticket, save_turn, save_visit
from queue_server.store.undoing import undo_from_text
from queue_server.store.unit import Unit
from queue_server.store.views import View
from queue_server.usecases.automatic import answer_joined
from queue_server.usecases.dossiers import facts_of
from queue_server.usecases.journaling import record_move
from queue_server.usecases.parties import release
from queue_server.usecases.posts import Post, answer, post_of, remember


def undo_last(unit: Unit, *, centre_id: int, clerk_id: int, at: datetime) -> View:
    """Put the ticket back to what it was before the last action of this counter, if it was within five seconds.

    A call that an end brought about is taken back first, the end after it. Raises UndoTooLate, and CounterBusy when the
    counter has taken another ticket since.
    """
    post = post_of(unit, centre_id=centre_id, clerk_id=clerk_id)
    if post.shift.last_ticket_id is None:
        raise UndoTooLate()
    ticket, kept = load_ticket(unit.connection, post.shift.last_ticket_id)
    undo = undoable(undo_from_text(kept, ticket), at=at, counter_id=post.shift.counter_id)
    _room_for(unit, post, undo.ticket)
    _untouched(unit, undo.dossier)
    _restore(unit, post, ticket, undo)
    record_move(
        unit,
        EventKind.MOVE_UNDONE,
        undo.ticket,
        at=at,
        move=undo.move,
        running=None if undo.running is None else undo.running.ordinal,
        added=None if undo.added is None else undo.added.ordinal,
        actor=clerk_id,
        **({} if undo.dossier is None else facts_of(undo.dossier)),
    )
    release(unit, undo.gathered, counter_id=undo.counter_id, at=at)
    if undo.ticket.state is TicketState.WAITING:
        return answer_joined(unit, post, undo.ticket, None, at=at)
    back = undo.ticket if undo.ticket.state in AT_COUNTER else None
    return answer(unit, post, back, None)


def _room_for(unit: Unit, post: Post, before: Ticket) -> None:
    present = load_at_counter(unit.connection, post.shift.counter_id)
    if before.state in AT_COUNTER and present is not None and present[0].id != before.id:
        raise CounterBusy(label=present[0].label)


def _untouched(unit: Unit, dossier: Dossier | None) -> None:
    """Make sure that nobody behind the counters has begun or ended anything on the dossier since."""
    if dossier is None:
        return
    now = find_dossier_by_id(unit.connection, dossier.id)
    if now.changes != dossier.changes + 1 or in_hand(unit.connection, now) is not None:
        raise UndoTooLate()


def _restore(unit: Unit, post: Post, ticket: Ticket, undo: Undo) -> None:
    before = undo.ticket
    if ticket.turn.ordinal != before.turn.ordinal:
        delete_turn(unit.connection, ticket.id, ticket.turn)
    save_turn(unit.connection, ticket.id, before.turn)
    remember(unit, post, before, None, back_to=undo.follows)
    if (ticket.stops, ticket.stop, ticket.collects) != (before.stops, before.stop, before.collects):
        save_visit(unit.connection, before)
    if undo.added is not None:
        delete_handling(unit.connection, ticket.id, undo.added)
        forget_unworked(unit.connection, centre_id=ticket.centre_id, code=undo.added.dossier_code)
    if undo.running is not None:
        save_handling(unit.connection, ticket.id, undo.running)
    if undo.dossier is not None:
        save_dossier(unit.connection, undo.dossier)
