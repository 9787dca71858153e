"""Test card numbers, and a look for them in every byte below a folder, however they are written there."""

import base64
import gzip
import io
import zipfile
from collections.abc import Iterator
from pathlib import Path

CARDS = (
    "4111111111111111", "5555555555554444", "2223003122003222", "378282246310005", "6011111111111117",
    "3530111333301289", "6221260019573849", "9704362847015934", "676161234578926351", "4024007139567",
    "6304900177402924416",
)  # fmt: skip
"""Of 13 to 19 digits: test numbers that the schemes publish, and invented ones of JCB, UnionPay, Napas and Maestro."""

BETWEEN = b" -._/,:;|+\t\r\n\x00\xa0"
"""What may stand between digits, the zero bytes of UTF-16 and UTF-32 among it."""
LONGER_BETWEEN = (b"%20", "\u00a0".encode(), "\u2013".encode())
WHOLE_BYTES = (8, 6)
"""Lengths in which a database writes whole numbers of 13 digits and more."""


def in_letters(card: str) -> Iterator[bytes]:
    """Yield how a text has the number once all that is between digits is left out."""
    yield card.encode()


def in_bytes(card: str) -> Iterator[bytes]:
    """Yield how the number stands in bytes that are no text: BCD at both nibbles, an integer, wide digits, base64."""
    filled = card if len(card) % 2 == 0 else card[:-1]
    yield bytes.fromhex(filled)
    shifted = card[1:]
    yield bytes.fromhex(shifted if len(shifted) % 2 == 0 else shifted[:-1])
    for size in WHOLE_BYTES:
        if int(card) < 256**size:
            yield int(card).to_bytes(size, "big")
            yield int(card).to_bytes(size, "little")
    yield "".join(chr(0xFF10 + int(digit)) for digit in card).encode()
    for lead in range(3):
        text = base64.b64encode(b" " * lead + card.encode())
        yield text[4 if lead else 0 : len(text) // 4 * 4 - 4]


TEXT = {needle: card for card in CARDS for needle in in_letters(card)}
RAW = {needle: card for card in CARDS for needle in in_bytes(card)}


def card_number_in(data: bytes) -> str | None:
    """Return a card number that stands in the bytes, with what surrounds it, or None."""
    squeezed = data
    for longer in LONGER_BETWEEN:
        squeezed = squeezed.replace(longer, b"")
    squeezed = squeezed.translate(None, BETWEEN)
    for where, needles in ((squeezed, TEXT), (data, RAW)):
        for needle, card in needles.items():
            at = where.find(needle)
            if at >= 0:
                return f"{card} as {needle!r} in {where[max(0, at - 90) : at + 50]!r}"
    return None


def files_with_card_numbers(*places: Path) -> dict[str, str]:
    """Return where card numbers were found in files and below folders, in names too.

    What is packed (.xlsx, .zip, .gz) is unpacked first.
    """
    found = {}
    for place in places:
        for path in sorted(place.rglob("*")) if place.is_dir() else [place]:
            if path.is_symlink() or not path.is_file():
                continue
            called = str(path.relative_to(place.parent))
            for name, data in (("", called.encode()), *unpacked("", path.read_bytes())):
                seen = card_number_in(data)
                if seen is not None:
                    found[called + name] = seen
    return found


def unpacked(name: str, data: bytes) -> Iterator[tuple[str, bytes]]:
    """Yield the bytes, and those that are packed in them, with their names."""
    yield name, data
    if zipfile.is_zipfile(io.BytesIO(data)):
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            for each in packed.namelist():
                yield from unpacked(f"{name}!{each}", packed.read(each))
    elif data.startswith(b"\x1f\x8b"):
        yield from unpacked(f"{name}!", gzip.decompress(data))
