"""Limits on what anybody may ask for without signing in."""

from collections import OrderedDict
from dataclasses import dataclass, field
from threading import Lock
from time import monotonic

from flask import request

from queue_server.web.problems import Refused

ADDRESSES_KEPT = 10_000


@dataclass(slots=True)
class Bucket:
    """A token bucket an address: `burst` at once, then one every `seconds`."""

    burst: int
    seconds: float
    _levels: OrderedDict[str, tuple[float, float]] = field(default_factory=OrderedDict)
    _lock: Lock = field(default_factory=Lock)

    def take(self, *, of: str | None = None) -> None:
        """Take one for the address of the present request, or of what is named. Raises Refused (rate.limited)."""
        wait = self.wait(request.remote_addr or "" if of is None else of, monotonic())
        if wait > 0:
            raise Refused("rate.limited", seconds=int(wait) + 1)

    def wait(self, address: str, now: float) -> float:
        """Take one and return 0, or return how many seconds are missing."""
        with self._lock:
            level, since = self._levels.pop(address, (float(self.burst), now))
            level = min(self.burst, level + (now - since) / self.seconds)
            allowed = level >= 1
            self._levels[address] = (level - 1 if allowed else level, now)
            while len(self._levels) > ADDRESSES_KEPT:
                self._levels.popitem(last=False)
            return 0 if allowed else (1 - level) * self.seconds


ENROLMENTS = Bucket(burst=60, seconds=2)

BOOKINGS = Bucket(burst=20, seconds=15)
"""Bookings, look-ups and cancellations an address: phones of one operator share some, a guesser of codes has one."""

ALL_BOOKINGS = Bucket(burst=300, seconds=0.5)
"""The same of all addresses together."""

SLOT_LOOKS = Bucket(burst=120, seconds=1)
"""Looks at free slots an address."""

PHONE_PAYMENTS = Bucket(burst=12, seconds=10)
"""Payments begun and taken down a ticket: the phones of a hall share one address, and a ticket has few fees."""
