"""The server's time, kept while the server is away and over a restart."""

import json
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from kiosk.agent.database import Database

CLOCK = "clock"
KEPT_EVERY = 60.0
"""Seconds between two writings to the disk."""
MAY_RUN_BACK = timedelta(minutes=1)
"""A machine's clock that was corrected may be so much behind; one further behind was lost (an empty battery)."""


def seconds_running() -> float:
    """Return seconds that never jump, sleep of the machine included where the system counts it."""
    running = getattr(time, "CLOCK_BOOTTIME", None)
    return time.monotonic() if running is None else time.clock_gettime(running)


class ServerClock:
    """What the server's clock says, by the last time it was heard.

    In the process that heard it, the time goes on by a clock that nobody sets. After a restart without the server it
    goes on by the machine's own clock, unless that is behind what it was: then nobody knows what time it is.
    """

    def __init__(
        self,
        database: Database,
        *,
        running: Callable[[], float] = seconds_running,
        machine: Callable[[], float] = time.time,
    ) -> None:
        self._database = database
        self._running = running
        self._machine = machine
        self._heard: tuple[datetime, float, int] | None = None
        self._kept_at: float | None = None

    def hear(self, server_time: str, rate: int) -> None:
        """Take the server's time and how many of its seconds pass in one of ours."""
        server, now = datetime.fromisoformat(server_time), self._running()
        self._heard = (server, now, rate)
        if self._kept_at is None or now - self._kept_at >= KEPT_EVERY:
            self._kept_at = now
            kept = {"server": server.timestamp(), "machine": self._machine(), "rate": rate}
            self._database.remember(CLOCK, json.dumps(kept))

    @property
    def rate(self) -> int:
        """How many of its seconds pass in one of ours, as far as was heard."""
        return 1 if self._heard is None else self._heard[2]

    def now(self) -> datetime | None:
        """Return the time, aware, in UTC; None when it is not known."""
        if self._heard is not None:
            server, at, rate = self._heard
            return server + timedelta(seconds=(self._running() - at) * rate)
        kept = json.loads(self._database.fact(CLOCK) or "null")
        if kept is None:
            return None
        passed = timedelta(seconds=self._machine() - kept["machine"])
        if passed < -MAY_RUN_BACK:
            return None
        return datetime.fromtimestamp(kept["server"], UTC) + max(passed, timedelta()) * int(kept["rate"])


def milliseconds(at: datetime) -> int:
    """Return an aware moment in milliseconds since 1970."""
    return int(at.timestamp() * 1000)


def moment(at: datetime) -> str:
    """Write an aware datetime as RFC 3339 in UTC with milliseconds."""
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
