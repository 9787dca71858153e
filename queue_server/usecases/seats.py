"""Sitting down and going, with what becomes of companions who wait for the counter that is left."""

from datetime import datetime

from queue_server.domain.centre import CentreSetup
from queue_server.domain.ticket import TicketState
from queue_server.store.setup import setup_for_writing
from queue_server.store.shifts import Shift, shift_of_clerk, shifts_at_counter
from queue_server.store.tickets import load_ticket
from queue_server.store.unit import Unit
from queue_server.usecases import sitting
from queue_server.usecases.automatic import offer
from queue_server.usecases.parties import release_all


def sit_down(unit: Unit, *, centre_id: int, clerk_id: int, number: int, takeover: bool, at: datetime) -> Shift:
    """Take a counter as `sitting.take_counter` does; companions do not wait for the counter that is left for it.

    That may be at another centre, which this has to itself then, too.
    """
    left = shift_of_clerk(unit.connection, clerk_id)
    # Always in one order: two clerks who change places must not wait for each other.
    centres = sorted({centre_id} if left is None else {centre_id, left.centre_id})
    setups = {each: setup_for_writing(unit, each) for each in centres}
    before = shift_of_clerk(unit.connection, clerk_id)
    begun = sitting.take_counter(unit, centre_id=centre_id, clerk_id=clerk_id, number=number, takeover=takeover, at=at)
    if before is not None and before.counter_id != begun.counter_id and before.centre_id in setups:
        let_go(unit, setups[before.centre_id], before.counter_id, at=at)
    return begun


def leave(unit: Unit, *, centre_id: int, clerk_id: int, at: datetime) -> None:
    """Leave the counter as `sitting.leave_counter` does; companions no longer wait for it."""
    setup = setup_for_writing(unit, centre_id)
    before = shift_of_clerk(unit.connection, clerk_id)
    sitting.leave_counter(unit, centre_id=centre_id, clerk_id=clerk_id, at=at)
    if before is not None:
        let_go(unit, setup, before.counter_id, at=at)


def let_go(unit: Unit, setup: CentreSetup, counter_id: int, *, at: datetime) -> None:
    """Put the companions that wait for a counter nobody works at back into their lines, and offer them there."""
    if any(shift.pause is None for shift in shifts_at_counter(unit.connection, counter_id)):
        return
    for each in release_all(unit, counter_id=counter_id, at=at):
        now, _ = load_ticket(unit.connection, each.id)
        if now.state is TicketState.WAITING and now.turn.for_counter_id is None:
            offer(unit, setup, now, at=at)
