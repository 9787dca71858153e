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


@dataclass(slots=True)
class Late:
    """Gives each answer only at the `turns`-th read after it came, as a radio bridge does."""

    line: Transport
    turns: int
    _waiting: list[tuple[int, bytes]] = field(default_factory=list)
    _reads: int = 0

    def write(self, data: bytes, *, seconds: float) -> None:
        """Pass on."""
        self.line.write(data, seconds=seconds)

    def read(self, *, seconds: float) -> bytes:
        """Return what came that many reads ago."""
        self._reads += 1
        if data := self.line.read(seconds=min(seconds, 0.02)):
            self._waiting.append((self._reads + self.turns, data))
        due = [data for at, data in self._waiting if at <= self._reads]
        self._waiting = [(at, data) for at, data in self._waiting if at > self._reads]
        return b"".join(due)

    def discard(self) -> None:
        """Pass on."""
        self.line.discard()

    def close(self) -> None:
        """Pass on."""
        self.line.close()


@dataclass(slots=True)
class Lossy:
    """Loses one byte of each `every` on the way to the device, and one answer of each `every`."""

    line: Transport
    every: int
    _written: int = 0
    _answers: int = 0

    def write(self, data: bytes, *, seconds: float) -> None:
        """Pass on what is not lost."""
        kept = bytes(byte for at, byte in enumerate(data, self._written + 1) if at % self.every)
        self._written += len(data)
        self.line.write(kept, seconds=seconds)

    def read(self, *, seconds: float) -> bytes:
        """Return an answer that is not lost."""
        answer = self.line.read(seconds=seconds)
        self._answers += bool(answer)
        return b"" if answer and self._answers % self.every == 0 else answer

    def discard(self) -> None:
        """Pass on."""
        self.line.discard()

    def close(self) -> None:
        """Pass on."""
        self.line.close()
