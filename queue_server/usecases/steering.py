"""What a supervisor puts right, with a reason that the journal keeps: shifts, breaks, stuck tickets, places in line."""

from datetime import datetime

from queue_server.domain import moves
from queue_server.domain.centre import CentreSetup
from queue_server.domain.dossier import Result
from queue_server.domain.errors import LineRetired, NotFound, NoTicketAtCounter, NotOnBreak, SameLine
from queue_server.domain.event import EventKind
from queue_server.domain.numbering import service_day
from queue_server.domain.order import Place
from queue_server.domain.ticket import Ticket
from queue_server.store.moments import to_day
from queue_server.store.setup import setup_for_writing
from queue_server.store.shifts import shifts_at_counter
from queue_server.store.tickets import insert_turn, load_at_counter, load_by_number, save_ticket, save_turn, save_visit
from queue_server.store.unit import Unit
from queue_server.store.views import View
from queue_server.usecases.automatic import offer
from queue_server.usecases.calling import record_reinstated, reinstated
from queue_server.usecases.dossiers import end_running
from queue_server.usecases.journaling import record_move
from queue_server.usecases.posts import end_break_of, end_shift
from queue_server.usecases.seats import let_go
from queue_server.usecases.tickets import cancel_waiting
from queue_server.usecases.transferring import Goal, goal_of, key_of
from queue_server.usecases.visiting import Stop, next_stop, record_onward, sent_onward

BY_MANAGER = "chosen:manager"
"""Why a ticket is called when it is, after a supervisor has moved it."""


def end_shifts_at(unit: Unit, *, centre_id: int, actor_id: int, number: int, reason: str, at: datetime) -> View:
    """End the shift of whoever sits at the counter. Raises NotFound when nobody does.

    A ticket there stays; companions who wait for it go back into their line.
    """
    setup = setup_for_writing(unit, centre_id)
    counter = setup.counter(number)
    seated = shifts_at_counter(unit.connection, counter.id)
    if not seated:
        raise NotFound(what="shift", name=number)
    for shift in seated:
        end_shift(unit, shift, at=at, actor=actor_id, reason=reason)
    let_go(unit, setup, counter.id, at=at)
    return {"ended": len(seated)}


def end_breaks_at(unit: Unit, *, centre_id: int, actor_id: int, number: int, reason: str, at: datetime) -> View:
    """End the break of whoever rests at the counter. Raises NotFound (counter), and NotOnBreak when nobody does."""
    setup = setup_for_writing(unit, centre_id)
    seated = shifts_at_counter(unit.connection, setup.counter(number).id)
    resting = [shift for shift in seated if shift.pause is not None]
    if not resting:
        raise NotOnBreak()
    for shift in resting:
        end_break_of(unit, shift, at=at, actor=actor_id, why=reason)
    return {"ended": len(resting)}


def settle_ticket_at(
    unit: Unit, *, centre_id: int, actor_id: int, number: int, how: str, reason: str, at: datetime
) -> View:
    """Settle what is stuck at a counter, by `how`.

    "complete" ends the service as a clerk does, so that a visit with a next one goes on; "end" ends the whole visit;
    "no_show" says that nobody came; "back" puts it in line in its place. No counter can undo it.
    Raises NotFound, NoTicketAtCounter and IllegalMove.
    """
    setup = setup_for_writing(unit, centre_id)
    found = load_at_counter(unit.connection, setup.counter(number).id)
    if found is None:
        raise NoTicketAtCounter()
    ticket, _ = found
    if how == "back":
        goal = Goal(line_id=ticket.turn.line_id)
        return _send(unit, setup, ticket, goal, Place.ORIGINAL, actor_id=actor_id, reason=reason, at=at)
    stop = next_stop(setup, ticket) if how == "complete" else None
    if stop is not None:
        return _send_onward(unit, setup, ticket, stop, actor_id=actor_id, reason=reason, at=at)
    missed = how == "no_show"
    ended = moves.miss(ticket, at=at) if missed else moves.complete(ticket, at=at)
    end_running(unit, setup, ticket, at=at)
    save_ticket(unit.connection, ended, undo=None)
    save_turn(unit.connection, ended.id, ended.turn)
    kind = EventKind.TICKET_NO_SHOW if missed else EventKind.TICKET_COMPLETED
    record_move(unit, kind, ended, at=at, actor=actor_id, why=reason)
    return {"label": ended.label, "state": ended.state.value}


def _send_onward(
    unit: Unit, setup: CentreSetup, ticket: Ticket, stop: Stop, *, actor_id: int, reason: str, at: datetime
) -> View:
    sent, ended = sent_onward(unit, setup, ticket, stop, at=at)
    end_running(unit, setup, ticket, at=at)
    save_turn(unit.connection, ticket.id, ended)
    save_ticket(unit.connection, sent, undo=None)
    save_visit(unit.connection, sent)
    insert_turn(unit.connection, sent)
    record_onward(unit, sent, at=at, from_counter=ticket.turn.counter_id, actor=actor_id, why=reason)
    return _joined(unit, setup, sent, at=at)


def _joined(unit: Unit, setup: CentreSetup, sent: Ticket, *, at: datetime) -> View:
    called = offer(unit, setup, sent, at=at)
    return {"label": sent.label, "state": (sent if called is None else called.ticket).state.value}


def move_ticket(
    unit: Unit,
    *,
    centre_id: int,
    actor_id: int,
    label: str,
    line: str | None,
    counter: int | None,
    place: str,
    reason: str,
    at: datetime,
) -> View:
    """Send a ticket of today that is not over to a line or a counter, or to another place in its line.

    `place` is a code of `domain.order.Place`. No counter can undo it. Raises NotFound, SameLine and IllegalMove.
    """
    setup = setup_for_writing(unit, centre_id)
    ticket = _of_today(unit, setup, label, at=at)
    goal = goal_of(setup, ticket, line_code=line, counter=counter)
    if _changes_nothing(ticket, goal, place):
        raise SameLine(line=setup.lines[goal.line_id].code)
    return _send(unit, setup, ticket, goal, Place(place), actor_id=actor_id, reason=reason, at=at)


def cancel_ticket_of(unit: Unit, *, centre_id: int, actor_id: int, label: str, reason: str, at: datetime) -> View:
    """Cancel a ticket of today that waits and whose citizen comes no more. Raises NotFound and IllegalMove."""
    setup = setup_for_writing(unit, centre_id)
    ticket = _of_today(unit, setup, label, at=at)
    cancelled = cancel_waiting(unit, ticket, at=at, by="manager", actor=actor_id, why=reason)
    return {"label": cancelled.label, "state": cancelled.state.value}


def reinstate_ticket(unit: Unit, *, centre_id: int, actor_id: int, label: str, reason: str, at: datetime) -> View:
    """Put a no-show of today back in line, in the place that a clerk's reinstating gives it.

    No counter can undo it. Raises NotFound, LineRetired and IllegalMove.
    """
    setup = setup_for_writing(unit, centre_id)
    back = reinstated(setup, _of_today(unit, setup, label, at=at), at=at)
    if back.turn.line_id not in setup.lines:
        raise LineRetired(label=label)
    save_ticket(unit.connection, back, undo=None)
    insert_turn(unit.connection, back)
    record_reinstated(unit, back, at=at, actor=actor_id, why=reason)
    return _joined(unit, setup, back, at=at)


def _of_today(unit: Unit, setup: CentreSetup, label: str, *, at: datetime) -> Ticket:
    today = to_day(service_day(at, setup.zone))
    return load_by_number(unit.connection, centre_id=setup.id, day_ordinal=today, label=label)


def _changes_nothing(ticket: Ticket, goal: Goal, place: str) -> bool:
    turn = ticket.turn
    stays = (goal.line_id, goal.counter_id, None) == (turn.line_id, turn.for_counter_id, turn.for_clerk_id)
    return stays and place == Place.ORIGINAL


def _send(
    unit: Unit,
    setup: CentreSetup,
    ticket: Ticket,
    goal: Goal,
    place: Place,
    *,
    actor_id: int,
    reason: str,
    at: datetime,
) -> View:
    sent, ended = moves.transfer(
        ticket,
        at=at,
        line_id=goal.line_id,
        note=None,
        key=key_of(unit, ticket, goal, place, at=at),
        for_counter_id=goal.counter_id,
        reason=BY_MANAGER,
    )
    end_running(unit, setup, ticket, at=at, result=Result.UNFINISHED)
    save_turn(unit.connection, ticket.id, ended)
    save_ticket(unit.connection, sent, undo=None)
    insert_turn(unit.connection, sent)
    record_move(
        unit,
        EventKind.TICKET_TRANSFERRED,
        sent,
        at=at,
        from_counter=ticket.turn.counter_id,
        for_counter=goal.counter_id,
        place=place.value,
        effective_at=sent.turn.effective_at,
        joined_because=BY_MANAGER,
        actor=actor_id,
        why=reason,
    )
    return _joined(unit, setup, sent, at=at)
