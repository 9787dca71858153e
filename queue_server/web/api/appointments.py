"""Appointments: what anybody can book, what staff keep, and checking in."""

from datetime import datetime

from queue_server.domain.appointment import Appointment
from queue_server.domain.centre import CentreSetup
from queue_server.domain.citizen_id import Citizen, citizen_of
from queue_server.domain.errors import NotBookable
from queue_server.domain.roles import Permission
from queue_server.store.appointment_views import (
    appointment_view,
    appointments_view,
    bookable_view,
    free_slots_view,
    staff_appointment_view,
)
from queue_server.store.days import centres
from queue_server.store.setup import centre_id_of, setup_of
from queue_server.store.unit import Unit
from queue_server.store.views import View
from queue_server.usecases.booking import CITIZEN, book, cancel_appointment, find_appointment
from queue_server.usecases.checking_in import CheckIn, check_in
from queue_server.web.api import api
from queue_server.web.api.manager import asked_day
from queue_server.web.endpoint import Call
from queue_server.web.limits import ALL_BOOKINGS, BOOKINGS, SLOT_LOOKS
from queue_server.web.schemas_appointments import (
    AppointmentDay,
    AppointmentOut,
    Bookable,
    BookingWish,
    CheckInWish,
    CodeName,
    FreeSlots,
    StaffAppointment,
    StaffBookingWish,
)
from queue_server.web.schemas_out import TicketOut

KEEP = Permission.APPOINTMENT_KEEP
BOOKING_REFUSALS = (
    "not_found",
    "citizen_id.invalid",
    "appointment.not_bookable",
    "appointment.slot_full",
    "appointment.exists",
)


@api.endpoint("GET", "/booking", needs=None, gives=Bookable, refuses=("rate.limited",))
def bookable(call: Call) -> View:
    """The centres that take appointments, and for which services."""
    SLOT_LOOKS.take()
    store = call.context.store
    with store.reading() as connection:
        setups = [setup_of(store, connection, place.centre_id) for place in centres(connection)]
    return {"centres": [bookable_view(setup) for setup in setups if setup.bookings]}


@api.endpoint(
    "GET", "/booking/<centre>/<service>", needs=None, gives=FreeSlots,
    refuses=("not_found", "appointment.not_bookable", "rate.limited"),
)  # fmt: skip
def free_slots(call: Call, centre: str, service: str) -> View:
    """The days and times of a service that can be booked now."""
    SLOT_LOOKS.take()
    store = call.context.store
    with store.reading() as connection:
        setup = setup_of(store, connection, centre_id_of(connection, centre))
        return free_slots_view(connection, setup, setup.service(service), at=call.at)


@api.endpoint(
    "POST", "/booking/<centre>/<service>", needs=None, takes=BookingWish, gives=AppointmentOut, status=201, once=True,
    refuses=(*BOOKING_REFUSALS, "rate.limited"),
)  # fmt: skip
def book_publicly(call: Call, centre: str, service: str) -> str:
    """Book a time, as anybody. The number of the identity card is kept as a keyed hash alone."""
    _spare()
    citizen = _citizen(call)

    def action(unit: Unit) -> View:
        centre_id = centre_id_of(unit.connection, centre)
        return _view(call, unit, _book(call, unit, centre_id, service, citizen, by=CITIZEN))

    return call.once(action, scope="booking")


@api.endpoint(
    "POST", "/booking/find", needs=None, takes=CodeName, gives=AppointmentOut,
    refuses=("appointment.unknown", "rate.limited"),
)  # fmt: skip
def find(call: Call) -> View:
    """The appointment of a code, for its holder."""
    _spare()
    store = call.context.store
    with store.reading() as connection:
        found = find_appointment(connection, code=call.body.code, centre_id=None)
        return appointment_view(setup_of(store, connection, found.centre_id), found)


@api.endpoint(
    "POST", "/booking/cancel", needs=None, takes=CodeName, gives=AppointmentOut, once=True,
    refuses=("appointment.unknown", "appointment.closed", "rate.limited"),
)  # fmt: skip
def cancel_booking(call: Call) -> str:
    """Give a booked time back, as the holder of its code."""
    _spare()

    def action(unit: Unit) -> View:
        setup, cancelled = cancel_appointment(unit, code=call.body.code, by=CITIZEN, at=call.at)
        return appointment_view(setup, cancelled)

    return call.once(action, scope="booking")


@api.endpoint("GET", "/appointments/days/<day>", needs=KEEP, gives=AppointmentDay, refuses=("not_found",))
def appointments_of_day(call: Call, day: str) -> View:
    """A day's appointments and how full its slots are."""
    store = call.context.store
    with store.reading() as connection:
        setup = setup_of(store, connection, call.centre_id)
        return appointments_view(connection, setup, asked_day(day), at=call.at)


@api.endpoint(
    "POST", "/appointments", needs=KEEP, takes=StaffBookingWish, gives=StaffAppointment, status=201, once=True,
    refuses=BOOKING_REFUSALS,
)  # fmt: skip
def book_by_staff(call: Call) -> str:
    """Book a time for a citizen, as staff."""
    citizen = _citizen(call)
    return call.once(
        lambda unit: _staff_view(
            call, unit, _book(call, unit, call.centre_id, call.body.service, citizen, by=call.caller.scope)
        )
    )


@api.endpoint(
    "POST", "/appointments/cancel", needs=KEEP, takes=CodeName, gives=StaffAppointment, once=True,
    refuses=("appointment.unknown", "appointment.closed"),
)  # fmt: skip
def cancel_by_staff(call: Call) -> str:
    """Cancel an appointment, as staff."""

    def action(unit: Unit) -> View:
        _, cancelled = cancel_appointment(
            unit, code=call.body.code, by=call.caller.scope, at=call.at, centre_id=call.centre_id
        )
        return _staff_view(call, unit, cancelled)

    return call.once(action)


@api.endpoint(
    "POST", "/appointments/check-in", needs=(Permission.TICKET_ISSUE, KEEP), takes=CheckInWish, gives=TicketOut,
    status=201, once=True,
    refuses=(
        "not_found", "service.closed", "citizen_id.invalid", "appointment.unknown", "appointment.early",
        "appointment.missed", "appointment.closed",
    ),
)  # fmt: skip
def check_in_appointment(call: Call) -> str:
    """Report for an appointment and get its number; a kiosk prints the slip."""
    device, body = call.caller.device, call.body
    wish = CheckIn(
        code=body.code,
        citizen_hash=None if body.citizen_id is None else _citizen(call).hash,
        language=body.language,
        priority=body.priority,
        by=call.caller.scope,
    )
    return call.once(
        lambda unit: check_in(
            unit,
            centre_id=call.centre_id,
            wish=wish,
            device_id=None if device is None else device.id,
            public_url=call.context.public_url,
            at=call.at,
            chance=call.context.chance(10),
        )
    )


def _spare() -> None:
    BOOKINGS.take()
    ALL_BOOKINGS.take(of="all")


def _citizen(call: Call) -> Citizen:
    return citizen_of(call.body.citizen_id, key=call.context.citizen_key)


def _book(call: Call, unit: Unit, centre_id: int, service: str, citizen: Citizen, *, by: str) -> Appointment:
    return book(
        unit,
        centre_id=centre_id,
        service=service,
        slot_at=_slot(call.body.slot_at, service=service),
        citizen=citizen,
        language=call.body.language,
        by=by,
        at=call.at,
        chance=call.context.chance(8),
    )


def _slot(written: str, *, service: str) -> datetime:
    """Return the moment; one that no calendar has (31 February) is no slot of the service. Raises NotBookable."""
    try:
        return datetime.fromisoformat(written)
    except ValueError:
        raise NotBookable(service=service) from None


def _view(call: Call, unit: Unit, appointment: Appointment) -> View:
    return appointment_view(_setup(call, unit, appointment), appointment)


def _staff_view(call: Call, unit: Unit, appointment: Appointment) -> View:
    return staff_appointment_view(unit.connection, _setup(call, unit, appointment), appointment)


def _setup(call: Call, unit: Unit, appointment: Appointment) -> CentreSetup:
    return setup_of(call.context.store, unit.connection, appointment.centre_id)
