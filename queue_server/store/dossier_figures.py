"""How a centre's dossiers stand to their due times: what is late now, and the share that was in time."""

from datetime import datetime, timedelta

from sqlalchemy import Connection, text

from queue_server.domain.centre import CentreSetup
from queue_server.domain.dossier import IN_PROGRESS, DossierState
from queue_server.domain.due import near_until
from queue_server.store.moments import to_ms
from queue_server.store.prepared import Prepared
from queue_server.store.views import View

_BY_STATE = Prepared(
    text(
        "SELECT state, count(*), sum(CASE WHEN due_at < :now THEN 1 ELSE 0 END),"
        " sum(CASE WHEN due_at >= :now AND due_at <= :near_until THEN 1 ELSE 0 END) FROM dossier"
        " WHERE centre_id = :centre_id AND state IN ('supplement', 'appraising', 'approving', 'stamping', 'ready')"
        " GROUP BY state"
    )
)
_ON_TIME = Prepared(
    text(
        "SELECT count(*), sum(CASE WHEN settled_at <= due_at THEN 1 ELSE 0 END) FROM dossier"
        " WHERE centre_id = :centre_id AND settled_at >= :since AND settled_at < :until AND due_at IS NOT NULL"
    )
)


def dossier_figures(connection: Connection, setup: CentreSetup, *, at: datetime) -> View:
    """Return how many are late and near-late now, and of those settled this month how many were in time."""
    counts = counts_by_state(connection, setup, at=at)
    return {
        "late": sum(late for state, (_, late, _) in counts.items() if state in IN_PROGRESS),
        "near_late": sum(near for state, (_, _, near) in counts.items() if state in IN_PROGRESS),
        "on_time": on_time(connection, setup, at=at),
    }


def on_time(connection: Connection, setup: CentreSetup, *, at: datetime) -> View:
    """Return the share in time of the dossiers with a due time that were settled since the month began."""
    local = at.astimezone(setup.work_calendar.zone)
    since = local.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    row = _ON_TIME.run(
        connection, centre_id=setup.id, since=to_ms(since), until=to_ms(at + timedelta(milliseconds=1))
    ).one_or_none()
    assert row is not None
    return {"within": int(row[1] or 0), "of": int(row[0]), "since": since.date().isoformat()}


def counts_by_state(
    connection: Connection, setup: CentreSetup, *, at: datetime
) -> dict[DossierState, tuple[int, int, int]]:
    """Return of each state in which a dossier waits how many there are, how many late and how many near-late."""
    near = near_until(at, setup.work_calendar)
    rows = _BY_STATE.run(connection, centre_id=setup.id, now=to_ms(at), near_until=to_ms(near))
    return {DossierState(row[0]): (int(row[1]), int(row[2] or 0), int(row[3] or 0)) for row in rows}
