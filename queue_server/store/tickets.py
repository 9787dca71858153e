"""Tickets and turns in and out of the database."""

import json
from typing import Any

from sqlalchemy import Connection, bindparam, delete, insert, select, text, update

from queue_server.domain.errors import NotFound
from queue_server.domain.ticket import Aside, Outcome, Ticket, TicketState, Turn
from queue_server.store.moments import from_day, from_ms, maybe_from_ms, maybe_ms, to_day, to_ms
from queue_server.store.prepared import Prepared
from queue_server.store.schema import TicketRow, TurnRow
from queue_server.store.tables import table

_ticket = table(TicketRow)
_turn = table(TurnRow)

_TICKET_CHANGES = [
    "line_id", "counter_id", "state", "turn", "misses", "effective_at", "joined_at", "undo", "returns",
    "for_counter_id", "for_clerk_id",
]  # fmt: skip
_TURN_CHANGES = [
    "counter_id", "clerk_id", "called_at", "started_at", "ended_at", "held_at", "held_milliseconds", "recalls",
    "outcome", "announced_at", "reason", "aside",
]  # fmt: skip
_NEXT_NUMBER = Prepared(
    text(
        "INSERT INTO series (line_id, day, last) VALUES (:line_id, :day, :first)"
        " ON CONFLICT (line_id, day) DO UPDATE"
        " SET last = CASE WHEN series.last < excluded.last THEN excluded.last ELSE series.last + 1 END RETURNING last"
    )
)
_LAST_NUMBERS = Prepared(
    text(
        "SELECT s.line_id, s.last FROM line l JOIN series s ON s.line_id = l.id AND s.day = :day"
        " WHERE l.centre_id = :centre_id"
    )
)
_SAVE_VISIT = Prepared(
    text(
        "UPDATE ticket SET service_id = :service_id, stops = :stops, stop = :stop, collects = :collects WHERE id = :id"
    )
)
_VISIT_KEY = Prepared(text("SELECT effective_at FROM turn WHERE ticket_id = :id AND ordinal = 1"))
_INSERT_TICKET = Prepared(insert(_ticket), columns=[column.name for column in _ticket.columns])
_INSERT_TURN = Prepared(insert(_turn), columns=[column.name for column in _turn.columns])
_UPDATE_TICKET = Prepared(update(_ticket).where(_ticket.c.id == bindparam("key")), columns=_TICKET_CHANGES)
_TURN_KEY = (_turn.c.ticket_id == bindparam("key"), _turn.c.ordinal == bindparam("at_ordinal"))
_DELETE_TURN = Prepared(delete(_turn).where(*_TURN_KEY))
_UPDATE_TURN = Prepared(
    update(_turn).where(*_TURN_KEY),
    columns=_TURN_CHANGES,
)

TICKET_COLUMNS = (
    _ticket.c.id, _ticket.c.centre_id, _ticket.c.service_id, _ticket.c.day, _ticket.c.letter, _ticket.c.number,
    _ticket.c.label, _ticket.c.language, _ticket.c.priority_class_id, _ticket.c.issued_at, _ticket.c.state,
    _ticket.c.misses, _ticket.c.returns, _ticket.c.stops, _ticket.c.stop, _ticket.c.party,
    _ticket.c.collects, _ticket.c.undo,
)  # fmt: skip
TURN_COLUMNS = (
    _turn.c.ordinal, _turn.c.line_id, _turn.c.effective_at, _turn.c.joined_at, _turn.c.called_at, _turn.c.started_at,
    _turn.c.ended_at, _turn.c.held_at, _turn.c.held_milliseconds, _turn.c.counter_id, _turn.c.clerk_id,
    _turn.c.recalls, _turn.c.outcome, _turn.c.note, _turn.c.announced_at, _turn.c.reason,
    _ticket.c.for_counter_id, _ticket.c.for_clerk_id, _turn.c.aside,
)  # fmt: skip
WITH_TURN = select(*TICKET_COLUMNS, *TURN_COLUMNS).join_from(
    _ticket, _turn, (_turn.c.ticket_id == _ticket.c.id) & (_turn.c.ordinal == _ticket.c.turn)
)
_LOAD = Prepared(WITH_TURN.where(_ticket.c.id == bindparam("id")))
_LOAD_AT_COUNTER = Prepared(
    WITH_TURN.where(_ticket.c.counter_id == bindparam("counter_id"), text("ticket.state IN ('called', 'serving')"))
)
_LOAD_BY_NUMBER = Prepared(
    WITH_TURN.where(
        _ticket.c.centre_id == bindparam("centre_id"),
        _ticket.c.day == bindparam("day"),
        _ticket.c.letter == bindparam("letter"),
        _ticket.c.number == bindparam("number"),
    )
)
_COLUMN_SPLIT = len(TICKET_COLUMNS)


def next_number(connection: Connection, *, line_id: int, day_ordinal: int, first: int) -> int:
    """Take the next number of the line's series on that day, starting from `first`."""
    number = _NEXT_NUMBER.run(connection, line_id=line_id, day=day_ordinal, first=first).scalar_one()
    assert isinstance(number, int)
    return number


def last_numbers(connection: Connection, *, centre_id: int, day_ordinal: int) -> dict[int, int]:
    """Return line id -> the last number that it gave on the day."""
    return {row[0]: row[1] for row in _LAST_NUMBERS.run(connection, centre_id=centre_id, day=day_ordinal)}


def insert_ticket(connection: Connection, ticket: Ticket) -> None:
    """Write a new ticket and its first turn."""
    _INSERT_TICKET.run(
        connection,
        id=ticket.id,
        centre_id=ticket.centre_id,
        service_id=ticket.service_id,
        priority_class_id=ticket.priority_class_id,
        day=to_day(ticket.day),
        letter=ticket.letter,
        number=ticket.number,
        label=ticket.label,
        language=ticket.language,
        issued_at=to_ms(ticket.issued_at),
        stops=stops_to_text(ticket.stops),
        stop=ticket.stop,
        party=ticket.party,
        collects=ticket.collects,
        **_changes(ticket, None),
    )
    insert_turn(connection, ticket)


def insert_turn(connection: Connection, ticket: Ticket) -> None:
    """Write the ticket's present turn as a new row."""
    turn = ticket.turn
    _INSERT_TURN.run(
        connection,
        ticket_id=ticket.id,
        ordinal=turn.ordinal,
        centre_id=ticket.centre_id,
        day=to_day(ticket.day),
        service_id=ticket.service_id,
        line_id=turn.line_id,
        effective_at=turn.effective_at,
        joined_at=to_ms(turn.joined_at),
        note=turn.note,
        **_turn_changes(turn),
    )


def save_ticket(connection: Connection, ticket: Ticket, *, undo: str | None) -> None:
    """Write the ticket's state and queueing columns; `undo` replaces what could be undone before."""
    _UPDATE_TICKET.run(connection, key=ticket.id, **_changes(ticket, undo))


def save_turn(connection: Connection, ticket_id: str, turn: Turn) -> None:
    """Write what can change in a turn."""
    _UPDATE_TURN.run(connection, key=ticket_id, at_ordinal=turn.ordinal, **_turn_changes(turn))


def save_visit(connection: Connection, ticket: Ticket) -> None:
    """Write the ticket's itinerary and the service it is at."""
    _SAVE_VISIT.run(
        connection, id=ticket.id, service_id=ticket.service_id, stops=stops_to_text(ticket.stops), stop=ticket.stop,
        collects=ticket.collects,
    )  # fmt: skip


def visit_key(connection: Connection, ticket_id: str) -> int:
    """Return the sort key with which the visit first joined a line."""
    key: int = _VISIT_KEY.run(connection, id=ticket_id).scalar_one()
    return key


def stops_to_text(stops: tuple[int, ...]) -> str | None:
    """Write service ids in order; None for a plain visit."""
    return ",".join(map(str, stops)) or None


def stops_from_text(written: str | None) -> tuple[int, ...]:
    """Read what `stops_to_text` writes."""
    return tuple(map(int, written.split(","))) if written else ()


def delete_turn(connection: Connection, ticket_id: str, turn: Turn) -> None:
    """Take a turn back that never was; the journal keeps that it was begun."""
    _DELETE_TURN.run(connection, key=ticket_id, at_ordinal=turn.ordinal)


def load_ticket(connection: Connection, ticket_id: str) -> tuple[Ticket, str | None]:
    """Return the ticket with its present turn, and the undo text kept with it. Raises NotFound."""
    row = _LOAD.run(connection, id=ticket_id).one_or_none()
    if row is None:
        raise NotFound(what="ticket", name=ticket_id[:32])
    return ticket_from(row), row[_COLUMN_SPLIT - 1]


def load_at_counter(connection: Connection, counter_id: int) -> tuple[Ticket, str | None] | None:
    """Return the called or served ticket of a counter with its undo text, or None."""
    row = _LOAD_AT_COUNTER.run(connection, counter_id=counter_id).one_or_none()
    return None if row is None else (ticket_from(row), row[_COLUMN_SPLIT - 1])


def load_by_number(connection: Connection, *, centre_id: int, day_ordinal: int, label: str) -> Ticket:
    """Return the centre's ticket of that label on the day. Raises NotFound."""
    letter = label.rstrip("0123456789")
    number = int(label[len(letter) :] or "0")
    row = _LOAD_BY_NUMBER.run(connection, centre_id=centre_id, day=day_ordinal, letter=letter, number=number)
    found = row.one_or_none()
    if found is None:
        raise NotFound(what="ticket", name=label[:32])
    return ticket_from(found)


def ticket_from(row: Any) -> Ticket:
    """Make a ticket of a row of TICKET_COLUMNS then TURN_COLUMNS."""
    return Ticket(
        id=row[0],
        centre_id=row[1],
        service_id=row[2],
        day=from_day(row[3]),
        letter=row[4],
        number=row[5],
        label=row[6],
        language=row[7],
        priority_class_id=row[8],
        issued_at=from_ms(row[9]),
        state=TicketState(row[10]),
        misses=row[11],
        returns=row[12],
        stops=stops_from_text(row[13]),
        stop=row[14],
        party=row[15],
        collects=row[16],
        turn=turn_from(row[_COLUMN_SPLIT:]),
    )


def turn_from(row: Any) -> Turn:
    """Make a turn of a row of TURN_COLUMNS."""
    return Turn(
        ordinal=row[0],
        line_id=row[1],
        effective_at=row[2],
        joined_at=from_ms(row[3]),
        called_at=maybe_from_ms(row[4]),
        started_at=maybe_from_ms(row[5]),
        ended_at=maybe_from_ms(row[6]),
        held_at=maybe_from_ms(row[7]),
        held_milliseconds=row[8],
        counter_id=row[9],
        clerk_id=row[10],
        recalls=row[11],
        outcome=None if row[12] is None else Outcome(row[12]),
        note=row[13],
        announced_at=maybe_from_ms(row[14]),
        reason=row[15],
        for_counter_id=row[16],
        for_clerk_id=row[17],
        aside=aside_from_text(row[18]),
    )


def _changes(ticket: Ticket, undo: str | None) -> dict[str, int | str | None]:
    turn = ticket.turn
    return {
        "line_id": turn.line_id,
        "counter_id": turn.counter_id,
        "state": ticket.state.value,
        "turn": turn.ordinal,
        "misses": ticket.misses,
        "effective_at": turn.effective_at,
        "joined_at": to_ms(turn.joined_at),
        "undo": undo,
        "returns": ticket.returns,
        "for_counter_id": turn.for_counter_id,
        "for_clerk_id": turn.for_clerk_id,
    }


def _turn_changes(turn: Turn) -> dict[str, int | str | None]:
    return {
        "counter_id": turn.counter_id,
        "clerk_id": turn.clerk_id,
        "called_at": maybe_ms(turn.called_at),
        "started_at": maybe_ms(turn.started_at),
        "ended_at": maybe_ms(turn.ended_at),
        "held_at": maybe_ms(turn.held_at),
        "held_milliseconds": turn.held_milliseconds,
        "recalls": turn.recalls,
        "outcome": None if turn.outcome is None else turn.outcome.value,
        "announced_at": maybe_ms(turn.announced_at),
        "reason": turn.reason,
        "aside": aside_to_text(turn.aside),
    }


def aside_to_text(aside: Aside | None) -> str | None:
    """Write what `aside_from_text` reads."""
    if aside is None:
        return None
    written = {"note": aside.note, "remind_at": maybe_ms(aside.remind_at), "parked": aside.parked}
    return json.dumps(written, ensure_ascii=False)


def aside_from_text(written: str | None) -> Aside | None:
    """Read how a turn is held; None for one that is not, or that an earlier version held."""
    if written is None:
        return None
    kept = json.loads(written)
    return Aside(note=kept["note"], remind_at=maybe_from_ms(kept["remind_at"]), parked=kept["parked"])
