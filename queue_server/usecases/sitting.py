"""Sitting down at a counter and leaving it, alone or beside a colleague, and which console acts for the clerk."""

from datetime import datetime

from queue_server.domain.centre import Counter
from queue_server.domain.errors import CounterTaken, ShiftRequired
from queue_server.domain.event import EventKind
from queue_server.store.setup import setup_for_writing
from queue_server.store.shifts import Shift, insert_shift, save_holder, shift_of_clerk, shifts_at_counter
from queue_server.store.unit import Unit
from queue_server.usecases.journaling import record
from queue_server.usecases.posts import Post, end_shift, free_counter, post_of

SEATS = 2
"""How many clerks may sit at a shared counter."""


def take_counter(unit: Unit, *, centre_id: int, clerk_id: int, number: int, takeover: bool, at: datetime) -> Shift:
    """Begin the clerk's shift at the counter, ending the one they had elsewhere. Raises NotFound and CounterTaken.

    A shared counter has two seats. With `takeover` the shift of whoever sits there is ended when no seat is free; a
    ticket in service stays with the counter. The console that asks acts for the shift from now on.
    """
    setup = setup_for_writing(unit, centre_id)
    counter = setup.counter(number)
    seated = shifts_at_counter(unit.connection, counter.id)
    own = next((shift for shift in seated if shift.clerk_id == clerk_id), None)
    if own is not None:
        return _held(unit, own, at=at)
    seat = _free_seat(counter, seated)
    if seat is None and not takeover:
        raise CounterTaken(counter=number, clerk=seated[0].clerk_name)
    replaced = seated[0] if seat is None else None
    for ended in (replaced, shift_of_clerk(unit.connection, clerk_id)):
        if ended is not None:
            end_shift(unit, ended, at=at)
    taken = seat if replaced is None else replaced.seat
    return _begin(unit, counter, centre_id=centre_id, clerk_id=clerk_id, seat=taken or 0, at=at)


def take_console(unit: Unit, *, centre_id: int, clerk_id: int, at: datetime) -> Shift:
    """Let the console that asks act for the clerk's shift, in place of another tab. Raises ShiftRequired."""
    setup_for_writing(unit, centre_id)
    shift = shift_of_clerk(unit.connection, clerk_id)
    if shift is None or shift.centre_id != centre_id:
        raise ShiftRequired()
    return _held(unit, shift, at=at)


def leave_counter(unit: Unit, *, centre_id: int, clerk_id: int, at: datetime) -> None:
    """End the clerk's shift. Raises ShiftRequired, and CounterBusy while a ticket is there and no colleague."""
    post = post_of(unit, centre_id=centre_id, clerk_id=clerk_id)
    may_go(unit, post)
    end_shift(unit, post.shift, at=at)


def may_go(unit: Unit, post: Post) -> bool:
    """Make sure that the clerk may go away: no ticket is at the counter, or a colleague stays with it.

    Returns whether a colleague stays. Raises CounterBusy.
    """
    seated = shifts_at_counter(unit.connection, post.shift.counter_id)
    stays = any(shift.clerk_id != post.shift.clerk_id and shift.pause is None for shift in seated)
    if not stays:
        free_counter(unit, post)
    return stays


def _free_seat(counter: Counter, seated: list[Shift]) -> int | None:
    taken = {shift.seat for shift in seated}
    seats = range(SEATS if counter.shared else 1)
    return next((seat for seat in seats if seat not in taken and len(seated) < len(seats)), None)


def _begin(unit: Unit, counter: Counter, *, centre_id: int, clerk_id: int, seat: int, at: datetime) -> Shift:
    insert_shift(unit.connection, centre_id=centre_id, counter_id=counter.id, seat=seat, clerk_id=clerk_id, at=at)
    record(unit, EventKind.SHIFT_BEGAN, at=at, centre_id=centre_id, counter=counter.id, clerk=clerk_id)
    begun = shift_of_clerk(unit.connection, clerk_id)
    assert begun is not None
    save_holder(unit.connection, begun, unit.console, at=at)
    return _present(unit, begun)


def _held(unit: Unit, shift: Shift, *, at: datetime) -> Shift:
    holder, asking = shift.holder, unit.console
    if (None if holder is None else holder.console) == asking:
        return shift
    save_holder(unit.connection, shift, asking, at=at)
    record(
        unit,
        EventKind.CONSOLE_TAKEN,
        at=at,
        centre_id=shift.centre_id,
        counter=shift.counter_id,
        clerk=shift.clerk_id,
        browser=None if asking is None else asking.browser,
    )
    return _present(unit, shift)


def _present(unit: Unit, shift: Shift) -> Shift:
    found = shift_of_clerk(unit.connection, shift.clerk_id)
    assert found is not None
    return found
