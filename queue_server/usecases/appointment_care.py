"""What the caretaker does about appointments: who did not come is marked, who is not needed any more is forgotten."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from queue_server.domain.appointment import AppointmentMove, AppointmentState, missed_after, moved_appointment
from queue_server.domain.event import EventKind
from queue_server.store.appointments import appointment_by_id, forget_citizens, missed_appointments, save_appointment
from queue_server.store.engine import Store
from queue_server.store.setup import setup_for_writing
from queue_server.store.unit import Unit
from queue_server.usecases.booking import record_appointment

CITIZENS_KEPT = timedelta(days=30)
"""After that nobody asks any more who had an appointment; how many there were stays."""


def mark_missed(store: Store, *, at: datetime) -> int:
    """Mark the appointments whose time is over as no-shows, each once, whoever else looks; return how many."""
    with store.reading() as connection:
        due = missed_appointments(connection, at=at)
    return sum(_mark(store, centre_id, ids, at=at) for centre_id, ids in due.items())


def forget_old_citizens(unit: Unit, *, at: datetime) -> int:
    """Empty what identifies the citizens of appointments older than CITIZENS_KEPT; return of how many."""
    return forget_citizens(unit.connection, before=at - CITIZENS_KEPT)


def _mark(store: Store, centre_id: int, ids: Sequence[int], *, at: datetime) -> int:
    marked = 0
    with Unit(store) as unit:
        rules = setup_for_writing(unit, centre_id).appointment_rules
        for appointment_id in ids:
            found = appointment_by_id(unit.connection, appointment_id)
            if found.state is not AppointmentState.BOOKED or at <= missed_after(rules, found.slot_at):
                continue
            missed = moved_appointment(found, AppointmentMove.MISS)
            save_appointment(unit.connection, missed)
            record_appointment(unit, EventKind.APPOINTMENT_NO_SHOW, missed, at=at)
            marked += 1
    return marked
