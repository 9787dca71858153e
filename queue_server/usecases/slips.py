"""Slips on their way to paper. A ticket is valid whether or not its slip was printed."""

from dataclasses import dataclass
from datetime import datetime

from queue_server.domain.centre import CentreSetup
from queue_server.domain.errors import KioskNeeded, NotFound
from queue_server.domain.event import EventKind
from queue_server.domain.ticket import Ticket, TicketState
from queue_server.store.appointments import booked_time
from queue_server.store.devices import Device, devices_of, find_kiosk
from queue_server.store.jobs import STUCK_AFTER, Job, OpenJob, find_job, insert_job, latest_job, open_jobs, save_job
from queue_server.store.lines import people_ahead
from queue_server.store.moments import to_ms
from queue_server.store.parties import labels_of
from queue_server.store.setup import setup_for_writing
from queue_server.store.tickets import load_ticket
from queue_server.store.unit import Unit, dump
from queue_server.store.views import View, ticket_view
from queue_server.usecases.journaling import record

WORTH_PRINTING = frozenset({TicketState.WAITING.value, TicketState.CALLED.value})
"""A slip of a ticket in another state would only mislead its finder."""

CERTAIN_FAILURES = frozenset({"paper_out", "cover_open", "cutter", "overheated", "offline"})
"""Outcomes after which no readable slip is in anybody's hand; the same slip is simply tried again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimedJob:
    """A job handed to the agent. `copy` of 1 or more is marked as a reprint on paper."""

    id: str
    attempt: int
    copy: int
    slip: View


def queue_slip(unit: Unit, *, device_id: str, ticket: Ticket, slip: View, at: datetime, copy: int = 0) -> View:
    """Queue the slip for the kiosk's printer, in the caller's transaction."""
    job_id = f"{ticket.id}-{copy}"
    insert_job(
        unit.connection,
        job_id=job_id,
        device_id=device_id,
        ticket_id=ticket.id,
        copy_number=copy,
        slip=dump(slip),
        at=at,
    )
    return {"job": job_id, "state": "queued"}


def slip_at_kiosk(unit: Unit, *, device_id: str, ticket: Ticket, slip: View, at: datetime) -> None:
    """Write, in the caller's transaction, that the kiosk which gave the number by itself is at work on its slip.

    From here on it is a slip like any other: the kiosk reports what became of it, and one of which nothing is heard is
    handed out again, marked.
    """
    job = queue_slip(unit, device_id=device_id, ticket=ticket, slip=slip, at=at)
    save_job(unit.connection, job["job"], state="sending", copy_number=0, attempts=1, at=at)


def claim_jobs(unit: Unit, *, device_id: str, at: datetime, rate: int = 1) -> list[ClaimedJob]:
    """Hand the device all slips it should print now; slips nobody needs any more are closed as failed.

    `rate` is how fast the server's clock runs.
    """
    claimed = []
    for job in open_jobs(unit.connection, device_id):
        if job.state == "sending" and to_ms(at) - job.updated_at < rate * STUCK_AFTER.total_seconds() * 1000:
            continue
        if job.ticket_state not in WORTH_PRINTING:
            _close(unit, job, at=at)
            continue
        claimed.append(_claim(unit, job, at=at))
    return claimed


def report_job(unit: Unit, *, device_id: str, job_id: str, outcome: str, detail: str | None, at: datetime) -> str:
    """Take the printer's answer and return the job's new state. Raises NotFound. A second report changes nothing."""
    job = find_job(unit.connection, job_id, device_id=device_id)
    if job.state == "printed":
        return job.state
    state = _state_after(outcome)
    save_job(
        unit.connection,
        job.id,
        state=state,
        copy_number=job.copy_number,
        attempts=job.attempts,
        outcome=outcome,
        detail=detail,
        at=at,
    )
    ticket, _ = load_ticket(unit.connection, job.owner)
    record(
        unit,
        EventKind.SLIP_REPORTED,
        at=at,
        centre_id=ticket.centre_id,
        ticket=ticket.id,
        label=ticket.label,
        device=device_id,
        job=job.id,
        outcome=outcome,
    )
    return state


def reprint_slip(
    unit: Unit, *, centre_id: int, ticket_id: str, device_id: str | None, public_url: str, at: datetime
) -> View:
    """Queue the slip once more, marked as a reprint.

    It is printed on the given kiosk, else on the one that printed it last, else on the only one of the hall. Raises
    NotFound and KioskNeeded.
    """
    setup = setup_for_writing(unit, centre_id)
    ticket, _ = load_ticket(unit.connection, ticket_id)
    if ticket.centre_id != centre_id:
        raise NotFound(what="ticket", name=ticket_id[:32])
    last = latest_job(unit.connection, ticket_id)
    kiosk = _kiosk_for(unit, setup, ticket, named=device_id, last=None if last is None else last.owner)
    ahead = people_ahead(unit.connection, ticket)
    view = ticket_view(
        setup,
        ticket,
        ahead=ahead,
        expected=None,
        public_url=public_url,
        appointment_at=booked_time(unit.connection, setup, ticket),
        party=labels_of(unit.connection, ticket),
    )
    copy = 1 if last is None else last.copy_number + 1
    job = queue_slip(unit, device_id=kiosk.id, ticket=ticket, slip=view, at=at, copy=copy)
    record(
        unit, EventKind.SLIP_QUEUED, at=at, centre_id=centre_id, ticket=ticket.id, label=ticket.label, device=kiosk.id
    )  # fmt: skip
    return {"print": job, "kiosk": kiosk.name}


def _kiosk_for(unit: Unit, setup: CentreSetup, ticket: Ticket, *, named: str | None, last: str | None) -> Device:
    if named is not None:
        return find_kiosk(unit.connection, named, centre_id=setup.id)
    kiosks = [
        each for each in devices_of(unit.connection, setup.id) if each.kind == "kiosk" and each.revoked_at is None
    ]
    gave = [each for each in kiosks if each.id == last]
    beside = [each for each in kiosks if each.hall_id == setup.lines[ticket.turn.line_id].hall_id]
    if not gave and len(beside) != 1:
        raise KioskNeeded(label=ticket.label)
    return (gave or beside)[0]


def print_state(job: Job | None) -> View:
    """Return how far the slip is, as the kiosk page asks it."""
    if job is None:
        return {"state": "failed", "outcome": None}
    return {"state": job.state, "outcome": job.outcome}


def _claim(unit: Unit, job: OpenJob, *, at: datetime) -> ClaimedJob:
    in_doubt = job.state in {"sending", "unknown"}
    copy = job.copy_number + 1 if in_doubt else job.copy_number
    save_job(unit.connection, job.id, state="sending", copy_number=copy, attempts=job.attempts + 1, at=at)
    return ClaimedJob(id=job.id, attempt=job.attempts + 1, copy=copy, slip=job.slip)


def _close(unit: Unit, job: OpenJob, *, at: datetime) -> None:
    save_job(
        unit.connection,
        job.id,
        state="failed",
        copy_number=job.copy_number,
        attempts=job.attempts,
        outcome="not_needed",
        at=at,
    )


def _state_after(outcome: str) -> str:
    if outcome == "printed":
        return "printed"
    return "queued" if outcome in CERTAIN_FAILURES else "unknown"
