"""A ticket and its turns: the state machine of the hall."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from types import MappingProxyType

from queue_server.domain.errors import IllegalMove


class TicketState(StrEnum):
    """Where a ticket is in its life."""

    WAITING = "waiting"
    CALLED = "called"
    SERVING = "serving"
    HELD = "held"
    COMPLETED = "completed"
    NO_SHOW = "no_show"
    CANCELLED = "cancelled"
    EXPIRED = "expired"
    AWAY = "away"


class Move(StrEnum):
    """What can be done to a ticket. (To issue is to bring it into being, in `waiting`.)"""

    CALL = "call"
    RECALL = "recall"
    START = "start"
    HOLD = "hold"
    RESUME = "resume"
    TRANSFER = "transfer"
    COMPLETE = "complete"
    MISS = "miss"
    REINSTATE = "reinstate"
    CANCEL = "cancel"
    EXPIRE = "expire"
    FETCH = "fetch"
    RETURN = "return"
    REOPEN = "reopen"
    WALK_IN = "walk_in"
    ONWARD = "onward"
    STAY = "stay"
    REPLAN = "replan"
    GATHER = "gather"
    RELEASE = "release"


TRANSITIONS: Mapping[tuple[TicketState, Move], TicketState] = MappingProxyType(
    {
        (TicketState.WAITING, Move.CALL): TicketState.CALLED,
        (TicketState.WAITING, Move.CANCEL): TicketState.CANCELLED,
        (TicketState.WAITING, Move.TRANSFER): TicketState.WAITING,
        (TicketState.CALLED, Move.RECALL): TicketState.CALLED,
        (TicketState.CALLED, Move.START): TicketState.SERVING,
        (TicketState.CALLED, Move.HOLD): TicketState.HELD,
        (TicketState.CALLED, Move.TRANSFER): TicketState.WAITING,
        (TicketState.CALLED, Move.MISS): TicketState.NO_SHOW,
        (TicketState.CALLED, Move.CANCEL): TicketState.CANCELLED,
        (TicketState.SERVING, Move.HOLD): TicketState.HELD,
        (TicketState.SERVING, Move.TRANSFER): TicketState.WAITING,
        (TicketState.SERVING, Move.COMPLETE): TicketState.COMPLETED,
        (TicketState.HELD, Move.RESUME): TicketState.SERVING,
        (TicketState.HELD, Move.TRANSFER): TicketState.WAITING,
        (TicketState.HELD, Move.CANCEL): TicketState.CANCELLED,
        (TicketState.NO_SHOW, Move.REINSTATE): TicketState.WAITING,
        (TicketState.WAITING, Move.EXPIRE): TicketState.EXPIRED,
        (TicketState.CALLED, Move.EXPIRE): TicketState.EXPIRED,
        (TicketState.SERVING, Move.EXPIRE): TicketState.EXPIRED,
        (TicketState.HELD, Move.EXPIRE): TicketState.EXPIRED,
        (TicketState.WAITING, Move.WALK_IN): TicketState.SERVING,
        (TicketState.SERVING, Move.FETCH): TicketState.AWAY,
        (TicketState.AWAY, Move.RETURN): TicketState.WAITING,
        (TicketState.COMPLETED, Move.REOPEN): TicketState.WAITING,
        (TicketState.WAITING, Move.GATHER): TicketState.WAITING,
        (TicketState.WAITING, Move.RELEASE): TicketState.WAITING,
        (TicketState.SERVING, Move.ONWARD): TicketState.WAITING,
        (TicketState.SERVING, Move.STAY): TicketState.SERVING,
        (TicketState.CALLED, Move.REPLAN): TicketState.CALLED,
        (TicketState.SERVING, Move.REPLAN): TicketState.SERVING,
        (TicketState.NO_SHOW, Move.REOPEN): TicketState.WAITING,
        (TicketState.CANCELLED, Move.REOPEN): TicketState.WAITING,
    }
)

AT_COUNTER = frozenset({TicketState.CALLED, TicketState.SERVING})
"""States in which a ticket occupies its counter: at most one ticket a counter is in one of them."""

ENDED = frozenset(
    {TicketState.COMPLETED, TicketState.NO_SHOW, TicketState.CANCELLED, TicketState.EXPIRED, TicketState.AWAY}
)
"""States in which the ticket waits for nobody and nobody for it."""

CITIZEN_MAY_CANCEL = frozenset({TicketState.WAITING})
"""States in which the citizen can give the number back from the phone."""


class Outcome(StrEnum):
    """How a turn ended."""

    COMPLETED = "completed"
    NO_SHOW = "no_show"
    TRANSFERRED = "transferred"
    CANCELLED = "cancelled"
    EXPIRED = "expired"
    FORGOTTEN = "forgotten"
    AWAY = "away"
    ONWARD = "onward"


@dataclass(frozen=True, slots=True, kw_only=True)
class Aside:
    """How a turn is held: what for, when its counter is reminded; a parked one waits for any counter of its line."""

    note: str | None = None
    remind_at: datetime | None = None
    parked: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """One passage of the ticket through one line. `ordinal` counts from 1 within the ticket.

    `announced_at` is the last call or recall; the wait ends at `called_at`, the first. `reason` is why it was called
    when it was (`domain.reason`). With `for_counter_id` or `for_clerk_id` it waits for that one alone.
    """

    ordinal: int
    line_id: int
    effective_at: int
    joined_at: datetime
    called_at: datetime | None = None
    started_at: datetime | None = None
    ended_at: datetime | None = None
    held_at: datetime | None = None
    held_milliseconds: int = 0
    counter_id: int | None = None
    clerk_id: int | None = None
    recalls: int = 0
    outcome: Outcome | None = None
    note: str | None = None
    announced_at: datetime | None = None
    reason: str | None = None
    for_counter_id: int | None = None
    for_clerk_id: int | None = None
    aside: Aside | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Ticket:
    """A citizen's number with the turn it is in. `id` is opaque and secret (whoever holds it may follow and cancel).

    `service_id` is what its present turn is for. A visit with several services has them all in `stops`, in order, and
    is at the one with the index `stop`; a plain one has none. `collects` is the code of the dossier whose result is
    fetched at a stop to come. `party` is the id of the first ticket of people who came
    together, the same for all of them. `returns` counts how often its citizen came back
    with a missing paper.
    """

    id: str
    centre_id: int
    service_id: int
    day: date
    letter: str
    number: int
    label: str
    language: str
    priority_class_id: int | None
    issued_at: datetime
    state: TicketState
    turn: Turn
    misses: int = 0
    returns: int = 0
    stops: tuple[int, ...] = ()
    stop: int = 0
    party: str | None = None
    collects: str | None = None


def next_state(ticket: Ticket, move: Move) -> TicketState:
    """Look the move up in the table. Raises IllegalMove."""
    try:
        return TRANSITIONS[ticket.state, move]
    except KeyError:
        raise IllegalMove(label=ticket.label, state=ticket.state.value, move=move.value) from None


def moved(ticket: Ticket, move: Move, turn: Turn, *, misses: int | None = None) -> Ticket:
    """Return the ticket after the move, with its changed turn. Raises IllegalMove."""
    state = next_state(ticket, move)
    return replace(ticket, state=state, turn=turn, misses=ticket.misses if misses is None else misses)
