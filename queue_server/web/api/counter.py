"""What a clerk does at a counter."""

from collections.abc import Callable
from typing import Any

from flask import Response

from queue_server.domain.errors import ShiftRequired
from queue_server.domain.roles import Permission
from queue_server.store.consoles import console_view, counters_view, waiting_view
from queue_server.store.setup import setup_of
from queue_server.store.shifts import shift_of_clerk
from queue_server.store.unit import Unit
from queue_server.store.views import View, stops_view
from queue_server.usecases import (
    automatic,
    breaks,
    calling,
    dossiers,
    returning,
    seats,
    sitting,
    transferring,
    undoing,
    visiting,
    walking_in,
)
from queue_server.web.api import api
from queue_server.web.api.kiosk import NOT_COLLECTABLE
from queue_server.web.endpoint import Call, clock_view
from queue_server.web.endpoint import View as ViewFunction
from queue_server.web.schemas_console import CommandOut, Console, Counters, StopOffers, WaitingTickets
from queue_server.web.schemas_dossiers import EndDossierRequest
from queue_server.web.schemas_in import (
    BreakRequest,
    ChosenRequest,
    DossierRequest,
    HoldRequest,
    ItineraryRequest,
    Nothing,
    ShiftRequest,
    SwitchRequest,
    TicketName,
    TransferRequest,
    WalkInRequest,
)

OPERATE = Permission.COUNTER_OPERATE


@api.endpoint("GET", "/counters", needs=OPERATE, gives=Counters)
def counters(call: Call) -> View:
    """The counters of the centre and who sits there."""
    store = call.context.store
    with store.reading() as connection:
        return counters_view(connection, setup_of(store, connection, call.centre_id), clerk_id=clerk_of(call))


@api.endpoint(
    "POST",
    "/counters/<int:number>/shift",
    needs=OPERATE,
    takes=ShiftRequest,
    gives=Console,
    once=True,
    refuses=("not_found", "counter.taken"),
)
def begin_shift(call: Call, number: int) -> str:
    """Sit down at a counter; with `takeover`, in place of whoever sits there."""

    def action(unit: Unit) -> View:
        shift = seats.sit_down(
            unit,
            centre_id=call.centre_id,
            clerk_id=clerk_of(call),
            number=number,
            takeover=call.body.takeover,
            at=call.at,
        )
        setup = setup_of(call.context.store, unit.connection, call.centre_id)
        return console_view(unit.connection, setup, shift, at=call.at) | clock_view(call.context, call.at)

    return call.once(action)


@api.endpoint(
    "POST", "/counter/console", needs=OPERATE, takes=Nothing, gives=Console, once=True, refuses=("shift.required",),
)  # fmt: skip
def take_console(call: Call) -> str:
    """Let this console act for the clerk's counter, in place of another tab or browser."""

    def action(unit: Unit) -> View:
        shift = sitting.take_console(unit, centre_id=call.centre_id, clerk_id=clerk_of(call), at=call.at)
        setup = setup_of(call.context.store, unit.connection, call.centre_id)
        return console_view(unit.connection, setup, shift, at=call.at) | clock_view(call.context, call.at)

    return call.once(action)


@api.endpoint(
    "POST", "/counter/shift/end", needs=OPERATE, takes=Nothing, status=204, once=True,
    refuses=("shift.required", "counter.busy"),
)  # fmt: skip
def end_shift(call: Call) -> Response:
    """Leave the counter."""

    def action(unit: Unit) -> View:
        seats.leave(unit, centre_id=call.centre_id, clerk_id=clerk_of(call), at=call.at)
        return {}

    call.once(action)
    return Response(status=204)


@api.endpoint("GET", "/counter", needs=OPERATE, gives=Console, refuses=("shift.required",))
def console(call: Call) -> View:
    """All that the clerk's console shows."""
    store = call.context.store
    with store.reading() as connection:
        shift = shift_of_clerk(connection, clerk_of(call))
        if shift is None or shift.centre_id != call.centre_id:
            raise ShiftRequired()
        view = console_view(connection, setup_of(store, connection, call.centre_id), shift, at=call.at)
    return view | clock_view(call.context, call.at)


@api.endpoint("GET", "/counter/waiting", needs=OPERATE, gives=WaitingTickets, refuses=("shift.required",))
def waiting(call: Call) -> View:
    """The waiting tickets of the counter's lines, in order, of which one may be chosen."""
    store = call.context.store
    with store.reading() as connection:
        shift = shift_of_clerk(connection, clerk_of(call))
        if shift is None or shift.centre_id != call.centre_id:
            raise ShiftRequired()
        return waiting_view(connection, setup_of(store, connection, call.centre_id), shift)


@api.endpoint("GET", "/counter/stops", needs=OPERATE, gives=StopOffers)
def stops(call: Call) -> View:
    """The services of which a visit's next ones are chosen."""
    store = call.context.store
    with store.reading() as connection:
        return stops_view(setup_of(store, connection, call.centre_id))


@api.endpoint(
    "POST", "/counter/walk-in", needs=OPERATE, takes=WalkInRequest, gives=CommandOut, once=True,
    refuses=(
        "shift.required", "not_found", "counter.busy", "counter.on_break", "counter.not_its_service", "service.closed",
        *NOT_COLLECTABLE,
    ),
)  # fmt: skip
def walk_in(call: Call) -> str:
    """Begin the service of a citizen who has no ticket; one is given."""
    return call.once(
        lambda unit: walking_in.walk_in(
            unit,
            centre_id=call.centre_id,
            clerk_id=clerk_of(call),
            service=call.body.service,
            language=call.body.language,
            priority=call.body.priority,
            dossier=call.body.dossier,
            override=call.body.override,
            at=call.at,
            chance=call.context.chance(10),
        )
    )


def clerk_of(call: Call) -> int:
    """Return the id of the signed-in person."""
    assert call.caller.staff is not None
    return call.caller.staff.id


def _command(
    path: str,
    name: str,
    summary: str,
    use_case: Callable[..., View],
    *,
    takes: type[Any] = Nothing,
    refuses: tuple[str, ...],
) -> ViewFunction:
    def view(call: Call) -> str:
        facts = {"ticket": "ticket_id", "line": "line_code", "code": "text"}
        given = {facts.get(key, key): value for key, value in call.body.model_dump().items()}
        return call.once(
            lambda unit: use_case(unit, centre_id=call.centre_id, clerk_id=clerk_of(call), at=call.at, **given)
        )

    view.__name__ = name
    view.__doc__ = summary
    return api.endpoint(
        "POST",
        f"/counter/{path}",
        needs=OPERATE,
        takes=takes,
        gives=CommandOut,
        once=True,
        refuses=("shift.required", *refuses),
    )(view)


FREE = ("counter.busy", "counter.on_break")
AT_COUNTER = ("counter.no_ticket", "ticket.illegal_move", "counter.on_break")

_command("call", "call_next", "Call the next ticket.", calling.call_next, refuses=("line.empty", *FREE))
_command("recall", "recall", "Call the same ticket again.", calling.recall, refuses=AT_COUNTER)
_command("start", "start", "The citizen has come.", calling.start, refuses=AT_COUNTER)
_command("complete", "complete", "End the turn.", calling.complete, refuses=AT_COUNTER)
_command("no-show", "no_show", "Nobody came.", calling.miss, refuses=("ticket.recall_first", *AT_COUNTER))
_command("hold", "hold", "Put the turn aside.", calling.hold, takes=HoldRequest, refuses=AT_COUNTER)
_command(
    "call-chosen", "call_chosen", "Call a chosen waiting ticket.", calling.call_chosen, takes=ChosenRequest,
    refuses=("not_found", "ticket.illegal_move", *FREE),
)  # fmt: skip
_command(
    "fetch", "fetch_paper", "End the turn because a paper is missing; the ticket may come back once.",
    returning.fetch_paper, refuses=("ticket.returned_already", *AT_COUNTER),
)  # fmt: skip
_command(
    "return", "come_back", "The citizen is back with the missing paper.", returning.come_back, takes=TicketName,
    refuses=("not_found", "ticket.other_day", "ticket.illegal_move"),
)  # fmt: skip
_command(
    "resume", "resume", "Take a held turn up again.", calling.resume, takes=TicketName,
    refuses=("not_found", "ticket.illegal_move", *FREE),
)  # fmt: skip
_command(
    "reinstate", "reinstate", "Put a no-show back in line.", calling.reinstate, takes=TicketName,
    refuses=("not_found", "ticket.illegal_move"),
)  # fmt: skip
_command(
    "transfer", "transfer", "Send the ticket to a line, a counter or a clerk.", transferring.transfer,
    takes=TransferRequest,
    refuses=("not_found", "transfer.same_line", *NOT_COLLECTABLE, *AT_COUNTER),
)  # fmt: skip
_command(
    "itinerary", "replan", "Set the services that come after the present one.", visiting.replan, takes=ItineraryRequest,
    refuses=("not_found", "itinerary.too_long", *NOT_COLLECTABLE, *AT_COUNTER),
)  # fmt: skip
_command(
    "stay", "stay", "Begin the next service of the visit at this counter.", visiting.stay,
    refuses=("itinerary.at_its_end", "counter.not_its_service", *AT_COUNTER),
)  # fmt: skip
_command("undo", "undo", "Take the last action back.", undoing.undo_last, refuses=("undo.too_late", "counter.busy"))
_command(
    "dossiers", "begin_dossier", "Begin handling a dossier.", dossiers.begin_dossier, takes=DossierRequest,
    refuses=("dossier.pattern", "dossier.repeated", *AT_COUNTER),
)  # fmt: skip
_command(
    "dossiers/end", "end_dossier", "End the dossier that runs.", dossiers.end_dossier,
    takes=EndDossierRequest,
    refuses=("dossier.none_running", "dossier.illegal_result", "counter.no_ticket", "counter.on_break"),
)  # fmt: skip
_command(
    "break", "begin_break", "Begin a break.", breaks.begin_break, takes=BreakRequest, refuses=("not_found", *FREE),
)  # fmt: skip
_command("break/end", "end_break", "End the break.", breaks.end_break, refuses=("break.none",))
_command(
    "automatic", "switch_automatic", "Let the counter call by itself or not.", automatic.switch_automatic,
    takes=SwitchRequest, refuses=("counter.not_automatic",),
)  # fmt: skip
