"""What a printer says about itself: status frames and the parser that tells them apart.

Masks and bits per the Epson references: DLE EOT answers have (b & 93h) == 12h, the first of the four ASB bytes has
(b & 93h) == 10h and the other three bit 7 and bit 4 clear, GS r answers have (b & 90h) == 0.
"""

from dataclasses import dataclass, replace

REAL_TIME_MASK = 0x93
REAL_TIME_MARK = 0x12
ASB_MARK = 0x10
IN_ORDER_MASK = 0x90
BLOCK_HEADER = 0x5F
KEYS_HEADER = b"\x37\x72"
KEYS_LAST, KEYS_MORE = 0x40, 0x41
LONGEST_BLOCK = 83
"""Bytes of a block between its header and its NUL; the longest is one of 40 keys."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PrinterStatus:
    """How a printer is. All false is a printer ready to print with enough paper."""

    offline: bool = False
    cover_open: bool = False
    paper_out: bool = False
    paper_low: bool = False
    cutter: bool = False
    overheated: bool = False
    broken: bool = False

    @property
    def can_print(self) -> bool:
        """Say whether a job sent now would come out."""
        return not (self.offline or self.cover_open or self.paper_out or self.cutter or self.overheated or self.broken)


@dataclass(frozen=True, slots=True)
class RealTimeReply:
    """One byte in answer to DLE EOT n; which n, only the one who asked knows."""

    byte: int


@dataclass(frozen=True, slots=True)
class AutomaticStatus:
    """The four bytes of automatic status back."""

    status: PrinterStatus


@dataclass(frozen=True, slots=True)
class InOrderPaper:
    """The answer to GS r 1: everything before it was processed."""

    paper_out: bool
    paper_low: bool


@dataclass(frozen=True, slots=True)
class BlockReply:
    """A text in answer to GS I."""

    text: str


@dataclass(frozen=True, slots=True)
class StoredKeys:
    """A block of the answer to GS ( L fn 64: keys of two bytes; `more` when another block follows the host's ACK."""

    keys: tuple[bytes, ...]
    more: bool


Frame = RealTimeReply | AutomaticStatus | InOrderPaper | BlockReply | StoredKeys


def status_of_asb(block: bytes) -> PrinterStatus:
    """Read four bytes of automatic status."""
    first, second, third, _ = block
    return PrinterStatus(
        offline=bool(first & 0x08),
        cover_open=bool(first & 0x20),
        cutter=bool(second & 0x08),
        overheated=bool(second & 0x40),
        broken=bool(second & 0x24),
        paper_low=bool(third & 0x03),
        paper_out=bool(third & 0x0C),
    )


def with_real_time(status: PrinterStatus, n: int, byte: int) -> PrinterStatus:
    """Return the status with what the answer to DLE EOT n adds."""
    if n == 1:
        return replace(status, offline=bool(byte & 0x08))
    if n == 2:
        return replace(status, cover_open=bool(byte & 0x04), paper_out=status.paper_out or bool(byte & 0x20))
    if n == 3:
        return replace(status, cutter=bool(byte & 0x08), broken=bool(byte & 0x24), overheated=bool(byte & 0x40))
    return replace(status, paper_low=bool(byte & 0x0C), paper_out=bool(byte & 0x60))


class StatusParser:
    """Takes bytes as they come and gives frames; garbage is skipped, and no more than one frame is ever kept."""

    def __init__(self) -> None:
        self._pending = bytearray()

    def feed(self, data: bytes) -> list[Frame]:
        """Return the frames completed by these bytes."""
        self._pending += data
        frames: list[Frame] = []
        while self._pending:
            taken, frame = self._one()
            if taken == 0:
                break
            del self._pending[:taken]
            if frame is not None:
                frames.append(frame)
        return frames

    def _one(self) -> tuple[int, Frame | None]:
        first = self._pending[0]
        if first & REAL_TIME_MASK == REAL_TIME_MARK:
            return 1, RealTimeReply(first)
        if first & REAL_TIME_MASK == ASB_MARK:
            return self._asb()
        if first == BLOCK_HEADER:
            return self._block()
        if first == KEYS_HEADER[0]:
            return self._keys()
        if first & IN_ORDER_MASK == 0 and first < 0x10:
            return 1, InOrderPaper(paper_out=bool(first & 0x0C), paper_low=bool(first & 0x03))
        return 1, None

    def _asb(self) -> tuple[int, Frame | None]:
        rest = self._pending[1:4]
        if any(byte & IN_ORDER_MASK for byte in rest):
            return 1, None
        if len(rest) < 3:
            return 0, None
        return 4, AutomaticStatus(status_of_asb(bytes(self._pending[:4])))

    def _block(self) -> tuple[int, Frame | None]:
        end = self._pending.find(0)
        if end < 0:
            return (1, None) if len(self._pending) > LONGEST_BLOCK else (0, None)
        text = bytes(self._pending[1:end]).decode("ascii", "replace")
        return end + 1, BlockReply(text)

    def _keys(self) -> tuple[int, Frame | None]:
        block = bytes(self._pending[: LONGEST_BLOCK + 2])
        end, status = block.find(0), block[2:3]
        wrong = not KEYS_HEADER.startswith(block[:2]) or status not in {b"", bytes((KEYS_LAST,)), bytes((KEYS_MORE,))}
        if wrong or (end < 0 and len(block) > LONGEST_BLOCK):
            return 1, None
        if end < 3:
            return (1, None) if end > 0 else (0, None)
        keys = tuple(block[at : at + 2] for at in range(3, end - 1, 2))
        return end + 1, StoredKeys(keys, more=status[0] == KEYS_MORE)
