"""A citizen with an appointment reports at the kiosk, or to staff, and gets the ordinary ticket at the booked place."""

from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from queue_server.domain.appointment import (
    Appointment,
    AppointmentMove,
    AppointmentState,
    check_in_from,
    missed_after,
    moved_appointment,
    standing,
)
from queue_server.domain.centre import CentreSetup
from queue_server.domain.errors import AppointmentClosed, AppointmentEarly, AppointmentMissed, AppointmentUnknown
from queue_server.domain.event import EventKind
from queue_server.domain.reason import Reason
from queue_server.domain.ticket import Ticket
from queue_server.store.appointments import appointment_by_citizen, save_appointment
from queue_server.store.setup import setup_for_writing
from queue_server.store.tickets import load_ticket
from queue_server.store.unit import Unit
from queue_server.store.views import View
from queue_server.usecases.booking import find_appointment, record_appointment
from queue_server.usecases.tickets import Wish, give_ticket, line_of, new_ticket


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckIn:
    """How a citizen reports: by the appointment's code or by the hash of the personal number.

    Without a language it is the one in which the appointment was booked. `by` is who acted, for the journal.
    """

    code: str | None = None
    citizen_hash: str | None = None
    language: str | None = None
    priority: str | None = None
    by: str


def check_in(
    unit: Unit,
    *,
    centre_id: int,
    wish: CheckIn,
    device_id: str | None,
    public_url: str,
    at: datetime,
    chance: bytes,
) -> View:
    """Give the ticket of a booked time and, for a kiosk, queue its slip. Returns the kiosk's ticket view.

    Hours and limits do not bind: the time was promised. After the window it is a number as anybody gets. `chance` is as
    for `issue_ticket`. Raises AppointmentUnknown, AppointmentEarly, AppointmentMissed, AppointmentClosed, NotFound
    (priority class) and ServiceClosed.
    """
    setup = setup_for_writing(unit, centre_id)
    appointment = _appointment(unit, centre_id, wish)
    _refuse_untimely(unit, setup, appointment, at=at)
    ticket = _ticket(unit, setup, appointment, wish, at=at, chance=chance)
    view = give_ticket(
        unit, setup, ticket, device_id=device_id, public_url=public_url, appointment_at=appointment.slot_at
    )
    done = replace(moved_appointment(appointment, AppointmentMove.CHECK_IN), ticket_id=ticket.id)
    save_appointment(unit.connection, done)
    kept = ticket.turn.reason == Reason.BOOKED
    record_appointment(unit, EventKind.APPOINTMENT_CHECKED_IN, done, at=at, ticket=ticket.id, kept=kept, by=wish.by)
    return view


def _appointment(unit: Unit, centre_id: int, wish: CheckIn) -> Appointment:
    if wish.code is not None:
        return find_appointment(unit.connection, code=wish.code, centre_id=centre_id)
    assert wish.citizen_hash is not None
    found = appointment_by_citizen(unit.connection, centre_id=centre_id, citizen_hash=wish.citizen_hash)
    if found is None:
        raise AppointmentUnknown()
    return found


def _refuse_untimely(unit: Unit, setup: CentreSetup, appointment: Appointment, *, at: datetime) -> None:
    rules, service = setup.appointment_rules, setup.services[appointment.service_id].code
    over = appointment.state is AppointmentState.BOOKED and at > missed_after(rules, appointment.slot_at)
    if over or appointment.state is AppointmentState.NO_SHOW:
        raise AppointmentMissed(service=service)
    if appointment.state is not AppointmentState.BOOKED:
        given = appointment.ticket_id
        label = None if given is None else load_ticket(unit.connection, given)[0].label
        raise AppointmentClosed(state=appointment.state.value, label=label)
    opens = check_in_from(rules, appointment.slot_at)
    if at < opens:
        local = opens.astimezone(ZoneInfo(setup.zone))
        raise AppointmentEarly(time=f"{local:%H:%M}", date=f"{local:%d/%m/%Y}", service=service)


def _ticket(
    unit: Unit, setup: CentreSetup, appointment: Appointment, wish: CheckIn, *, at: datetime, chance: bytes
) -> Ticket:
    service = setup.services[appointment.service_id]
    asked = Wish(service=service.code, language=wish.language or appointment.language, priority=wish.priority)
    fresh = new_ticket(unit, setup, service, line_of(setup, service), wish=asked, at=at, chance=chance)
    minutes = 0 if wish.priority is None else setup.priority_class(wish.priority).head_start_minutes
    place = standing(setup.appointment_rules, slot_at=appointment.slot_at, at=at, priority_minutes=minutes)
    reason = Reason.BOOKED.value if place.booked else None
    return replace(fresh, turn=replace(fresh.turn, effective_at=place.key, reason=reason))
