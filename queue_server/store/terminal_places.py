"""Which counters a card terminal serves, and how it is. Kept in the settings of its device."""

import json
from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import Connection, text

from queue_server.store.device_views import device_state
from queue_server.store.devices import Device, devices_of
from queue_server.store.prepared import Prepared

COUNTERS = "counters"
_SAVE = Prepared(text("UPDATE device SET settings = :settings WHERE id = :id"))
_THERE = frozenset({"ready", "busy"})


def counters_of(device: Device) -> Sequence[int]:
    """Return the numbers of the counters that the terminal serves."""
    counters: Sequence[int] = device.settings.get(COUNTERS, [])
    return counters


def terminals_of(connection: Connection, centre_id: int) -> Sequence[Device]:
    """Return the centre's terminals at counters that were not revoked."""
    return [each for each in devices_of(connection, centre_id) if each.kind == "terminal" and each.revoked_at is None]


def terminal_at(connection: Connection, *, centre_id: int, counter: int) -> Device | None:
    """Return the terminal that serves the counter of that number, alive or not."""
    return next((each for each in terminals_of(connection, centre_id) if counter in counters_of(each)), None)


def answers(device: Device, *, at: datetime, rate: int = 1) -> bool:
    """Say whether the terminal was heard of just now and can take a card; `rate` is how fast the clock runs."""
    return device_state(device, at=at, rate=rate)[0] in _THERE


def save_counters(connection: Connection, device: Device, counters: Iterable[int]) -> None:
    """Write which counters the terminal serves."""
    settings = {**device.settings, COUNTERS: sorted(set(counters))}
    _SAVE.run(connection, id=device.id, settings=json.dumps(settings))
