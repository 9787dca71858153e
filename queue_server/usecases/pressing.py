"""What a key of a keypad at a counter does: the same as the clerk's own keys, for who sits there."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from queue_server.domain.centre import CentreSetup, Counter
from queue_server.domain.errors import KeypadBehind, KeypadLate, NotFound, ShiftRequired
from queue_server.domain.ticket import Ticket, TicketState
from queue_server.store.devices import Device
from queue_server.store.keypad_views import counter_of_keypad
from queue_server.store.setup import setup_for_writing
from queue_server.store.shifts import Shift, shifts_at_counter
from queue_server.store.tickets import load_at_counter
from queue_server.store.unit import Unit
from queue_server.store.views import View
from queue_server.usecases import calling

SEEN_WITHIN = timedelta(seconds=10)
"""What a pad shows is asked for every second; a press that was under way for longer is too late to call anybody."""

MOVES: Mapping[str, Callable[..., View]] = {
    "call": calling.call_next,
    "recall": calling.recall,
    "start": calling.start,
    "complete": calling.complete,
    "no_show": calling.miss,
    "hold": calling.hold,
}
ONE_KEY = "advance"
"""The key of a button that has but one: calls, then starts, then completes."""


def press(
    unit: Unit,
    *,
    device: Device,
    counter: int,
    move: str,
    label: str | None,
    seen: datetime,
    at: datetime,
    rate: int = 1,
) -> View:
    """Do a move of `MOVES` or ONE_KEY for the clerk at a counter of the keypad's hall; return how the counter is then.

    `label` is the ticket that the pad showed when it was pressed, as of `seen`; `rate` is how fast the clock runs.
    Raises NotFound, KeypadLate, ShiftRequired where nobody sits, KeypadBehind, and what the move raises.
    """
    setup = setup_for_writing(unit, device.centre_id)
    place = _own_counter(setup, device, counter)
    if abs(at - seen) > SEEN_WITHIN * rate:
        raise KeypadLate()
    found = load_at_counter(unit.connection, place.id)
    ticket = None if found is None else found[0]
    shift = _who_acts(shifts_at_counter(unit.connection, place.id), ticket)
    if (None if ticket is None else ticket.label) != label:
        raise KeypadBehind(counter=counter)
    unit.comes_from_keypad(device.id)
    MOVES[_step(ticket) if move == ONE_KEY else move](unit, centre_id=setup.id, clerk_id=shift.clerk_id, at=at)
    return {"counter": counter_of_keypad(unit.connection, setup, place)}


def _own_counter(setup: CentreSetup, device: Device, number: int) -> Counter:
    counter = setup.counter(number)
    if counter.hall_id != device.hall_id:
        raise NotFound(what="counter", name=number)
    return counter


def _who_acts(shifts: list[Shift], ticket: Ticket | None) -> Shift:
    """Whose key it is: at a shared counter who serves the ticket, else who is not on a break."""
    if not shifts:
        raise ShiftRequired()
    serves = [shift for shift in shifts if ticket is not None and shift.clerk_id == ticket.turn.clerk_id]
    there = [shift for shift in shifts if shift.pause is None]
    return next(iter((*(each for each in serves if each in there), *there, *shifts)))


def _step(ticket: Ticket | None) -> str:
    if ticket is None:
        return "call"
    return "start" if ticket.state is TicketState.CALLED else "complete"
