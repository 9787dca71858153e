"""What devices say about themselves."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from queue_server.domain.event import EventKind
from queue_server.store.devices import Device, save_seen
from queue_server.store.jobs import open_job_counts
from queue_server.store.unit import Unit
from queue_server.usecases.journaling import record


def note_heartbeat(unit: Unit, *, device: Device, parts: Sequence[dict[str, Any]], at: datetime) -> int:
    """Keep how the device and its parts are and return how many jobs wait for it; a change of state is journalled."""
    if _states(parts) != _states(device.parts):
        for part in parts:
            record(
                unit,
                EventKind.DEVICE_REPORTED,
                at=at,
                centre_id=device.centre_id,
                device=device.id,
                part=part["name"],
                state=part["state"],
                detail=part.get("detail"),
            )
    save_seen(unit.connection, device.id, at=at, parts=_dated(parts, device.parts, at=at))
    return open_job_counts(unit.connection).get(device.id, 0)


def _dated(parts: Sequence[dict[str, Any]], before: Sequence[dict[str, Any]], *, at: datetime) -> list[dict[str, Any]]:
    """Return the parts with the moment since which they say the same: a device's own clock may be wrong."""
    known = {part["name"]: part for part in before}
    return [part | {"changed_at": _changed_at(part, known.get(part["name"]), at=at)} for part in parts]


def _changed_at(part: dict[str, Any], before: dict[str, Any] | None, *, at: datetime) -> str:
    same = before is not None and _states([part]) == _states([before])
    return (before or {}).get("changed_at") or at.isoformat() if same else at.isoformat()


def _states(parts: Sequence[dict[str, Any]]) -> list[tuple[Any, Any, Any]]:
    return [(part.get("name"), part.get("state"), part.get("detail")) for part in parts]
