"""What every entry point works with: the database, the clock, the source of chance, the public address."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from secrets import token_bytes
from time import monotonic

from queue_server.store.engine import Store


class Clock:
    """The server's time. `rate` over 1 makes a demonstration day pass faster; durations then stretch with it."""

    def __init__(self, *, rate: int = 1, begins: datetime | None = None) -> None:
        self.rate = rate
        self._origin = monotonic()
        self._begins = begins

    def now(self) -> datetime:
        """Return the present moment, aware, in UTC."""
        if self._begins is None:
            return datetime.now(UTC)
        return self._begins + timedelta(seconds=(monotonic() - self._origin) * self.rate)


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """One installation at work. `assets` names the version of what its pages load; `citizen_key` is the secret under
    which citizens' numbers are hashed, `data` the folder of what the installation keeps beside the database."""

    store: Store
    clock: Clock
    public_url: str
    assets: str
    citizen_key: bytes
    data: Path
    chance: Callable[[int], bytes] = token_bytes
