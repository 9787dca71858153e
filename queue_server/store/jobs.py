"""Work for devices: slips to print, each written in the transaction that decided it."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, text

from queue_server.domain.errors import NotFound
from queue_server.store.moments import to_ms
from queue_server.store.prepared import Prepared

STUCK_AFTER = timedelta(minutes=2)
"""A job claimed this long ago without a report may or may not have been printed."""

_INSERT = Prepared(
    text(
        "INSERT INTO job (id, device_id, ticket_id, kind, copy_number, attempts, state, slip, created_at, updated_at)"
        " VALUES (:id, :device_id, :ticket_id, 'print_slip', :copy_number, 0, 'queued', :slip, :at, :at)"
    )
)
_OPEN = Prepared(
    text(
        "SELECT j.id, j.state, j.copy_number, j.attempts, j.slip, j.updated_at, t.state"
        " FROM job j JOIN ticket t ON t.id = j.ticket_id"
        " WHERE j.device_id = :device_id AND j.state IN ('queued', 'sending', 'unknown') ORDER BY j.created_at, j.id"
    )
)
_UPDATE = Prepared(
    text(
        "UPDATE job SET state = :state, copy_number = :copy_number, attempts = :attempts, outcome = :outcome,"
        " detail = :detail, updated_at = :at WHERE id = :id"
    )
)
_CLOSE = Prepared(
    text(
        "UPDATE job SET state = 'failed', outcome = 'not_needed', updated_at = :at"
        " WHERE ticket_id = :ticket_id AND state IN ('queued', 'sending', 'unknown')"
    )
)
_FIND = Prepared(
    text(
        "SELECT id, state, copy_number, attempts, outcome, detail, ticket_id FROM job"
        " WHERE id = :id AND device_id = :device_id"
    )
)
_LATEST = Prepared(
    text(
        "SELECT id, state, copy_number, attempts, outcome, detail, device_id FROM job WHERE ticket_id = :ticket_id"
        " ORDER BY created_at DESC, length(id) DESC, id DESC LIMIT 1"
    )
)
_COUNT = Prepared(
    text("SELECT device_id, count(*) FROM job WHERE state IN ('queued', 'sending', 'unknown') GROUP BY device_id")
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """One slip to print. `owner` is the ticket or the device, by the query that found it."""

    id: str
    state: str
    copy_number: int
    attempts: int
    outcome: str | None
    detail: str | None
    owner: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenJob:
    """A job not yet printed, with the slip and the present state of its ticket."""

    id: str
    state: str
    copy_number: int
    attempts: int
    slip: Any
    updated_at: int
    ticket_state: str


def insert_job(
    connection: Connection, *, job_id: str, device_id: str, ticket_id: str, copy_number: int, slip: str, at: datetime
) -> None:
    """Queue a slip."""
    _INSERT.run(
        connection,
        id=job_id,
        device_id=device_id,
        ticket_id=ticket_id,
        copy_number=copy_number,
        slip=slip,
        at=to_ms(at),
    )


def open_jobs(connection: Connection, device_id: str) -> Iterable[OpenJob]:
    """Return the device's unprinted jobs, oldest first."""
    return [
        OpenJob(
            id=row[0],
            state=row[1],
            copy_number=row[2],
            attempts=row[3],
            slip=json.loads(row[4]),
            updated_at=row[5],
            ticket_state=row[6],
        )
        for row in _OPEN.run(connection, device_id=device_id)
    ]


def save_job(
    connection: Connection,
    job_id: str,
    *,
    state: str,
    copy_number: int,
    attempts: int,
    at: datetime,
    outcome: str | None = None,
    detail: str | None = None,
) -> None:
    """Write how far a job has come."""
    _UPDATE.run(
        connection,
        id=job_id,
        state=state,
        copy_number=copy_number,
        attempts=attempts,
        outcome=outcome,
        detail=detail,
        at=to_ms(at),
    )


def close_jobs(connection: Connection, ticket_id: str, *, at: datetime) -> None:
    """Let no slip of the ticket be printed any more."""
    _CLOSE.run(connection, ticket_id=ticket_id, at=to_ms(at))


def find_job(connection: Connection, job_id: str, *, device_id: str) -> Job:
    """Return the device's job. Raises NotFound."""
    row = _FIND.run(connection, id=job_id, device_id=device_id).one_or_none()
    if row is None:
        raise NotFound(what="job", name=job_id[:32])
    return _job(row)


def latest_job(connection: Connection, ticket_id: str) -> Job | None:
    """Return the last job made for the ticket's slip, or None."""
    row = _LATEST.run(connection, ticket_id=ticket_id).one_or_none()
    return None if row is None else _job(row)


def open_job_counts(connection: Connection) -> dict[str, int]:
    """Return device id -> number of unprinted jobs."""
    return {row[0]: row[1] for row in _COUNT.run(connection)}


def _job(row: Any) -> Job:
    return Job(
        id=row[0],
        state=row[1],
        copy_number=row[2],
        attempts=row[3],
        outcome=row[4],
        detail=row[5],
        owner=row[6],
    )
