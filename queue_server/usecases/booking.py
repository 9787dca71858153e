"""Booking a time and giving it back."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from queue_server.domain.appointment import (
    Appointment,
    AppointmentMove,
    AppointmentState,
    bookable_slots,
    moved_appointment,
)
from queue_server.domain.appointment_code import appointment_code, read_code
from queue_server.domain.centre import CentreSetup, Service
from queue_server.domain.citizen_id import Citizen
from queue_server.domain.errors import AppointmentExists, AppointmentUnknown, NotBookable, SlotFull
from queue_server.domain.event import EventKind, Plain
from queue_server.store.appointment_views import booking_of
from queue_server.store.appointments import (
    appointment_by_citizen,
    appointment_by_code,
    insert_appointment,
    places_taken,
    save_appointment,
)
from queue_server.store.moments import to_ms
from queue_server.store.setup import setup_for_writing
from queue_server.store.unit import Unit
from queue_server.usecases.journaling import record

CITIZEN = "citizen"
"""Who acted, where it was the holder of the code."""

SHORTEST_STEP = timedelta(milliseconds=1)


def book(
    unit: Unit,
    *,
    centre_id: int,
    service: str,
    slot_at: datetime,
    citizen: Citizen,
    language: str,
    by: str,
    at: datetime,
    chance: bytes,
) -> Appointment:
    """Book a slot of the service for the citizen. `chance` is at least 8 bytes from a secure source.

    Raises NotFound (service), NotBookable, SlotFull and AppointmentExists.
    """
    setup = setup_for_writing(unit, centre_id)
    wanted = setup.service(service)
    place = _free_place(unit, setup, wanted, slot_at, at=at)
    if appointment_by_citizen(unit.connection, centre_id=centre_id, citizen_hash=citizen.hash) is not None:
        raise AppointmentExists()
    booked = Appointment(
        id=0,
        centre_id=centre_id,
        service_id=wanted.id,
        code=appointment_code(chance),
        slot_at=slot_at,
        state=AppointmentState.BOOKED,
        citizen_hash=citizen.hash,
        citizen_masked=citizen.masked,
        language=language,
        booked_at=at,
    )
    appointment_id = insert_appointment(unit.connection, booked, place=place)
    found = appointment_by_code(unit.connection, booked.code)
    assert found.id == appointment_id
    record_appointment(unit, EventKind.APPOINTMENT_BOOKED, found, at=at, by=by)
    return found


def cancel_appointment(
    unit: Unit, *, code: str, by: str, at: datetime, centre_id: int | None = None
) -> tuple[CentreSetup, Appointment]:
    """Give a booked time back; `centre_id` is the centre of staff, None for the holder of the code.

    Returns the centre's set-up and the cancelled appointment. Raises AppointmentUnknown and AppointmentClosed.
    """
    found = find_appointment(unit.connection, code=code, centre_id=centre_id)
    setup = setup_for_writing(unit, found.centre_id)
    cancelled = moved_appointment(appointment_by_code(unit.connection, found.code), AppointmentMove.CANCEL)
    save_appointment(unit.connection, cancelled)
    record_appointment(unit, EventKind.APPOINTMENT_CANCELLED, cancelled, at=at, by=by)
    return setup, cancelled


def find_appointment(connection: Connection, *, code: str, centre_id: int | None) -> Appointment:
    """Return the appointment of what was written as its code, of that centre. Raises AppointmentUnknown."""
    read = read_code(code)
    if read is None:
        raise AppointmentUnknown()
    found = appointment_by_code(connection, read)
    if centre_id is not None and found.centre_id != centre_id:
        raise AppointmentUnknown()
    return found


def record_appointment(unit: Unit, kind: EventKind, appointment: Appointment, *, at: datetime, **more: Plain) -> None:
    """Record what happened to the appointment; neither its code nor anything about the citizen is in the journal."""
    record(
        unit,
        kind,
        at=at,
        centre_id=appointment.centre_id,
        appointment=appointment.id,
        service=appointment.service_id,
        slot_at=to_ms(appointment.slot_at),
        **more,
    )


def _free_place(unit: Unit, setup: CentreSetup, service: Service, slot_at: datetime, *, at: datetime) -> int:
    booking, timetable = booking_of(setup, service), setup.timetable(service)
    day = slot_at.astimezone(ZoneInfo(setup.zone)).date()
    if slot_at not in bookable_slots(booking, timetable, day, at=at):
        raise NotBookable(service=service.code)
    end = slot_at + SHORTEST_STEP
    taken = places_taken(unit.connection, service_id=service.id, begin=slot_at, end=end).get(slot_at, set())
    for place in range(1, booking.capacity + 1):
        if place not in taken:
            return place
    raise SlotFull(service=service.code)
