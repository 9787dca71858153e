"""Telling systemd that the agent is at work, after having looked.

The protocol is that of sd_notify(3) and of WATCHDOG_USEC in sd_watchdog_enabled(3). Where nobody listens nothing is
sent.
"""

import logging
import os
import socket
from collections.abc import Callable, Mapping
from time import monotonic

log = logging.getLogger("motcua.agent")

SOCKET, MICROSECONDS = "NOTIFY_SOCKET", "WATCHDOG_USEC"
READY, ALIVE = b"READY=1", b"WATCHDOG=1"
ABSTRACT = "@"
"""How the environment writes the first byte of an address that is no file."""


class Watchdog:
    """Fed only while every one of the checks says that its part works. Unfed, systemd starts the agent anew."""

    def __init__(
        self,
        checks: Mapping[str, Callable[[], bool]],
        *,
        environment: Mapping[str, str] = os.environ,
        clock: Callable[[], float] = monotonic,
    ) -> None:
        self._checks = checks
        self._clock = clock
        self._address = environment.get(SOCKET)
        self._every = int(environment.get(MICROSECONDS, "0")) / 2_000_000
        self._fed_at = clock()
        self._sick: list[str] = []

    def ready(self) -> None:
        """Say that the page is served."""
        self._send(READY)

    def look(self) -> None:
        """Feed the watchdog when it is time and all is well."""
        if not self._every or self._clock() - self._fed_at < self._every:
            return
        self._fed_at = self._clock()
        sick = [name for name, works in self._checks.items() if not _holds(works)]
        if not sick:
            self._send(ALIVE)
        elif sick != self._sick:
            log.error("this does not work: %s", ", ".join(sick))
        self._sick = sick

    def _send(self, words: bytes) -> None:
        if not self._address:
            return
        address = self._address.replace(ABSTRACT, "\0", 1) if self._address.startswith(ABSTRACT) else self._address
        try:
            with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as to:
                to.sendto(words, address)
        except OSError as error:
            log.warning("systemd does not hear: %s", error)


def _holds(works: Callable[[], bool]) -> bool:
    try:
        return works()
    except Exception:
        log.exception("a check failed")
        return False
