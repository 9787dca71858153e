"""Numbers in reserve: which of them this kiosk may still give, and how a ticket of its own is named."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base 32: no I, L, O, U. The server takes ids of this shape alone."""
DAY = timedelta(days=1)
"""The length of a service day where the clocks are never put forward or back, as in Vietnam."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """The numbers `first` to `last` of a line's letter, this kiosk's own for the service day that ends at `until`."""

    day: str
    line: str
    letter: str
    digits: int
    first: int
    last: int
    until: datetime

    def is_of(self, at: datetime) -> bool:
        """Say whether the moment is in its day."""
        return self.until - DAY <= at < self.until

    def label(self, number: int) -> str:
        """Return what the slip of that number says."""
        return f"{self.letter}{number:0{self.digits}}"


def next_number(blocks: Iterable[Block], used: Collection[tuple[str, str, int]]) -> tuple[Block, int] | None:
    """Return the first number that is not among the `used` (day, letter, number), with its block; None for none."""
    for block in blocks:
        for number in range(block.first, block.last + 1):
            if (block.day, block.letter, number) not in used:
                return block, number
    return None


def ticket_id(*, milliseconds: int, chance: bytes) -> str:
    """Make a ticket's 26-letter id: 48 bits of milliseconds, then 80 bits of chance (10 bytes of a secure source).

    It is the secret behind the ticket's page.
    """
    number = (milliseconds << 80) | int.from_bytes(chance[:10], "big")
    return "".join(ALPHABET[(number >> shift) & 31] for shift in range(125, -1, -5))
