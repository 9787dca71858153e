"""Alerts about devices: raised and ended once, whoever looks; told to whoever hooks onto them, outside transactions."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection

from queue_server.domain.centre import CentreSetup
from queue_server.domain.device_alert import USUAL_PATIENCE, Complaint, complaints, is_for_somebody, watched_since
from queue_server.domain.event import EventKind
from queue_server.domain.hours import Timetable
from queue_server.store.device_alerts import (
    Alert,
    WaitingPost,
    alert_by_id,
    claim_post,
    end_alert,
    open_alerts,
    queue_post,
    raise_alert,
    settle_post,
    waiting_posts,
)
from queue_server.store.devices import all_devices, find_device
from queue_server.store.engine import Store
from queue_server.store.setup import setup_for_writing, setup_of
from queue_server.store.unit import Unit
from queue_server.store.views import View, coded, moment
from queue_server.usecases.journaling import record
from queue_server.usecases.reminding import MOST_ATTEMPTS, MOST_LOOKED_AT, pause_after


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertPost:
    """One attempt at telling that an alert was raised or has ended. It names the device, nothing of any citizen."""

    alert_id: int
    what: str
    attempt: int
    told: View

    @property
    def key(self) -> str:
        """The same for all attempts."""
        return f"alert-{self.alert_id}-{self.what}"


def note_alerts(
    store: Store, *, at: datetime, hooked: bool, patience: timedelta = USUAL_PATIENCE, rate: int = 1
) -> int:
    """Raise and end alerts as the devices now are; return how many changed.

    None is raised while the centre is closed; one that was raised ends when what was wrong does, whenever that is.
    When somebody hooks onto alerts, a word of each change is put on its way in the same transaction.
    """
    with store.reading() as connection:
        wrong = _wrong_now(connection, at=at, patience=patience, rate=rate)
        known = open_alerts(connection)
        watched = {
            centre: watched_since(_timetables(setup_of(store, connection, centre)), at)
            for centre in {centre for centre, _ in wrong}
        }
    about = {(each.device_id, each.part, each.kind): (centre, each) for centre, each in wrong}
    for alert in known:
        if alert.about not in about:
            _end(store, alert, at=at, hooked=hooked)
    new = [
        (centre, complaint)
        for centre, complaint in (about[key] for key in about.keys() - {alert.about for alert in known})
        if is_for_somebody(complaint, watched=watched[centre], at=at, patience=patience, rate=rate)
    ]
    for centre_id, complaint in new:
        _raise(store, centre_id, complaint, at=at, hooked=hooked)
    return len(new) + sum(alert.about not in about for alert in known)


def claim_alert_post(unit: Unit, *, at: datetime) -> AlertPost | None:
    """Take the one word that should go out next, or None."""
    for waiting in waiting_posts(unit.connection, at=at, most=MOST_LOOKED_AT):
        if claim_post(unit.connection, waiting, next_at=at + pause_after(waiting.attempts + 1)):
            return _post(unit, waiting)
    return None


def settle_alert_post(unit: Unit, post: AlertPost, *, delivered: bool, at: datetime) -> None:
    """Take in what became of an attempt: after the last one that failed no other is made."""
    if not delivered and post.attempt < MOST_ATTEMPTS:
        return
    state = "delivered" if delivered else "failed"
    if settle_post(unit.connection, post.alert_id, post.what, state=state) and not delivered:
        alert = alert_by_id(unit.connection, post.alert_id)
        record(unit, EventKind.ALERT_UNHEARD, at=at, centre_id=alert.centre_id, alert=alert.id, what=post.what)


def _timetables(setup: CentreSetup) -> list[Timetable]:
    return [setup.timetable(service) for service in setup.services.values()]


def _wrong_now(
    connection: Connection, *, at: datetime, patience: timedelta, rate: int
) -> Sequence[tuple[int, Complaint]]:
    return [
        (device.centre_id, complaint)
        for device in all_devices(connection)
        for complaint in complaints(
            device.id, device.parts, seen_at=device.seen_at, at=at, patience=patience, rate=rate
        )
    ]


def _raise(store: Store, centre_id: int, complaint: Complaint, *, at: datetime, hooked: bool) -> None:
    with Unit(store) as unit:
        setup_for_writing(unit, centre_id)
        alert_id = raise_alert(unit.connection, complaint, centre_id=centre_id, at=at)
        if alert_id is not None:
            _told(unit, EventKind.ALERT_RAISED, alert_by_id(unit.connection, alert_id), at=at, hooked=hooked)


def _end(store: Store, alert: Alert, *, at: datetime, hooked: bool) -> None:
    with Unit(store) as unit:
        setup_for_writing(unit, alert.centre_id)
        if end_alert(unit.connection, alert.id, at=at):
            _told(unit, EventKind.ALERT_ENDED, alert, at=at, hooked=hooked)


def _told(unit: Unit, kind: EventKind, alert: Alert, *, at: datetime, hooked: bool) -> None:
    complaint = alert.complaint
    record(
        unit,
        kind,
        at=at,
        centre_id=alert.centre_id,
        alert=alert.id,
        device=complaint.device_id,
        part=complaint.part,
        alert_kind=complaint.kind.value,
        detail=complaint.detail,
    )
    if hooked:
        queue_post(unit.connection, alert.id, what="raised" if kind is EventKind.ALERT_RAISED else "ended", at=at)


def _post(unit: Unit, waiting: WaitingPost) -> AlertPost:
    alert = alert_by_id(unit.connection, waiting.alert_id)
    setup = setup_of(unit.store, unit.connection, alert.centre_id)
    device = find_device(unit.connection, alert.complaint.device_id, centre_id=alert.centre_id)
    told = {
        "alert": alert.id,
        "what": waiting.what,
        "centre": coded(setup),
        "device": {
            "id": device.id,
            "kind": device.kind,
            "name": device.name,
            "hall": coded(setup.halls[device.hall_id]),
        },
        "part": alert.complaint.part or None,
        "kind": alert.complaint.kind.value,
        "detail": alert.complaint.detail,
        "since": moment(alert.complaint.since),
        "raised_at": moment(alert.raised_at),
        "ended_at": moment(alert.ended_at),
    }
    return AlertPost(alert_id=alert.id, what=waiting.what, attempt=waiting.attempts + 1, told=told)
