"""Who would be called next at a counter, and why: the order of turn over what waits, for skills in force or drafted.

The same order as the store's `next_ticket_id`: what waits for this counter or its clerk alone, then by rank of lines.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Cause(StrEnum):
    """What put a ticket before all others at the counter."""

    FOR_COUNTER = "for_counter"
    FOR_CLERK = "for_clerk"
    RANK = "rank"


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """A waiting ticket. `order` is its place among all, smaller is earlier; `reason` is why it is where it is."""

    label: str
    line: str
    order: tuple[int, int, int, str]
    joined_at: datetime
    reason: str
    priority: str | None = None
    for_counter: int | None = None
    for_clerk: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Foreseen:
    """The ticket, what put it first, its line's rank, and the lines of a better rank in which nobody waits."""

    ticket: Waiting
    cause: Cause
    rank: int | None = None
    empty: tuple[str, ...] = ()


def next_at(
    waiting: Sequence[Waiting], *, counter: int, clerk: str | None, skills: Mapping[str, int]
) -> Foreseen | None:
    """Return who is called next at the counter with that clerk (None: nobody sits there) and those skills, or None."""
    alone = [each for each in waiting if _waits_for(each, counter, clerk)]
    if alone:
        first = min(alone, key=lambda each: each.order)
        return Foreseen(ticket=first, cause=Cause.FOR_COUNTER if first.for_counter == counter else Cause.FOR_CLERK)
    served = [each for each in waiting if each.line in skills and each.for_counter is None and each.for_clerk is None]
    if not served:
        return None
    first = min(served, key=lambda each: (skills[each.line], each.order))
    rank = skills[first.line]
    empty = tuple(line for line, other in skills.items() if other < rank)
    return Foreseen(ticket=first, cause=Cause.RANK, rank=rank, empty=empty)


def _waits_for(ticket: Waiting, counter: int, clerk: str | None) -> bool:
    return ticket.for_counter == counter or (ticket.for_clerk is not None and ticket.for_clerk == clerk)
