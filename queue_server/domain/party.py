"""People who come together: consecutive numbers, and one counter for all of them, one right after the other."""

from dataclasses import replace

from queue_server.domain.reason import Reason
from queue_server.domain.ticket import Move, Ticket, moved

MOST_PEOPLE = 6
"""At most this many come together: whoever waits is overtaken by no more than the others of one party."""


def leads(ticket: Ticket) -> bool:
    """Say whether the call of this ticket gathers its companions: it is of a party, in its first turn, called in turn.

    Whoever was sent elsewhere, missed a call or went on has another turn and is alone from then on.
    """
    return ticket.party is not None and ticket.turn.ordinal == 1 and ticket.turn.reason != Reason.COMPANION


def gather(ticket: Ticket, *, counter_id: int) -> Ticket:
    """Let a waiting companion wait for the counter at which the first of the party was called. Raises IllegalMove."""
    turn = replace(ticket.turn, for_counter_id=counter_id, reason=Reason.COMPANION.value)
    return moved(ticket, Move.GATHER, turn)


def is_gathered(ticket: Ticket, *, counter_id: int) -> bool:
    """Say whether the ticket waits for the counter as somebody's companion."""
    return ticket.turn.for_counter_id == counter_id and ticket.turn.reason == Reason.COMPANION


def release(ticket: Ticket) -> Ticket:
    """Let a gathered companion wait in the line again, in the old place. Raises IllegalMove."""
    return moved(ticket, Move.RELEASE, replace(ticket.turn, for_counter_id=None, reason=None))
