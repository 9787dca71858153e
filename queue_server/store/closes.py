"""Closes of shifts and days in and out of the database."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, text

from queue_server.domain.closing import DayClose, ShiftClose
from queue_server.domain.errors import NotFound
from queue_server.store.moments import from_day, from_ms, maybe_from_ms, maybe_ms, to_day, to_ms
from queue_server.store.prepared import Prepared, Row

_SHIFT = (
    "SELECT id, centre_id, staff_id, after_entry, upto_entry, closed_at, figures, to_sign, closed_by, reason,"
    " signed_by, signed_at"
    " FROM shift_close"
)
_ONE_SHIFT = Prepared(text(f"{_SHIFT} WHERE id = :id AND centre_id = :centre_id"))
_LAST_SHIFT = Prepared(
    text("SELECT max(upto_entry) FROM shift_close WHERE centre_id = :centre_id AND staff_id = :staff_id")
)
_SHIFTS_AFTER = Prepared(text(f"{_SHIFT} WHERE centre_id = :centre_id AND id > :after AND id <= :upto ORDER BY id"))
_SHIFTS_SINCE = Prepared(text(f"{_SHIFT} WHERE centre_id = :centre_id AND closed_at >= :since ORDER BY id DESC"))
_TO_SIGN = Prepared(text(f"{_SHIFT} WHERE centre_id = :centre_id AND to_sign AND signed_by IS NULL ORDER BY id"))
_INSERT_SHIFT = Prepared(
    text(
        "INSERT INTO shift_close (centre_id, staff_id, after_entry, upto_entry, closed_at, figures, to_sign, closed_by,"
        " reason) VALUES (:centre_id, :staff_id, :after, :upto, :at, :figures, :to_sign, :by, :reason) RETURNING id"
    )
)
_SIGN = Prepared(text("UPDATE shift_close SET signed_by = :by, signed_at = :at WHERE id = :id AND signed_by IS NULL"))
_DAY = (
    "SELECT id, centre_id, day, after_entry, upto_entry, upto_shift, closed_at, closed_by, reason,"
    " figures FROM day_close"
)
_LAST_DAY = Prepared(text(f"{_DAY} WHERE centre_id = :centre_id AND day <= :day ORDER BY day DESC LIMIT 1"))
_DAYS = Prepared(text(f"{_DAY} WHERE centre_id = :centre_id AND day >= :first AND day <= :last ORDER BY day"))
_INSERT_DAY = Prepared(
    text(
        "INSERT INTO day_close (centre_id, day, after_entry, upto_entry, upto_shift, closed_at, closed_by, reason,"
        " figures) VALUES (:centre_id, :day, :after, :upto, :upto_shift, :at, :by, :reason, :figures) RETURNING id"
    )
)
EVER = 2**31 - 1
"""A shift close, or the ordinal of a day, behind all that there are."""


def closed_upto(connection: Connection, *, centre_id: int, staff_id: int) -> int:
    """Return the last entry of the person's last close; 0 before the first."""
    return int(_LAST_SHIFT.run(connection, centre_id=centre_id, staff_id=staff_id).scalar() or 0)


def find_shift_close(connection: Connection, *, centre_id: int, close_id: int) -> ShiftClose:
    """Return the centre's close. Raises NotFound."""
    row = _ONE_SHIFT.run(connection, id=close_id, centre_id=centre_id).one_or_none()
    if row is None:
        raise NotFound(what="close", name=str(close_id))
    return _shift(row)


def shift_closes_after(connection: Connection, centre_id: int, *, after: int, upto: int = EVER) -> Sequence[ShiftClose]:
    """Return the closes with ids after `after` up to `upto`, in the order in which they were made."""
    return [_shift(row) for row in _SHIFTS_AFTER.run(connection, centre_id=centre_id, after=after, upto=upto)]


def shift_closes_since(connection: Connection, centre_id: int, since: datetime) -> Sequence[ShiftClose]:
    """Return the closes made at that moment or later, the newest first."""
    return [_shift(row) for row in _SHIFTS_SINCE.run(connection, centre_id=centre_id, since=to_ms(since))]


def closes_to_sign(connection: Connection, centre_id: int) -> Sequence[ShiftClose]:
    """Return the closes that wait for a second person, the oldest first."""
    return [_shift(row) for row in _TO_SIGN.run(connection, centre_id=centre_id)]


def insert_shift_close(connection: Connection, close: ShiftClose) -> ShiftClose:
    """Write a new close; return it with its id."""
    inserted = _INSERT_SHIFT.run(
        connection,
        centre_id=close.centre_id,
        staff_id=close.staff_id,
        after=close.after,
        upto=close.upto,
        at=to_ms(close.closed_at),
        figures=_written(close.figures),
        to_sign=close.to_sign,
        by=close.closed_by,
        reason=close.reason,
    )
    return replace(close, id=int(inserted.scalar_one()))


def save_signature(connection: Connection, close: ShiftClose) -> None:
    """Write who signed; a signature is never replaced."""
    _SIGN.run(connection, id=close.id, by=close.signed_by, at=maybe_ms(close.signed_at))


def last_day_close(connection: Connection, centre_id: int) -> DayClose | None:
    """Return the close of the last day that is closed, or None."""
    row = _LAST_DAY.run(connection, centre_id=centre_id, day=EVER).one_or_none()
    return None if row is None else _day(row)


def day_closes_between(connection: Connection, *, centre_id: int, first: date, last: date) -> Sequence[DayClose]:
    """Return the closed days from `first` to `last`, both included, in order."""
    rows = _DAYS.run(connection, centre_id=centre_id, first=to_day(first), last=to_day(last))
    return [_day(row) for row in rows]


def insert_day_close(connection: Connection, close: DayClose) -> DayClose:
    """Write a new close; return it with its id."""
    inserted = _INSERT_DAY.run(
        connection,
        centre_id=close.centre_id,
        day=to_day(close.day),
        after=close.after,
        upto=close.upto,
        upto_shift=close.upto_shift,
        at=to_ms(close.closed_at),
        by=close.closed_by,
        reason=close.reason,
        figures=_written(close.figures),
    )
    return replace(close, id=int(inserted.scalar_one()))


def _written(figures: Mapping[str, Any]) -> str:
    return json.dumps(figures, ensure_ascii=False)


def _shift(row: Row) -> ShiftClose:
    return ShiftClose(
        id=row[0],
        centre_id=row[1],
        staff_id=row[2],
        after=row[3],
        upto=row[4],
        closed_at=from_ms(row[5]),
        figures=json.loads(row[6]),
        to_sign=bool(row[7]),
        closed_by=row[8],
        reason=row[9],
        signed_by=row[10],
        signed_at=maybe_from_ms(row[11]),
    )


def _day(row: Row) -> DayClose:
    return DayClose(
        id=row[0],
        centre_id=row[1],
        day=from_day(row[2]),
        after=row[3],
        upto=row[4],
        upto_shift=row[5],
        closed_at=from_ms(row[6]),
        closed_by=row[7],
        reason=row[8],
        figures=json.loads(row[9]),
    )
