"""First answers to commands, kept so that a repeated command is answered and not done again."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, text

from queue_server.store.moments import to_ms
from queue_server.store.prepared import Prepared

KEPT = timedelta(hours=48)
"""A kiosk that was cut off for a day and night still gets its first answer."""

_FIND = Prepared(text("SELECT fingerprint, body FROM answer WHERE key = :key"))
_KEEP = Prepared(text("INSERT INTO answer (key, fingerprint, body, at) VALUES (:key, :fingerprint, :body, :at)"))
_FORGET = Prepared(
    text("DELETE FROM answer WHERE key IN (SELECT key FROM answer WHERE at < :before ORDER BY at LIMIT :most)")
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What was asked (a fingerprint of it) and what was answered (JSON text)."""

    fingerprint: str
    body: str


def find_answer(connection: Connection, key: str) -> Answer | None:
    """Return the answer kept under the key, or None."""
    row = _FIND.run(connection, key=key).one_or_none()
    return None if row is None else Answer(fingerprint=row[0], body=row[1])


def keep_answer(connection: Connection, key: str, answer: Answer, *, at: datetime) -> None:
    """Keep the answer; a second one under the same key is an integrity error of the database."""
    _KEEP.run(connection, key=key, fingerprint=answer.fingerprint, body=answer.body, at=to_ms(at))


def forget_answers(connection: Connection, *, at: datetime, most: int = 5_000) -> int:
    """Delete up to `most` answers older than KEPT; return how many."""
    return _FORGET.run(connection, before=to_ms(at - KEPT), most=most).rowcount
