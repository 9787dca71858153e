"""What the holder of a ticket sees on the phone."""

from queue_server.web.schemas_citizen_money import CitizenCharge
from queue_server.web.schemas_out import (
    Clocked,
    Coded,
    ExpectedWait,
    Moment,
    ReasonWord,
    ServiceOut,
    StopOut,
    TicketState,
)


class PhoneTicket(Clocked):
    """`charges` are the fees of the ticket's dossiers; `transfers` says whether they can be paid by payment code."""

    id: str
    label: str
    state: TicketState
    language: str
    service: ServiceOut
    priority: Coded | None
    counter: int | None
    ahead: int | None
    expected: ExpectedWait | None
    hall: Coded
    centre: Coded
    issued_at: Moment
    called_at: Moment | None
    cancellable: bool
    reason: ReasonWord | None
    returnable: bool
    appointment_at: Moment | None
    head_starts: list[int]
    itinerary: list[StopOut]
    party: list[str]
    transfers: bool
    charges: list[CitizenCharge]
