"""Child processes of the demonstration: started in order, ended in reverse."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Self

ENDS_WITHIN = 8.0


class ProcessDied(RuntimeError):
    """A child ended although it should run. The message names its log."""


@dataclass(slots=True)
class Processes:
    """Children with a log file each; leaving the `with` block ends them all."""

    logs: Path
    _running: list[tuple[str, subprocess.Popen[bytes]]] = field(default_factory=list)

    def __enter__(self) -> Self:
        self.logs.mkdir(parents=True, exist_ok=True)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for ending in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(ending, signal.SIG_IGN)  # a second one must not leave children behind
        for _, process in reversed(self._running):
            if process.poll() is None:
                process.send_signal(signal.SIGTERM)
        for _, process in reversed(self._running):
            self._wait(process)

    def start(self, name: str, arguments: Sequence[str]) -> None:
        """Start `python -m arguments…` in a process group of its own, so that Ctrl-C reaches only us."""
        with (self.logs / f"{name}.log").open("ab") as log:
            process = subprocess.Popen(  # noqa: S603 - our own modules
                [sys.executable, "-m", *arguments],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                env={**os.environ, "PYTHONUNBUFFERED": "1"},
            )
        self._running.append((name, process))

    def check(self) -> None:
        """Raise ProcessDied when a child has ended."""
        for name, process in self._running:
            if process.poll() is not None:
                log = self.logs / f"{name}.log"
                raise ProcessDied(f"{name} ended with code {process.returncode}; its log is {log}:\n{_tail(log)}")

    def wait(self) -> None:
        """Wait until a child ends or the user interrupts."""
        while True:
            self.check()
            time.sleep(0.5)

    def _wait(self, process: subprocess.Popen[bytes]) -> None:
        try:
            process.wait(ENDS_WITHIN)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _tail(log: Path, lines: int = 12) -> str:
    return "\n".join(log.read_text(encoding="utf-8", errors="replace").splitlines()[-lines:])
