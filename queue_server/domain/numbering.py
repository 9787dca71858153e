"""Numbers on slips: a letter for the line and a number that restarts each service day."""

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

LAST_NUMBER = 9999
"""The highest number of a line that says nothing else."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """The numbers of a line, each day anew: a letter, the first and the last, and how many digits are shown at least.

    Two lines may have one letter when their numbers do not overlap: a label is one ticket a day.
    """

    letter: str
    first: int = 1
    last: int = LAST_NUMBER
    digits: int = 3

    def label(self, number: int) -> str:
        """Return what is printed and spoken: "A012", "A1000"."""
        return f"{self.letter}{number:0{self.digits}d}"

    def overlaps(self, other: "Series") -> bool:
        """Say whether a number of both would have the same letter."""
        return self.letter == other.letter and self.first <= other.last and other.first <= self.last


def service_day(at: datetime, zone: str) -> date:
    """Return the centre's calendar day at the moment `at` (aware); number series belong to it."""
    return at.astimezone(ZoneInfo(zone)).date()
