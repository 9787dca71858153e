"""What a kiosk asks, and what the holder of a ticket asks."""

from flask import Response

from queue_server.domain.errors import NotFound
from queue_server.domain.roles import Permission
from queue_server.store.jobs import latest_job
from queue_server.store.kiosks import kiosk_catalogue, phone_view
from queue_server.store.setup import setup_of
from queue_server.store.tickets import load_ticket
from queue_server.store.unit import Unit
from queue_server.store.views import View
from queue_server.usecases.slips import print_state, reprint_slip
from queue_server.usecases.tickets import Wish, cancel_ticket, issue_ticket
from queue_server.web.api import api
from queue_server.web.endpoint import Call, clock_view
from queue_server.web.problems import Refused
from queue_server.web.schemas_in import Nothing, ReprintRequest, TicketWish
from queue_server.web.schemas_out import KioskCatalogue, PrintState, ReprintOut, TicketOut
from queue_server.web.schemas_phone import PhoneTicket

NOT_COLLECTABLE = (
    "dossier.code_needed", "dossier.pattern", "dossier.unknown", "dossier.not_ready", "dossier.overdue",
)  # fmt: skip


@api.endpoint("GET", "/kiosk/catalogue", needs=Permission.TICKET_ISSUE, gives=KioskCatalogue)
def catalogue(call: Call) -> View:
    """The groups and services of the centre as they are offered now."""
    assert call.caller.device is not None
    store = call.context.store
    with store.reading() as connection:
        setup = setup_of(store, connection, call.centre_id)
        hall_id, public_url = call.caller.device.hall_id, call.context.public_url
        view = kiosk_catalogue(connection, setup, hall_id=hall_id, public_url=public_url, at=call.at)
    return view | clock_view(call.context, call.at)


@api.endpoint(
    "POST",
    "/tickets",
    needs=Permission.TICKET_ISSUE,
    takes=TicketWish,
    gives=TicketOut,
    status=201,
    once=True,
    refuses=("not_found", "service.closed", "itinerary.repeated", *NOT_COLLECTABLE),
)
def issue(call: Call) -> str:
    """Take a number; its slip is queued for the kiosk's printer."""
    body = call.body
    if body.service in body.then:
        raise Refused("itinerary.repeated")
    wish = Wish(
        service=body.service,
        language=body.language,
        priority=body.priority,
        dossier=body.dossier,
        then=tuple(body.then),
        people=body.people,
    )
    device = call.caller.device
    return call.once(
        lambda unit: issue_ticket(
            unit,
            centre_id=call.centre_id,
            wish=wish,
            device_id=None if device is None else device.id,
            request_key=call.key,
            public_url=call.context.public_url,
            at=call.at,
            chance=call.context.chance(10 * body.people),
        )
    )


@api.endpoint(
    "GET",
    "/tickets/<ticket>/print",
    needs=(Permission.TICKET_ISSUE, Permission.COUNTER_OPERATE, Permission.DEVICE_MANAGE),
    gives=PrintState,
    refuses=("not_found",),
)
def printing(call: Call, ticket: str) -> View:
    """How far the slip is: the one asked for last."""
    with call.context.store.reading() as connection:
        found, _ = load_ticket(connection, ticket)
        if found.centre_id != call.centre_id:
            raise NotFound(what="ticket", name=ticket[:32])
        return print_state(latest_job(connection, ticket))


@api.endpoint(
    "POST",
    "/tickets/<ticket>/reprint",
    needs=(Permission.COUNTER_OPERATE, Permission.DEVICE_MANAGE),
    takes=ReprintRequest,
    gives=ReprintOut,
    once=True,
    refuses=("not_found", "slip.kiosk_needed"),
)
def reprint(call: Call, ticket: str) -> str:
    """Print the slip once more, marked as a copy: where it was printed last, unless a kiosk is named."""
    return call.once(
        lambda unit: reprint_slip(
            unit,
            centre_id=call.centre_id,
            ticket_id=ticket,
            device_id=call.body.device,
            public_url=call.context.public_url,
            at=call.at,
        )
    )


@api.endpoint("GET", "/tickets/<ticket>", needs=None, gives=PhoneTicket, refuses=("not_found",))
def follow(call: Call, ticket: str) -> Response:
    """What the holder of a ticket sees; unchanged state answers 304 to its ETag."""
    store = call.context.store
    with store.reading() as connection:
        found, _ = load_ticket(connection, ticket)
        view = phone_view(connection, setup_of(store, connection, found.centre_id), found, at=call.at)
    return call.tagged(view)


@api.endpoint(
    "POST",
    "/tickets/<ticket>/cancel",
    needs=None,
    takes=Nothing,
    gives=PhoneTicket,
    once=True,
    refuses=("not_found", "ticket.illegal_move"),
)
def cancel(call: Call, ticket: str) -> str:
    """Give the number back, as its holder."""

    def action(unit: Unit) -> View:
        cancelled = cancel_ticket(unit, ticket_id=ticket, at=call.at)
        setup = setup_of(call.context.store, unit.connection, cancelled.centre_id)
        return phone_view(unit.connection, setup, cancelled, at=call.at) | clock_view(call.context, call.at)

    return call.once(action, scope=f"ticket:{ticket[:32]}")
