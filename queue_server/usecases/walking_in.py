"""A citizen who comes to the counter without a ticket."""

from datetime import datetime

from queue_server.domain import moves
from queue_server.domain.errors import NotServedHere
from queue_server.domain.event import EventKind
from queue_server.store.tickets import insert_ticket
from queue_server.store.unit import Unit
from queue_server.store.views import View
from queue_server.usecases.collecting import collectable_or_overridden
from queue_server.usecases.journaling import record_move
from queue_server.usecases.posts import answer, post_of, ready_counter, remember
from queue_server.usecases.tickets import Wish, new_ticket


def walk_in(
    unit: Unit,
    *,
    centre_id: int,
    clerk_id: int,
    service: str,
    language: str = "vi",
    priority: str | None = None,
    dossier: str | None = None,
    override: str | None = None,
    at: datetime,
    chance: bytes,
) -> View:
    """Give the next number of the service's line and begin its service at this counter, in one transaction.

    Hours and limits do not bind a clerk. A number that was given cannot be taken back, so nothing is kept to undo.
    Where results are fetched, the `dossier` must be ready, unless the clerk gives a reason (`override`). `chance` is as
    for `issue_ticket`. Raises OnBreak, CounterBusy, NotFound, NotServedHere and what `collectable` raises.
    """
    post = post_of(unit, centre_id=centre_id, clerk_id=clerk_id)
    ready_counter(unit, post)
    setup, counter_id = post.setup, post.shift.counter_id
    wanted = setup.service(service)
    if wanted.line_id is None or wanted.line_id not in setup.counters[counter_id].skills:
        raise NotServedHere(service=service)
    code = collectable_or_overridden(unit, setup, wanted, dossier, override=override, at=at)
    wish = Wish(service=service, language=language, priority=priority)
    fresh = new_ticket(unit, setup, wanted, setup.lines[wanted.line_id], wish=wish, at=at, chance=chance, note=code)
    ticket = moves.walk_in(fresh, at=at, counter_id=counter_id, clerk_id=clerk_id)
    insert_ticket(unit.connection, ticket)
    remember(unit, post, ticket, None)
    record_move(
        unit,
        EventKind.TICKET_WALKED_IN,
        ticket,
        at=at,
        service=ticket.service_id,
        language=ticket.language,
        priority=ticket.priority_class_id,
        effective_at=ticket.turn.effective_at,
        reason=ticket.turn.reason,
        note=code,
        override=override,
    )
    return answer(unit, post, ticket, None)
