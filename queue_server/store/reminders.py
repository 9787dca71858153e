"""Appointments that are due, and reminders on their way out of the house."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, text

from queue_server.domain.appointment import AppointmentRules
from queue_server.store.appointments import by_centre
from queue_server.store.moments import to_ms
from queue_server.store.prepared import Prepared

LONGEST_NOTICE = timedelta(hours=168)
"""The most that a centre's `remind_hours` can be: nothing later is looked at."""

_DUE = Prepared(
    text(
        "SELECT a.centre_id, a.id FROM appointment a LEFT JOIN appointment_rules r ON r.centre_id = a.centre_id"
        " WHERE a.state = 'booked' AND a.due_at IS NULL AND a.slot_at > :at AND a.slot_at <= :until"
        " AND a.slot_at - 3600000 * coalesce(r.remind_hours, :remind_hours) <= :at ORDER BY a.slot_at, a.id"
    )
)
_NOTE_DUE = Prepared(text("UPDATE appointment SET due_at = :at WHERE id = :id AND state = 'booked' AND due_at IS NULL"))
_QUEUE = Prepared(
    text("INSERT INTO reminder (appointment_id, state, attempts, next_at) VALUES (:id, 'queued', 0, :at)")
)
_WAITING = Prepared(
    text(
        "SELECT appointment_id, attempts FROM reminder WHERE state = 'queued' AND next_at <= :at"
        " ORDER BY next_at, appointment_id LIMIT :most"
    )
)
_CLAIM = Prepared(
    text(
        "UPDATE reminder SET attempts = attempts + 1, next_at = :next_at"
        " WHERE appointment_id = :id AND state = 'queued' AND attempts = :attempts"
    )
)
_END = Prepared(text("UPDATE reminder SET state = :state WHERE appointment_id = :id AND state = 'queued'"))


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingReminder:
    """A reminder that should go out now; `attempts` have been made before."""

    appointment_id: int
    attempts: int


def due_appointments(connection: Connection, *, at: datetime) -> Mapping[int, Sequence[int]]:
    """Return centre id -> ids of appointments to come that are due for a reminder and not yet noted as such."""
    hours = AppointmentRules().remind_hours
    return by_centre(_DUE.run(connection, at=to_ms(at), until=to_ms(at + LONGEST_NOTICE), remind_hours=hours))


def note_due(connection: Connection, appointment_id: int, *, at: datetime) -> bool:
    """Write that the appointment is due; False when that stands there already, or it waits no more."""
    return _NOTE_DUE.run(connection, id=appointment_id, at=to_ms(at)).rowcount == 1


def queue_reminder(connection: Connection, appointment_id: int, *, at: datetime) -> None:
    """Put a reminder on its way."""
    _QUEUE.run(connection, id=appointment_id, at=to_ms(at))


def waiting_reminders(connection: Connection, *, at: datetime, most: int) -> Sequence[WaitingReminder]:
    """Return up to `most` reminders that should go out now."""
    rows = _WAITING.run(connection, at=to_ms(at), most=most)
    return [WaitingReminder(appointment_id=row[0], attempts=row[1]) for row in rows]


def take_attempt(connection: Connection, reminder: WaitingReminder, *, next_at: datetime) -> bool:
    """Take the next attempt, which comes again at `next_at` if nothing is heard of it; False when another took it."""
    claimed = _CLAIM.run(connection, id=reminder.appointment_id, attempts=reminder.attempts, next_at=to_ms(next_at))
    return claimed.rowcount == 1


def end_reminder(connection: Connection, appointment_id: int, *, state: str) -> bool:
    """Write that it was delivered or has failed; False when it has ended already."""
    return _END.run(connection, id=appointment_id, state=state).rowcount == 1
