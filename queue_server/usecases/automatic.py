"""Automatic call, where the centre and the counter have it: after an end the next is called, or the counter is ready.

A ticket that joins a line is offered to the ready counters in the same transaction. Without automatic call nothing is
asked of the database: the centre's set-up says so.
"""

from datetime import datetime

from queue_server.domain.automatic import Ready, counter_for, rank
from queue_server.domain.centre import CentreSetup
from queue_server.domain.errors import NotAutomatic
from queue_server.domain.event import EventKind
from queue_server.domain.ticket import Ticket
from queue_server.domain.undo import Undo
from queue_server.store.lines import next_ticket_id
from queue_server.store.setup import save_automatic
from queue_server.store.shifts import Shift, mark_ready, ready_shifts, shift_of_clerk, shifts_at_counter
from queue_server.store.tickets import load_ticket
from queue_server.store.unit import Unit
from queue_server.store.views import View
from queue_server.usecases.calls import Called, call_to
from queue_server.usecases.journaling import record
from queue_server.usecases.posts import Post, answer, post_of


def is_automatic(post: Post) -> bool:
    """Say whether the counter calls by itself."""
    return post.setup.work.automatic_call and post.setup.counters[post.shift.counter_id].automatic


def go_on(unit: Unit, post: Post, undo: Undo, *, at: datetime) -> View:
    """Answer the end of a turn that `undo` takes back; where calls are automatic, the next is called with it."""
    if not is_automatic(post):
        return answer(unit, post, None, undo)
    called = call_waiting(unit, post, at=at, after=undo.ticket.id)
    return answer(unit, post, None, undo) if called is None else answer(unit, post, called.ticket, called.undo)


def call_waiting(unit: Unit, post: Post, *, at: datetime, after: str | None = None) -> Called | None:
    """Call the next ticket to the free post by itself; when nobody waits the counter is ready."""
    called = _call_first(unit, post, at=at, after=after)
    if called is None:
        mark_ready(unit.connection, post.shift, at)
    return called


def _call_first(unit: Unit, post: Post, *, at: datetime, after: str | None = None) -> Called | None:
    ticket_id = next_ticket_id(unit.connection, post.shift.counter_id, post.shift.clerk_id)
    if ticket_id is None:
        return None
    ticket, _ = load_ticket(unit.connection, ticket_id)
    return call_to(unit, post, ticket, at=at, automatic=True, after=after)


def offer(unit: Unit, setup: CentreSetup, ticket: Ticket, *, at: datetime) -> Called | None:
    """Call a ticket that has just joined to the ready counter that is its turn, if there is one."""
    if not setup.work.automatic_call:
        return None
    shifts = {(shift.counter_id, shift.clerk_id): shift for shift in ready_shifts(unit.connection, setup.id)}
    found = counter_for(ticket.turn, (_ready(setup, shift) for shift in shifts.values()))
    if found is None:
        return None
    post = Post(setup=setup, shift=shifts[found.counter_id, found.clerk_id])
    return call_to(unit, post, ticket, at=at, automatic=True)


def serve_ready(unit: Unit, setup: CentreSetup, *, at: datetime) -> None:
    """Call whoever waits to the counters that are ready, after their lines or the rules have changed.

    A counter that calls by itself no longer is not ready any more.
    """
    for shift in sorted(ready_shifts(unit.connection, setup.id), key=lambda each: rank(_ready(setup, each))):
        # A ticket that was called to the colleague at the same counter keeps this clerk from being ready.
        now = shift_of_clerk(unit.connection, shift.clerk_id)
        if now is None or now.ready_since is None:
            continue
        post = Post(setup=setup, shift=now)
        if is_automatic(post):
            _call_first(unit, post, at=at)
        else:
            mark_ready(unit.connection, now, None)


def _ready(setup: CentreSetup, shift: Shift) -> Ready:
    assert shift.ready_since is not None
    return Ready(
        counter_id=shift.counter_id,
        clerk_id=shift.clerk_id,
        since=shift.ready_since,
        lines=setup.counters[shift.counter_id].skills.keys(),
    )


def answer_joined(unit: Unit, post: Post, ticket: Ticket, undo: Undo | None, *, at: datetime) -> View:
    """Offer a ticket that a clerk put into a line; answer what is at the clerk's own counter then."""
    called = offer(unit, post.setup, ticket, at=at)
    if called is None or called.post.shift.counter_id != post.shift.counter_id:
        return answer(unit, post, None, undo)
    return answer(unit, post, called.ticket, called.undo)


def switch_automatic(unit: Unit, *, centre_id: int, clerk_id: int, on: bool, at: datetime) -> View:
    """Let the clerk's counter call by itself or not. Raises ShiftRequired, and NotAutomatic where the centre has none.

    Switched on, it begins with the clerk's next call; switched off, a ready counter is no longer called to.
    """
    post = post_of(unit, centre_id=centre_id, clerk_id=clerk_id)
    if not post.setup.work.automatic_call:
        raise NotAutomatic()
    counter_id = post.shift.counter_id
    for shift in shifts_at_counter(unit.connection, counter_id):
        mark_ready(unit.connection, shift, None)
    save_automatic(unit.connection, centre_id=centre_id, counter_id=counter_id, on=on)
    record(unit, EventKind.AUTOMATIC_SET, at=at, centre_id=centre_id, counter=counter_id, on=on, clerk=clerk_id)
    return answer(unit, post, None, None)
