"""Breaks of clerks: beginning and ending them, and those of a day."""

from datetime import datetime

from sqlalchemy import Connection, text

from queue_server.domain.centre import CentreSetup
from queue_server.store.moments import from_ms, maybe_from_ms, to_ms
from queue_server.store.prepared import Prepared
from queue_server.store.shifts import Break, Shift
from queue_server.store.views import View, moment

_BEGIN = Prepared(
    text(
        "INSERT INTO shift_break (centre_id, shift_id, day, reason, began_at)"
        " VALUES (:centre_id, :shift_id, :day, :reason, :at)"
    )
)
_END = Prepared(text("UPDATE shift_break SET ended_at = :at WHERE shift_id = :shift_id AND ended_at IS NULL"))
_OF_DAY = Prepared(
    text(
        "SELECT c.number, st.name, b.reason, b.began_at, b.ended_at FROM shift_break b"
        " JOIN shift sh ON sh.id = b.shift_id JOIN counter c ON c.id = sh.counter_id"
        " JOIN staff st ON st.id = sh.clerk_id"
        " WHERE b.centre_id = :centre_id AND b.day = :day ORDER BY b.began_at, b.id"
    )
)


def insert_break(connection: Connection, shift: Shift, *, reason: str, day_ordinal: int, at: datetime) -> None:
    """Begin a break; a second open one of the shift is an integrity error of the database."""
    _BEGIN.run(connection, centre_id=shift.centre_id, shift_id=shift.id, day=day_ordinal, reason=reason, at=to_ms(at))


def close_break(connection: Connection, shift: Shift, *, at: datetime) -> None:
    """End the shift's open break."""
    _END.run(connection, shift_id=shift.id, at=to_ms(at))


def reason_view(setup: CentreSetup, code: str) -> View:
    """Return a reason with its names; one that the centre has no longer is named by its code."""
    for reason in setup.work.break_reasons:
        if reason.code == code:
            return {"code": code, "names": dict(reason.names)}
    return {"code": code, "names": {"vi": code, "en": code, "zh": code}}


def break_view(setup: CentreSetup, pause: Break | None) -> View | None:
    """Return why and since when a clerk is away, or None."""
    if pause is None:
        return None
    return {"reason": reason_view(setup, pause.reason), "began_at": moment(pause.began_at)}


def breaks_of_day(connection: Connection, setup: CentreSetup, *, day_ordinal: int) -> list[View]:
    """Return the breaks that began on the day, in order; an open one has no end yet."""
    rows = _OF_DAY.run(connection, centre_id=setup.id, day=day_ordinal)
    return [
        {
            "counter": number,
            "clerk": clerk,
            "reason": reason_view(setup, reason),
            "began_at": moment(from_ms(began)),
            "ended_at": moment(maybe_from_ms(ended)),
            "break_seconds": None if ended is None else (ended - began) // 1000,
        }
        for number, clerk, reason, began, ended in rows
    ]
