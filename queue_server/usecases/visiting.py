"""Several services in one visit: going on to the next, and changing what is to come."""

from dataclasses import dataclass
from datetime import datetime

from queue_server.domain import itinerary
from queue_server.domain.centre import CentreSetup
from queue_server.domain.errors import NotFound, TooManyStops
from queue_server.domain.event import EventKind, Plain
from queue_server.domain.ticket import Ticket, Turn
from queue_server.store.tickets import save_turn, save_visit, stops_to_text, visit_key
from queue_server.store.unit import Unit
from queue_server.store.views import View
from queue_server.usecases.automatic import go_on, offer
from queue_server.usecases.dossiers import end_running
from queue_server.usecases.journaling import record_move
from queue_server.usecases.posts import Post, answer, post_of, save_move, ticket_at


@dataclass(frozen=True, slots=True, kw_only=True)
class Stop:
    """The index of a service in the itinerary, and its line."""

    index: int
    line_id: int


def next_stop(setup: CentreSetup, ticket: Ticket) -> Stop | None:
    """Return where the visit goes on; a service whose line is gone since is passed over. None at its end."""
    for index, service_id in enumerate(itinerary.still_to_come(ticket), start=ticket.stop + 1):
        line_id = setup.services[service_id].line_id
        if line_id is not None and line_id in setup.lines:
            return Stop(index=index, line_id=line_id)
    return None


def go_onward(unit: Unit, post: Post, ticket: Ticket, stop: Stop, *, at: datetime) -> View:
    """End the service at the counter and let the same number join the line of the next one, with the visit's own key.

    Raises IllegalMove.
    """
    sent, ended = sent_onward(unit, ticket, stop, at=at)
    over = end_running(unit, post.setup, ticket, at=at)
    save_turn(unit.connection, ticket.id, ended)
    undo = save_move(unit, post, ticket, sent, "onward", at=at, running=over.handling, dossier=over.dossier)
    save_visit(unit.connection, sent)
    record_onward(unit, sent, at=at, from_counter=post.shift.counter_id, actor=post.shift.clerk_id)
    offer(unit, post.setup, sent, at=at)
    return go_on(unit, post, undo, at=at)


def sent_onward(unit: Unit, ticket: Ticket, stop: Stop, *, at: datetime) -> tuple[Ticket, Turn]:
    """Return the ticket in the line of the stop, and the turn that it ended. Raises IllegalMove."""
    key = visit_key(unit.connection, ticket.id)
    return itinerary.onward(ticket, at=at, stop=stop.index, line_id=stop.line_id, key=key)


def record_onward(unit: Unit, sent: Ticket, *, at: datetime, **more: Plain) -> None:
    """Record that the visit went on to its next service."""
    facts: dict[str, Plain] = {"service": sent.service_id, "stop": sent.stop, "effective_at": sent.turn.effective_at}
    record_move(unit, EventKind.TICKET_ONWARD, sent, at=at, **(facts | more))


def replan(unit: Unit, *, centre_id: int, clerk_id: int, services: list[str], at: datetime) -> View:
    """Let these services (codes, in order) come after the present one of the counter's ticket, or none.

    Hours and limits do not bind a clerk. Raises NoTicketAtCounter, NotFound and TooManyStops.
    """
    post = post_of(unit, centre_id=centre_id, clerk_id=clerk_id)
    ticket, _ = ticket_at(unit, post)
    changed = itinerary.replan(ticket, tuple(_offered(post, code) for code in services))
    if len(itinerary.still_to_come(changed)) >= itinerary.MOST_STOPS:
        raise TooManyStops(most=itinerary.MOST_STOPS)
    if len(changed.stops) > itinerary.LONGEST_VISIT:
        raise TooManyStops(most=itinerary.LONGEST_VISIT)
    undo = save_move(unit, post, ticket, changed, "replan", at=at)
    save_visit(unit.connection, changed)
    record_move(
        unit, EventKind.TICKET_REPLANNED, changed, at=at, itinerary=stops_to_text(changed.stops), actor=clerk_id
    )
    return answer(unit, post, changed, undo)


def _offered(post: Post, code: str) -> int:
    service = post.setup.service(code)
    if service.line_id is None:
        raise NotFound(what="service", name=code)
    return service.id
