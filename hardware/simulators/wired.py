"""A simulated device and its driver in one process and on one clock that only moves when somebody waits.

A minute of a terminal's patience passes in a millisecond, and a cable can be pulled at any byte of either direction.
"""

from dataclasses import dataclass, field

from hardware.errors import TransportLost
from hardware.simulators.serial_device import SerialDevice

STEP = 0.02
"""Seconds that pass at once while somebody waits."""


@dataclass(slots=True)
class Clock:
    """Seconds that pass when told."""

    now: float = 0.0

    def __call__(self) -> float:
        """Return the time."""
        return self.now


@dataclass(slots=True)
class WiredLine:
    """The device's end (`line.Line`): two buffers."""

    to_device: bytearray = field(default_factory=bytearray)
    to_host: bytearray = field(default_factory=bytearray)

    def open(self) -> None:
        """Do nothing."""

    def read(self, most: int) -> bytes:
        """Return what the host has sent."""
        data = bytes(self.to_device[:most])
        del self.to_device[:most]
        return data

    def write(self, data: bytes) -> None:
        """Send bytes to the host."""
        self.to_host += data

    def close(self) -> None:
        """Lose what is on its way."""
        self.to_device.clear()
        self.to_host.clear()


@dataclass(slots=True)
class Wired:
    """The host's end (`transport.Transport`) of a device on a WiredLine.

    `sends` and `hears` are how many more bytes get through before the cable is pulled, None for all. `silently` loses
    what comes after them and says nothing, as a dead radio bridge does.
    """

    device: SerialDevice
    line: WiredLine
    clock: Clock
    sends: int | None = None
    hears: int | None = None
    silently: bool = False
    step: float = STEP
    _cut: bool = False

    def write(self, data: bytes, *, seconds: float) -> None:  # noqa: ARG002 - a buffer takes all at once
        """Send what gets through. Raises TransportLost at the cut."""
        self._alive()
        through, self.sends = self._through(data, self.sends)
        self.line.to_device += through
        self._alive()

    def read(self, *, seconds: float) -> bytes:
        """Return what came, letting time pass until something does. Raises TransportLost at the cut."""
        self._alive()
        until = self.clock.now + seconds
        while not (data := self._heard()) and self.clock.now < until:
            self._alive()
            self.pass_time(self.step)
        return data

    def discard(self) -> None:
        """Do nothing: what was sent is gone."""

    def close(self) -> None:
        """Lose what was not read."""
        self.line.to_host.clear()

    def pass_time(self, seconds: float) -> None:
        """Let the device live on."""
        self.clock.now += seconds
        self.device.turn(self.clock.now)

    def _heard(self) -> bytes:
        data, self.hears = self._through(bytes(self.line.to_host), self.hears)
        self.line.to_host.clear()
        return data

    def _alive(self) -> None:
        if self._cut and not self.silently:
            raise TransportLost("cable pulled")

    def _through(self, data: bytes, left: int | None) -> tuple[bytes, int | None]:
        """Return what gets through and how much more will; a byte too many pulls the cable, for both directions."""
        if self._cut:
            return b"", left
        if left is None:
            return data, None
        self._cut = len(data) > left
        return data[:left], left - len(data[:left])
