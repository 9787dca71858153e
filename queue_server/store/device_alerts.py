"""Alerts in and out of the database, and on their way out of the house."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, text

from queue_server.domain.device_alert import AlertKind, Complaint
from queue_server.domain.errors import NotFound
from queue_server.store.moments import from_ms, maybe_from_ms, to_ms
from queue_server.store.prepared import Prepared, Row

_COLUMNS = "id, centre_id, device_id, part, kind, detail, since, raised_at, ended_at"
_OPEN = Prepared(text(f"SELECT {_COLUMNS} FROM device_alert WHERE ended_at IS NULL ORDER BY raised_at, id"))  # noqa: S608
_BY_ID = Prepared(text(f"SELECT {_COLUMNS} FROM device_alert WHERE id = :id"))  # noqa: S608
_RAISE = Prepared(
    text(
        "INSERT INTO device_alert (centre_id, device_id, part, kind, detail, since, raised_at)"
        " VALUES (:centre_id, :device_id, :part, :kind, :detail, :since, :at) ON CONFLICT DO NOTHING RETURNING id"
    )
)
_END = Prepared(text("UPDATE device_alert SET ended_at = :at WHERE id = :id AND ended_at IS NULL"))
_QUEUE = Prepared(
    text("INSERT INTO alert_post (alert_id, what, state, attempts, next_at) VALUES (:id, :what, 'queued', 0, :at)")
)
_WAITING = Prepared(
    text(
        "SELECT alert_id, what, attempts FROM alert_post WHERE state = 'queued' AND next_at <= :at"
        " ORDER BY next_at, alert_id, what DESC LIMIT :most"
    )
)
_CLAIM = Prepared(
    text(
        "UPDATE alert_post SET attempts = attempts + 1, next_at = :next_at"
        " WHERE alert_id = :id AND what = :what AND state = 'queued' AND attempts = :attempts"
    )
)
_SETTLE = Prepared(
    text("UPDATE alert_post SET state = :state WHERE alert_id = :id AND what = :what AND state = 'queued'")
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Alert:
    """A complaint that was raised."""

    id: int
    centre_id: int
    complaint: Complaint
    raised_at: datetime
    ended_at: datetime | None

    @property
    def about(self) -> tuple[str, str, AlertKind]:
        """What is wrong with what: there is one open alert of each."""
        return self.complaint.device_id, self.complaint.part, self.complaint.kind


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingPost:
    """A word about an alert that should go out now; `attempts` have been made before."""

    alert_id: int
    what: str
    attempts: int


def open_alerts(connection: Connection) -> Sequence[Alert]:
    """Return the open alerts of all centres, the oldest first."""
    return [_alert(row) for row in _OPEN.run(connection)]


def alert_by_id(connection: Connection, alert_id: int) -> Alert:
    """Return the alert. Raises NotFound."""
    row = _BY_ID.run(connection, id=alert_id).one_or_none()
    if row is None:
        raise NotFound(what="alert", name=str(alert_id))
    return _alert(row)


def raise_alert(connection: Connection, complaint: Complaint, *, centre_id: int, at: datetime) -> int | None:
    """Write the alert and return its id; None when another has just raised the same."""
    row = _RAISE.run(
        connection,
        centre_id=centre_id,
        device_id=complaint.device_id,
        part=complaint.part,
        kind=complaint.kind.value,
        detail=complaint.detail,
        since=to_ms(complaint.since),
        at=to_ms(at),
    ).one_or_none()
    return None if row is None else int(row[0])


def end_alert(connection: Connection, alert_id: int, *, at: datetime) -> bool:
    """Write that it is over; False when it was."""
    return _END.run(connection, id=alert_id, at=to_ms(at)).rowcount == 1


def queue_post(connection: Connection, alert_id: int, *, what: str, at: datetime) -> None:
    """Put a word about the alert on its way."""
    _QUEUE.run(connection, id=alert_id, what=what, at=to_ms(at))


def waiting_posts(connection: Connection, *, at: datetime, most: int) -> Sequence[WaitingPost]:
    """Return up to `most` words that should go out now; that an alert was raised goes before that it has ended."""
    rows = _WAITING.run(connection, at=to_ms(at), most=most)
    return [WaitingPost(alert_id=row[0], what=row[1], attempts=row[2]) for row in rows]


def claim_post(connection: Connection, post: WaitingPost, *, next_at: datetime) -> bool:
    """Take the next attempt, which comes again at `next_at` if nothing is heard of it; False when another took it."""
    claimed = _CLAIM.run(connection, id=post.alert_id, what=post.what, attempts=post.attempts, next_at=to_ms(next_at))
    return claimed.rowcount == 1


def settle_post(connection: Connection, alert_id: int, what: str, *, state: str) -> bool:
    """Write that it was delivered or has failed; False when it has ended already."""
    return _SETTLE.run(connection, id=alert_id, what=what, state=state).rowcount == 1


def _alert(row: Row) -> Alert:
    complaint = Complaint(device_id=row[2], part=row[3], kind=AlertKind(row[4]), detail=row[5], since=from_ms(row[6]))
    return Alert(
        id=row[0], centre_id=row[1], complaint=complaint, raised_at=from_ms(row[7]), ended_at=maybe_from_ms(row[8])
    )
