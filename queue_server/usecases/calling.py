"""What a clerk does with a turn, one key each. All raise ShiftRequired; moves raise IllegalMove."""

from dataclasses import replace
from datetime import datetime, timedelta

from queue_server.domain import moves
from queue_server.domain.centre import CentreSetup
from queue_server.domain.errors import NobodyWaiting
from queue_server.domain.event import EventKind, Plain
from queue_server.domain.handling import Handling
from queue_server.domain.reason import Choice
from queue_server.domain.ticket import Aside, Ticket
from queue_server.store.handlings import save_handling
from queue_server.store.lines import next_ticket_id
from queue_server.store.moments import maybe_ms
from queue_server.store.shifts import mark_ready
from queue_server.store.tickets import load_ticket, save_turn
from queue_server.store.unit import Unit
from queue_server.store.views import View
from queue_server.usecases.automatic import answer_joined, go_on, is_automatic
from queue_server.usecases.calls import call_to
from queue_server.usecases.dossiers import end_running
from queue_server.usecases.journaling import record_move
from queue_server.usecases.posts import (
    Post,
    answer,
    own_ticket,
    post_of,
    ready_counter,
    remember,
    running_handling,
    save_move,
    ticket_at,
)
from queue_server.usecases.visiting import go_onward, next_stop


def call_next(unit: Unit, *, centre_id: int, clerk_id: int, at: datetime) -> View:
    """Call the next ticket of the counter's lines. Raises OnBreak, CounterBusy and NobodyWaiting.

    A counter that calls by itself is ready instead when nobody waits.
    """
    post = post_of(unit, centre_id=centre_id, clerk_id=clerk_id)
    ready_counter(unit, post)
    ticket_id = next_ticket_id(unit.connection, post.shift.counter_id, clerk_id)
    if ticket_id is None:
        return _nobody(unit, post, at=at)
    ticket, _ = load_ticket(unit.connection, ticket_id)
    called = call_to(unit, post, ticket, at=at)
    return answer(unit, post, called.ticket, called.undo)


def call_chosen(unit: Unit, *, centre_id: int, clerk_id: int, ticket_id: str, reason: str, at: datetime) -> View:
    """Call a waiting ticket of the centre out of its turn; `reason` is a code of `domain.reason.Choice`.

    It may also be one that waits for another counter or clerk. Raises OnBreak, CounterBusy and NotFound.
    """
    post = post_of(unit, centre_id=centre_id, clerk_id=clerk_id)
    ready_counter(unit, post)
    called = call_to(unit, post, own_ticket(unit, post, ticket_id), choice=Choice(reason), at=at)
    return answer(unit, post, called.ticket, called.undo)


def _nobody(unit: Unit, post: Post, *, at: datetime) -> View:
    if not is_automatic(post):
        raise NobodyWaiting()
    mark_ready(unit.connection, post.shift, at)
    return answer(unit, post, None, None)


def recall(unit: Unit, *, centre_id: int, clerk_id: int, at: datetime) -> View:
    """Call the counter's ticket once more. Raises NoTicketAtCounter. There is nothing to undo in a spoken word."""
    post = post_of(unit, centre_id=centre_id, clerk_id=clerk_id)
    ticket, _ = ticket_at(unit, post)
    recalled = moves.recall(ticket, at=at)
    remember(unit, post, recalled, None)
    save_turn(unit.connection, recalled.id, recalled.turn)
    record_move(unit, EventKind.TICKET_RECALLED, recalled, at=at, language=recalled.language, actor=clerk_id)
    return answer(unit, post, recalled, None)


def start(unit: Unit, *, centre_id: int, clerk_id: int, at: datetime) -> View:
    """The called citizen has come. Raises NoTicketAtCounter."""
    post = post_of(unit, centre_id=centre_id, clerk_id=clerk_id)
    ticket, _ = ticket_at(unit, post)
    started = moves.start(ticket, at=at)
    undo = save_move(unit, post, ticket, started, "start", at=at)
    record_move(unit, EventKind.TICKET_STARTED, started, at=at, actor=clerk_id)
    return answer(unit, post, started, undo)


def complete(unit: Unit, *, centre_id: int, clerk_id: int, at: datetime) -> View:
    """End the turn and the dossier that runs in it; a visit with a next service goes on. Raises NoTicketAtCounter."""
    post = post_of(unit, centre_id=centre_id, clerk_id=clerk_id)
    ticket, _ = ticket_at(unit, post)
    stop = next_stop(post.setup, ticket)
    if stop is not None:
        return go_onward(unit, post, ticket, stop, at=at)
    completed = moves.complete(ticket, at=at)
    ended = end_running(unit, post.setup, ticket, at=at)
    undo = save_move(unit, post, ticket, completed, "complete", at=at, running=ended.handling, dossier=ended.dossier)
    record_move(unit, EventKind.TICKET_COMPLETED, completed, at=at, actor=clerk_id)
    return go_on(unit, post, undo, at=at)


def miss(unit: Unit, *, centre_id: int, clerk_id: int, at: datetime) -> View:
    """Nobody came to the call. Raises NoTicketAtCounter, and RecallFirst before as many recalls as the centre wants."""
    post = post_of(unit, centre_id=centre_id, clerk_id=clerk_id)
    ticket, _ = ticket_at(unit, post)
    missed = moves.miss(ticket, at=at, after_recalls=post.setup.recalls_before_no_show)
    undo = save_move(unit, post, ticket, missed, "miss", at=at)
    record_move(unit, EventKind.TICKET_NO_SHOW, missed, at=at, actor=clerk_id)
    return go_on(unit, post, undo, at=at)


def hold(
    unit: Unit,
    *,
    centre_id: int,
    clerk_id: int,
    note: str | None = None,
    remind_minutes: int | None = None,
    parked: bool = False,
    at: datetime,
) -> View:
    """Put the turn aside and free the counter. Raises NoTicketAtCounter.

    The counter is reminded after `remind_minutes`, the centre's own number by default; a `parked` turn reminds nobody
    and waits for any counter of its line.
    """
    post = post_of(unit, centre_id=centre_id, clerk_id=clerk_id)
    ticket, _ = ticket_at(unit, post)
    minutes = remind_minutes or post.setup.work.hold_reminder_minutes
    remind_at = None if parked else at + timedelta(minutes=minutes)
    held = moves.hold(ticket, at=at, aside=Aside(note=note, remind_at=remind_at, parked=parked))
    undo = save_move(unit, post, ticket, held, "hold", at=at)
    record_move(unit, EventKind.TICKET_HELD, held, at=at, parked=parked, remind_at=maybe_ms(remind_at), actor=clerk_id)
    return answer(unit, post, None, undo)


def resume(unit: Unit, *, centre_id: int, clerk_id: int, ticket_id: str, at: datetime) -> View:
    """Take a held turn up again at this counter. Raises OnBreak, CounterBusy and NotFound."""
    post = post_of(unit, centre_id=centre_id, clerk_id=clerk_id)
    ready_counter(unit, post)
    ticket = own_ticket(unit, post, ticket_id)
    resumed = moves.resume(ticket, at=at, counter_id=post.shift.counter_id, clerk_id=clerk_id)
    running = _lengthen_running(unit, ticket, by=moves.pause(ticket, at=at))
    undo = save_move(unit, post, ticket, resumed, "resume", at=at, running=running)
    record_move(unit, EventKind.TICKET_RESUMED, resumed, at=at, actor=clerk_id)
    return answer(unit, post, resumed, undo)


def reinstate(unit: Unit, *, centre_id: int, clerk_id: int, ticket_id: str, at: datetime) -> View:
    """Put a no-show back in line; within the centre's grace in the old place. Raises NotFound."""
    post = post_of(unit, centre_id=centre_id, clerk_id=clerk_id)
    ticket = own_ticket(unit, post, ticket_id)
    back = reinstated(post.setup, ticket, at=at)
    undo = save_move(unit, post, ticket, back, "reinstate", at=at)
    record_reinstated(unit, back, at=at, actor=clerk_id)
    return answer_joined(unit, post, back, undo, at=at)


def reinstated(setup: CentreSetup, ticket: Ticket, *, at: datetime) -> Ticket:
    """Return a no-show as it waits again by the centre's grace, not yet written. Raises IllegalMove."""
    return moves.reinstate(ticket, at=at, grace=timedelta(minutes=setup.reinstate_grace_minutes))


def record_reinstated(unit: Unit, back: Ticket, *, at: datetime, **told: Plain) -> None:
    """Write into the journal that a no-show waits again; `told` says who put it there."""
    turn = back.turn
    record_move(
        unit, EventKind.TICKET_REINSTATED, back, at=at, effective_at=turn.effective_at, joined_because=turn.reason,
        **told,
    )  # fmt: skip


def _lengthen_running(unit: Unit, ticket: Ticket, *, by: int) -> Handling | None:
    running = running_handling(unit, ticket)
    if running is not None:
        longer = replace(running, held_milliseconds=running.held_milliseconds + by)
        save_handling(unit.connection, ticket.id, longer)
    return running
