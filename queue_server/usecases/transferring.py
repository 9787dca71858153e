"""Sending the counter's ticket on: to a line, to one counter or to one clerk."""

from dataclasses import dataclass
from datetime import datetime

from queue_server.domain import moves
from queue_server.domain.centre import CentreSetup
from queue_server.domain.dossier import Result
from queue_server.domain.errors import NotFound, SameLine
from queue_server.domain.event import EventKind
from queue_server.domain.order import Place, key_at
from queue_server.domain.roles import Permission, permissions_of
from queue_server.domain.ticket import Ticket
from queue_server.store.lines import front_key
from queue_server.store.moments import to_day
from queue_server.store.staff import staff_of
from queue_server.store.tickets import save_turn
from queue_server.store.unit import Unit
from queue_server.store.views import View
from queue_server.usecases.automatic import answer_joined
from queue_server.usecases.collecting import collectable_or_overridden
from queue_server.usecases.dossiers import end_running
from queue_server.usecases.journaling import record_move
from queue_server.usecases.posts import post_of, save_move, ticket_at


@dataclass(frozen=True, slots=True, kw_only=True)
class Goal:
    """Where a ticket goes: its line from now on, and the one counter or clerk it waits for, if any."""

    line_id: int
    counter_id: int | None = None
    clerk_id: int | None = None


def transfer(
    unit: Unit,
    *,
    centre_id: int,
    clerk_id: int,
    line_code: str | None = None,
    counter: int | None = None,
    clerk: int | None = None,
    place: str = "original",
    note: str | None,
    dossier: str | None = None,
    override: str | None = None,
    at: datetime,
) -> View:
    """Send the counter's ticket to one of a line, a counter (its number) or a clerk (the id).

    The next clerk sees `note`; `place` is a code of `domain.order.Place`. At a counter or a clerk the ticket waits for
    that one alone. In another line where results are fetched and nothing else the `dossier` must be ready, unless the
    clerk gives a reason (`override`). Raises NotFound, SameLine and what `collectable` raises.
    """
    post = post_of(unit, centre_id=centre_id, clerk_id=clerk_id)
    ticket, _ = ticket_at(unit, post)
    goal = _goal(unit, post.setup, ticket, line_code=line_code, counter=counter, clerk=clerk)
    code = _collected(unit, post.setup, ticket, goal, dossier, override=override, at=at)
    sent, ended = moves.transfer(
        ticket,
        at=at,
        line_id=goal.line_id,
        note=" · ".join(filter(None, (code, note))) or None,
        key=key_of(unit, ticket, goal, Place(place), at=at),
        for_counter_id=goal.counter_id,
        for_clerk_id=goal.clerk_id,
    )
    over = end_running(unit, post.setup, ticket, at=at, result=Result.UNFINISHED)
    save_turn(unit.connection, ticket.id, ended)
    undo = save_move(unit, post, ticket, sent, "transfer", at=at, running=over.handling, dossier=over.dossier)
    record_move(
        unit,
        EventKind.TICKET_TRANSFERRED,
        sent,
        at=at,
        from_counter=post.shift.counter_id,
        for_counter=goal.counter_id,
        for_clerk=goal.clerk_id,
        place=place,
        effective_at=sent.turn.effective_at,
        collects=code,
        override=override,
        actor=clerk_id,
    )
    return answer_joined(unit, post, sent, undo, at=at)


def _collected(
    unit: Unit,
    setup: CentreSetup,
    ticket: Ticket,
    goal: Goal,
    dossier: str | None,
    *,
    override: str | None,
    at: datetime,
) -> str | None:
    service = None if goal.line_id == ticket.turn.line_id else setup.fetched_in(goal.line_id)
    if service is None:
        return None
    return collectable_or_overridden(unit, setup, service, dossier, override=override, at=at)


def _goal(
    unit: Unit, setup: CentreSetup, ticket: Ticket, *, line_code: str | None, counter: int | None, clerk: int | None
) -> Goal:
    if clerk is not None:
        return Goal(line_id=ticket.turn.line_id, clerk_id=_colleague(unit, setup, clerk))
    goal = goal_of(setup, ticket, line_code=line_code, counter=counter)
    if counter is None and goal.line_id == ticket.turn.line_id:
        raise SameLine(line=line_code)
    return goal


def _colleague(unit: Unit, setup: CentreSetup, clerk: int) -> int:
    found = staff_of(unit.connection, centre_id=setup.id, staff_id=clerk)
    if found is None or Permission.COUNTER_OPERATE not in permissions_of(found.roles):
        raise NotFound(what="clerk", name=clerk)
    return found.id


def goal_of(setup: CentreSetup, ticket: Ticket, *, line_code: str | None, counter: int | None) -> Goal:
    """Return where a ticket goes that is sent to a line or a counter; without either it stays in its line.

    For a counter that does not serve its line it joins what the counter serves first. Raises NotFound.
    """
    line_id = ticket.turn.line_id
    if counter is None:
        return Goal(line_id=line_id if line_code is None else setup.line(line_code).id)
    found = setup.counter(counter)
    if line_id not in found.skills and found.skills:
        line_id = min(found.skills, key=lambda each: (found.skills[each], each))
    return Goal(line_id=line_id, counter_id=found.id)


def key_of(unit: Unit, ticket: Ticket, goal: Goal, place: Place, *, at: datetime) -> int:
    """Return the sort key of a ticket that joins the goal at the place."""
    key = ticket.turn.effective_at
    front = key
    if place is Place.FRONT:
        alone = goal.counter_id is not None or goal.clerk_id is not None
        line = None if alone else goal.line_id
        day = to_day(ticket.day)
        earliest = front_key(unit.connection, centre_id=ticket.centre_id, day_ordinal=day, line_id=line)
        front = key if earliest is None else earliest
    return key_at(place, key=key, front=front, at=at)
