"""Connections that stay open between two uses.

Checking a connection out of SQLAlchemy's pool and back in costs more than the statements of a whole command on SQLite
(measured: a third of the server's time). There a connection cannot go stale, so it is simply kept; on PostgreSQL the
pool does its work and asks a connection whether it still lives.
"""

from collections import deque
from threading import Lock

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import TimeoutError as PoolTimeoutError


class Turnstile:
    """Lets `most` in at a time and the others in the order in which they came.

    A semaphore lets a thread that comes back at once pass those who wait: under load somebody then waits for seconds.
    """

    def __init__(self, most: int) -> None:
        self._free = most
        self._lock = Lock()
        self._waiting: deque[Lock] = deque()

    def enter(self, *, patience: float) -> bool:
        """Go in; False when nobody made room for so many seconds."""
        with self._lock:
            if self._free > 0:
                self._free -= 1
                return True
            place = Lock()
            place.acquire()
            self._waiting.append(place)
        return place.acquire(timeout=patience) or not self._gives_up(place)

    def leave(self) -> None:
        """Make room for the next."""
        with self._lock:
            if self._waiting:
                self._waiting.popleft().release()
            else:
                self._free += 1

    def _gives_up(self, place: Lock) -> bool:
        """Leave the row; False when room was made at that very moment."""
        with self._lock:
            if place not in self._waiting:
                return False
            self._waiting.remove(place)
            return True


class Connections:
    """At most `most` connections at a time; who waits longer than `patience` seconds for one gets PoolTimeoutError."""

    def __init__(self, engine: Engine, *, most: int, patience: float, keeps: bool) -> None:
        self.engine = engine
        self._patience = patience
        self._keeps = keeps
        self._turnstile = Turnstile(most)
        self._idle: deque[Connection] = deque()

    def take(self) -> Connection:
        """Return a connection without an open transaction; give it back."""
        if not self._turnstile.enter(patience=self._patience):
            raise PoolTimeoutError("no connection became free")
        try:
            return self._idle.pop() if self._idle else self.engine.connect()
        except BaseException:
            self._turnstile.leave()
            raise

    def give(self, connection: Connection) -> None:
        """Take a connection back; what it has not committed is undone. One whose commit failed is not used again."""
        try:
            if connection.in_transaction():
                connection.rollback()
            if self._keeps and connection.get_transaction() is None:
                self._idle.append(connection)
            else:
                connection.close()
        except BaseException:
            connection.close()
            raise
        finally:
            self._turnstile.leave()

    def close(self) -> None:
        """Close all that are idle."""
        while self._idle:
            self._idle.pop().close()
        self.engine.dispose()
