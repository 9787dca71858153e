"""Appointments and free slots as the API shows them."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from queue_server.domain.appointment import (
    WINDOW,
    Appointment,
    Booking,
    bookable_slots,
    check_in_from,
    days_to_book,
    slots_of_day,
)
from queue_server.domain.centre import CentreSetup, Service
from queue_server.domain.errors import NotBookable
from queue_server.store.appointments import appointments_between, places_taken
from queue_server.store.tickets import load_ticket
from queue_server.store.views import View, coded, moment, service_view

ONE_DAY = timedelta(days=1)


def booking_of(setup: CentreSetup, service: Service) -> Booking:
    """Return how the service is booked. Raises NotBookable."""
    booking = setup.bookings.get(service.id)
    if booking is None:
        raise NotBookable(service=service.code)
    return booking


def bookable_view(setup: CentreSetup) -> View:
    """Return a centre with its services that can be booked."""
    services = [service for service in setup.services.values() if service.id in setup.bookings]
    return coded(setup) | {"services": [service_view(service) for service in services]}


def free_slots_view(connection: Connection, setup: CentreSetup, service: Service, *, at: datetime) -> View:
    """Return the days and slots of the service that can be booked now, with their free places. Raises NotBookable."""
    booking, timetable = booking_of(setup, service), setup.timetable(service)
    until = at + timedelta(days=booking.days_ahead + 1)
    taken = places_taken(connection, service_id=service.id, begin=at, end=until)
    days = list(days_to_book(booking, timetable, at=at))
    views = [
        {"day": day.isoformat(), "slots": _slots(bookable_slots(booking, timetable, day, at=at), booking, taken)}
        for day in days
    ]
    return {"service": service_view(service), "days": [view for view in views if view["slots"]]}


def appointment_view(setup: CentreSetup, appointment: Appointment) -> View:
    """Return an appointment as its holder sees it: nothing about the person."""
    rules, slot = setup.appointment_rules, appointment.slot_at
    return {
        "code": appointment.code,
        "state": appointment.state.value,
        "slot_at": moment(slot),
        "check_in_from": moment(check_in_from(rules, slot)),
        "check_in_until": moment(slot + WINDOW),
        "service": service_view(setup.services[appointment.service_id]),
        "centre": coded(setup),
    }


def staff_appointment_view(connection: Connection, setup: CentreSetup, appointment: Appointment) -> View:
    """Return an appointment as staff see it: with the masked number and the ticket that was given for it."""
    label = None if appointment.ticket_id is None else load_ticket(connection, appointment.ticket_id)[0].label
    return appointment_view(setup, appointment) | {"citizen": appointment.citizen_masked, "label": label}


def appointments_view(connection: Connection, setup: CentreSetup, day: date, *, at: datetime) -> View:
    """Return a day's appointments, how full the slots of each bookable service are, and which can be booked now."""
    begin = datetime.combine(day, datetime.min.time(), tzinfo=ZoneInfo(setup.zone))
    found = appointments_between(connection, centre_id=setup.id, begin=begin, end=begin + ONE_DAY)
    services = [service for service in setup.services.values() if service.id in setup.bookings]
    return {
        "day": day.isoformat(),
        "services": [_filled(connection, setup, service, day, begin, at=at) for service in services],
        "appointments": [staff_appointment_view(connection, setup, appointment) for appointment in found],
    }


def _filled(
    connection: Connection, setup: CentreSetup, service: Service, day: date, begin: datetime, *, at: datetime
) -> View:
    booking = setup.bookings[service.id]
    taken = places_taken(connection, service_id=service.id, begin=begin, end=begin + ONE_DAY)
    timetable = setup.timetable(service)
    slots = list(slots_of_day(timetable, day, slot_minutes=booking.slot_minutes))
    bookable = bookable_slots(booking, timetable, day, at=at)
    views = _slots(slots, booking, taken)
    return {
        "service": coded(service),
        "slots": [view | {"open": slot in bookable} for slot, view in zip(slots, views, strict=True)],
    }


def _slots(slots: Sequence[datetime], booking: Booking, taken: Mapping[datetime, set[int]]) -> list[View]:
    return [
        {"slot_at": moment(slot), "capacity": booking.capacity, "free": _free(booking, taken.get(slot, set()))}
        for slot in slots
    ]


def _free(booking: Booking, taken: set[int]) -> int:
    return sum(place not in taken for place in range(1, booking.capacity + 1))
