"""Devices and enrolments in and out of the database."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, select, text

from queue_server.domain.errors import NotFound
from queue_server.store.moments import from_ms, maybe_from_ms, to_ms
from queue_server.store.prepared import Prepared, Row
from queue_server.store.schema_devices import DeviceRow
from queue_server.store.tables import table

_device = table(DeviceRow)
_COLUMNS = select(
    _device.c.id, _device.c.centre_id, _device.c.hall_id, _device.c.kind, _device.c.name, _device.c.settings,
    _device.c.parts, _device.c.approved_at, _device.c.seen_at, _device.c.revoked_at,
)  # fmt: skip
_BY_TOKEN = Prepared(_COLUMNS.where(_device.c.token_hash == bindparam("token_hash"), _device.c.revoked_at.is_(None)))
_BY_ID = Prepared(_COLUMNS.where(_device.c.id == bindparam("id")))
_ALL = Prepared(_COLUMNS.where(_device.c.centre_id == bindparam("centre_id")).order_by(_device.c.name))
_EVERY = Prepared(_COLUMNS.where(_device.c.revoked_at.is_(None)))
_SEEN = Prepared(text("UPDATE device SET seen_at = :at, parts = :parts WHERE id = :id"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Device:
    """An approved device. `parts` is what it last said of what is plugged into it (a JSON list)."""

    id: str
    centre_id: int
    hall_id: int
    kind: str
    name: str
    settings: dict[str, Any]
    parts: list[dict[str, Any]]
    approved_at: datetime
    seen_at: datetime | None
    revoked_at: datetime | None


def device_by_token(connection: Connection, token_hash: str) -> Device | None:
    """Return the device that holds the token, unless it was revoked."""
    row = _BY_TOKEN.run(connection, token_hash=token_hash).one_or_none()
    return None if row is None else _device_from(row)


def find_device(connection: Connection, device_id: str, *, centre_id: int) -> Device:
    """Return the centre's device. Raises NotFound."""
    row = _BY_ID.run(connection, id=device_id).one_or_none()
    if row is None or row[1] != centre_id:
        raise NotFound(what="device", name=device_id[:32])
    return _device_from(row)


def find_kiosk(connection: Connection, device_id: str, *, centre_id: int) -> Device:
    """Return the centre's kiosk. Raises NotFound, also for a board or a revoked kiosk."""
    device = find_device(connection, device_id, centre_id=centre_id)
    if device.kind != "kiosk" or device.revoked_at is not None:
        raise NotFound(what="device", name=device_id[:32])
    return device


def devices_of(connection: Connection, centre_id: int) -> Sequence[Device]:
    """Return all devices of the centre, revoked ones included."""
    return [_device_from(row) for row in _ALL.run(connection, centre_id=centre_id)]


def kiosks_of(connection: Connection, centre_id: int) -> Sequence[Device]:
    """Return the kiosks of the centre that were not revoked, by name."""
    return [each for each in devices_of(connection, centre_id) if each.kind == "kiosk" and each.revoked_at is None]


def all_devices(connection: Connection) -> Sequence[Device]:
    """Return the devices of all centres that were not revoked."""
    return [_device_from(row) for row in _EVERY.run(connection)]


def save_seen(connection: Connection, device_id: str, *, at: datetime, parts: Sequence[Any]) -> None:
    """Write when the device was heard of and how its parts are."""
    _SEEN.run(connection, id=device_id, at=to_ms(at), parts=json.dumps(parts, ensure_ascii=False))


def _device_from(row: Row) -> Device:
    return Device(
        id=row[0],
        centre_id=row[1],
        hall_id=row[2],
        kind=row[3],
        name=row[4],
        settings=json.loads(row[5]),
        parts=json.loads(row[6]),
        approved_at=from_ms(row[7]),
        seen_at=maybe_from_ms(row[8]),
        revoked_at=maybe_from_ms(row[9]),
    )
