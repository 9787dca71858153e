"""Lines that misbehave: what a driver must survive. They wrap any transport; the driver cannot tell."""

from dataclasses import dataclass, field

from hardware.errors import TransportLost
from hardware.transport import Transport


@dataclass(slots=True)
class OneByteAtATime:
    """Gives answers a byte a read, as a slow line does."""

    line: Transport
    _kept: bytearray = field(default_factory=bytearray)

    def write(self, data: bytes, *, seconds: float) -> None:
        """Pass on."""
        self.line.write(data, seconds=seconds)

    def read(self, *, seconds: float) -> bytes:
        """Return one byte."""
        if not self._kept:
            self._kept += self.line.read(seconds=seconds)
        byte = bytes(self._kept[:1])
        del self._kept[:1]
        return byte

    def discard(self) -> None:
        """Pass on."""
        self.line.discard()

    def close(self) -> None:
        """Pass on."""
        self.line.close()


@dataclass(slots=True)
class CutAfter:
    """Loses the line for good once `left` bytes have been written: a cable pulled at that byte."""

    line: Transport
    left: int

    def write(self, data: bytes, *, seconds: float) -> None:
        """Pass on what still gets through. Raises TransportLost at the cut."""
        through = data[: max(0, self.left)]
        self.left -= len(data)
        if through:
            self.line.write(through, seconds=seconds)
        self._alive()

    def read(self, *, seconds: float) -> bytes:
        """Pass on. Raises TransportLost after the cut."""
        self._alive()
        return self.line.read(seconds=seconds)

    def discard(self) -> None:
        """Pass on."""
        self.line.discard()

    def close(self) -> None:
        """Pass on."""
        self.line.close()

    def _alive(self) -> None:
        if self.left < 0:
            raise TransportLost("cable pulled")


@dataclass(slots=True)
class Noisy:
    """Puts garbage before every answer."""

    line: Transport
    garbage: bytes

    def write(self, data: bytes, *, seconds: float) -> None:
        """Pass on."""
        self.line.write(data, seconds=seconds)

    def read(self, *, seconds: float) -> bytes:
        """Return garbage and the answer."""
        answer = self.line.read(seconds=seconds)
        return self.garbage + answer if answer else b""

    def discard(self) -> None:
        """Pass on."""
        self.line.discard()

    def close(self) -> None:
        """Pass on."""
        self.line.close()
