"""Automatic call: which counter that waits for work gets a ticket that has just joined."""

from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import datetime

from queue_server.domain.ticket import Turn


@dataclass(frozen=True, slots=True, kw_only=True)
class Ready:
    """A counter that nobody waits for, since when, and the lines it serves (their ids)."""

    counter_id: int
    clerk_id: int
    since: datetime
    lines: AbstractSet[int]


def may_serve(ready: Ready, turn: Turn) -> bool:
    """Say whether the counter may call a ticket that waits in this turn."""
    if turn.for_counter_id is not None:
        return turn.for_counter_id == ready.counter_id
    if turn.for_clerk_id is not None:
        return turn.for_clerk_id == ready.clerk_id
    return turn.line_id in ready.lines


def counter_for(turn: Turn, ready: Iterable[Ready]) -> Ready | None:
    """Return the counter that calls the ticket, or None.

    Of several the one with fewer lines, so that those who serve many stay free for the others; then the one that has
    waited longest, then the lowest id.
    """
    return min((each for each in ready if may_serve(each, turn)), key=rank, default=None)


def rank(ready: Ready) -> tuple[int, datetime, int, int]:
    """Return what `counter_for` compares; smaller is called to first."""
    return len(ready.lines), ready.since, ready.counter_id, ready.clerk_id
