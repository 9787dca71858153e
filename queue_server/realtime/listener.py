"""PostgreSQL's notifications as a wake-up for the relay."""

import logging
from collections.abc import Callable
from threading import Event, Thread

from sqlalchemy import URL

from queue_server.store.unit import CHANNEL

log = logging.getLogger("motcua.relay")

WAITS = 1.0


class Listener:
    """Listens on the journal's channel and calls `wake`; a lost connection is opened again every second."""

    def __init__(self, url: URL, wake: Callable[[], None]) -> None:
        self._address = url.set(drivername="postgresql").render_as_string(hide_password=False)
        self._wake = wake
        self._stopping = Event()
        self._thread = Thread(target=self._run, name="journal-listener", daemon=True)

    def start(self) -> None:
        """Begin to listen."""
        self._thread.start()

    def stop(self) -> None:
        """End the thread."""
        self._stopping.set()
        self._thread.join(timeout=5)

    def _run(self) -> None:
        lost = False
        while not self._stopping.is_set():
            try:
                self._listen()
                lost = False
            except Exception as error:
                if not lost:
                    log.warning("notifications lost (%s); the relay looks every second", type(error).__name__)
                lost = True
                self._stopping.wait(WAITS)

    def _listen(self) -> None:
        import psycopg

        with psycopg.connect(self._address, autocommit=True) as connection:
            connection.execute(f"LISTEN {CHANNEL}")
            self._wake()
            while not self._stopping.is_set():
                for _ in connection.notifies(timeout=WAITS, stop_after=1):
                    self._wake()
