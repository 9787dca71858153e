"""Keeps a second agent out of a folder: two would print every slip twice."""

import os
import sys
from pathlib import Path

from kiosk.agent.errors import AlreadyRunning

if sys.platform == "win32":
    import msvcrt

    def _hold(descriptor: int) -> None:
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
else:
    import fcntl

    def _hold(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)


class FolderLock:
    """Held from construction to `release`; the system releases it when the process dies."""

    def __init__(self, path: Path) -> None:
        """Take the lock. Raises AlreadyRunning."""
        self._descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            _hold(self._descriptor)
        except OSError:
            os.close(self._descriptor)
            raise AlreadyRunning(f"another agent uses {path.parent}") from None

    def release(self) -> None:
        """Let another agent in."""
        os.close(self._descriptor)
