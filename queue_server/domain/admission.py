"""Whether a service gives a number now, and if not, why; and what the clock will say to a wait."""

from datetime import datetime
from enum import StrEnum

from queue_server.domain.centre import CentreSetup, Service
from queue_server.domain.hours import Timetable
from queue_server.domain.timing import Range, down, up


class Closed(StrEnum):
    """Why a service gives no number."""

    NO_COUNTER = "no_counter"
    HOURS = "hours"
    LIMIT = "limit"
    TOO_LATE = "too_late"
    NUMBERS = "numbers"


def closed_because(
    setup: CentreSetup,
    service: Service,
    *,
    at: datetime,
    day_ordinal: int,
    issued_today: int,
    wait_minutes: float,
    last_number: int = 0,
) -> Closed | None:
    """Return why the service gives no number at the moment `at`, or None.

    `issued_today` are the service's numbers of the day, `wait_minutes` the mean wait of the next one,
    `last_number` is the line's last of the day. Under the closing
    rule a number whose call is predicted after closing time is not given, unless staff allow it for the day.
    """
    if service.line_id is None or not setup.counters_of(service.line_id):
        return Closed.NO_COUNTER
    timetable = setup.timetable(service)
    if not timetable.gives_numbers(at):
        return Closed.HOURS
    if last_number >= setup.lines[service.line_id].series.last:
        return Closed.NUMBERS
    if service.daily_limit is not None and issued_today >= service.daily_limit:
        return Closed.LIMIT
    strict = setup.closing_rule and setup.late_allowed_on != day_ordinal
    if strict and timetable.after_minutes(at, wait_minutes) is None:
        return Closed.TOO_LATE
    return None


def by_the_clock(expected: Range, timetable: Timetable, *, at: datetime) -> Range:
    """Return the range of minutes on the clock: a wait of opening time also waits for the opening and the midday break.

    What reaches beyond closing time is left as it is; staff see such a ticket through.
    """
    low, high = (
        None if end is None else (end - at).total_seconds() / 60
        for end in (timetable.after_minutes(at, minutes) for minutes in (expected.low_minutes, expected.high_minutes))
    )
    return Range(
        low_minutes=expected.low_minutes if low is None else down(low),
        high_minutes=max(expected.high_minutes, expected.low_minutes if low is None else up(low))
        if high is None
        else up(high),
    )
