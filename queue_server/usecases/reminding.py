"""Reminders: an appointment is due once, and whoever hooks onto that hears of it, outside all transactions."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from queue_server.domain.appointment import Appointment, AppointmentState
from queue_server.domain.event import EventKind
from queue_server.store.appointments import appointment_by_id
from queue_server.store.engine import Store
from queue_server.store.reminders import (
    WaitingReminder,
    due_appointments,
    end_reminder,
    note_due,
    queue_reminder,
    take_attempt,
    waiting_reminders,
)
from queue_server.store.setup import setup_for_writing, setup_of
from queue_server.store.unit import Unit
from queue_server.store.views import View, moment
from queue_server.usecases.booking import record_appointment

FIRST_PAUSE = timedelta(seconds=30)
"""Longer than a post may take."""
LONGEST_PAUSE = timedelta(minutes=30)
MOST_LOOKED_AT = 20
MOST_ATTEMPTS = 10
"""Ten attempts with pauses that double reach over two hours: longer than a restart, shorter than a useless reminder."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reminder:
    """One attempt at telling that an appointment is due. `told` carries its code, time and service, nothing else."""

    appointment_id: int
    attempt: int
    told: View

    @property
    def key(self) -> str:
        """The same for all attempts."""
        return f"reminder-{self.appointment_id}"


def note_due_appointments(store: Store, *, at: datetime, hooked: bool) -> int:
    """Record which appointments are due, each once, whoever else looks; return how many.

    When somebody hooks onto reminders, one is put on its way in the same transaction.
    """
    with store.reading() as connection:
        due = due_appointments(connection, at=at)
    noted = 0
    for centre_id, ids in due.items():
        with Unit(store) as unit:
            setup_for_writing(unit, centre_id)
            noted += sum(_note(unit, each, at=at, hooked=hooked) for each in ids)
    return noted


def claim_reminder(unit: Unit, *, at: datetime) -> Reminder | None:
    """Take the one reminder that should go out next, or None; those that nobody needs any more end.

    Whoever takes it posts it at once: nobody else does before the pause after this attempt is over. Taking several
    would let that pause run while the first are posted.
    """
    for waiting in waiting_reminders(unit.connection, at=at, most=MOST_LOOKED_AT):
        if not take_attempt(unit.connection, waiting, next_at=at + pause_after(waiting.attempts + 1)):
            continue
        appointment = appointment_by_id(unit.connection, waiting.appointment_id)
        if appointment.state is AppointmentState.BOOKED and appointment.slot_at > at:
            return _reminder(unit, appointment, waiting)
        _end(unit, appointment, "not_needed", at=at)
    return None


def settle_reminder(unit: Unit, reminder: Reminder, *, delivered: bool, at: datetime) -> None:
    """Take in what became of an attempt: after the last one that failed no other is made."""
    appointment = appointment_by_id(unit.connection, reminder.appointment_id)
    if delivered:
        if end_reminder(unit.connection, appointment.id, state="delivered"):
            record_appointment(unit, EventKind.REMINDER_DELIVERED, appointment, at=at, attempt=reminder.attempt)
    elif reminder.attempt >= MOST_ATTEMPTS:
        _end(unit, appointment, "no_answer", at=at)


def pause_after(attempt: int) -> timedelta:
    """Return how long after the attempt the next one is made."""
    return min(LONGEST_PAUSE, FIRST_PAUSE * (1 << (attempt - 1)))


def _note(unit: Unit, appointment_id: int, *, at: datetime, hooked: bool) -> bool:
    if not note_due(unit.connection, appointment_id, at=at):
        return False
    if hooked:
        queue_reminder(unit.connection, appointment_id, at=at)
    record_appointment(unit, EventKind.APPOINTMENT_DUE, appointment_by_id(unit.connection, appointment_id), at=at)
    return True


def _reminder(unit: Unit, appointment: Appointment, waiting: WaitingReminder) -> Reminder:
    setup = setup_of(unit.store, unit.connection, appointment.centre_id)
    told = {
        "code": appointment.code,
        "slot_at": moment(appointment.slot_at),
        "service": setup.services[appointment.service_id].code,
    }
    return Reminder(appointment_id=appointment.id, attempt=waiting.attempts + 1, told=told)


def _end(unit: Unit, appointment: Appointment, reason: str, *, at: datetime) -> None:
    if end_reminder(unit.connection, appointment.id, state="failed"):
        record_appointment(unit, EventKind.REMINDER_FAILED, appointment, at=at, reason=reason)
