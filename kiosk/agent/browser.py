"""Watching that the kiosk page asks: a browser that hangs is started anew by the technician's own command."""

import logging
import os
import shlex
import subprocess
from collections.abc import Callable, Sequence
from time import monotonic

log = logging.getLogger("motcua.agent")

SILENT_SECONDS = 60.0
"""The page asks every five seconds. A browser needs some time to start."""
WINDOWS = "nt"


def run(command: Sequence[str]) -> None:
    """Start the command and do not wait for it."""
    subprocess.Popen(command, stdin=subprocess.DEVNULL, start_new_session=True)  # noqa: S603 - the technician's own


def split(command: str, *, system: str = os.name) -> Sequence[str]:
    """Return the command as this system starts it: Windows splits it by itself, and its paths have backslashes."""
    return command if system == WINDOWS else shlex.split(command)


class BrowserWatch:
    """Runs the command each time the page was silent for SILENT_SECONDS. Without a command it only watches."""

    def __init__(
        self,
        command: str | None,
        *,
        clock: Callable[[], float] = monotonic,
        start: Callable[[Sequence[str]], None] = run,
    ) -> None:
        self._command = split(command or "")
        self._clock = clock
        self._start = start
        self._heard_at = clock()

    def heard(self) -> None:
        """The page has asked."""
        self._heard_at = self._clock()

    def look(self) -> None:
        """Start the browser anew when it is time for that."""
        if not self._command or self._clock() - self._heard_at < SILENT_SECONDS:
            return
        self.heard()
        log.warning("the kiosk page has not asked for %.0f s; starting the browser anew", SILENT_SECONDS)
        try:
            self._start(self._command)
        except OSError as error:
            log.error("the command for the browser does not work: %s", error)
