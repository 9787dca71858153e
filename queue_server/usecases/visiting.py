"""Several services in one visit: going on to the next, and changing what is to come."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypedDict

from queue_server.domain import itinerary
from queue_server.domain.centre import CentreSetup, Service
from queue_server.domain.errors import NotFound, NothingToCome, NotServedHere, TooManyStops
from queue_server.domain.event import EventKind, Plain
from queue_server.domain.ticket import Move, Ticket, Turn, next_state
from queue_server.store.tickets import save_turn, save_visit, stops_to_text, visit_key
from queue_server.store.unit import Unit
from queue_server.store.views import View
from queue_server.usecases.automatic import go_on, offer
from queue_server.usecases.collecting import collectable_or_overridden
from queue_server.usecases.dossiers import Ended, end_running
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
    sent, ended = sent_onward(unit, post.setup, ticket, stop, at=at)
    over = _end_service(unit, post, ticket, ended, at=at)
    undo = save_move(unit, post, ticket, sent, "onward", at=at, running=over.handling, dossier=over.dossier)
    save_visit(unit.connection, sent)
    record_onward(unit, sent, at=at, from_counter=post.shift.counter_id, actor=post.shift.clerk_id)
    offer(unit, post.setup, sent, at=at)
    return go_on(unit, post, undo, at=at)


def stay(unit: Unit, *, centre_id: int, clerk_id: int, at: datetime) -> View:
    """End the service at the counter and begin the visit's next one at once, where the counter serves its line too.

    Raises OnBreak, NoTicketAtCounter, IllegalMove, NothingToCome and NotServedHere.
    """
    post = post_of(unit, centre_id=centre_id, clerk_id=clerk_id)
    ticket, _ = ticket_at(unit, post)
    next_state(ticket, Move.STAY)
    counter_id = post.shift.counter_id
    stop = _stop_at(post, ticket)
    turn = _next_turn(unit, post.setup, ticket, stop)
    stayed, ended = itinerary.stay(ticket, at=at, counter_id=counter_id, clerk_id=clerk_id, **turn)
    over = _end_service(unit, post, ticket, ended, at=at)
    undo = save_move(unit, post, ticket, stayed, "stay", at=at, running=over.handling, dossier=over.dossier)
    save_visit(unit.connection, stayed)
    record_onward(unit, stayed, EventKind.TICKET_STAYED, at=at, from_counter=counter_id, actor=clerk_id)
    return answer(unit, post, stayed, undo)


def _stop_at(post: Post, ticket: Ticket) -> Stop:
    """Return the visit's next stop, which is at the same counter. Raises NothingToCome and NotServedHere."""
    stop = next_stop(post.setup, ticket)
    if stop is None:
        raise NothingToCome(label=ticket.label)
    if stop.line_id not in post.setup.counters[post.shift.counter_id].skills:
        raise NotServedHere(service=post.setup.services[ticket.stops[stop.index]].code)
    return stop


class _NextTurn(TypedDict):
    stop: int
    line_id: int
    key: int
    note: str | None


def _next_turn(unit: Unit, setup: CentreSetup, ticket: Ticket, stop: Stop) -> _NextTurn:
    """The turn of the next service has the visit's own key; who returns a result is told of which dossier."""
    fetches = setup.services[ticket.stops[stop.index]].returns_results
    key = visit_key(unit.connection, ticket.id)
    return {"stop": stop.index, "line_id": stop.line_id, "key": key, "note": ticket.collects if fetches else None}


def _end_service(unit: Unit, post: Post, ticket: Ticket, ended: Turn, *, at: datetime) -> Ended:
    over = end_running(unit, post.setup, ticket, at=at)
    save_turn(unit.connection, ticket.id, ended)
    return over


def sent_onward(unit: Unit, setup: CentreSetup, ticket: Ticket, stop: Stop, *, at: datetime) -> tuple[Ticket, Turn]:
    """Return the ticket in the line of the stop, and the turn that it ended. Raises IllegalMove."""
    return itinerary.onward(ticket, at=at, **_next_turn(unit, setup, ticket, stop))


def record_onward(
    unit: Unit, sent: Ticket, kind: EventKind = EventKind.TICKET_ONWARD, *, at: datetime, **more: Plain
) -> None:
    """Record that the visit went on to its next service."""
    facts: dict[str, Plain] = {
        "service": sent.service_id,
        "stop": sent.stop,
        "note": sent.turn.note,
        "effective_at": sent.turn.effective_at,
    }
    record_move(unit, kind, sent, at=at, **(facts | more))


def replan(
    unit: Unit,
    *,
    centre_id: int,
    clerk_id: int,
    services: list[str],
    dossier: str | None = None,
    override: str | None = None,
    at: datetime,
) -> View:
    """Let these services (codes, in order) come after the present one of the counter's ticket, or none.

    Hours and limits do not bind a clerk. A service that returns results and was not to come before needs the `dossier`,
    ready unless the clerk gives a reason (`override`). Raises NoTicketAtCounter, NotFound, TooManyStops and what
    `collectable` raises.
    """
    post = post_of(unit, centre_id=centre_id, clerk_id=clerk_id)
    ticket, _ = ticket_at(unit, post)
    wanted = [_offered(post, code) for code in services]
    collects = _collects(unit, post, ticket, wanted, dossier, override=override, at=at)
    changed = itinerary.replan(ticket, tuple(service.id for service in wanted), collects=collects)
    if len(itinerary.still_to_come(changed)) >= itinerary.MOST_STOPS:
        raise TooManyStops(most=itinerary.MOST_STOPS)
    if len(changed.stops) > itinerary.LONGEST_VISIT:
        raise TooManyStops(most=itinerary.LONGEST_VISIT)
    undo = save_move(unit, post, ticket, changed, "replan", at=at)
    save_visit(unit.connection, changed)
    record_move(
        unit, EventKind.TICKET_REPLANNED, changed, at=at, itinerary=stops_to_text(changed.stops), collects=collects,
        override=override, actor=clerk_id,
    )  # fmt: skip
    return answer(unit, post, changed, undo)


def _collects(
    unit: Unit,
    post: Post,
    ticket: Ticket,
    wanted: Sequence[Service],
    dossier: str | None,
    *,
    override: str | None,
    at: datetime,
) -> str | None:
    """Return the dossier that the stops to come fetch: the one known before, or the one of a stop that is new."""
    fetched = [service for service in wanted if service.returns_results]
    code = ticket.collects if fetched else None
    for service in fetched:
        if service.id not in itinerary.still_to_come(ticket):
            code = collectable_or_overridden(unit, post.setup, service, dossier, override=override, at=at)
    return code


def _offered(post: Post, code: str) -> Service:
    service = post.setup.service(code)
    if service.line_id is None:
        raise NotFound(what="service", name=code)
    return service
