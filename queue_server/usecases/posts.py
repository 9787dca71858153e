"""A clerk at a counter: taking it, leaving it, and what every command of the console begins with."""

from dataclasses import dataclass
from datetime import datetime

from queue_server.domain.centre import CentreSetup
from queue_server.domain.console import check_console
from queue_server.domain.dossier import Dossier
from queue_server.domain.errors import (
    CounterBusy,
    NotFound,
    NoTicketAtCounter,
    OnBreak,
    ShiftRequired,
)
from queue_server.domain.event import EventKind, Plain
from queue_server.domain.handling import Handling
from queue_server.domain.moves import not_before
from queue_server.domain.ticket import AT_COUNTER, Ticket
from queue_server.domain.undo import UNDO_WINDOW, Undo
from queue_server.store.breaks import close_break
from queue_server.store.handlings import handlings_of
from queue_server.store.setup import setup_for_writing
from queue_server.store.shifts import (
    Shift,
    close_shift,
    remember_ticket,
    shift_of_clerk,
)
from queue_server.store.tickets import insert_turn, load_at_counter, load_ticket, save_ticket, save_turn
from queue_server.store.undoing import undo_from_text, undo_to_text
from queue_server.store.unit import Unit
from queue_server.store.views import View, counter_ticket_view, moment
from queue_server.usecases.journaling import record


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """A clerk's open shift in its centre, inside a transaction that has the centre to itself."""

    setup: CentreSetup
    shift: Shift


def post_of(unit: Unit, *, centre_id: int, clerk_id: int) -> Post:
    """Return where the clerk sits. Raises ShiftRequired, and ConsoleSuperseded for a tab that no longer acts there.

    A keypad belongs to the counter: it acts beside whichever console does.
    """
    setup = setup_for_writing(unit, centre_id)
    shift = shift_of_clerk(unit.connection, clerk_id)
    if shift is None or shift.centre_id != centre_id:
        raise ShiftRequired()
    if unit.keypad is None:
        check_console(shift.holder, unit.console, zone=setup.zone)
    return Post(setup=setup, shift=shift)


def ticket_at(unit: Unit, post: Post) -> tuple[Ticket, Undo | None]:
    """Return the called or served ticket of the counter and what could be undone.

    It is not for a clerk on a break: at a shared counter it is the colleague's. Raises OnBreak and NoTicketAtCounter.
    """
    present(post)
    found = load_at_counter(unit.connection, post.shift.counter_id)
    if found is None:
        raise NoTicketAtCounter()
    ticket, kept = found
    return ticket, undo_from_text(kept, ticket)


def free_counter(unit: Unit, post: Post) -> None:
    """Make sure that the counter has no ticket. Raises CounterBusy."""
    found = load_at_counter(unit.connection, post.shift.counter_id)
    if found is not None:
        raise CounterBusy(label=found[0].label)


def present(post: Post) -> None:
    """Make sure that the clerk is not on a break. Raises OnBreak."""
    if post.shift.pause is not None:
        raise OnBreak()


def ready_counter(unit: Unit, post: Post) -> None:
    """Make sure that the clerk is there and the counter has no ticket. Raises OnBreak and CounterBusy."""
    present(post)
    free_counter(unit, post)


def running_handling(unit: Unit, ticket: Ticket) -> Handling | None:
    """Return the dossier being handled in the ticket's present turn, or None."""
    for handling in handlings_of(unit.connection, ticket.id):
        if handling.turn_ordinal == ticket.turn.ordinal and handling.ended_at is None:
            return handling
    return None


def remember(unit: Unit, post: Post, ticket: Ticket, undo: Undo | None, *, back_to: str | None = None) -> None:
    """Write the ticket and what of it the counter can take back; without any, the next to take back is `back_to`."""
    save_ticket(unit.connection, ticket, undo=None if undo is None else undo_to_text(undo))
    last = back_to if undo is None else ticket.id
    remember_ticket(unit.connection, post.shift, last, busy=ticket.state in AT_COUNTER)


def save_move(
    unit: Unit,
    post: Post,
    before: Ticket,
    after: Ticket,
    move: str,
    *,
    at: datetime,
    running: Handling | None = None,
    follows: str | None = None,
    dossier: Dossier | None = None,
    gathered: tuple[str, ...] = (),
) -> Undo:
    """Write a ticket after a move with its turn, and keep what it was.

    `running` is the handling that the move ended, `dossier` the dossier that was moved by it, both as before;
    `follows` is the ticket whose own last move can be taken back after this one; `gathered` are the companions it held.
    """
    undo = Undo(
        move=move,
        counter_id=post.shift.counter_id,
        until=at + UNDO_WINDOW,
        ticket=before,
        running=running,
        follows=follows,
        dossier=dossier,
        gathered=gathered,
    )
    remember(unit, post, after, undo)
    if after.turn.ordinal == before.turn.ordinal:
        save_turn(unit.connection, after.id, after.turn)
    else:
        insert_turn(unit.connection, after)
    return undo


def own_ticket(unit: Unit, post: Post, ticket_id: str) -> Ticket:
    """Return a ticket of the post's centre. Raises NotFound."""
    ticket, _ = load_ticket(unit.connection, ticket_id)
    if ticket.centre_id != post.setup.id:
        raise NotFound(what="ticket", name=ticket_id[:32])
    return ticket


def answer(unit: Unit, post: Post, ticket: Ticket | None, undo: Undo | None) -> View:
    """Return what a console command answers."""
    return {
        "ticket": None
        if ticket is None
        else counter_ticket_view(post.setup, ticket, handlings_of(unit.connection, ticket.id)),
        "undo": None if undo is None else {"move": undo.move, "until": moment(undo.until)},
    }


def end_shift(unit: Unit, shift: Shift, *, at: datetime, **more: Plain) -> None:
    """End a shift and the break in it, whoever asks for it; `more` goes into the journal."""
    if shift.pause is not None:
        end_break_of(unit, shift, at=at)
    close_shift(unit.connection, shift, at=at)
    record(
        unit,
        EventKind.SHIFT_ENDED,
        at=at,
        centre_id=shift.centre_id,
        counter=shift.counter_id,
        clerk=shift.clerk_id,
        **more,
    )


def end_break_of(unit: Unit, shift: Shift, *, at: datetime, **more: Plain) -> None:
    """End the open break of a shift, whoever asks for it; `more` goes into the journal."""
    assert shift.pause is not None
    ended = not_before(shift.pause.began_at, at)
    close_break(unit.connection, shift, at=ended)
    record(
        unit, EventKind.BREAK_ENDED, at=at, centre_id=shift.centre_id, counter=shift.counter_id, clerk=shift.clerk_id,
        reason=shift.pause.reason, **more,
    )  # fmt: skip
