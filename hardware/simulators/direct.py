"""A wire in memory: the simulated printer works while the host writes and reads. No thread and no clock."""

from dataclasses import dataclass, field

from hardware.errors import TransportLost
from hardware.simulators.printer import SimulatedPrinter

ALL = 1_000_000
"""Bytes a turn: more than any job has."""


@dataclass(slots=True)
class Wire:
    """The printer's end."""

    to_printer: bytearray = field(default_factory=bytearray)
    to_host: bytearray = field(default_factory=bytearray)

    def open(self) -> None:
        """Nothing to do: the wire is there."""

    def read(self, most: int) -> bytes:
        """Return what has come."""
        data = bytes(self.to_printer[:most])
        del self.to_printer[:most]
        return data

    def write(self, data: bytes) -> None:
        """Send bytes."""
        self.to_host += data

    def close(self) -> None:
        """The cable is pulled: what was on its way is lost."""
        self.to_printer.clear()
        self.to_host.clear()


@dataclass(slots=True)
class DirectLine:
    """The host's end, a Transport. Each connection is one of these; the printer and its wire stay."""

    printer: SimulatedPrinter
    wire: Wire

    def write(self, data: bytes, *, seconds: float) -> None:  # noqa: ARG002 - a wire in memory takes all at once
        """Send, and let the printer work. Raises TransportLost while the printer is unplugged."""
        self._alive()
        self.wire.to_printer += data
        self.printer.turn(ALL)

    def read(self, *, seconds: float) -> bytes:  # noqa: ARG002 - what the printer does not say now it never says
        """Return what the printer has said. Raises TransportLost while the printer is unplugged."""
        self._alive()
        self.printer.turn(ALL)
        data = bytes(self.wire.to_host)
        self.wire.to_host.clear()
        return data

    def discard(self) -> None:
        """Nothing waits on this side."""

    def close(self) -> None:
        """Hang up; what the printer still says is lost."""
        self.wire.to_host.clear()

    def _alive(self) -> None:
        if self.printer.faults.drop:
            self.printer.turn(0)
            raise TransportLost("unplugged")
