"""Closing a clerk's shift of taking fees, with a second person's signature under it; closing a centre's day."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from queue_server.domain.centre import CentreSetup
from queue_server.domain.closing import (
    DayClose,
    ShiftClose,
    check_day,
    check_in_place,
    check_shift,
    check_signature,
    needs_signature,
    shift_figures,
)
from queue_server.domain.event import EventKind
from queue_server.domain.numbering import service_day
from queue_server.store.closes import (
    closed_upto,
    find_shift_close,
    insert_day_close,
    insert_shift_close,
    last_day_close,
    save_signature,
)
from queue_server.store.day_figures import Stretch, day_figures, unsettled_count
from queue_server.store.ledgers import position_before
from queue_server.store.movements import movements_of, waiting_payments
from queue_server.store.setup import setup_for_writing
from queue_server.store.terminal_days import put_into_close
from queue_server.store.unit import Unit
from queue_server.usecases.journaling import record


def close_shift(unit: Unit, *, centre_id: int, staff_id: int, at: datetime) -> ShiftClose:
    """Close what the person took and gave back since their last close, as it stands. Raises NothingTaken.

    Payments that are open or in doubt do not stop it: they are named, and their outcome falls into a later close.
    """
    return _close(unit, centre_id=centre_id, staff_id=staff_id, at=at)


def close_shift_in_place(
    unit: Unit, *, centre_id: int, staff_id: int, closed_by: int, reason: str, at: datetime
) -> ShiftClose:
    """Close the shift of somebody who cannot, as they would have; it always takes a third person's signature.

    Raises SecondPersonNeeded, ReasonNeeded and NothingTaken.
    """
    check_in_place(staff_id=staff_id, closed_by=closed_by, reason=reason)
    return _close(unit, centre_id=centre_id, staff_id=staff_id, at=at, closed_by=closed_by, reason=reason.strip())


def _close(
    unit: Unit, *, centre_id: int, staff_id: int, at: datetime, closed_by: int | None = None, reason: str | None = None
) -> ShiftClose:
    setup_for_writing(unit, centre_id)
    after = closed_upto(unit.connection, centre_id=centre_id, staff_id=staff_id)
    movements = movements_of(unit.connection, centre_id=centre_id, staff_id=staff_id, after=after)
    check_shift(movements)
    waiting = [each for each in waiting_payments(unit.connection, centre_id) if each.created_by == staff_id]
    close = insert_shift_close(
        unit.connection,
        ShiftClose(
            id=0,
            centre_id=centre_id,
            staff_id=staff_id,
            after=after,
            upto=movements[-1].position,
            closed_at=at,
            figures=shift_figures(movements, waiting),
            to_sign=closed_by is not None or needs_signature(movements),
            closed_by=closed_by,
            reason=reason,
        ),
    )
    record(
        unit, EventKind.SHIFT_CLOSED, at=at, centre_id=centre_id, close=close.id, clerk=staff_id, after=after,
        upto=close.upto, total=close.figures["total"], by=closed_by or staff_id, reason=reason,
    )  # fmt: skip
    return close


def sign_shift(unit: Unit, *, centre_id: int, staff_id: int, close_id: int, at: datetime) -> ShiftClose:
    """Sign a colleague's close, whose typed cards have all been checked.

    Raises NotFound, CloseSigned, SecondPersonNeeded and CardsUnchecked.
    """
    setup_for_writing(unit, centre_id)
    close = find_shift_close(unit.connection, centre_id=centre_id, close_id=close_id)
    movements = movements_of(
        unit.connection, centre_id=centre_id, staff_id=close.staff_id, after=close.after, upto=close.upto
    )
    check_signature(close, movements, staff_id=staff_id)
    signed = replace(close, signed_by=staff_id, signed_at=at)
    save_signature(unit.connection, signed)
    record(unit, EventKind.SHIFT_SIGNED, at=at, centre_id=centre_id, close=close.id, by=staff_id)
    return signed


def day_stretch(connection: Connection, setup: CentreSetup, day: date) -> Stretch:
    """Return the entries that closing that day takes: all since the last closed day that are not of a later one."""
    before = last_day_close(connection, setup.id)
    after = 0 if before is None else before.upto
    end = datetime.combine(day + timedelta(days=1), time(), tzinfo=ZoneInfo(setup.zone))
    upto = position_before(connection, centre_id=setup.id, after=after, end=end)
    return Stretch(centre_id=setup.id, after=after, upto=upto, before=before)


def close_day(unit: Unit, *, centre_id: int, staff_id: int, day: date, reason: str | None, at: datetime) -> DayClose:
    """Close a day of the centre: whatever is booked afterwards belongs to a later one.

    What is not settled is named in it and takes a reason. Raises DayAhead, DayClosed and ReasonNeeded.
    """
    setup = setup_for_writing(unit, centre_id)
    stretch = day_stretch(unit.connection, setup, day)
    figures = day_figures(unit.connection, stretch)
    before = stretch.before
    check_day(
        day,
        today=service_day(at, setup.zone),
        last=None if before is None else before.day,
        unsettled=unsettled_count(figures),
        reason=reason,
    )
    shifts = [each["close"] for each in figures["shifts"]]
    close = DayClose(
        id=0,
        centre_id=centre_id,
        day=day,
        after=stretch.after,
        upto=stretch.upto,
        upto_shift=max([0 if before is None else before.upto_shift, *shifts]),
        closed_at=at,
        closed_by=staff_id,
        reason=(reason or "").strip() or None,
        figures=figures,
    )
    record(
        unit, EventKind.DAY_CLOSED, at=at, centre_id=centre_id, day=day.isoformat(), by=staff_id, after=close.after,
        upto=close.upto, unsettled=unsettled_count(figures), reason=close.reason,
    )  # fmt: skip
    kept = insert_day_close(unit.connection, close)
    put_into_close(unit.connection, centre_id, kept.id)
    return kept
