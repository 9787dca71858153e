"""Who is next: the head start, one static key a ticket.

A ticket of a priority class stands in line as if it had come `head_start_minutes` earlier. The key never depends on the
clock, so all screens show the same order, and within a line nobody is overtaken by someone who came more than the head
start later. (Earliest deadline first; measured against strict priority and accumulating priority before it was chosen.)
"""

from datetime import datetime, timedelta
from enum import StrEnum

REINSTATE_KEEPS_PLACE = timedelta(minutes=15)
"""A citizen who missed the call and is back this soon keeps the old place, once; a centre may say otherwise."""


class Place(StrEnum):
    """Where in the line a transferred ticket joins."""

    FRONT = "front"
    ORIGINAL = "original"
    END = "end"


def key_at(place: Place, *, key: int, front: int, at: datetime) -> int:
    """Return the sort key at the place: `front` is the earliest key of the line's day, the end is like arriving now."""
    if place is Place.ORIGINAL:
        return key
    return min(key, front) if place is Place.FRONT else int(at.timestamp())


def effective_at(*, arrived_at: datetime, head_start_minutes: int) -> int:
    """Return the sort key in whole seconds since the epoch; smaller is called earlier."""
    return int(arrived_at.timestamp()) - 60 * head_start_minutes


def reinstated_key(
    *, key: int, missed_at: datetime, at: datetime, earlier_misses: int, grace: timedelta = REINSTATE_KEEPS_PLACE
) -> int:
    """Return the sort key of a ticket put back after a no-show: the old one once within the grace, else the present."""
    if earlier_misses == 0 and at - missed_at <= grace:
        return key
    return int(at.timestamp())
