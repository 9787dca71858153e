"""All centres of an installation side by side, for the province."""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, text

from queue_server.domain.centre import CentreSetup
from queue_server.domain.numbering import service_day
from queue_server.store.days import centres
from queue_server.store.device_views import devices_view
from queue_server.store.engine import Store
from queue_server.store.journal import last_seq
from queue_server.store.lines import waiting_by_line
from queue_server.store.moments import to_day, to_ms
from queue_server.store.prepared import Prepared
from queue_server.store.setup import setup_of
from queue_server.store.shifts import open_shifts
from queue_server.store.views import View, coded

WELL = frozenset({"ready", "busy", "connecting"})

FIGURES = ("issued", "called", "within", "completed")

_TODAY = Prepared(
    text(
        "SELECT sum(CASE WHEN ordinal = 1 THEN 1 ELSE 0 END), count(called_at),"
        " sum(CASE WHEN called_at - joined_at < :target THEN 1 ELSE 0 END),"
        " sum(CASE WHEN outcome = 'completed' THEN 1 ELSE 0 END)"
        " FROM turn WHERE centre_id = :centre_id AND day = :day"
    )
)


def province_view(store: Store, connection: Connection, *, at: datetime, rate: int = 1) -> View:
    """Return one row a centre, the busiest first, and their sums, without the clock. Nothing in it names a person."""
    setups = [setup_of(store, connection, place.centre_id) for place in centres(connection)]
    rows = [_centre(connection, setup, at=at, rate=rate) for setup in setups]
    return {
        "seq": last_seq(connection),
        "centres": sorted(rows, key=lambda row: (-row["waiting"], row["code"])),
        "total": {
            name: sum(row[name] for row in rows) for name in ("waiting", "issued", "called", "within", "completed")
        },
    }


def _centre(connection: Connection, setup: CentreSetup, *, at: datetime, rate: int) -> View:
    waiting = waiting_by_line(connection, setup.id).values()
    oldest = min((joined for _, joined in waiting), default=None)
    devices = devices_view(connection, setup, at=at, rate=rate)
    return {
        **coded(setup),
        "waiting": sum(count for count, _ in waiting),
        "longest_wait_seconds": 0 if oldest is None else max(0, (to_ms(at) - oldest) // 1000),
        "counters": len(setup.counters),
        "open_counters": len({shift.counter_id for shift in open_shifts(connection, setup.id)}),
        "target_minutes": setup.wait_target_minutes,
        "devices": len(devices),
        "devices_not_well": sum(device["state"] not in WELL for device in devices),
        **_today(connection, setup, at=at),
    }


def _today(connection: Connection, setup: CentreSetup, *, at: datetime) -> View:
    found: Any = _TODAY.run(
        connection,
        centre_id=setup.id,
        day=to_day(service_day(at, setup.zone)),
        target=(60 * setup.wait_target_minutes + 1) * 1000,
    ).one_or_none()
    return {
        name: int(value or 0) for name, value in zip(("issued", "called", "within", "completed"), found, strict=True)
    }
