"""A clerk's breaks within a shift: nobody is called meanwhile."""

from datetime import datetime

from queue_server.domain.errors import NotOnBreak
from queue_server.domain.event import EventKind
from queue_server.domain.numbering import service_day
from queue_server.store.breaks import insert_break
from queue_server.store.moments import to_day
from queue_server.store.shifts import mark_ready, remember_ticket
from queue_server.store.unit import Unit
from queue_server.store.views import View
from queue_server.usecases.journaling import record
from queue_server.usecases.posts import answer, end_break_of, post_of, present
from queue_server.usecases.seats import let_go
from queue_server.usecases.sitting import may_go


def begin_break(unit: Unit, *, centre_id: int, clerk_id: int, reason: str, at: datetime) -> View:
    """Begin a break; `reason` is a code of the centre's. What was done before can no longer be undone.

    Raises ShiftRequired, NotFound, CounterBusy while a ticket is at the counter and no colleague, and
    OnBreak.
    """
    post = post_of(unit, centre_id=centre_id, clerk_id=clerk_id)
    found = post.setup.work.break_reason(reason)
    present(post)
    stays = may_go(unit, post)
    if stays:
        mark_ready(unit.connection, post.shift, None)
    else:
        remember_ticket(unit.connection, post.shift, None, busy=True)
    day = to_day(service_day(at, post.setup.zone))
    insert_break(unit.connection, post.shift, reason=found.code, day_ordinal=day, at=at)
    shift = post.shift
    record(
        unit, EventKind.BREAK_BEGAN, at=at, centre_id=centre_id, counter=shift.counter_id, clerk=clerk_id,
        reason=found.code,
    )  # fmt: skip
    if not stays:
        let_go(unit, post.setup, shift.counter_id, at=at)
    return answer(unit, post, None, None)


def end_break(unit: Unit, *, centre_id: int, clerk_id: int, at: datetime) -> View:
    """The clerk is back. Raises ShiftRequired and NotOnBreak."""
    post = post_of(unit, centre_id=centre_id, clerk_id=clerk_id)
    if post.shift.pause is None:
        raise NotOnBreak()
    end_break_of(unit, post.shift, at=at)
    return answer(unit, post, None, None)
