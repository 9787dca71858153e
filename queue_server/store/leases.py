"""Numbers that kiosks hold in reserve, and what they gave without the server, in and out of the database."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, text

from queue_server.domain.lease import Fate, Given, Lease
from queue_server.domain.numbering import Series
from queue_server.store.moments import from_day, from_ms, to_day, to_ms
from queue_server.store.prepared import Prepared

_LEASE = "SELECT l.id, l.line_id, l.device_id, l.day, l.letter, l.digits, l.first, l.last, l.given_at FROM lease l"
_HELD = Prepared(
    text(f"{_LEASE} WHERE l.centre_id = :centre_id AND l.day = :day AND l.device_id = :device_id ORDER BY l.id")
)
_HELD_SO = Prepared(
    text(
        f"{_LEASE} WHERE l.centre_id = :centre_id AND l.day = :day AND l.device_id = :device_id AND l.holder = :holder"
        " ORDER BY l.id"
    )
)
_RUNNING = Prepared(
    text(f"{_LEASE} WHERE l.centre_id = :centre_id AND l.ended_at IS NULL AND l.day < :day ORDER BY l.id")
)
_OF_DAY = Prepared(text(f"{_LEASE} WHERE l.centre_id = :centre_id AND l.day = :day ORDER BY l.id"))
_LAST_LEASED = Prepared(
    text(
        "SELECT max(last) FROM lease WHERE centre_id = :centre_id AND day = :day AND letter = :letter"
        " AND first <= :last AND last >= :first"
    )
)
_LAST_GIVEN = Prepared(
    text(
        "SELECT max(number) FROM ticket WHERE centre_id = :centre_id AND day = :day AND letter = :letter"
        " AND number BETWEEN :first AND :last"
    )
)
_INSERT = Prepared(
    text(
        "INSERT INTO lease (centre_id, line_id, device_id, day, letter, digits, first, last, given_at,"
        " holder) VALUES (:centre_id, :line_id, :device_id, :day, :letter, :digits, :first, :last, :at, :holder)"
        " RETURNING id"
    )
)
_END = Prepared(text("UPDATE lease SET ended_at = :at WHERE id = :id"))
_USED = Prepared(text("SELECT DISTINCT number FROM offline_ticket WHERE lease_id = :lease_id ORDER BY number"))
_FIND = Prepared(text("SELECT device_id, day, label, service, fate, code, clipped FROM offline_ticket WHERE id = :id"))
_IS_TICKET = Prepared(text("SELECT 1 FROM ticket WHERE id = :id"))
_HAS_NUMBER = Prepared(
    text("SELECT 1 FROM ticket WHERE centre_id = :centre_id AND day = :day AND letter = :letter AND number = :number")
)
_KEEP = Prepared(
    text(
        "INSERT INTO offline_ticket (id, centre_id, device_id, lease_id, number, day, label, service, language,"
        " priority, told_at, received_at, fate, code, clipped) VALUES (:id, :centre_id, :device_id, :lease_id, :number,"
        " :day, :label, :service, :language, :priority, :told_at, :received_at, :fate, :code, :clipped)"
    )
)


def leases_of(
    connection: Connection, *, centre_id: int, device_id: str, day: date, holder: str | None = None
) -> Sequence[Lease]:
    """Return the kiosk's blocks of that day, of one holder or of all, in the order in which it got them."""
    facts: dict[str, int | str] = {"centre_id": centre_id, "device_id": device_id, "day": to_day(day)}
    rows = _HELD.run(connection, **facts) if holder is None else _HELD_SO.run(connection, **facts, holder=holder)
    return [_lease(row) for row in rows]


def leases_to_end(connection: Connection, *, centre_id: int, before: date) -> Sequence[Lease]:
    """Return the blocks of earlier days that nobody has ended."""
    return [_lease(row) for row in _RUNNING.run(connection, centre_id=centre_id, day=to_day(before))]


def leases_of_day(connection: Connection, *, centre_id: int, day_ordinal: int) -> Sequence[Lease]:
    """Return the blocks of all kiosks of that day."""
    return [_lease(row) for row in _OF_DAY.run(connection, centre_id=centre_id, day=day_ordinal)]


def last_taken(connection: Connection, reserve: Series, *, centre_id: int, day: date) -> int:
    """Return the last number of the reserve that is leased, or on a ticket, on the day; 0 for none."""
    facts: dict[str, int | str] = {"centre_id": centre_id, "day": to_day(day), "letter": reserve.letter}
    asked = [
        each.run(connection, **facts, first=reserve.first, last=reserve.last) for each in (_LAST_LEASED, _LAST_GIVEN)
    ]
    return max(found.scalar() or 0 for found in asked)


def insert_lease(
    connection: Connection,
    reserve: Series,
    block: tuple[int, int],
    *,
    centre_id: int,
    line_id: int,
    device_id: str,
    holder: str,
    day: date,
    at: datetime,
) -> Lease:
    """Write that the kiosk holds the block of the line's reserve on the day."""
    row = _INSERT.run(
        connection, centre_id=centre_id, line_id=line_id, device_id=device_id, day=to_day(day), letter=reserve.letter,
        digits=reserve.digits, first=block[0], last=block[1], at=to_ms(at), holder=holder,
    )  # fmt: skip
    return Lease(
        id=row.scalar_one(), line_id=line_id, device_id=device_id, day=day, letter=reserve.letter,
        digits=reserve.digits, first=block[0], last=block[1], given_at=from_ms(to_ms(at)),
    )  # fmt: skip


def end_lease(connection: Connection, lease: Lease, *, at: datetime) -> None:
    """Write that the turn of the day ended it."""
    _END.run(connection, id=lease.id, at=to_ms(at))


def used_of(connection: Connection, lease: Lease) -> Sequence[int]:
    """Return the numbers of the block that are known to be on paper, in order."""
    return [row[0] for row in _USED.run(connection, lease_id=lease.id)]


def known_fate(connection: Connection, given: Given, *, device_id: str) -> tuple[Fate, str | None, bool] | None:
    """Return fate, code and whether the time was put right of a ticket that came before; None for a new one, or for
    another one under its id.
    """
    row = _FIND.run(connection, id=given.id).one_or_none()
    if row is None or tuple(row[:4]) != (device_id, given.day, given.label, given.service):
        return None
    return Fate(row[4]), row[5], bool(row[6])


def id_is_used(connection: Connection, ticket_id: str) -> bool:
    """Say whether a ticket, or one that was told of, has that id."""
    return any(each.run(connection, id=ticket_id).one_or_none() is not None for each in (_IS_TICKET, _FIND))


def number_is_used(connection: Connection, lease: Lease, number: int, *, centre_id: int) -> bool:
    """Say whether a ticket of the lease's day has that number."""
    row = _HAS_NUMBER.run(
        connection, centre_id=centre_id, day=to_day(lease.day), letter=lease.letter, number=number
    )  # fmt: skip
    return row.one_or_none() is not None


def keep_offline_ticket(
    connection: Connection,
    given: Given,
    *,
    centre_id: int,
    device_id: str,
    lease: Lease | None,
    fate: Fate,
    code: str | None,
    clipped: bool,
    at: datetime,
) -> None:
    """Write what the kiosk told and what became of it."""
    _KEEP.run(
        connection, id=given.id, centre_id=centre_id, device_id=device_id, number=given.number, day=given.day,
        label=given.label, service=given.service, language=given.language, priority=given.priority,
        told_at=given.issued_at, received_at=to_ms(at), lease_id=None if lease is None else lease.id, fate=fate.value,
        code=code, clipped=clipped,
    )  # fmt: skip


def _lease(row: Any) -> Lease:
    return Lease(
        id=row[0], line_id=row[1], device_id=row[2], day=from_day(row[3]), letter=row[4], digits=row[5], first=row[6],
        last=row[7], given_at=from_ms(row[8]),
    )  # fmt: skip
