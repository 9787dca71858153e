"""When a dossier's result is due: statutory time counted on the centre's working days.

The day of receipt is not counted (Civil Code 2015, article 147); a term that ends on a day off ends with the next
working day (article 148). What comes in after a set hour, usually 15:00, counts as received on the next working day,
as the catalogue says in the procedures themselves.
"""

import calendar as months
import math
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from queue_server.domain.catalogue import TimeUnit
from queue_server.domain.hours import OpeningHours, Timetable, Window

RECEIVED_UNTIL = time(15, 0)
"""What comes in later than this counts as received on the next working day."""

_OFFICE_DAY = (Window(opens=time(7, 30), closes=time(11, 30)), Window(opens=time(13, 30), closes=time(17, 0)))
OFFICE_HOURS: OpeningHours = dict.fromkeys(("mon", "tue", "wed", "thu", "fri"), _OFFICE_DAY)
"""When dossiers are worked on in a centre that says nothing else."""

LONGEST_CLOSURE_DAYS = 60
"""A centre that has no working day for so long has no calendar that a term could be counted on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """How long a procedure may take. A quantity of 0 working days means: on the day itself."""

    quantity: float
    unit: TimeUnit


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkCalendar:
    """When a centre works on dossiers. `received_until` None: until it closes."""

    timetable: Timetable
    received_until: time | None = RECEIVED_UNTIL

    @property
    def zone(self) -> ZoneInfo:
        """The centre's zone."""
        return ZoneInfo(self.timetable.zone)

    def works_on(self, day: date) -> bool:
        """Say whether the day is a working day."""
        return bool(self.timetable.windows(day))

    def closes(self, day: date) -> datetime:
        """Return when work ends on a working day."""
        return self.timetable.windows(day)[-1][1]

    def on_or_after(self, day: date) -> date | None:
        """Return the first working day from that day on; None when there is none for LONGEST_CLOSURE_DAYS."""
        ahead = (day + timedelta(days=count) for count in range(LONGEST_CLOSURE_DAYS))
        return next((each for each in ahead if self.works_on(each)), None)

    def after(self, day: date, count: int) -> date | None:
        """Return the working day that comes `count` working days after a day."""
        found: date | None = day
        for _ in range(count):
            found = None if found is None else self.on_or_after(found + timedelta(days=1))
        return found

    def counted_from(self, received_at: datetime) -> datetime | None:
        """Return from which moment the term runs: the receipt, or the opening of the day it counts for."""
        local = received_at.astimezone(self.zone)
        today = local.date()
        in_time = self.received_until is None or local.time() <= self.received_until
        day = today if in_time and self.works_on(today) and local < self.closes(today) else self.after(today, 1)
        if day is None:
            return None
        opens = self.timetable.windows(day)[0][0]
        return max(opens, local)


def due_at(received_at: datetime, term: Term, calendar: WorkCalendar) -> datetime | None:
    """Return the last moment in which the result is in time; None when the centre's calendar has no such day.

    Days and months end when work ends on their last day; hours are hours of work.
    """
    begins = calendar.counted_from(received_at)
    if begins is None:
        return None
    if term.unit is TimeUnit.HOUR:
        return _after_hours(begins, term.quantity, calendar)
    if term.unit is TimeUnit.WORKING_DAY:
        return _after_working_days(begins.date(), term.quantity, calendar)
    last = calendar.on_or_after(_calendar_end(begins.date(), term))
    return None if last is None else calendar.closes(last)


def near_until(at: datetime, calendar: WorkCalendar) -> datetime:
    """Return until when a due time is near at the moment `at`: the end of the next working day."""
    local = at.astimezone(calendar.zone)
    day = calendar.after(local.date(), 1)
    return local + timedelta(days=1) if day is None else calendar.closes(day)


def _after_working_days(begins: date, quantity: float, calendar: WorkCalendar) -> datetime | None:
    """A part of a day is that part of the working time of the day after."""
    rest = math.modf(quantity)[0]
    day = calendar.after(begins, math.ceil(quantity))
    if day is None:
        return None
    if rest == 0:
        return calendar.closes(day)
    windows = calendar.timetable.windows(day)
    worked = sum((closes - opens for opens, closes in windows), timedelta())
    return _after_hours(windows[0][0], rest * worked / timedelta(hours=1), calendar)


def _after_hours(begins: datetime, hours: float, calendar: WorkCalendar) -> datetime | None:
    left, day = timedelta(hours=hours), calendar.on_or_after(begins.date())
    while day is not None:
        for opens, closes in calendar.timetable.windows(day):
            begin = max(opens, begins)
            if begin + left <= closes:
                return begin + left
            left -= max(timedelta(), closes - begin)
        day = calendar.after(day, 1)
    return None


def _calendar_end(begins: date, term: Term) -> date:
    quantity = math.ceil(term.quantity)
    if term.unit is TimeUnit.DAY:
        return begins + timedelta(days=quantity)
    year, month = divmod(begins.year * 12 + begins.month - 1 + quantity, 12)
    return date(year, month + 1, min(begins.day, months.monthrange(year, month + 1)[1]))
