"""What a supervisor sees of the whole hall and puts right in it."""

from queue_server.domain.roles import Permission
from queue_server.store.setup import setup_of
from queue_server.store.views import View
from queue_server.store.waiting import whole_waiting_view
from queue_server.usecases import refusals, skills_today, steering
from queue_server.web.api import api
from queue_server.web.endpoint import Call
from queue_server.web.schemas_steering import (
    BreaksEnded,
    MoveRequest,
    NoteRequest,
    ReasonRequest,
    RefusalSettled,
    SettleRequest,
    ShiftsEnded,
    SkillsRequest,
    SkillsSet,
    Steered,
    TicketRequest,
    WholeWaiting,
)

STEER = Permission.CENTRE_STEER


@api.endpoint("GET", "/manager/waiting", needs=Permission.MANAGER_VIEW, gives=WholeWaiting)
def whole_waiting(call: Call) -> View:
    """Everybody who waits, in the order of call, with the reason of each."""
    store = call.context.store
    with store.reading() as connection:
        return whole_waiting_view(connection, setup_of(store, connection, call.centre_id), at=call.at)


@api.endpoint(
    "POST", "/manager/counters/<int:number>/end-shift", needs=STEER, takes=ReasonRequest, gives=ShiftsEnded, once=True,
    refuses=("not_found",),
)  # fmt: skip
def end_shifts(call: Call, number: int) -> str:
    """End the shift of whoever sits at the counter."""
    return call.once(
        lambda unit: steering.end_shifts_at(
            unit, centre_id=call.centre_id, actor_id=actor_of(call), number=number, at=call.at, **call.body.model_dump()
        )
    )


@api.endpoint(
    "POST", "/manager/counters/<int:number>/end-break", needs=STEER, takes=ReasonRequest, gives=BreaksEnded, once=True,
    refuses=("not_found", "break.none"),
)  # fmt: skip
def end_breaks(call: Call, number: int) -> str:
    """End the break of whoever rests at the counter."""
    return call.once(
        lambda unit: steering.end_breaks_at(
            unit, centre_id=call.centre_id, actor_id=actor_of(call), number=number, at=call.at, **call.body.model_dump()
        )
    )


@api.endpoint(
    "POST", "/manager/counters/<int:number>/settle", needs=STEER, takes=SettleRequest, gives=Steered, once=True,
    refuses=("not_found", "counter.no_ticket", "ticket.illegal_move"),
)  # fmt: skip
def settle(call: Call, number: int) -> str:
    """End the ticket that is stuck at the counter, or put it back in line."""
    return call.once(
        lambda unit: steering.settle_ticket_at(
            unit, centre_id=call.centre_id, actor_id=actor_of(call), number=number, at=call.at, **call.body.model_dump()
        )
    )


@api.endpoint(
    "POST", "/manager/counters/<int:number>/skills", needs=STEER, takes=SkillsRequest, gives=SkillsSet, once=True,
    refuses=("not_found",),
)  # fmt: skip
def skills(call: Call, number: int) -> str:
    """Give the counter other skills for today, or its own back."""
    return call.once(
        lambda unit: skills_today.set_skills_today(
            unit, centre_id=call.centre_id, actor_id=actor_of(call), number=number, at=call.at, **call.body.model_dump()
        )
    )


@api.endpoint(
    "POST", "/manager/move", needs=STEER, takes=MoveRequest, gives=Steered, once=True,
    refuses=("not_found", "transfer.same_line", "ticket.illegal_move"),
)  # fmt: skip
def move(call: Call) -> str:
    """Send a ticket to a line, a counter or another place."""
    return call.once(
        lambda unit: steering.move_ticket(
            unit, centre_id=call.centre_id, actor_id=actor_of(call), at=call.at, **call.body.model_dump()
        )
    )


@api.endpoint(
    "POST", "/manager/cancel", needs=STEER, takes=TicketRequest, gives=Steered, once=True,
    refuses=("not_found", "ticket.illegal_move"),
)  # fmt: skip
def cancel_number(call: Call) -> str:
    """Cancel a ticket that waits and whose citizen comes no more."""
    return call.once(
        lambda unit: steering.cancel_ticket_of(
            unit, centre_id=call.centre_id, actor_id=actor_of(call), at=call.at, **call.body.model_dump()
        )
    )


@api.endpoint(
    "POST", "/manager/reinstate", needs=STEER, takes=TicketRequest, gives=Steered, once=True,
    refuses=("not_found", "line.retired", "ticket.illegal_move"),
)  # fmt: skip
def reinstate_number(call: Call) -> str:
    """Put a no-show of today back in line."""
    return call.once(
        lambda unit: steering.reinstate_ticket(
            unit, centre_id=call.centre_id, actor_id=actor_of(call), at=call.at, **call.body.model_dump()
        )
    )


@api.endpoint(
    "POST", "/manager/refused/<ticket>/settle", needs=STEER, takes=NoteRequest, gives=RefusalSettled, once=True,
    refuses=("not_found",),
)  # fmt: skip
def settle_refused(call: Call, ticket: str) -> str:
    """Say how a slip was settled that a kiosk gave without the server and that could not be taken in."""
    return call.once(
        lambda unit: refusals.settle_refused(
            unit, centre_id=call.centre_id, actor_id=actor_of(call), ticket_id=ticket, note=call.body.note, at=call.at
        )
    )


def actor_of(call: Call) -> int:
    """Return the id of the supervisor."""
    assert call.caller.staff is not None
    return call.caller.staff.id
