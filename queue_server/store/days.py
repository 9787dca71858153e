"""Service days: their beginning, once, and what earlier days left open."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, text

from queue_server.store.moments import to_ms
from queue_server.store.prepared import Prepared
from queue_server.store.tickets import stops_from_text

_CENTRES = Prepared(text("SELECT id, zone FROM centre ORDER BY id"))
_HAS_BEGUN = Prepared(text("SELECT 1 FROM service_day WHERE centre_id = :centre_id AND day = :day"))
_BEGIN = Prepared(
    text(
        "INSERT INTO service_day (centre_id, day, began_at) VALUES (:centre_id, :day, :at)"
        " ON CONFLICT (centre_id, day) DO NOTHING"
    )
)
_LEFT_WAITING = (
    "SELECT t.id FROM line l JOIN ticket t ON t.line_id = l.id AND t.state = 'waiting'"
    " WHERE l.centre_id = :centre_id AND t.day < :day"
)
_LEFT_AT_COUNTERS = (
    "SELECT t.id FROM counter c JOIN ticket t ON t.counter_id = c.id AND t.state IN ('called', 'serving')"
    " WHERE c.centre_id = :centre_id AND t.day < :day"
)
_LEFT_ASIDE = "SELECT id FROM ticket WHERE centre_id = :centre_id AND day < :day AND state = 'held'"
_LEFT_OPEN = Prepared(text(f"{_LEFT_WAITING} UNION ALL {_LEFT_AT_COUNTERS} UNION ALL {_LEFT_ASIDE}"))
_ISSUED = Prepared(
    text(
        "SELECT service_id, count(*) FROM ticket WHERE centre_id = :centre_id AND day = :day AND stops IS NULL"
        " GROUP BY service_id"
    )
)
_STOPS = Prepared(text("SELECT stops FROM ticket WHERE centre_id = :centre_id AND day = :day AND stops IS NOT NULL"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A centre and its time zone."""

    centre_id: int
    zone: str


def centres(connection: Connection) -> Sequence[Place]:
    """Return all centres."""
    return [Place(centre_id=row[0], zone=row[1]) for row in _CENTRES.run(connection)]


def day_has_begun(connection: Connection, *, centre_id: int, day_ordinal: int) -> bool:
    """Say whether the service day has begun at the centre."""
    return _HAS_BEGUN.run(connection, centre_id=centre_id, day=day_ordinal).one_or_none() is not None


def insert_service_day(connection: Connection, *, centre_id: int, day_ordinal: int, at: datetime) -> bool:
    """Write that the day has begun; False when that stands there already."""
    return _BEGIN.run(connection, centre_id=centre_id, day=day_ordinal, at=to_ms(at)).rowcount == 1


def tickets_left_open(connection: Connection, *, centre_id: int, day_ordinal: int) -> Sequence[str]:
    """Return the tickets of days before this one that wait, are called, served or held."""
    return [row[0] for row in _LEFT_OPEN.run(connection, centre_id=centre_id, day=day_ordinal)]


def issued_by_service(connection: Connection, *, centre_id: int, day_ordinal: int) -> dict[int, int]:
    """Return service id -> numbers given on the day; a visit counts for each service of its itinerary."""
    issued = Counter({row[0]: row[1] for row in _ISSUED.run(connection, centre_id=centre_id, day=day_ordinal)})
    for row in _STOPS.run(connection, centre_id=centre_id, day=day_ordinal):
        issued.update(stops_from_text(row[0]))
    return issued
