"""Appointments: the state machine, the slots of a day, and the place in line of who comes at a booked time."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from types import MappingProxyType
from zoneinfo import ZoneInfo

from queue_server.domain.errors import AppointmentClosed
from queue_server.domain.hours import Timetable
from queue_server.domain.order import effective_at

WINDOW = timedelta(minutes=10)
"""A check-in counts as one at most this long before the slot, and keeps the booked place at most this long after it."""


MIDNIGHT = timedelta(microseconds=1)
"""A window that lasts to the end of the day closes so long before it."""


class AppointmentState(StrEnum):
    """Where an appointment is in its life."""

    BOOKED = "booked"
    CHECKED_IN = "checked_in"
    NO_SHOW = "no_show"
    CANCELLED = "cancelled"


class AppointmentMove(StrEnum):
    """What can be done to an appointment. (To book is to bring it into being.)"""

    CHECK_IN = "check_in"
    MISS = "miss"
    CANCEL = "cancel"


APPOINTMENT_MOVES: Mapping[tuple[AppointmentState, AppointmentMove], AppointmentState] = MappingProxyType(
    {
        (AppointmentState.BOOKED, AppointmentMove.CHECK_IN): AppointmentState.CHECKED_IN,
        (AppointmentState.BOOKED, AppointmentMove.MISS): AppointmentState.NO_SHOW,
        (AppointmentState.BOOKED, AppointmentMove.CANCEL): AppointmentState.CANCELLED,
    }
)

ACTIVE = frozenset({AppointmentState.BOOKED})
"""A citizen has at most one appointment at a centre in one of these states."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Booking:
    """How a service can be booked: slots of `slot_minutes` for `capacity` citizens each, up to `days_ahead` days from
    now."""

    slot_minutes: int
    capacity: int
    days_ahead: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AppointmentRules:
    """A centre's rules. Citizens may check in from `early_minutes` before the slot and are called as if they had come
    `head_start_minutes` earlier; `grace_minutes` after the window they are no-shows; who hooks onto reminders hears of
    an appointment `remind_hours` before it."""

    head_start_minutes: int = 20
    early_minutes: int = 30
    grace_minutes: int = 20
    remind_hours: int = 24


@dataclass(frozen=True, slots=True, kw_only=True)
class Appointment:
    """A booked time. `code` is secret: whoever holds it may look, cancel and check in.

    `citizen_hash` and `citizen_masked` are empty once they have been forgotten.
    """

    id: int
    centre_id: int
    service_id: int
    code: str
    slot_at: datetime
    state: AppointmentState
    citizen_hash: str | None
    citizen_masked: str | None
    language: str
    booked_at: datetime
    ticket_id: str | None = None


def moved_appointment(appointment: Appointment, move: AppointmentMove) -> Appointment:
    """Return the appointment after the move. Raises AppointmentClosed."""
    state = APPOINTMENT_MOVES.get((appointment.state, move))
    if state is None:
        raise AppointmentClosed(state=appointment.state.value, label=None)
    return replace(appointment, state=state)


def slots_of_day(timetable: Timetable, day: date, *, slot_minutes: int) -> Iterator[datetime]:
    """Yield the beginnings of the day's slots, each wholly within an opening window."""
    length = timedelta(minutes=slot_minutes)
    for opens, closes in timetable.windows(day):
        slot = opens
        while slot + length <= closes + MIDNIGHT:
            yield slot
            slot += length


def days_to_book(booking: Booking, timetable: Timetable, *, at: datetime) -> Iterator[date]:
    """Yield the days, today included, that may have slots to book at the moment `at`."""
    today = at.astimezone(ZoneInfo(timetable.zone)).date()
    for ahead in range(booking.days_ahead + 1):
        if timetable.windows(today + timedelta(days=ahead)):
            yield today + timedelta(days=ahead)


def bookable_slots(booking: Booking, timetable: Timetable, day: date, *, at: datetime) -> list[datetime]:
    """Return the slots of the day that can be booked at the moment `at`: neither past nor too far ahead."""
    if day not in days_to_book(booking, timetable, at=at):
        return []
    return [slot for slot in slots_of_day(timetable, day, slot_minutes=booking.slot_minutes) if slot > at]


def appointment_key(check_in: datetime, slot_at: datetime, head_start: timedelta) -> int:
    """Return the sort key of a check-in for a slot: the check-in, clipped to the window, less the head start.

    Whole seconds since the epoch. (Head start policy: an appointment is a class of its own whose arrival is its slot.)
    """
    clipped = min(max(check_in, slot_at - WINDOW), slot_at + WINDOW)
    return int(clipped.timestamp()) - int(head_start.total_seconds())


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Where a check-in stands in line; `booked` when it is the appointment that put it there."""

    key: int
    booked: bool


def standing(rules: AppointmentRules, *, slot_at: datetime, at: datetime, priority_minutes: int) -> Standing:
    """Return the place of a check-in at the moment `at`; `priority_minutes` is the head start of its priority class.

    The larger head start counts, and nobody stands worse than without the appointment. After the window it is a walk-in
    of this moment.
    """
    walk_in = effective_at(arrived_at=at, head_start_minutes=priority_minutes)
    if at > slot_at + WINDOW:
        return Standing(key=walk_in, booked=False)
    minutes = max(rules.head_start_minutes, priority_minutes)
    key = min(walk_in, appointment_key(at, slot_at, timedelta(minutes=minutes)))
    return Standing(key=key, booked=rules.head_start_minutes >= priority_minutes)


def check_in_from(rules: AppointmentRules, slot_at: datetime) -> datetime:
    """Return the moment from which citizens may check in."""
    return slot_at - timedelta(minutes=rules.early_minutes)


def missed_after(rules: AppointmentRules, slot_at: datetime) -> datetime:
    """Return the moment after which an appointment that nobody checked in for is a no-show."""
    return slot_at + WINDOW + timedelta(minutes=rules.grace_minutes)
