"""What staff see of their shifts and of a centre's closed days."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Connection

from queue_server.domain.closing import DayClose, Movement, ShiftClose, shift_figures
from queue_server.store.closes import (
    closed_upto,
    closes_to_sign,
    day_closes_between,
    last_day_close,
    shift_closes_since,
)
from queue_server.store.day_figures import unsettled_count
from queue_server.store.movements import movements_of, waiting_payments
from queue_server.store.staff import staff_name
from queue_server.store.views import View, moment

RECENT = timedelta(days=31)


def shift_view(connection: Connection, *, centre_id: int, staff_id: int, at: datetime) -> View:
    """Return what a person took since their last close, their recent closes, and those of others that need them."""
    after = closed_upto(connection, centre_id=centre_id, staff_id=staff_id)
    taken = movements_of(connection, centre_id=centre_id, staff_id=staff_id, after=after)
    waiting = [each for each in waiting_payments(connection, centre_id) if each.created_by == staff_id]
    recent = shift_closes_since(connection, centre_id, at - RECENT)
    waits = closes_to_sign(connection, centre_id)
    others = [close for close in waits if staff_id not in {close.staff_id, close.closed_by}]
    return {
        "figures": shift_figures(taken, waiting),
        "movements": [movement_view(movement) for movement in taken],
        "closes": [shift_close_view(connection, close) for close in recent if close.staff_id == staff_id],
        "to_sign": [shift_close_view(connection, close) for close in others],
    }


def shift_close_view(connection: Connection, close: ShiftClose) -> View:
    """Return a closed shift; of one that waits for a signature also the typed cards that nobody has checked."""
    return {
        "id": close.id,
        "clerk": staff_name(connection, close.staff_id),
        "closed_at": moment(close.closed_at),
        "figures": close.figures,
        "to_sign": close.to_sign,
        "closed_by": staff_name(connection, close.closed_by),
        "reason": close.reason,
        "signed_by": staff_name(connection, close.signed_by),
        "signed_at": moment(close.signed_at),
        "unchecked": [movement_view(movement) for movement in _unchecked(connection, close)],
    }


def movement_view(movement: Movement) -> View:
    """Return what was taken or given back."""
    return {
        "payment": movement.payment_id,
        "at": moment(movement.at),
        "code": movement.code,
        "dossier": movement.dossier,
        "method": movement.method.value,
        "amount": movement.amount,
        "reference": movement.reference,
        "last4": movement.last4,
        "unchecked": movement.unchecked,
    }


def closed_days_view(connection: Connection, centre_id: int, today: date) -> View:
    """Return the last closed day, and in short the closed days of the last month, the newest first."""
    last = last_day_close(connection, centre_id)
    recent = day_closes_between(connection, centre_id=centre_id, first=today - RECENT, last=today)
    return {
        "last": None if last is None else last.day.isoformat(),
        "days": [
            {"day": close.day.isoformat(), "total": close.figures["total"], "unsettled": unsettled_count(close.figures)}
            for close in reversed(recent)
        ],
    }


def day_close_view(connection: Connection, close: DayClose) -> View:
    """Return a closed day."""
    closed = {"closed_at": moment(close.closed_at), "closed_by": staff_name(connection, close.closed_by)}
    return books_day_view(close.day, close.figures) | closed | {"reason": close.reason}


def books_day_view(day: date, figures: Mapping[str, Any]) -> View:
    """Return a day that is not closed, as its close would say now."""
    nobody = {"closed_at": None, "closed_by": None, "reason": None}
    return {"day": day.isoformat(), "figures": figures, "unsettled": unsettled_count(figures)} | nobody


def _unchecked(connection: Connection, close: ShiftClose) -> Sequence[Movement]:
    if not close.to_sign or close.signed_by is not None:
        return ()
    taken = movements_of(
        connection, centre_id=close.centre_id, staff_id=close.staff_id, after=close.after, upto=close.upto
    )
    return [movement for movement in taken if movement.unchecked]
