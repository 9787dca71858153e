"""The call itself: one ticket to one counter, however it came about."""

from dataclasses import dataclass
from datetime import datetime

from queue_server.domain import moves
from queue_server.domain.event import EventKind
from queue_server.domain.party import leads
from queue_server.domain.reason import Choice
from queue_server.domain.ticket import Ticket
from queue_server.domain.timing import paced
from queue_server.domain.undo import Undo
from queue_server.store.lines import pace_of, save_pace
from queue_server.store.unit import Unit
from queue_server.usecases.journaling import record_move
from queue_server.usecases.parties import gather
from queue_server.usecases.posts import Post, save_move


@dataclass(frozen=True, slots=True, kw_only=True)
class Called:
    """A ticket that was called to a post, and how to take that back."""

    post: Post
    ticket: Ticket
    undo: Undo


def call_to(
    unit: Unit,
    post: Post,
    ticket: Ticket,
    *,
    at: datetime,
    choice: Choice | None = None,
    automatic: bool = False,
    after: str | None = None,
) -> Called:
    """Call the waiting ticket to the post, which is free. `after` is the ticket whose end brought the call about."""
    called = moves.call(ticket, at=at, counter_id=post.shift.counter_id, clerk_id=post.shift.clerk_id, choice=choice)
    _learn_pace(unit, post, called, at=at)
    gathered = gather(unit, called, at=at) if leads(ticket) else ()
    undo = save_move(unit, post, ticket, called, "call", at=at, follows=after, gathered=gathered)
    more = {"automatic": True} if automatic else {}
    reason = called.turn.reason
    record_move(unit, EventKind.TICKET_CALLED, called, at=at, language=called.language, reason=reason, **more)
    return Called(post=post, ticket=called, undo=undo)


def _learn_pace(unit: Unit, post: Post, ticket: Ticket, *, at: datetime) -> None:
    line = post.setup.lines[ticket.turn.line_id]
    counters = len(post.setup.counters_of(line.id))
    pace = pace_of(unit.connection, line.id, nominal_minutes=line.nominal_minutes, counters=counters)
    save_pace(unit.connection, line.id, paced(pace, joined_at=ticket.turn.joined_at, at=at))
