"""Letting a device in, in the manner of RFC 8628: it shows a code, a manager approves, it gets its own token."""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlmodel import col, delete, select

from queue_server.domain.errors import EnrolmentExpired, EnrolmentUnknown
from queue_server.domain.event import EventKind
from queue_server.domain.ids import fingerprint
from queue_server.store.devices import Device, find_device
from queue_server.store.moments import to_ms
from queue_server.store.schema_devices import DeviceRow, EnrolmentRow
from queue_server.store.setup import setup_for_writing
from queue_server.store.unit import Unit
from queue_server.usecases.journaling import record

CODE_LIVES = timedelta(minutes=10)
POLL_SECONDS = 5
DEFAULT_SETTINGS = {"pixels_per_mm": 3.78}
"""96 pixels an inch, until the technician measures the screen."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Enrolment:
    """A device's request. `code` is shown, `secret` is only the device's."""

    code: str
    secret: str
    expires_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Polled:
    """How far a request is; with `device` and its `token` once it is approved."""

    state: str
    device: Device | None = None
    token: str | None = None


def request_enrolment(
    unit: Unit, *, kind: str, name: str | None, code: str, secret: str, at: datetime, lives: timedelta = CODE_LIVES
) -> Enrolment:
    """Write a device's wish to be let in."""
    unit.session.exec(delete(EnrolmentRow).where(col(EnrolmentRow.expires_at) < to_ms(at - timedelta(days=1))))
    expires_at = at + lives
    unit.session.add(
        EnrolmentRow(
            secret_hash=fingerprint(secret),
            code=code,
            kind=kind,
            name=name,
            created_at=to_ms(at),
            expires_at=to_ms(expires_at),
        )
    )
    return Enrolment(code=code, secret=secret, expires_at=expires_at)


def poll_enrolment(unit: Unit, *, secret: str, token: str, at: datetime) -> Polled:
    """Say how far the request is. Once approved, `token` becomes the device's until the request's ten minutes are over.

    Raises EnrolmentUnknown.
    """
    row = unit.session.get(EnrolmentRow, fingerprint(secret))
    if row is None:
        raise EnrolmentUnknown()
    if row.expires_at < to_ms(at):
        return Polled(state="expired")
    if row.device_id is None:
        return Polled(state="pending")
    device = unit.session.get(DeviceRow, row.device_id)
    if device is None or device.revoked_at is not None:
        return Polled(state="expired")
    device.token_hash = fingerprint(token)
    unit.session.add(device)
    unit.session.flush()
    found = find_device(unit.connection, row.device_id, centre_id=device.centre_id)
    return Polled(state="approved", device=found, token=token)


def approve_enrolment(
    unit: Unit,
    *,
    centre_id: int,
    code: str,
    name: str,
    hall: str,
    device_id: str,
    at: datetime,
    settings: dict[str, Any] | None = None,
) -> Device:
    """Let the device with that code in, as a manager. Raises EnrolmentUnknown, EnrolmentExpired and NotFound (hall)."""
    setup = setup_for_writing(unit, centre_id)
    row = unit.session.exec(select(EnrolmentRow).where(EnrolmentRow.code == code)).one_or_none()
    if row is None or row.device_id is not None:
        raise EnrolmentUnknown()
    if row.expires_at < to_ms(at):
        raise EnrolmentExpired()
    device = DeviceRow(
        id=device_id,
        centre_id=centre_id,
        hall_id=setup.hall(hall).id,
        kind=row.kind,
        name=name,
        settings=json.dumps(settings or DEFAULT_SETTINGS),
        parts="[]",
        approved_at=to_ms(at),
    )
    unit.session.add(device)
    unit.session.flush()
    row.device_id = device_id
    unit.session.add(row)
    unit.session.flush()
    record(
        unit, EventKind.DEVICE_APPROVED, at=at, centre_id=centre_id, device=device_id, device_kind=row.kind, name=name
    )
    return find_device(unit.connection, device_id, centre_id=centre_id)


def revoke_device(unit: Unit, *, centre_id: int, device_id: str, at: datetime) -> Device:
    """Shut a device out for good. Raises NotFound."""
    find_device(unit.connection, device_id, centre_id=centre_id)
    row = unit.session.get_one(DeviceRow, device_id)
    if row.revoked_at is None:
        row.revoked_at = to_ms(at)
        row.token_hash = None
        unit.session.add(row)
        unit.session.flush()
        record(unit, EventKind.DEVICE_REVOKED, at=at, centre_id=centre_id, device=device_id)
    return find_device(unit.connection, device_id, centre_id=centre_id)
