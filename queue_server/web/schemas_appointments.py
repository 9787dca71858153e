"""What requests about appointments may hold and what their answers do. See `schemas_in` and `schemas_out`."""

from typing import Annotated, Literal, Self

from pydantic import ConfigDict, Field, model_validator

from queue_server.domain.citizen_id import PATTERN
from queue_server.web.schemas_in import Code, Exact, Language, Strict, exactly_one
from queue_server.web.schemas_out import Coded, Moment, Out, ServiceOut

AppointmentStateName = Literal["booked", "checked_in", "no_show", "cancelled"]

CitizenId = Annotated[str, Field(pattern=PATTERN)]
"""The 12 digits of the personal number and nothing else: pages take away what people write between them.

It is hashed at once and never kept."""

AppointmentCode = Annotated[Exact, Field(min_length=8, max_length=12)]


SlotMoment = Annotated[
    str,
    Field(
        pattern=r"^2[0-9]{3}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,6})?)?(Z|[+-][0-9]{2}:[0-9]{2})$",
        examples=["2026-11-30T01:30:00.000Z"],
    ),
]
"""A moment with its zone, as `slot_at` of the free slots."""


class BookingWish(Strict):
    slot_at: SlotMoment
    citizen_id: CitizenId
    language: Language = "vi"


class StaffBookingWish(BookingWish):
    service: Code


class CodeName(Strict):
    code: AppointmentCode


class CheckInWish(Strict):
    """Exactly one of code and citizen_id; without a language it is the one of the booking."""

    model_config = ConfigDict(json_schema_extra=exactly_one("code", "citizen_id"))

    code: AppointmentCode | None = None
    citizen_id: CitizenId | None = None
    language: Language | None = None
    priority: Code | None = None

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        if (self.code is None) == (self.citizen_id is None):
            raise ValueError("name one of code and citizen_id")
        return self


class BookableCentre(Coded):
    services: list[ServiceOut]


class Bookable(Out):
    centres: list[BookableCentre]


class Slot(Out):
    slot_at: Moment
    capacity: int
    free: int


class SlotDay(Out):
    day: str
    slots: list[Slot]


class FreeSlots(Out):
    service: ServiceOut
    days: list[SlotDay]


class AppointmentOut(Out):
    code: str
    state: AppointmentStateName
    slot_at: Moment
    check_in_from: Moment
    check_in_until: Moment
    service: ServiceOut
    centre: Coded


class StaffAppointment(AppointmentOut):
    citizen: str | None
    label: str | None


class DaySlot(Slot):
    open: bool


class FilledService(Out):
    service: Coded
    slots: list[DaySlot]


class AppointmentDay(Out):
    day: str
    services: list[FilledService]
    appointments: list[StaffAppointment]
