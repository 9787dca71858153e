"""What of a hall at work depends on its set-up: read before a draft comes into force, and to foresee the next call."""

import json
from datetime import datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, text

from queue_server.domain.centre import CentreSetup
from queue_server.domain.centre_retiring import Present
from queue_server.domain.foresight import Waiting
from queue_server.domain.numbering import service_day
from queue_server.domain.reason import reason_of_call
from queue_server.store.leases import leases_of_day
from queue_server.store.moments import to_day, to_ms
from queue_server.store.prepared import Prepared
from queue_server.store.staff import retired_elsewhere
from queue_server.store.tickets import WITH_TURN, ticket_from

_TODAY = "FROM ticket t WHERE t.centre_id = :centre_id AND t.day = :day"
_OPEN = Prepared(
    text(
        f"SELECT t.line_id, count(*) {_TODAY}"
        " AND t.state NOT IN ('completed', 'cancelled', 'expired') GROUP BY t.line_id"
    )
)
_TO_COME = Prepared(
    text(
        f"SELECT t.stops, t.stop {_TODAY} AND t.stops IS NOT NULL"
        " AND t.state NOT IN ('completed', 'cancelled', 'expired')"
    )
)
_GIVEN = Prepared(
    text(
        "SELECT DISTINCT t.letter, u.line_id FROM ticket t JOIN turn u ON u.ticket_id = t.id AND u.ordinal = 1"
        " WHERE t.centre_id = :centre_id AND t.day = :day"
    )
)
_BUSY = Prepared(
    text(
        f"SELECT t.counter_id, t.for_counter_id, t.for_clerk_id, t.state {_TODAY}"
        " AND t.state IN ('waiting', 'called', 'serving')"
    )
)
_SITTING = Prepared(
    text(
        "SELECT st.login, sh.counter_id FROM shift sh JOIN staff st ON st.id = sh.clerk_id"
        " WHERE sh.centre_id = :centre_id AND sh.ended_at IS NULL"
    )
)
_ELSEWHERE = Prepared(
    text(
        "SELECT st.login, c.names FROM staff st JOIN shift sh ON sh.clerk_id = st.id AND sh.ended_at IS NULL"
        " JOIN centre c ON c.id = sh.centre_id WHERE st.centre_id = :centre_id AND sh.centre_id <> :centre_id"
    )
)
_LOGINS = Prepared(
    text(
        "SELECT id, login FROM staff WHERE centre_id = :centre_id"
        " OR id IN (SELECT staff_id FROM membership WHERE centre_id = :centre_id)"
        " OR id IN (SELECT t.for_clerk_id FROM line l JOIN ticket t ON t.line_id = l.id AND t.state = 'waiting'"
        " WHERE l.centre_id = :centre_id)"
    )
)
_DEVICES = Prepared(
    text("SELECT hall_id, count(*) FROM device WHERE centre_id = :centre_id AND revoked_at IS NULL GROUP BY hall_id")
)
_BOOKED = Prepared(
    text(
        "SELECT service_id, count(*) FROM appointment WHERE centre_id = :centre_id AND slot_at >= :since"
        " AND state = 'booked' GROUP BY service_id"
    )
)
_WAITING = Prepared(
    WITH_TURN.where(
        text("ticket.line_id IN (SELECT id FROM line WHERE centre_id = :centre_id) AND ticket.state = 'waiting'")
    )
)


def present_of(connection: Connection, setup: CentreSetup, *, at: datetime) -> Present:
    """Return what the hall is doing."""
    facts = {"centre_id": setup.id, "day": to_day(service_day(at, setup.zone))}
    known = _logins(connection, setup.id)
    busy = _BUSY.run(connection, **facts).all()
    counters = {row[0] for row in busy if row[3] != "waiting"} | {row[1] for row in busy if row[3] == "waiting"}
    awaited = {row[2] for row in busy if row[3] == "waiting"}
    given: dict[str, set[str]] = {}
    for letter, line_id in _GIVEN.run(connection, **facts):
        given.setdefault(letter, set()).add(setup.lines[line_id].code)
    leased: dict[str, list[tuple[int, int]]] = {}
    for lease in leases_of_day(connection, centre_id=setup.id, day_ordinal=facts["day"]):
        leased.setdefault(lease.letter, []).append((lease.first, lease.last))
        given.setdefault(lease.letter, set()).add(setup.lines[lease.line_id].code)
    return Present(
        open_tickets=_open_tickets(connection, setup, facts),
        given=given,
        leased=leased,
        busy_counters=frozenset(setup.counters[each].number for each in counters if each is not None),
        sitting=sitting_at(connection, setup),
        retired_elsewhere=retired_elsewhere(connection, setup.id),
        sitting_elsewhere={row[0]: json.loads(row[1]) for row in _ELSEWHERE.run(connection, centre_id=setup.id)},
        awaited=frozenset(known[each] for each in awaited if each is not None),
        devices={setup.halls[row[0]].code: row[1] for row in _DEVICES.run(connection, centre_id=setup.id)},
        booked=_booked(connection, setup, at=at),
    )


def _open_tickets(connection: Connection, setup: CentreSetup, facts: dict[str, int]) -> dict[str, int]:
    """Count by line, the lines that visits have still to go to among them."""
    counts = {setup.lines[row[0]].code: int(row[1]) for row in _OPEN.run(connection, **facts)}
    for stops, stop in _TO_COME.run(connection, **facts):
        for service_id in stops.split(",")[stop + 1 :]:
            line_id = setup.services[int(service_id)].line_id
            if line_id is not None:
                code = setup.lines[line_id].code
                counts[code] = counts.get(code, 0) + 1
    return counts


def _booked(connection: Connection, setup: CentreSetup, *, at: datetime) -> dict[str, int]:
    today = datetime.combine(service_day(at, setup.zone), time(), tzinfo=ZoneInfo(setup.zone))
    rows = _BOOKED.run(connection, centre_id=setup.id, since=to_ms(today))
    return {setup.services[row[0]].code: row[1] for row in rows}


def sitting_at(connection: Connection, setup: CentreSetup) -> dict[str, int]:
    """Return the number of the counter at which each login has an open shift."""
    return {row[0]: setup.counters[row[1]].number for row in _SITTING.run(connection, centre_id=setup.id)}


def waiting_now(connection: Connection, setup: CentreSetup) -> list[Waiting]:
    """Return every ticket that waits."""
    known = _logins(connection, setup.id)
    return [_waiting(setup, row, known) for row in _WAITING.run(connection, centre_id=setup.id)]


def _waiting(setup: CentreSetup, row: Any, logins: dict[int, str]) -> Waiting:
    ticket = ticket_from(row)
    turn = ticket.turn
    return Waiting(
        label=ticket.label,
        line=setup.lines[turn.line_id].code,
        order=(turn.effective_at, to_ms(ticket.issued_at), ticket.number, ticket.id),
        joined_at=turn.joined_at,
        reason=reason_of_call(ticket),
        priority=None if ticket.priority_class_id is None else setup.priority_classes[ticket.priority_class_id].code,
        for_counter=None if turn.for_counter_id is None else setup.counters[turn.for_counter_id].number,
        for_clerk=None if turn.for_clerk_id is None else logins[turn.for_clerk_id],
    )


def _logins(connection: Connection, centre_id: int) -> dict[int, str]:
    return {row[0]: row[1] for row in _LOGINS.run(connection, centre_id=centre_id)}
