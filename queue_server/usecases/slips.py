"""Slips on their way to paper, and what becomes of any paper. A ticket is valid without its slip."""

from dataclasses import dataclass
from datetime import datetime

from queue_server.domain.errors import KioskNeeded, NotFound
from queue_server.domain.event import EventKind
from queue_server.domain.paper import PaperKind
from queue_server.domain.ticket import Ticket
from queue_server.store.appointments import booked_time
from queue_server.store.devices import Device, find_kiosk, kiosks_of
from queue_server.store.jobs import STUCK_AFTER, Job, OpenJob, find_job, insert_job, latest_job, open_jobs, save_job
from queue_server.store.lines import people_ahead
from queue_server.store.moments import to_ms
from queue_server.store.parties import labels_of
from queue_server.store.payments import centre_of_payment
from queue_server.store.setup import setup_for_writing
from queue_server.store.tickets import load_ticket
from queue_server.store.unit import Unit, dump
from queue_server.store.views import View, ticket_view
from queue_server.usecases.journaling import record

CERTAIN_FAILURES = frozenset({"paper_out", "cover_open", "cutter", "overheated", "offline"})
"""Outcomes after which no readable slip is in anybody's hand; the same slip is simply tried again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimedJob:
    """A job handed to the agent. `copy` of 1 or more is marked as a reprint on paper."""

    id: str
    kind: PaperKind
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
        kind=PaperKind.SLIP_COPY if copy else PaperKind.SLIP,
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
    """Hand the device all papers it should print now; those nobody needs any more are closed as failed.

    `rate` is how fast the server's clock runs.
    """
    claimed = []
    for job in open_jobs(unit.connection, device_id):
        if job.state == "sending" and to_ms(at) - job.updated_at < rate * STUCK_AFTER.total_seconds() * 1000:
            continue
        if not job.worth:
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
    _record_report(unit, job, outcome, at=at)
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
    kiosk = kiosk_for(
        unit,
        centre_id=centre_id,
        hall_id=setup.lines[ticket.turn.line_id].hall_id,
        label=ticket.label,
        named=device_id,
        last=last,
    )
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


def kiosk_for(
    unit: Unit, *, centre_id: int, hall_id: int | None, label: str, named: str | None, last: Job | None
) -> Device:
    """Return the kiosk that prints a paper again: the one named, else that of the last time, else the hall's only one.

    Without a hall it is the centre's only one. Raises NotFound and KioskNeeded (of the paper's `label`).
    """
    if named is not None:
        return find_kiosk(unit.connection, named, centre_id=centre_id)
    kiosks = kiosks_of(unit.connection, centre_id)
    gave = [each for each in kiosks if last is not None and each.id == last.device_id]
    beside = [each for each in kiosks if hall_id in (None, each.hall_id)]
    if not gave and len(beside) != 1:
        raise KioskNeeded(label=label)
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
    return ClaimedJob(id=job.id, kind=job.kind, attempt=job.attempts + 1, copy=copy, slip=job.slip)


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


def _record_report(unit: Unit, job: Job, outcome: str, *, at: datetime) -> None:
    told = {"device": job.device_id, "job": job.id, "outcome": outcome}
    if job.ticket_id is not None:
        ticket, _ = load_ticket(unit.connection, job.ticket_id)
        centre, whose = ticket.centre_id, {"ticket": ticket.id, "label": ticket.label}
        record(unit, EventKind.SLIP_REPORTED, at=at, centre_id=centre, **whose, **told)
    elif job.payment_id is not None:
        centre = centre_of_payment(unit.connection, job.payment_id)
        whose = {"payment": job.payment_id, "paper": job.kind.value}
        record(unit, EventKind.PAPER_REPORTED, at=at, centre_id=centre, **whose, **told)


def _state_after(outcome: str) -> str:
    if outcome == "printed":
        return "printed"
    return "queued" if outcome in CERTAIN_FAILURES else "unknown"
