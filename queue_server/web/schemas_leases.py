"""What requests about numbers in reserve may hold and what their answers do. See `schemas_in` and `schemas_out`."""

from typing import Annotated, Literal

from pydantic import Field

from queue_server.domain.lease import MOST_AT_ONCE, MOST_HELD, USUAL_HOLDING
from queue_server.web.schemas_in import Code, Language, OfNoCard, Strict
from queue_server.web.schemas_out import Moment, Out

TicketId = Annotated[str, Field(pattern=r"^[0-7][0-9A-HJKMNP-TV-Z]{25}$", examples=["01KAS2E5R0F4V9WQ6ZJ3N8M7XC"])]
"""A ticket's id as `domain.ids.ticket_id` makes it: the kiosk makes it, so that the slip's code leads to the ticket."""


class LeaseRequest(Strict):
    """`numbers`: how many unused ones of each line the kiosk wants to hold.

    `holder` names the memory that keeps them, by a text of the kiosk's own making: blocks of another are neither
    counted nor answered. A kiosk that has lost its memory comes with a new one, for it cannot know what it gave of the
    old.
    """

    numbers: Annotated[int, Field(ge=1, le=MOST_HELD)] = USUAL_HOLDING
    holder: Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{0,64}$"), OfNoCard] = ""


class LeaseOut(Out):
    """A block; `used` are its numbers of which the server knows that they are on paper."""

    id: int
    line: str
    letter: str
    digits: int
    first: int
    last: int
    day: str
    until: Moment
    used: list[int]


class LeasesOut(Out):
    leases: list[LeaseOut]


class OfflineTicket(Strict):
    """A ticket given without the server; `day` is that of the lease, `issued_at` is by the kiosk's clock.

    `attempt` is the Idempotency-Key of the request for a number that it answers in the server's place. Whether or not
    that request was done, this ticket alone stands.
    """

    id: TicketId
    day: Annotated[str, Field(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$", examples=["2026-11-23"])]
    label: Annotated[str, Field(pattern=r"^[A-Z]{1,2}[0-9]{1,6}$", examples=["A801"])]
    service: Code
    language: Language
    priority: Code | None = None
    attempt: Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{8,64}$"), OfNoCard] | None = None
    issued_at: Annotated[
        str,
        Field(
            pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,6})?(Z|[+-][0-9]{2}:[0-9]{2})$",
            examples=["2026-11-23T01:30:00.000Z"],
        ),
    ]


class OfflineTickets(Strict):
    tickets: Annotated[list[OfflineTicket], Field(min_length=1, max_length=MOST_AT_ONCE)]


class FateOut(Out):
    """`clipped`: the kiosk's time could not be, and the nearest that can was taken."""

    id: str
    label: str
    fate: Literal["waiting", "expired", "refused"]
    code: Literal["lease.not_held", "lease.number_used", "lease.id_used", "service.gone"] | None
    clipped: bool


class FatesOut(Out):
    tickets: list[FateOut]
