"""Alerts: what is wrong with a device for so long that somebody should go there."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any

from queue_server.domain.hours import Timetable

SILENT_AFTER = timedelta(seconds=15)
"""An agent reports every two seconds, a board every ten."""
USUAL_PATIENCE = timedelta(minutes=5)
"""A cable put back, a roll changed or a box started again within this time is nobody's business."""

WATCHED_BEFORE = timedelta(minutes=30)
"""So long before the first numbers are given devices are watched, so that a technician knows before the doors open."""
ALWAYS = datetime.min.replace(tzinfo=UTC)


class AlertKind(StrEnum):
    """What is wrong."""

    LOST = "lost"
    """The device itself is not heard of."""
    OFFLINE = "offline"
    """It is there, and something plugged into it is not."""
    FAULTY = "faulty"
    PAPER_LOW = "paper_low"


@dataclass(frozen=True, slots=True, kw_only=True)
class Complaint:
    """One thing wrong with a device, or with its part of that name ("" for itself). Times are the server's."""

    device_id: str
    part: str
    kind: AlertKind
    detail: str | None
    since: datetime


def watched_since(timetables: Iterable[Timetable], at: datetime) -> datetime | None:
    """Return since when the centre's devices are watched today, or None when they are not: they may be switched off.

    They are from WATCHED_BEFORE the first of the services' numbers to the end of the last, the midday break included;
    ALWAYS where a service never closes.
    """
    timetables = list(timetables)
    if any(each.always for each in timetables):
        return ALWAYS
    windows = [window for each in timetables for window in each.numbers_today(at)]
    if not windows:
        return None
    begins = min(begins for begins, _ in windows) - WATCHED_BEFORE
    return begins if begins <= at < max(ends for _, ends in windows) else None


def is_for_somebody(
    complaint: Complaint, *, watched: datetime | None, at: datetime, patience: timedelta = USUAL_PATIENCE, rate: int = 1
) -> bool:
    """Say whether an alert is raised at the moment `at` for what is wrong then, `watched` since that moment or not.

    A box that is switched on in the morning has the usual patience from when it is watched.
    """
    if watched is None:
        return False
    return complaint.kind is AlertKind.PAPER_LOW or at - watched >= patience * rate


def complaints(
    device_id: str,
    parts: Sequence[Mapping[str, Any]],
    *,
    seen_at: datetime | None,
    at: datetime,
    patience: timedelta = USUAL_PATIENCE,
    rate: int = 1,
) -> Iterator[Complaint]:
    """Yield what is wrong with a device at the moment `at`; a device that was never heard of is not missed.

    `parts` are what it last said, each with `changed_at`: since when, by the server's clock (RFC 3339), it says so.
    `rate` is how fast that clock runs: devices report in real time.
    """
    if seen_at is None:
        return
    patience = patience * rate
    if at - seen_at > SILENT_AFTER * rate:
        if at - seen_at >= patience:
            yield Complaint(device_id=device_id, part="", kind=AlertKind.LOST, detail=None, since=seen_at)
        return
    for part in parts:
        found = _wrong_with(part, at=at, patience=patience)
        if found is not None:
            kind, since = found
            yield Complaint(device_id=device_id, part=part["name"], kind=kind, detail=part.get("detail"), since=since)


def _wrong_with(part: Mapping[str, Any], *, at: datetime, patience: timedelta) -> tuple[AlertKind, datetime] | None:
    since = datetime.fromisoformat(part["changed_at"]) if part.get("changed_at") else at
    if part["state"] in {AlertKind.OFFLINE, AlertKind.FAULTY}:
        return (AlertKind(part["state"]), since) if at - since >= patience else None
    if part.get("detail") == AlertKind.PAPER_LOW:
        return AlertKind.PAPER_LOW, since
    return None
