"""Who waits where: the head of the lines a counter serves, people ahead, and how fast lines move."""

from sqlalchemy import Connection, text

from queue_server.domain.ticket import Ticket
from queue_server.domain.timing import Pace
from queue_server.store.moments import maybe_from_ms, maybe_ms, to_ms
from queue_server.store.prepared import Prepared

_NEXT = Prepared(
    text(
        "SELECT t.id FROM ("
        " SELECT 0 AS rank, (SELECT w.id FROM ticket w WHERE w.for_counter_id = :counter_id AND w.state = 'waiting'"
        " ORDER BY w.effective_at, w.issued_at, w.number, w.id LIMIT 1) AS id"
        " UNION ALL"
        " SELECT 0, (SELECT w.id FROM ticket w WHERE w.for_clerk_id = :clerk_id AND w.state = 'waiting'"
        " ORDER BY w.effective_at, w.issued_at, w.number, w.id LIMIT 1)"
        " UNION ALL"
        " SELECT 1 + s.rank, (SELECT w.id FROM ticket w WHERE w.line_id = s.line_id AND w.state = 'waiting'"
        " AND w.for_counter_id IS NULL AND w.for_clerk_id IS NULL"
        " ORDER BY w.effective_at, w.issued_at, w.number, w.id LIMIT 1)"
        " FROM skill s WHERE s.counter_id = :counter_id"
        " ) AS head JOIN ticket t ON t.id = head.id"
        " ORDER BY head.rank, t.effective_at, t.issued_at, t.number, t.id LIMIT 1"
    )
)
_AHEAD = Prepared(
    text(
        "SELECT count(*) FROM ticket WHERE line_id = :who AND state = 'waiting'"
        " AND for_counter_id IS NULL AND for_clerk_id IS NULL"
        " AND (effective_at, issued_at, number, id) < (:effective_at, :issued_at, :number, :id)"
    )
)
_AHEAD_AT_COUNTER = Prepared(
    text(
        "SELECT count(*) FROM ticket WHERE for_counter_id = :who AND state = 'waiting'"
        " AND (effective_at, issued_at, number, id) < (:effective_at, :issued_at, :number, :id)"
    )
)
_AHEAD_AT_CLERK = Prepared(
    text(
        "SELECT count(*) FROM ticket WHERE for_clerk_id = :who AND state = 'waiting'"
        " AND (effective_at, issued_at, number, id) < (:effective_at, :issued_at, :number, :id)"
    )
)
_FRONT_OF_DAY = Prepared(text("SELECT min(effective_at) FROM turn WHERE centre_id = :centre_id AND day = :day"))
_FRONT_OF_LINE = Prepared(
    text("SELECT min(effective_at) FROM turn WHERE centre_id = :centre_id AND day = :day AND line_id = :line_id")
)
_WAITING = Prepared(
    text(
        "SELECT l.id, count(*), min(t.joined_at) FROM line l JOIN ticket t ON t.line_id = l.id AND t.state = 'waiting'"
        " WHERE l.centre_id = :centre_id GROUP BY l.id"
    )
)
_PACE = Prepared(text("SELECT gap_milliseconds, calls, last_called_at FROM pace WHERE line_id = :line_id"))
_SAVE_PACE = Prepared(
    text(
        "INSERT INTO pace (line_id, gap_milliseconds, calls, last_called_at)"
        " VALUES (:line_id, :gap, :calls, :last)"
        " ON CONFLICT (line_id) DO UPDATE SET gap_milliseconds = excluded.gap_milliseconds,"
        " calls = excluded.calls, last_called_at = excluded.last_called_at"
    )
)


def next_ticket_id(connection: Connection, counter_id: int, clerk_id: int) -> str | None:
    """Return the ticket to be called next at the counter, or None.

    First what waits for this counter or its clerk alone, then by rank of its lines; in each by order.
    """
    found = _NEXT.run(connection, counter_id=counter_id, clerk_id=clerk_id).scalar_one_or_none()
    assert found is None or isinstance(found, str)
    return found


def people_ahead(connection: Connection, ticket: Ticket) -> int:
    """Count the waiting tickets that come before this one in its line, or for the counter or clerk it waits for."""
    turn = ticket.turn
    statement, who = _AHEAD, turn.line_id
    if turn.for_counter_id is not None:
        statement, who = _AHEAD_AT_COUNTER, turn.for_counter_id
    elif turn.for_clerk_id is not None:
        statement, who = _AHEAD_AT_CLERK, turn.for_clerk_id
    count = statement.run(
        connection,
        who=who,
        effective_at=turn.effective_at,
        issued_at=to_ms(ticket.issued_at),
        number=ticket.number,
        id=ticket.id,
    ).scalar_one()
    assert isinstance(count, int)
    return count


def front_key(connection: Connection, *, centre_id: int, day_ordinal: int, line_id: int | None) -> int | None:
    """Return the earliest sort key of the line's day, of all lines without one; None when nobody has come."""
    if line_id is None:
        found = _FRONT_OF_DAY.run(connection, centre_id=centre_id, day=day_ordinal)
    else:
        found = _FRONT_OF_LINE.run(connection, centre_id=centre_id, day=day_ordinal, line_id=line_id)
    key: int | None = found.scalar()
    return key


def waiting_by_line(connection: Connection, centre_id: int) -> dict[int, tuple[int, int]]:
    """Return line id -> (waiting tickets, joined_at of the one that waits longest, in milliseconds)."""
    return {row[0]: (row[1], row[2]) for row in _WAITING.run(connection, centre_id=centre_id)}


def pace_of(connection: Connection, line_id: int, *, nominal_minutes: int, counters: int) -> Pace:
    """Return how fast the line moves; before its first call, the nominal minutes shared by its counters."""
    row = _PACE.run(connection, line_id=line_id).one_or_none()
    if row is None:
        gap = nominal_minutes * 60_000 // max(1, counters)
        return Pace(gap_milliseconds=gap, calls=0, last_called_at=None)
    return Pace(gap_milliseconds=row[0], calls=row[1], last_called_at=maybe_from_ms(row[2]))


def save_pace(connection: Connection, line_id: int, pace: Pace) -> None:
    """Keep how fast the line moves."""
    _SAVE_PACE.run(
        connection,
        line_id=line_id,
        gap=pace.gap_milliseconds,
        calls=pace.calls,
        last=maybe_ms(pace.last_called_at),
    )
