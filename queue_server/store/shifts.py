"""Who sits where."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, text

from queue_server.domain.console import Console, Holder
from queue_server.store.moments import from_ms, maybe_from_ms, maybe_ms, to_ms
from queue_server.store.prepared import Prepared

_COLUMNS = (
    "SELECT sh.id, sh.centre_id, sh.counter_id, sh.clerk_id, st.name, sh.began_at, sh.last_ticket_id,"
    " b.reason, b.began_at, sh.ready_since, sh.seat,"
    " sh.console, sh.console_browser, sh.console_since FROM shift sh JOIN staff st ON st.id = sh.clerk_id"
    " LEFT JOIN shift_break b ON b.shift_id = sh.id AND b.ended_at IS NULL WHERE sh.ended_at IS NULL"
)
_BY_CLERK = Prepared(text(f"{_COLUMNS} AND sh.clerk_id = :clerk_id"))
_BY_COUNTER = Prepared(text(f"{_COLUMNS} AND sh.counter_id = :counter_id ORDER BY sh.seat"))
_OF_CENTRE = Prepared(text(f"{_COLUMNS} AND sh.centre_id = :centre_id ORDER BY sh.counter_id, sh.seat"))
_BEGIN = Prepared(
    text(
        "INSERT INTO shift (centre_id, counter_id, seat, clerk_id, began_at)"
        " VALUES (:centre_id, :counter_id, :seat, :clerk_id, :at)"
    )
)
_READY = Prepared(text(f"{_COLUMNS} AND sh.centre_id = :centre_id AND sh.ready_since IS NOT NULL"))
_REMEMBER = Prepared(
    text(
        "UPDATE shift SET last_ticket_id = :ticket_id, ready_since = CASE WHEN :busy = 1 THEN NULL ELSE ready_since END"
        " WHERE counter_id = :counter_id AND ended_at IS NULL"
    )
)
_HOLD = Prepared(
    text("UPDATE shift SET console = :name, console_browser = :browser, console_since = :at WHERE id = :id")
)
_MARK_READY = Prepared(text("UPDATE shift SET ready_since = :at WHERE id = :id"))
_END = Prepared(text("UPDATE shift SET ended_at = :at, ready_since = NULL WHERE id = :id"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Break:
    """An open break; `reason` is a code of the centre's."""

    reason: str
    began_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Shift:
    """An open shift: a clerk at a counter; with a `pause` the clerk is on a break."""

    id: int
    centre_id: int
    counter_id: int
    clerk_id: int
    clerk_name: str
    began_at: datetime
    last_ticket_id: str | None = None
    pause: Break | None = None
    ready_since: datetime | None = None
    seat: int = 0
    holder: Holder | None = None


def shift_of_clerk(connection: Connection, clerk_id: int) -> Shift | None:
    """Return the clerk's open shift, or None."""
    return _shift(_BY_CLERK.run(connection, clerk_id=clerk_id).one_or_none())


def shifts_at_counter(connection: Connection, counter_id: int) -> list[Shift]:
    """Return the open shifts at the counter in the order of its seats: one, or two where it is shared."""
    rows = _BY_COUNTER.run(connection, counter_id=counter_id).all()
    return [shift for shift in map(_shift, rows) if shift is not None]


def open_shifts(connection: Connection, centre_id: int) -> list[Shift]:
    """Return all open shifts of the centre."""
    rows = _OF_CENTRE.run(connection, centre_id=centre_id).all()
    return [shift for shift in map(_shift, rows) if shift is not None]


def insert_shift(
    connection: Connection, *, centre_id: int, counter_id: int, seat: int, clerk_id: int, at: datetime
) -> None:
    """Begin a shift; a second open one in the seat or of the clerk is an integrity error of the database."""
    _BEGIN.run(connection, centre_id=centre_id, counter_id=counter_id, seat=seat, clerk_id=clerk_id, at=to_ms(at))


def save_holder(connection: Connection, shift: Shift, console: Console | None, *, at: datetime) -> None:
    """Write which console acts for the shift from now on; None is a caller that is no console."""
    _HOLD.run(
        connection,
        id=shift.id,
        name=None if console is None else console.name,
        browser=None if console is None else console.browser,
        at=None if console is None else to_ms(at),
    )


def ready_shifts(connection: Connection, centre_id: int) -> list[Shift]:
    """Return the shifts of counters that are ready: nobody waits for them, and whoever comes is called."""
    rows = _READY.run(connection, centre_id=centre_id).all()
    return [shift for shift in map(_shift, rows) if shift is not None]


def mark_ready(connection: Connection, shift: Shift, at: datetime | None) -> None:
    """Note since when the counter is ready, None when it is no longer."""
    _MARK_READY.run(connection, id=shift.id, at=maybe_ms(at))


def remember_ticket(connection: Connection, shift: Shift, ticket_id: str | None, *, busy: bool) -> None:
    """Keep which ticket the counter's last action was on, None when it cannot be undone; a busy one is not ready.

    Both clerks of a shared counter can take it back.
    """
    _REMEMBER.run(connection, counter_id=shift.counter_id, ticket_id=ticket_id, busy=int(busy))


def close_shift(connection: Connection, shift: Shift, *, at: datetime) -> None:
    """End the shift."""
    _END.run(connection, id=shift.id, at=to_ms(at))


def _shift(row: Any) -> Shift | None:
    if row is None:
        return None
    return Shift(
        id=row[0],
        centre_id=row[1],
        counter_id=row[2],
        clerk_id=row[3],
        clerk_name=row[4],
        began_at=from_ms(row[5]),
        last_ticket_id=row[6],
        pause=None if row[7] is None else Break(reason=row[7], began_at=from_ms(row[8])),
        ready_since=maybe_from_ms(row[9]),
        seat=row[10],
        holder=_holder(row[11], row[12], row[13]),
    )


def _holder(name: str | None, browser: str, since: int) -> Holder | None:
    if name is None:
        return None
    return Holder(console=Console(name=name, browser=browser), since=from_ms(since))
