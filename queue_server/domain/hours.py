"""Opening hours: windows per weekday in the centre's own zone, on the days on which the centre works.

A centre is closed on some dates. On others it works although the weekday is free, by the hours of another weekday: each
year the government lets a Saturday be worked so that a day beside a holiday is off ("hoán đổi ngày làm việc").
"""

from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

NEVER: AbstractSet[date] = frozenset()
LOOKS_AHEAD_DAYS = 31
"""Longer than any run of holidays: the New Year of 2025 took nine days."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """From `opens` (included) to `closes` (excluded), centre time, within one day."""

    opens: time
    closes: time


OpeningHours = Mapping[str, Sequence[Window]]
"""Windows by weekday name; a missing day is closed. An empty mapping means: always open."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Timetable:
    """When a service is at work: its hours, the centre's zone and the dates on which the centre is closed.

    On each of `working_days` the hours are those of the weekday named there, whatever the day of the week; a day cannot
    be closed and one of them.
    Numbers are given from `early_minutes` before a window opens, for people stand at the door long before.
    """

    hours: OpeningHours
    zone: str
    closed_days: AbstractSet[date] = NEVER
    working_days: Mapping[date, str] = field(default_factory=dict)
    early_minutes: int = 0

    @property
    def always(self) -> bool:
        """Whether it never closes."""
        return not self.hours and not self.closed_days

    def windows(self, day: date) -> list[tuple[datetime, datetime]]:
        """Return the windows of a day as aware moments, in order."""
        if day in self.closed_days:
            return []
        zone = ZoneInfo(self.zone)
        weekday = self.working_days.get(day, WEEKDAYS[day.weekday()])
        written = self.hours.get(weekday, ()) if self.hours else (ALL_DAY,)
        moments = [
            (datetime.combine(day, window.opens, tzinfo=zone), datetime.combine(day, window.closes, tzinfo=zone))
            for window in written
        ]
        return sorted(moments)

    def is_open(self, at: datetime) -> bool:
        """Say whether the service is at work at the moment `at` (aware)."""
        return self.always or any(opens <= at < closes for opens, closes in self._today(at))

    def gives_numbers(self, at: datetime) -> bool:
        """Say whether numbers are given at the moment `at`: at work, or shortly before."""
        return self.always or any(begins <= at < ends for begins, ends in self.numbers_today(at))

    def numbers_today(self, at: datetime) -> list[tuple[datetime, datetime]]:
        """Return from when to when numbers are given on the day of the moment `at`, in order."""
        early = timedelta(minutes=self.early_minutes)
        return [(opens - early, closes) for opens, closes in self._today(at)]

    def opens_next(self, at: datetime) -> datetime | None:
        """Return the next moment after `at` from which numbers are given, or None when there is none in a month."""
        first = at.astimezone(ZoneInfo(self.zone)).date()
        early = timedelta(minutes=self.early_minutes)
        for ahead in range(LOOKS_AHEAD_DAYS):
            for opens, _ in self.windows(first + timedelta(days=ahead)):
                if opens - early > at:
                    return opens - early
        return None

    def after_minutes(self, at: datetime, minutes: float) -> datetime | None:
        """Return the moment of the same day when so many minutes of opening time have passed since `at`.

        None when the day has not so many left. Somebody who comes before the opening or in the midday break waits
        for it too.
        """
        if self.always:
            return at + timedelta(minutes=minutes)
        left, moment = timedelta(minutes=minutes), at
        for opens, closes in self._today(at):
            begin = max(opens, moment)
            if begin >= closes:
                continue
            if begin + left <= closes:
                return begin + left
            left, moment = left - (closes - begin), closes
        return None

    def _today(self, at: datetime) -> Iterator[tuple[datetime, datetime]]:
        yield from self.windows(at.astimezone(ZoneInfo(self.zone)).date())


ALL_DAY = Window(opens=time.min, closes=time.max)
