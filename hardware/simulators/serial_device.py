"""What the simulated serial devices share: a line paced both ways, because a pty ignores baud rates, and faults."""

import random
import time
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, fields
from threading import Lock
from typing import Any

from hardware.simulators.line import Line

TICK = 0.005
BITS_PER_BYTE = 10
"""8N1: eight bits, a start and a stop bit."""
MOST_WAITING = 8_192
"""Bytes that wait to be sent; what comes past them is lost, as in a device whose buffer is full."""


@dataclass(slots=True)
class LineFaults:
    """What can be wrong with any line; set and cleared while the device runs."""

    silent: bool = False
    """It hears and says nothing."""
    drop: bool = False
    """The cable is pulled."""
    garble: bool = False
    """Its bytes come as noise."""
    slow: bool = False
    """A tenth of the speed."""
    cut_after: int = -1
    """So many more bytes get out, then the cable is pulled; never when negative."""

    def change(self, changes: Mapping[str, object]) -> None:
        """Set the named switches. Raises ValueError for an unknown one or a wrong type, and then sets none."""
        change_switches(self, changes)


def change_switches(faults: Any, changes: Mapping[str, object]) -> None:
    """Set the named switches of a dataclass. Raises ValueError for an unknown one or a wrong type, and sets none."""
    known = {each.name: type(getattr(faults, each.name)) for each in fields(faults)}
    for name, value in changes.items():
        if known.get(name) is not type(value):
            raise ValueError(name)
    for name, value in changes.items():
        setattr(faults, name, value)


class SerialDevice:
    """A simulated device behind one line. `run` serves until `stop`; everything else may come from other threads."""

    title = "Simulated device"
    changes_by_itself = False
    """Whether its page is to be looked at again and again."""

    def __init__(self, line: Line, faults: LineFaults, *, baud: int, tell: Callable[[str], None] = print) -> None:
        self.line = line
        self.faults = faults
        self.baud = baud
        self.tell = tell
        self.lock = Lock()
        self._told_to_stop = False
        self._out = bytearray()
        self._at: float | None = None
        self._may_hear = self._may_say = 0.0

    def run(self) -> None:
        """Serve the line."""
        while not self._told_to_stop:
            time.sleep(TICK)
            self.turn(time.monotonic())
        self.line.close()

    def turn(self, now: float) -> None:
        """Let the device live, hear and speak up to this moment, at its line's speed. `now` is seconds, and grows."""
        passed, self._at = now - (now if self._at is None else self._at), now
        earned = passed * self.baud / BITS_PER_BYTE / (10 if self.faults.slow else 1)
        hear, say = min(self._may_hear + earned, MOST_WAITING), min(self._may_say + earned, MOST_WAITING)
        with self.lock:
            self.lives(now)
            self._may_hear = hear - self._hear(int(hear), now)
            say -= self._say(int(say))
            self._may_say = say if self._out else min(say, 1.0)

    def stop(self) -> None:
        """End soon. Safe in a signal handler: it takes no lock."""
        self._told_to_stop = True

    def change(self, changes: Mapping[str, object]) -> None:
        """Set faults. Raises ValueError."""
        with self.lock:
            self.faults.change(changes)

    def state(self) -> dict[str, object]:
        """Return what the page and scripts see."""
        with self.lock:
            return {"faults": asdict(self.faults), **self.shown()}

    def deed(self, name: str, given: Mapping[str, object]) -> None:
        """Do what a person at the device does. Raises ValueError for what it cannot do."""
        with self.lock:
            self.done_by_hand(name, given)

    def shown(self) -> dict[str, object]:
        """Return what is to be seen of the device; called under the lock."""
        return {}

    def page(self) -> str:
        """Return the device's own part of its page, as HTML."""
        return ""

    def done_by_hand(self, name: str, given: Mapping[str, object]) -> None:
        """Do a deed; called under the lock. Raises ValueError."""
        raise ValueError(name, given)

    def received(self, data: bytes, now: float) -> None:
        """Take bytes from the line, b"" on a turn without; called under the lock."""

    def lives(self, now: float) -> None:
        """Do what the device does by itself as time passes, line or no line; called under the lock on each turn."""

    def forget(self) -> None:
        """Lose what a device loses with its power; called under the lock."""

    def send(self, data: bytes) -> None:
        """Put bytes on their way."""
        self._out += data[: MOST_WAITING - len(self._out)]

    def _hear(self, most: int, now: float) -> int:
        if self.faults.drop:
            self.line.close()
            self._out.clear()
            self.forget()
            return 0
        self.line.open()
        data = self.line.read(most) if most > 0 else b""
        if not self.faults.silent:
            self.received(data, now)
        return len(data)

    def _say(self, most: int) -> int:
        if self.faults.drop or not self._out or most <= 0:
            return 0
        data = self._uncut(bytes(self._out[:most]))
        del self._out[:most]
        if not self.faults.silent:
            self.line.write(random.randbytes(len(data)) if self.faults.garble else data)  # noqa: S311 - noise
        return len(data)

    def _uncut(self, data: bytes) -> bytes:
        """Return what still gets out before the cable is pulled."""
        left = self.faults.cut_after
        if not 0 <= left <= len(data):
            self.faults.cut_after = max(-1, left - len(data))
            return data
        self.faults.cut_after, self.faults.drop = -1, True
        return data[:left]
