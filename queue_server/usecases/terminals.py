"""Card terminals at counters: which counters one serves, and which one a clerk takes a card with."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import Connection

from queue_server.domain.centre import CentreSetup
from queue_server.domain.errors import NotFound
from queue_server.domain.event import EventKind
from queue_server.store.devices import Device, find_device
from queue_server.store.setup import setup_for_writing
from queue_server.store.shifts import shift_of_clerk
from queue_server.store.terminal_places import counters_of, save_counters, terminal_at, terminals_of
from queue_server.store.unit import Unit
from queue_server.usecases.journaling import record


def place_terminal(
    unit: Unit, *, centre_id: int, device_id: str, counters: Collection[int], staff_id: int, at: datetime
) -> Device:
    """Let a terminal serve just these counters of its hall, and no other terminal them.

    Raises NotFound, also of another kind of device and of a counter of another hall.
    """
    setup = setup_for_writing(unit, centre_id)
    device = find_device(unit.connection, device_id, centre_id=centre_id)
    if device.kind != "terminal" or device.revoked_at is not None:
        raise NotFound(what="device", name=device_id[:32])
    for number in counters:
        if setup.counter(number).hall_id != device.hall_id:
            raise NotFound(what="counter", name=number)
    for other in terminals_of(unit.connection, centre_id):
        if other.id != device.id and set(counters_of(other)) & set(counters):
            save_counters(unit.connection, other, set(counters_of(other)) - set(counters))
    save_counters(unit.connection, device, counters)
    record(
        unit, EventKind.TERMINAL_PLACED, at=at, centre_id=centre_id, device=device_id, clerk=staff_id,
        counters=",".join(str(number) for number in sorted(set(counters))),
    )  # fmt: skip
    return find_device(unit.connection, device_id, centre_id=centre_id)


def terminal_of_clerk(connection: Connection, setup: CentreSetup, *, clerk_id: int) -> Device | None:
    """Return the terminal that serves the counter at which the clerk sits, alive or not."""
    shift = shift_of_clerk(connection, clerk_id)
    if shift is None or shift.centre_id != setup.id:
        return None
    return terminal_at(connection, centre_id=setup.id, counter=setup.counters[shift.counter_id].number)
