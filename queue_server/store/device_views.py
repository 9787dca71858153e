"""Devices as the manager sees them."""

import hashlib
import json
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, text

from queue_server.domain.centre import CentreSetup
from queue_server.domain.device_alert import SILENT_AFTER
from queue_server.store.device_alerts import open_alerts
from queue_server.store.devices import Device, devices_of
from queue_server.store.jobs import open_job_counts
from queue_server.store.moments import from_ms, to_ms
from queue_server.store.prepared import Prepared
from queue_server.store.printer_choices import PastChoice, choice_of
from queue_server.store.views import View, coded, moment

WORST_FIRST = ("faulty", "offline", "connecting", "busy", "ready")

_ENROLMENTS = Prepared(
    text(
        "SELECT code, kind, name, created_at, expires_at FROM enrolment"
        " WHERE device_id IS NULL AND expires_at > :at ORDER BY created_at"
    )
)


def devices_view(connection: Connection, setup: CentreSetup, *, at: datetime, rate: int = 1) -> list[View]:
    """Return all devices of the centre that were not revoked; `rate` is how fast the server's clock runs."""
    counts = open_job_counts(connection)
    return [
        device_view(setup, device, jobs_waiting=counts.get(device.id, 0), at=at, rate=rate)
        for device in devices_of(connection, setup.id)
        if device.revoked_at is None
    ]


def device_view(setup: CentreSetup, device: Device, *, jobs_waiting: int, at: datetime, rate: int = 1) -> View:
    """Return one device; its state is the worst of its parts, or offline when it fell silent."""
    state, detail = device_state(device, at=at, rate=rate)
    return {
        "id": device.id,
        "kind": device.kind,
        "name": device.name,
        "hall": coded(setup.halls[device.hall_id]),
        "state": state,
        "detail": detail,
        "last_seen_at": moment(device.seen_at),
        "approved_at": moment(device.approved_at),
        "revoked_at": moment(device.revoked_at),
        "parts": device.parts,
        "jobs_waiting": jobs_waiting,
        "printer": choice_of(device),
        "counters": device.settings.get("counters", []),
    }


def device_state(device: Device, *, at: datetime, rate: int = 1) -> tuple[str, str | None]:
    """Return the worst state of the device's parts with its detail; offline when it fell silent."""
    if device.seen_at is None:
        return "connecting", None
    if at - device.seen_at > SILENT_AFTER * rate:
        return "offline", None
    for state in WORST_FIRST:
        for part in device.parts:
            if part["state"] == state:
                return state, part.get("detail")
    return "ready", None


def alerts_view(connection: Connection, centre_id: int) -> list[View]:
    """Return what is wrong with the centre's devices and was not put right yet, the oldest first."""
    return [
        {
            "id": alert.id,
            "device": alert.complaint.device_id,
            "part": alert.complaint.part or None,
            "kind": alert.complaint.kind.value,
            "detail": alert.complaint.detail,
            "since": moment(alert.complaint.since),
        }
        for alert in open_alerts(connection)
        if alert.centre_id == centre_id
    ]


def settings_name(device: Device) -> str:
    """Return a name for exactly what the device is told to be: it asks anew when the name is another."""
    written = json.dumps(device.settings, sort_keys=True)
    return hashlib.sha256(written.encode()).hexdigest()[:16]


def past_choice_view(past: PastChoice) -> View:
    """Return who chose what for a printer."""
    return {"at": moment(past.at), "who": past.who, "printer": None if past.choice is None else asdict(past.choice)}


def enrolments_view(connection: Connection, *, at: datetime) -> list[View]:
    """Return the requests that wait for a manager."""
    return [_enrolment(row) for row in _ENROLMENTS.run(connection, at=to_ms(at))]


def _enrolment(row: Any) -> View:
    return {
        "code": row[0],
        "kind": row[1],
        "name": row[2],
        "created_at": moment(from_ms(row[3])),
        "expires_at": moment(from_ms(row[4])),
    }
