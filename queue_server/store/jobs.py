"""Work for devices: papers to print, each written in the transaction that decided it."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, text

from queue_server.domain.errors import NotFound
from queue_server.domain.paper import WORTH_PRINTING, PaperKind
from queue_server.store.moments import from_ms, to_ms
from queue_server.store.prepared import Prepared, Row

STUCK_AFTER = timedelta(minutes=2)
"""A job claimed this long ago without a report may or may not have been printed."""

_COLUMNS = (
    "SELECT id, kind, state, copy_number, attempts, outcome, detail, device_id, ticket_id, payment_id, created_at,"
    " updated_at FROM job"
)
_INSERT = Prepared(
    text(
        "INSERT INTO job (id, device_id, ticket_id, payment_id, kind, copy_number, attempts, state, slip, created_at,"
        " updated_at) VALUES (:id, :device_id, :ticket_id, :payment_id, :kind, :copy_number, 0, 'queued', :slip, :at,"
        " :at)"
    )
)
_OPEN = Prepared(
    text(
        "SELECT j.id, j.kind, j.state, j.copy_number, j.attempts, j.slip, j.updated_at, coalesce(t.state, p.state)"
        " FROM job j LEFT JOIN ticket t ON t.id = j.ticket_id LEFT JOIN payment p ON p.id = j.payment_id"
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
_FIND = Prepared(text(f"{_COLUMNS} WHERE id = :id AND device_id = :device_id"))
_LATEST = Prepared(
    text(f"{_COLUMNS} WHERE ticket_id = :ticket_id ORDER BY created_at DESC, length(id) DESC, id DESC LIMIT 1")
)
_OF_PAYMENT = Prepared(
    text(f"{_COLUMNS} WHERE payment_id = :payment_id ORDER BY created_at DESC, length(id) DESC, id DESC")
)
_COUNT = Prepared(
    text("SELECT device_id, count(*) FROM job WHERE state IN ('queued', 'sending', 'unknown') GROUP BY device_id")
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """One paper to print, of a ticket or of a payment: when it was ordered, and heard of last."""

    id: str
    kind: PaperKind
    state: str
    copy_number: int
    attempts: int
    outcome: str | None
    detail: str | None
    device_id: str
    ticket_id: str | None
    payment_id: str | None
    created_at: datetime
    updated_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenJob:
    """A job not yet printed, with what the paper says, and whether it is still worth printing."""

    id: str
    kind: PaperKind
    state: str
    copy_number: int
    attempts: int
    slip: Any
    updated_at: int
    worth: bool


def insert_job(
    connection: Connection,
    *,
    job_id: str,
    device_id: str,
    kind: PaperKind,
    ticket_id: str | None = None,
    payment_id: str | None = None,
    copy_number: int,
    slip: str,
    at: datetime,
) -> None:
    """Queue a paper of a ticket or of a payment."""
    _INSERT.run(
        connection,
        id=job_id,
        device_id=device_id,
        ticket_id=ticket_id,
        payment_id=payment_id,
        kind=kind.value,
        copy_number=copy_number,
        slip=slip,
        at=to_ms(at),
    )


def open_jobs(connection: Connection, device_id: str) -> Iterable[OpenJob]:
    """Return the device's unprinted jobs, oldest first."""
    return [
        OpenJob(
            id=row[0],
            kind=PaperKind(row[1]),
            state=row[2],
            copy_number=row[3],
            attempts=row[4],
            slip=json.loads(row[5]),
            updated_at=row[6],
            worth=row[7] in WORTH_PRINTING[PaperKind(row[1])],
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


def jobs_of_payment(connection: Connection, payment_id: str) -> Sequence[Job]:
    """Return the jobs made for a payment's papers, the last first."""
    return [_job(row) for row in _OF_PAYMENT.run(connection, payment_id=payment_id)]


def last_of(jobs: Sequence[Job], kind: PaperKind) -> Job | None:
    """Return the last job of that kind; `jobs` has the last first."""
    return next((job for job in jobs if job.kind is kind), None)


def open_job_counts(connection: Connection) -> dict[str, int]:
    """Return device id -> number of unprinted jobs."""
    return {row[0]: row[1] for row in _COUNT.run(connection)}


def _job(row: Row) -> Job:
    return Job(
        id=row[0],
        kind=PaperKind(row[1]),
        state=row[2],
        copy_number=row[3],
        attempts=row[4],
        outcome=row[5],
        detail=row[6],
        device_id=row[7],
        ticket_id=row[8],
        payment_id=row[9],
        created_at=from_ms(row[10]),
        updated_at=from_ms(row[11]),
    )
