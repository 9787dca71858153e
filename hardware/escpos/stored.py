"""Pictures that a printer keeps in its own memory (NV graphics, GS ( L): their keys, and what is to be kept when.

A key of the printer is two of 95 characters, far too few to name a picture for sure. So each picture has a second key,
under which a single dot is kept as its witness: a picture counts as kept only when the printer has both keys, and
it is never written over either of them. Keys of pictures begin with one half of the characters, keys of witnesses with
the other.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256

from PIL import Image

from hardware.escpos import commands
from hardware.escpos.modes import TALLEST_KEPT
from hardware.escpos.strips import REAL_TIME, Blank, Strip, black_rows, trimmed

FIRST, CHARACTERS, HALF = 32, 95, 47
"""Keys are two bytes from 32 to 126 (GS ( L fn 67)."""
MOST_KEPT_AT_ONCE = 3
"""Pictures defined for one job: a citizen waits while they are sent, at 19,200 baud some two seconds."""
DOT = Strip(0, (b"\x80",))


@dataclass(frozen=True, slots=True)
class Picture:
    """A strip to keep, with its keys."""

    strip: Strip
    key: bytes
    witness: bytes

    @property
    def definition(self) -> bytes:
        """What makes the printer keep it; the witness comes last."""
        return commands.store(self.key, self.strip) + commands.store(self.witness, DOT)


def pieces_of(drawn: Image.Image) -> tuple[Blank | Picture, ...]:
    """Return a block as pictures and the blank rows around them; nothing when a real-time command hides in one."""
    rows = black_rows(drawn)
    parts = [rows[start : start + TALLEST_KEPT] for start in range(0, len(rows), TALLEST_KEPT)]
    pieces = [piece for part in parts for piece in _pieces(part)]
    dangerous = any(isinstance(each, Picture) and REAL_TIME.search(each.strip.data) for each in pieces)
    return () if dangerous else tuple(pieces)


def present(keys: Collection[bytes], wanted: Iterable[Picture]) -> frozenset[bytes]:
    """Return the keys of the wanted pictures that a printer with these keys keeps."""
    return frozenset(each.key for each in wanted if each.key in keys and each.witness in keys)


def to_define(keys: Collection[bytes], wanted: Iterable[Picture]) -> tuple[Picture, ...]:
    """Return the wanted pictures that can be kept without writing over anything, each once."""
    free = {each.key: each for each in wanted if each.key not in keys and each.witness not in keys}
    return tuple(free.values())[:MOST_KEPT_AT_ONCE]


def _pieces(rows: list[bytes]) -> Iterator[Blank | Picture]:
    inked = [at for at, row in enumerate(rows) if any(row)]
    if not inked:
        yield Blank(len(rows))
        return
    if inked[0]:
        yield Blank(inked[0])
    yield _picture(trimmed(rows[inked[0] : inked[-1] + 1]))
    if below := len(rows) - inked[-1] - 1:
        yield Blank(below)


def _picture(strip: Strip) -> Picture:
    shape = strip.row_bytes.to_bytes(2, "big") + strip.data
    digest = int.from_bytes(sha256(shape).digest(), "big")
    digest, first = divmod(digest, HALF)
    digest, second = divmod(digest, CHARACTERS)
    digest, third = divmod(digest, HALF)
    key, witness = (first, second), (HALF + third, digest % CHARACTERS)
    return Picture(strip, _key(key), _key(witness))


def _key(places: tuple[int, int]) -> bytes:
    return bytes(FIRST + place for place in places)
