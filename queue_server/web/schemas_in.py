"""What requests may hold. Strict: unknown members, wrong types and texts over their length are refused."""

from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints, model_validator

from hardware.terminal.card_numbers import names_a_card, without_card_numbers
from queue_server.domain.itinerary import MOST_STOPS
from queue_server.domain.party import MOST_PEOPLE

CODE_PATTERN = r"^[a-z0-9][a-z0-9-]{0,39}$"

Code = Annotated[str, Field(pattern=CODE_PATTERN)]
Language = Literal["vi", "en", "zh"]
PrintMode = Literal["raster", "tcvn", "hybrid"]


Exact = Annotated[str, StringConstraints(pattern=r"^[^\x00-\x1f]*$")]
"""A name, a code or a secret, letter by letter: without control characters (a NUL byte is no text to PostgreSQL)."""

Words = Annotated[Exact, AfterValidator(without_card_numbers)]
"""What somebody writes in words of their own. Card numbers are taken out, so that none is ever kept."""


def _no_card(name: str) -> str:
    if names_a_card(name):
        raise ValueError("holds what could be a card number")
    return name


OfNoCard = AfterValidator(_no_card)
"""On a name that a program makes up and the server keeps as it is."""


def exactly_one(*names: str) -> dict[str, Any]:
    """Return the JSON schema words for: of these nullable members one is given and not null."""
    given = {"not": {"type": "null"}}
    return {
        "oneOf": [
            {"required": [name], "properties": {each: given if each == name else {"type": "null"} for each in names}}
            for name in names
        ]
    }


class Strict(BaseModel):
    """The base of all request bodies."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class Nothing(Strict):
    """An empty object."""


class SignInRequest(Strict):
    login: Annotated[Exact, Field(min_length=1, max_length=80)]
    password: Annotated[Exact, Field(min_length=1, max_length=256)]


class CentreRequest(Strict):
    centre: Code


class EnrolmentRequest(Strict):
    kind: Literal["kiosk", "board", "keypad", "terminal"]
    name: Annotated[Words, Field(max_length=80)] | None = None


class PollRequest(Strict):
    secret: Annotated[Exact, Field(min_length=16, max_length=128)]


class ApprovalRequest(Strict):
    code: Annotated[str, Field(pattern=r"^[A-Za-z]{4}-?[A-Za-z]{4}$")]
    name: Annotated[Words, Field(min_length=1, max_length=80)]
    hall: Code


class PaperReport(Strict):
    """Millimetres printed since the roll was changed, an estimate; `low_since` while the printer says nearly out.

    `opened_at`: the cover was closed again with paper in, the roll may have been changed; `mm_since_opened` since then.
    `roll_mm`: the length of a new roll, where it was set.
    """

    mm: Annotated[int, Field(ge=0, le=10**9)]
    low_since: Annotated[Words, Field(max_length=40)] | None = None
    opened_at: Annotated[Words, Field(max_length=40)] | None = None
    mm_since_opened: Annotated[int, Field(ge=0, le=10**9)] = 0
    roll_mm: Annotated[int, Field(ge=1, le=10**7)] | None = None


class TroubleReport(Strict):
    """One time that the part was offline or faulty; `until` is null while it lasts."""

    at: Annotated[Words, Field(max_length=40)]
    state: Literal["offline", "faulty"]
    detail: Annotated[Words, Field(max_length=200)] | None = None
    until: Annotated[Words, Field(max_length=40)] | None = None


class PrinterWish(Strict):
    """How a printer is to print."""

    mode: PrintMode
    paper: Literal[58, 80]
    stores_graphics: bool = False


class PrinterRequest(Strict):
    """`printer` null leaves it to the options of the box."""

    printer: PrinterWish | None


class CountersRequest(Strict):
    """The counters that a card terminal serves; without any it serves none."""

    counters: Annotated[list[Annotated[int, Field(ge=1, le=9_999)]], Field(max_length=50)]


class RefusedPrinting(Strict):
    """What an agent was told and does not do: a slip would take so many `seconds`; `least` is a speed that would do."""

    mode: Annotated[Words, Field(max_length=40)]
    code: Literal["printer.too_slow", "printer.unknown_mode"]
    seconds: Annotated[float, Field(ge=0, le=1_000_000)] | None = None
    least: Annotated[int, Field(ge=1, le=10_000_000)] | None = None


class PrintingReport(PrinterWish):
    """How a printer prints now; `baud` is null for a line without a speed."""

    baud: Annotated[int, Field(ge=1, le=10_000_000)] | None = None
    refused: RefusedPrinting | None = None


class PartReport(Strict):
    """How one thing plugged into the device is."""

    name: Annotated[Words, Field(min_length=1, max_length=40)]
    kind: Annotated[Words, Field(min_length=1, max_length=40)]
    state: Literal["offline", "connecting", "ready", "busy", "faulty"]
    detail: Annotated[Words, Field(max_length=200)] | None = None
    since: Annotated[Words, Field(max_length=40)] | None = None
    last_job_at: Annotated[Words, Field(max_length=40)] | None = None
    model: Annotated[Words, Field(max_length=80)] | None = None
    firmware: Annotated[Words, Field(max_length=80)] | None = None
    serial: Annotated[Words, Field(max_length=80)] | None = None
    paper: PaperReport | None = None
    printing: PrintingReport | None = None
    troubles: Annotated[list[TroubleReport], Field(max_length=10)] = []


class HeartbeatRequest(Strict):
    software: Annotated[Words, Field(max_length=80)] = ""
    parts: Annotated[list[PartReport], Field(max_length=16)] = []


class JobReport(Strict):
    outcome: Literal["printed", "paper_out", "cover_open", "cutter", "overheated", "offline", "silent", "unknown"]
    detail: Annotated[Words, Field(max_length=200)] | None = None


class ServiceWish(Strict):
    """`dossier`: the one whose result is fetched, where the service returns results."""

    service: Code
    language: Language
    priority: Code | None = None
    dossier: Annotated[Exact, Field(min_length=1, max_length=80)] | None = None


def _different(codes: list[str]) -> list[str]:
    if len(set(codes)) != len(codes):
        raise ValueError("each service can be named once")
    return codes


Stops = Annotated[
    list[Code], Field(max_length=MOST_STOPS - 1, json_schema_extra={"uniqueItems": True}), AfterValidator(_different)
]
"""Services that come after the present one, in order."""


class TicketWish(ServiceWish):
    """`then` are the services of the same visit after the first; `people` who come together get a number each."""

    then: Stops = []
    people: Annotated[int, Field(ge=1, le=MOST_PEOPLE)] = 1


class Collecting(Strict):
    """`dossier`: the one whose result is fetched; `override`: why it is although the dossier is not ready here."""

    dossier: Annotated[Exact, Field(min_length=1, max_length=80)] | None = None
    override: Annotated[Words, Field(min_length=3, max_length=200)] | None = None


class ItineraryRequest(Collecting):
    services: Stops


class ShiftRequest(Strict):
    takeover: bool = False


class TicketName(Strict):
    ticket: Annotated[Exact, Field(min_length=1, max_length=32)]


class TransferRequest(Collecting):
    """Exactly one of line, counter (its number) and clerk (the id)."""

    model_config = ConfigDict(json_schema_extra=exactly_one("line", "counter", "clerk"))

    line: Code | None = None
    counter: Annotated[int, Field(ge=1, le=999)] | None = None
    clerk: Annotated[int, Field(ge=1, le=2**31 - 1)] | None = None
    place: Literal["front", "original", "end"] = "original"
    note: Annotated[Words, Field(max_length=200)] | None = None

    @model_validator(mode="after")
    def _one_goal(self) -> Self:
        if sum(goal is not None for goal in (self.line, self.counter, self.clerk)) != 1:
            raise ValueError("name one of line, counter and clerk")
        return self


class ChosenRequest(TicketName):
    reason: Literal["infirm", "companion", "correction", "manager"]


class WalkInRequest(ServiceWish):
    """`override`: why a result is fetched although the dossier is not ready here."""

    language: Language = "vi"
    override: Annotated[Words, Field(min_length=3, max_length=200)] | None = None


class ReopenRequest(Strict):
    label: Annotated[str, Field(pattern=r"^[A-Z]{1,2}[0-9]{1,6}$")]
    reason: Annotated[Words, Field(min_length=3, max_length=200)]


class HoldRequest(Strict):
    note: Annotated[Words, Field(max_length=200)] | None = None
    remind_minutes: Annotated[int, Field(ge=1, le=480)] | None = None
    parked: bool = False


class SwitchRequest(Strict):
    on: bool


class BreakRequest(Strict):
    reason: Code


class DossierRequest(Strict):
    code: Annotated[Exact, Field(min_length=1, max_length=80)]


class LateNumbersRequest(Strict):
    allowed: bool


class ReprintRequest(Strict):
    device: Annotated[Exact, Field(min_length=1, max_length=32)] | None = None
