"""Reading the journal."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, text

from queue_server.store.moments import from_ms, to_ms
from queue_server.store.prepared import Prepared

_LAST = Prepared(text("SELECT coalesce(max(seq), 0) FROM event"))
_SINCE = Prepared(text("SELECT seq, centre_id, at, kind, body FROM event WHERE seq > :seq ORDER BY seq LIMIT :most"))
_OF_CENTRE = Prepared(
    text(
        "SELECT seq, centre_id, at, kind, body FROM event"
        " WHERE centre_id = :centre_id AND at >= :begin AND at < :end ORDER BY seq"
    )
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One event as it stands in the journal."""

    seq: int
    centre_id: int
    at: datetime
    kind: str
    body: Mapping[str, Any]


def last_seq(connection: Connection) -> int:
    """Return the seq of the newest event the transaction sees, 0 for an empty journal."""
    seq = _LAST.run(connection).scalar_one()
    assert isinstance(seq, int)
    return seq


def entries_since(connection: Connection, seq: int, *, most: int = 1_000) -> Sequence[Entry]:
    """Return up to `most` events after `seq`, in order."""
    return [_entry(row) for row in _SINCE.run(connection, seq=seq, most=most)]


def entries_between(connection: Connection, centre_id: int, begin: datetime, end: datetime) -> Sequence[Entry]:
    """Return the centre's events from `begin` (included) to `end` (excluded), in order."""
    rows = _OF_CENTRE.run(connection, centre_id=centre_id, begin=to_ms(begin), end=to_ms(end))
    return [_entry(row) for row in rows]


def _entry(row: Any) -> Entry:
    return Entry(seq=row[0], centre_id=row[1], at=from_ms(row[2]), kind=row[3], body=json.loads(row[4]))
