"""A message of ZVT as bytes, and a stream of them as it comes over TCP.

Class, instruction, length, data; the length is one byte up to FEh, else FFh and two bytes, low byte first.
"""

from dataclasses import dataclass, field

LONGEST_DATA = 0xFFFF
LONG = 0xFF
PORT = 20_007
"""Where terminals listen (PA00P016, TCP)."""


@dataclass(frozen=True, slots=True)
class Apdu:
    """One message. Its data may hold a card number, so it is in no repr."""

    code: int
    """Class and instruction, as `codes.Code` has them."""
    data: bytes = field(default=b"", repr=False)

    def to_bytes(self) -> bytes:
        """Return the message. Raises ValueError for more data than a length can say."""
        if len(self.data) > LONGEST_DATA:
            raise ValueError(f"a message has at most {LONGEST_DATA} bytes of data")
        size = len(self.data)
        length = bytes((size,)) if size < LONG else bytes((LONG,)) + size.to_bytes(2, "little")
        return self.code.to_bytes(2, "big") + length + self.data

    @classmethod
    def from_bytes(cls, data: bytes) -> "Apdu | None":
        """Return the message that these bytes are, None unless they are exactly one."""
        size = _size(data)
        return cls(int.from_bytes(data[:2], "big"), data[_head(data) :]) if size == len(data) else None


class ApduParser:
    """Cuts a stream into messages. It keeps at most one unfinished message: 65,540 bytes."""

    def __init__(self) -> None:
        self._kept = bytearray()

    @property
    def waits(self) -> bool:
        """Whether a message has begun and not ended."""
        return bool(self._kept)

    @property
    def kept(self) -> int:
        """How many bytes it keeps."""
        return len(self._kept)

    def feed(self, data: bytes) -> list[Apdu]:
        """Take bytes and return the messages that they complete."""
        self._kept += data
        found = []
        while (size := _size(self._kept)) is not None and len(self._kept) >= size:
            message = Apdu.from_bytes(bytes(self._kept[:size]))
            assert message is not None
            found.append(message)
            del self._kept[:size]
        return found

    def rest(self) -> None:
        """Forget a message that never ended: nobody knows where the next one begins."""
        self._kept.clear()


def _head(data: bytes | bytearray) -> int:
    return 5 if data[2] == LONG else 3


def _size(data: bytes | bytearray) -> int | None:
    """Return how many bytes the first message has, None while that is not known."""
    if len(data) < 3 or len(data) < _head(data):
        return None
    return _head(data) + (int.from_bytes(data[3:5], "little") if data[2] == LONG else data[2])
