"""When a centre's bank was last heard by asking for its list of transfers."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, text

from queue_server.store.moments import maybe_from_ms, to_ms
from queue_server.store.prepared import Prepared

_ONE = Prepared(text("SELECT heard_at, failures, why FROM bank_poll WHERE centre_id = :centre_id"))
_SAVE = Prepared(
    text(
        "INSERT INTO bank_poll (centre_id, heard_at, failures, why) VALUES (:centre_id, :heard_at, :failures, :why)"
        " ON CONFLICT (centre_id) DO UPDATE SET heard_at = :heard_at, failures = :failures, why = :why"
    )
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Hearing:
    """Everything up to `heard_at` was heard; since then so many questions failed, the last because of `why`."""

    heard_at: datetime | None = None
    failures: int = 0
    why: str | None = None


def hearing_of(connection: Connection, centre_id: int) -> Hearing | None:
    """Return how the centre's bank is heard, None where nobody ever asked it."""
    row = _ONE.run(connection, centre_id=centre_id).one_or_none()
    return None if row is None else Hearing(heard_at=maybe_from_ms(row[0]), failures=row[1], why=row[2])


def save_hearing(connection: Connection, hearing: Hearing, *, centre_id: int) -> None:
    """Write how the bank is heard now."""
    heard_at = None if hearing.heard_at is None else to_ms(hearing.heard_at)
    _SAVE.run(connection, centre_id=centre_id, heard_at=heard_at, failures=hearing.failures, why=hearing.why)
