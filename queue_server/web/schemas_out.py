"""What answers hold: the contract in the OpenAPI document. Views are written as plain JSON and checked by the tests."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

Moment = Annotated[str, Field(json_schema_extra={"format": "date-time"})]
TicketState = Literal["waiting", "called", "serving", "held", "completed", "no_show", "cancelled", "expired", "away"]


class Out(BaseModel):
    """The base of all answers."""

    model_config = ConfigDict(extra="forbid")


class Names(Out):
    vi: str
    en: str
    zh: str


class Coded(Out):
    code: str
    names: Names


class Named(Out):
    names: Names


class Clocked(Out):
    server_time: Moment
    clock_rate: int


class FieldError(Out):
    field: str
    message: str


class Problem(BaseModel):
    """RFC 9457, with a stable code and a detail in the language of the request."""

    type: str
    title: str
    status: int
    code: str
    detail: str
    request_id: str
    errors: list[FieldError] | None = None


class StaffOut(Out):
    id: int
    name: str
    login: str
    roles: list[str]


class Workplace(Coded):
    roles: list[str]


class Me(Out):
    staff: StaffOut
    centre: Coded
    centres: list[Workplace]
    permissions: list[str]
    csrf: str


class EnrolmentOut(Out):
    code: str
    secret: str
    expires_at: Moment
    interval_seconds: int


class DeviceName(Out):
    id: str
    kind: str
    name: str


class Polled(Out):
    state: Literal["pending", "approved", "expired"]
    device: DeviceName | None = None
    token: str | None = None


class EnrolmentWaiting(Out):
    code: str
    kind: str
    name: str | None
    created_at: Moment
    expires_at: Moment


class Enrolments(Out):
    """Who asks to be let in, and the halls for which a manager may let them in."""

    enrolments: list[EnrolmentWaiting]
    halls: list[Coded]


class ServiceOut(Coded):
    short_names: Names
    bring: Names


class ExpectedWait(Out):
    low_minutes: int
    high_minutes: int


class StopName(Coded):
    short_names: Names


class StopOut(Out):
    """One service of a visit's itinerary, and where to wait for it."""

    service: StopName
    hall: Coded | None
    state: Literal["done", "now", "later"]


class Slip(Out):
    id: str
    label: str
    letter: str
    number: int
    state: TicketState
    language: str
    service: ServiceOut
    priority: Coded | None
    issued_at: Moment
    ahead: int
    expected: ExpectedWait | None
    hall: Coded
    centre: Coded
    url: str
    appointment_at: Moment | None = None
    itinerary: list[StopOut]
    party: list[str]


class JobName(Out):
    job: str
    state: str


class CompanionOut(Slip):
    print: JobName | None


class TicketOut(CompanionOut):
    """A fresh ticket; with several people who came together, the first's, with the others."""

    companions: list[CompanionOut] = []


class ReprintOut(Out):
    """`kiosk`: the name of the one that prints it."""

    print: JobName
    kiosk: str


class PrintState(Out):
    state: Literal["queued", "sending", "printed", "unknown", "failed"]
    outcome: str | None


class KioskService(ServiceOut):
    """`windows`: from when to when numbers are given today; null for a service that never closes."""

    asks_dossier: bool
    open: bool
    closed_reason: Literal["hours", "no_counter", "limit", "too_late", "numbers"] | None
    opens_at: Moment | None
    windows: list[tuple[Moment, Moment]] | None


class KioskGroup(Coded):
    letter: str
    position: int
    hall: Coded
    waiting: int
    services: list[KioskService]


class PriorityClassOut(Coded):
    head_start_minutes: int


class KioskCatalogue(Clocked):
    """`ticket_url` with a ticket's id behind it is the address of its page, `account` whether VietQR pays."""

    centre: Coded
    hall: Coded
    languages: list[str]
    groups: list[KioskGroup]
    priority_classes: list[PriorityClassOut]
    appointments: bool
    account: bool
    version: int
    ticket_url: str


ReasonWord = Literal["priority", "booked", "elsewhere", "staff", "together"]
"""Why somebody came first, for the hall to see."""


class Health(Out):
    status: Literal["ok"]
    seq: int
