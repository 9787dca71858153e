"""A panel's frame as a pattern (`hardware.pattern`) with the fields {addr} or {addr:raw}, and {text}.

The usual vendor frame: "\\x02{from}{addr}{text}\\x03{checksum:xor}".
"""

from dataclasses import dataclass, field

from hardware import addresses
from hardware.pattern import Pattern, PatternWrong, shown

USUAL = "\\x02{from}{addr}{text}\\x03{checksum:xor}"
MOST_WIDTH = 16


@dataclass(frozen=True, slots=True)
class SignText:
    """What one panel is to show."""

    address: int
    text: str


@dataclass(frozen=True, slots=True)
class FramePattern:
    """A make's frame with a text of `width` characters. Raises PatternWrong when it is made of something else."""

    pattern: str = USUAL
    width: int = 4
    _frame: Pattern = field(init=False, repr=False)

    def __post_init__(self) -> None:
        """Read the pattern once."""
        if not 1 <= self.width <= MOST_WIDTH:
            raise PatternWrong(f"a panel has 1 to {MOST_WIDTH} characters")
        frame = Pattern(self.pattern, {**addresses.SIZES, "text": self.width})
        if frame.fields.count("text") != 1 or len(frame.fields) < 2:
            raise PatternWrong("a pattern has one {text} and an {addr}")
        object.__setattr__(self, "_frame", frame)

    def encode(self, sign: SignText) -> bytes:
        """Return the frame. Letters that no panel has are sent as spaces, a text too long keeps its end."""
        return self._frame.encode(addresses.written(sign.address) | {"text": shown(sign.text, self.width)})

    def decode(self, frame: bytes) -> SignText | None:
        """Return what a whole frame says; None unless it is exactly one with a right checksum."""
        values = self._frame.decode(frame) or {}
        address, text = addresses.read(values), values.get("text", b"").decode("latin-1").strip()
        sign = None if address is None else SignText(address, text)
        return sign if sign is not None and self.encode(sign) == frame else None

    @property
    def length(self) -> int:
        """Bytes of a frame; all frames have as many."""
        return self._frame.length
