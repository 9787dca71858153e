"""Skills of counters: those in force, and those that come back after a day with others."""

import json
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, text

from queue_server.store.prepared import Prepared

_CLEAR = Prepared(text("DELETE FROM skill WHERE counter_id = :counter_id"))
_ADD = Prepared(text("INSERT INTO skill (counter_id, line_id, rank) VALUES (:counter_id, :line_id, :rank)"))
_CHANGED = Prepared(text("UPDATE centre SET version = version + 1 WHERE id = :centre_id"))
_KEPT = Prepared(
    text(
        "SELECT k.counter_id, k.day, k.skills FROM skills_kept k JOIN counter c ON c.id = k.counter_id"
        " WHERE c.centre_id = :centre_id ORDER BY k.counter_id"
    )
)
_KEEP = Prepared(
    text(
        "INSERT INTO skills_kept (counter_id, day, skills) VALUES (:counter_id, :day, :skills)"
        " ON CONFLICT (counter_id) DO UPDATE SET day = excluded.day, skills = excluded.skills"
    )
)
_FORGET = Prepared(text("DELETE FROM skills_kept WHERE counter_id = :counter_id"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """What a counter gets back after the service day of that ordinal: its ranks by line id."""

    counter_id: int
    day_ordinal: int
    skills: Mapping[int, int]


def save_skills(connection: Connection, *, centre_id: int, counter_id: int, skills: Mapping[int, int]) -> None:
    """Make the counter's skills exactly these."""
    _CLEAR.run(connection, counter_id=counter_id)
    for line_id, rank in skills.items():
        _ADD.run(connection, counter_id=counter_id, line_id=line_id, rank=rank)
    _CHANGED.run(connection, centre_id=centre_id)


def kept_skills(connection: Connection, centre_id: int) -> dict[int, Kept]:
    """Return counter id -> what it gets back."""
    return {
        row[0]: Kept(
            counter_id=row[0],
            day_ordinal=row[1],
            skills={int(line_id): rank for line_id, rank in json.loads(row[2]).items()},
        )
        for row in _KEPT.run(connection, centre_id=centre_id)
    }


def keep_skills(connection: Connection, kept: Kept) -> None:
    """Keep what the counter gets back."""
    skills = json.dumps({str(line_id): rank for line_id, rank in kept.skills.items()})
    _KEEP.run(connection, counter_id=kept.counter_id, day=kept.day_ordinal, skills=skills)


def forget_kept(connection: Connection, counter_id: int) -> None:
    """The counter has its own skills again."""
    _FORGET.run(connection, counter_id=counter_id)
