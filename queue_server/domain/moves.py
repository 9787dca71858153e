"""The moves of a ticket: each takes the ticket as it is and returns it as it becomes. All raise IllegalMove.

Where a counter or a clerk is named, the caller has checked that the clerk sits there.
"""

from dataclasses import replace
from datetime import date, datetime, timedelta

from queue_server.domain.errors import OtherDay, RecallFirst, ReturnedAlready
from queue_server.domain.order import REINSTATE_KEEPS_PLACE, reinstated_key
from queue_server.domain.reason import Choice, Reason, reason_of_call
from queue_server.domain.ticket import Aside, Move, Outcome, Ticket, TicketState, Turn, moved, next_state

MILLISECOND = timedelta(milliseconds=1)


def not_before(earlier: datetime | None, at: datetime) -> datetime:
    """Return `at`, or the earlier moment when the clock was set back between the two: no time is ever negative."""
    return at if earlier is None else max(earlier, at)


def call(ticket: Ticket, *, at: datetime, counter_id: int, clerk_id: int, choice: Choice | None = None) -> Ticket:
    """Call a waiting ticket to a counter; the wait of its turn ends here. `choice` is why it is not the next one."""
    moment = not_before(ticket.turn.joined_at, at)
    turn = replace(
        ticket.turn,
        called_at=moment,
        announced_at=moment,
        counter_id=counter_id,
        clerk_id=clerk_id,
        reason=reason_of_call(ticket, choice=choice),
    )
    return moved(ticket, Move.CALL, turn)


def walk_in(ticket: Ticket, *, at: datetime, counter_id: int, clerk_id: int) -> Ticket:
    """Begin service of a ticket that is given at the counter itself: nobody waits and nothing is called."""
    turn = replace(
        ticket.turn,
        started_at=not_before(ticket.turn.joined_at, at),
        counter_id=counter_id,
        clerk_id=clerk_id,
        reason=Reason.WALK_IN.value,
    )
    return moved(ticket, Move.WALK_IN, turn)


def recall(ticket: Ticket, *, at: datetime) -> Ticket:
    """Call the same ticket once more to the same counter."""
    return moved(ticket, Move.RECALL, replace(ticket.turn, recalls=ticket.turn.recalls + 1, announced_at=at))


def start(ticket: Ticket, *, at: datetime) -> Ticket:
    """The citizen is here: service begins."""
    return moved(ticket, Move.START, replace(ticket.turn, started_at=not_before(ticket.turn.called_at, at)))


def hold(ticket: Ticket, *, at: datetime, aside: Aside | None = None) -> Ticket:
    """Put the turn aside; the counter is free for another ticket."""
    return moved(ticket, Move.HOLD, replace(ticket.turn, held_at=at, aside=aside or Aside()))


def resume(ticket: Ticket, *, at: datetime, counter_id: int, clerk_id: int) -> Ticket:
    """Take a held turn up again; the time aside counts neither as service nor as handling."""
    turn = replace(
        ticket.turn,
        held_at=None,
        aside=None,
        held_milliseconds=ticket.turn.held_milliseconds + pause(ticket, at=at),
        counter_id=counter_id,
        clerk_id=clerk_id,
        started_at=ticket.turn.started_at or not_before(ticket.turn.called_at, at),
    )
    return moved(ticket, Move.RESUME, turn)


def pause(ticket: Ticket, *, at: datetime) -> int:
    """Return for how many milliseconds a held turn has been aside; 0 for one that was never started."""
    turn = ticket.turn
    if turn.held_at is None or turn.started_at is None:
        return 0
    return max(0, (at - turn.held_at) // MILLISECOND)


def transfer(
    ticket: Ticket,
    *,
    at: datetime,
    line_id: int,
    note: str | None,
    key: int | None = None,
    for_counter_id: int | None = None,
    for_clerk_id: int | None = None,
    reason: str = Reason.TRANSFERRED.value,
) -> tuple[Ticket, Turn]:
    """Send the ticket to a line, or to wait for one counter or clerk. Returns the ticket and the turn it ended.

    It keeps its sort key unless `key` is another; see `order.key_at`.
    """
    ended = ended_turn(ticket, at=at, outcome=Outcome.TRANSFERRED)
    turn = Turn(
        ordinal=ended.ordinal + 1,
        line_id=line_id,
        effective_at=ended.effective_at if key is None else key,
        joined_at=at,
        note=note,
        reason=reason,
        for_counter_id=for_counter_id,
        for_clerk_id=for_clerk_id,
    )
    return moved(ticket, Move.TRANSFER, turn), ended


def complete(ticket: Ticket, *, at: datetime) -> Ticket:
    """End the turn and with it the visit."""
    return moved(ticket, Move.COMPLETE, ended_turn(ticket, at=at, outcome=Outcome.COMPLETED))


def miss(ticket: Ticket, *, at: datetime, after_recalls: int = 0) -> Ticket:
    """The citizen did not come to the call, nor to `after_recalls` more. Raises RecallFirst before those."""
    missing = after_recalls - ticket.turn.recalls
    if next_state(ticket, Move.MISS) and missing > 0:
        raise RecallFirst(label=ticket.label, missing=missing)
    turn = ended_turn(ticket, at=at, outcome=Outcome.NO_SHOW)
    return moved(ticket, Move.MISS, turn, misses=ticket.misses + 1)


def reinstate(ticket: Ticket, *, at: datetime, grace: timedelta = REINSTATE_KEEPS_PLACE) -> Ticket:
    """Put a no-show back in line in a new turn; see `order.reinstated_key` for its place."""
    old = ticket.turn
    key = reinstated_key(
        key=old.effective_at,
        missed_at=old.ended_at or at,
        at=at,
        earlier_misses=ticket.misses - 1,
        grace=grace,
    )
    turn = _again(ticket, at=at, key=key)
    if ticket.party is None or old.ordinal > 1:  # a companion held for a counter is alone from now on
        turn = replace(turn, for_counter_id=old.for_counter_id, for_clerk_id=old.for_clerk_id)
    return moved(ticket, Move.REINSTATE, turn)


def cancel(ticket: Ticket, *, at: datetime) -> Ticket:
    """Give the number back."""
    return moved(ticket, Move.CANCEL, ended_turn(ticket, at=at, outcome=Outcome.CANCELLED))


def expire(ticket: Ticket, *, at: datetime) -> Ticket:
    """The day is over. A turn that had begun was forgotten by its clerk: its end says nothing about its length."""
    outcome = Outcome.EXPIRED if ticket.turn.started_at is None else Outcome.FORGOTTEN
    return moved(ticket, Move.EXPIRE, ended_turn(ticket, at=at, outcome=outcome))


def fetch(ticket: Ticket, *, at: datetime) -> Ticket:
    """End the turn because a paper is missing; the ticket may come back once. Raises ReturnedAlready."""
    if next_state(ticket, Move.FETCH) and ticket.returns > 0:
        raise ReturnedAlready(label=ticket.label)
    return moved(ticket, Move.FETCH, ended_turn(ticket, at=at, outcome=Outcome.AWAY))


def come_back(ticket: Ticket, *, at: datetime, today: date, key: int) -> Ticket:
    """The citizen is back with the paper: the same line at `key`, its front. Raises OtherDay."""
    turn = replace(_again(ticket, at=at, key=key), reason=Reason.RETURNED.value)
    back = moved(ticket, Move.RETURN, turn)
    _of_today(ticket, today)
    return replace(back, returns=ticket.returns + 1)


def reopen(ticket: Ticket, *, at: datetime, today: date) -> Ticket:
    """Take back that the ticket was ended: its old place in its line, and no miss counted. Raises OtherDay."""
    missed = ticket.state is TicketState.NO_SHOW
    turn = _again(ticket, at=at, key=ticket.turn.effective_at)
    reopened = moved(ticket, Move.REOPEN, turn, misses=ticket.misses - missed)
    _of_today(ticket, today)
    return reopened


def _again(ticket: Ticket, *, at: datetime, key: int) -> Turn:
    old = ticket.turn
    # A booked place that is kept still needs its explanation.
    reason = old.reason if key == old.effective_at and old.reason == Reason.BOOKED else None
    return Turn(ordinal=old.ordinal + 1, line_id=old.line_id, effective_at=key, joined_at=at, reason=reason)


def _of_today(ticket: Ticket, today: date) -> None:
    if ticket.day != today:
        raise OtherDay(label=ticket.label)


def ended_turn(ticket: Ticket, *, at: datetime, outcome: Outcome) -> Turn:
    """Return the ticket's turn as ended at `at`; time held until now is added to its pauses."""
    return replace(
        ticket.turn,
        ended_at=not_before(ticket.turn.started_at or ticket.turn.called_at or ticket.turn.joined_at, at),
        outcome=outcome,
        held_at=None,
        aside=None,
        held_milliseconds=ticket.turn.held_milliseconds + pause(ticket, at=at),
    )
