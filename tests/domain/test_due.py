"""When a result is due: worked examples with Tết, and what holds for every moment and term."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from queue_server.domain.catalogue import TimeUnit
from queue_server.domain.due import OFFICE_HOURS, Term, WorkCalendar, due_at, near_until
from queue_server.domain.hours import Timetable, Window

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
TET_2027 = {date(2027, 2, day) for day in (5, 8, 9, 10, 11)}
HOLIDAYS = frozenset(TET_2027 | {date(2027, 1, 1), date(2027, 4, 30), date(2027, 9, 2)})
CALENDAR = WorkCalendar(timetable=Timetable(hours=OFFICE_HOURS, zone="Asia/Ho_Chi_Minh", closed_days=HOLIDAYS))
MOMENTS = st.datetimes(datetime(2026, 6, 1), datetime(2028, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
QUANTITIES = st.sampled_from([0, 0.5, 1, 1.5, 2, 3, 5, 7, 10, 15, 22])
TERMS = st.builds(Term, quantity=QUANTITIES, unit=st.sampled_from(list(TimeUnit)))


def local(text):
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


@pytest.mark.parametrize(
    ("received", "quantity", "unit", "due"),
    [
        ("2026-11-23 09:00", 1, "working_day", "2026-11-24 17:00"),
        ("2026-11-23 15:00", 1, "working_day", "2026-11-24 17:00"),
        ("2026-11-23 15:01", 1, "working_day", "2026-11-25 17:00"),
        ("2026-11-27 09:00", 1, "working_day", "2026-11-30 17:00"),
        ("2026-11-27 16:00", 1, "working_day", "2026-12-01 17:00"),
        ("2026-11-23 09:00", 0, "working_day", "2026-11-23 17:00"),
        ("2026-11-23 16:00", 0, "working_day", "2026-11-24 17:00"),
        # Saturday night, by the portal.
        ("2026-11-28 22:00", 3, "working_day", "2026-12-03 17:00"),
        # Half a day is half of the working time, which is after the midday break.
        ("2026-11-23 09:00", 1.5, "working_day", "2026-11-25 11:15"),
        # The last working day before Tết is Thursday 4 February 2027; Monday 8 to Thursday 11 are off.
        ("2027-02-04 10:00", 1, "working_day", "2027-02-12 17:00"),
        ("2027-02-04 15:30", 1, "working_day", "2027-02-15 17:00"),
        ("2027-01-29 10:00", 5, "working_day", "2027-02-12 17:00"),
        ("2027-02-01 10:00", 7, "working_day", "2027-02-17 17:00"),
        # Calendar days count on through Tết, and end with the next working day.
        ("2027-02-01 10:00", 3, "day", "2027-02-04 17:00"),
        ("2027-02-01 10:00", 5, "day", "2027-02-12 17:00"),
        ("2027-02-01 10:00", 30, "day", "2027-03-03 17:00"),
        # Hours are hours of work.
        ("2026-11-23 09:00", 4, "hour", "2026-11-23 15:00"),
        ("2026-11-23 14:30", 4, "hour", "2026-11-24 09:00"),
        ("2026-11-23 15:30", 4, "hour", "2026-11-24 11:30"),
        ("2027-02-04 14:00", 8, "hour", "2027-02-12 14:30"),
        ("2026-11-23 06:00", 2, "hour", "2026-11-23 09:30"),
        # Months keep the day, or take the last one.
        ("2026-11-23 09:00", 1, "month", "2026-12-23 17:00"),
        ("2026-12-31 09:00", 2, "month", "2027-03-01 17:00"),
        ("2027-01-08 09:00", 1, "month", "2027-02-12 17:00"),
    ],
)
def test_what_came_in_then_is_due_then(received, quantity, unit, due):
    assert due_at(local(received), Term(quantity=quantity, unit=TimeUnit(unit)), CALENDAR) == local(due)


def test_a_centre_without_the_rule_of_fifteen_hours_takes_what_comes_until_it_closes():
    calendar = WorkCalendar(timetable=CALENDAR.timetable, received_until=None)
    term = Term(quantity=1, unit=TimeUnit.WORKING_DAY)
    assert due_at(local("2026-11-23 16:59"), term, calendar) == local("2026-11-24 17:00")
    assert due_at(local("2026-11-23 17:00"), term, calendar) == local("2026-11-25 17:00")


def test_a_centre_that_works_on_saturday_morning_counts_it():
    hours = dict(OFFICE_HOURS) | {"sat": OFFICE_HOURS["mon"][:1]}
    calendar = WorkCalendar(timetable=Timetable(hours=hours, zone="Asia/Ho_Chi_Minh", closed_days=HOLIDAYS))
    term = Term(quantity=1, unit=TimeUnit.WORKING_DAY)
    assert due_at(local("2026-11-27 09:00"), term, calendar) == local("2026-11-28 11:30")


def test_a_calendar_without_a_working_day_gives_no_due_time_instead_of_searching_for_ever():
    calendar = WorkCalendar(timetable=Timetable(hours={"mon": ()}, zone="Asia/Ho_Chi_Minh"))
    for unit in TimeUnit:
        assert due_at(local("2026-11-23 09:00"), Term(quantity=3, unit=unit), calendar) is None
    assert near_until(local("2026-11-23 09:00"), calendar) > local("2026-11-23 09:00")


@given(received=MOMENTS, term=TERMS)
def test_nothing_is_due_on_a_day_off_outside_working_hours_or_before_it_came_in(received, term):
    due = due_at(received, term, CALENDAR)
    assert CALENDAR.works_on(due.date())
    assert any(opens <= due <= closes for opens, closes in CALENDAR.timetable.windows(due.date()))
    assert due >= received


@given(one=MOMENTS, later=st.timedeltas(timedelta(0), timedelta(days=40)), term=TERMS)
def test_what_came_in_later_is_never_due_earlier(one, later, term):
    assert due_at(one, term, CALENDAR) <= due_at(one + later, term, CALENDAR)


@given(received=MOMENTS, unit=st.sampled_from(list(TimeUnit)), one=QUANTITIES, other=QUANTITIES)
def test_a_longer_term_is_never_due_earlier(received, unit, one, other):
    shorter, longer = sorted((one, other))
    assert due_at(received, Term(quantity=shorter, unit=unit), CALENDAR) <= due_at(
        received, Term(quantity=longer, unit=unit), CALENDAR
    )


@given(received=MOMENTS, quantity=st.integers(1, 30))
def test_between_receipt_and_due_time_lie_exactly_the_working_days_of_the_term(received, quantity):
    due = due_at(received, Term(quantity=quantity, unit=TimeUnit.WORKING_DAY), CALENDAR)
    begins = CALENDAR.counted_from(received).date()
    between = [begins + timedelta(days=count) for count in range(1, (due.date() - begins).days + 1)]
    assert sum(CALENDAR.works_on(day) for day in between) == quantity


@given(received=MOMENTS, extra=st.dates(date(2026, 6, 1), date(2028, 1, 1)), term=TERMS)
def test_one_more_holiday_makes_nothing_due_earlier(received, extra, term):
    timetable = Timetable(hours=OFFICE_HOURS, zone="Asia/Ho_Chi_Minh", closed_days=HOLIDAYS | {extra})
    assert due_at(received, term, WorkCalendar(timetable=timetable)) >= due_at(received, term, CALENDAR)


DAYS = st.dates(date(2027, 1, 1), date(2027, 3, 1))
WEEKS = {"mon": "16:30", "tue": "17:00", "wed": "17:00", "thu": "17:00", "fri": "14:30"}
"""When each day of a centre's week ends."""


def exchanging(closed, worked):
    day = (Window(opens=time(8), closes=time(12)),)
    hours = {name: (*day, Window(opens=time(13), closes=time.fromisoformat(end))) for name, end in WEEKS.items()}
    timetable = Timetable(hours=hours, zone="Asia/Ho_Chi_Minh", closed_days=closed, working_days=worked)
    return WorkCalendar(timetable=timetable)


def counted_on_the_wall(received, days, closed, worked):
    """The due time as somebody counts it with a finger on the calendar, day by day."""

    def ends(day):
        follows = worked.get(day, ("mon", "tue", "wed", "thu", "fri", "", "")[day.weekday()])
        return None if day in closed or follows == "" else time.fromisoformat(WEEKS[follows])

    moment = received.astimezone(ZONE)
    day = moment.date()
    left = days if ends(day) and moment.time() <= time(15) and moment.time() < ends(day) else days + 1
    while left > 0 or ends(day) is None:
        day += timedelta(days=1)
        left -= ends(day) is not None
    return datetime.combine(day, ends(day), tzinfo=ZONE)


@given(
    received=st.datetimes(datetime(2027, 1, 1), datetime(2027, 2, 20), timezones=st.just(UTC)),  # noqa: DTZ001
    days=st.integers(0, 25),
    closed=st.frozensets(DAYS, max_size=15),
    worked=st.dictionaries(DAYS, st.sampled_from(list(WEEKS)), max_size=15),
)
def test_days_counted_one_by_one_over_days_off_and_days_worked_in_exchange_end_when_the_product_says(
    received, days, closed, worked
):
    worked = {day: weekday for day, weekday in worked.items() if day not in closed}
    due = due_at(received, Term(quantity=days, unit=TimeUnit.WORKING_DAY), exchanging(closed, worked))
    assert due == counted_on_the_wall(received, days, closed, worked)


@pytest.mark.parametrize(
    ("received", "quantity", "due"),
    [
        # Friday 2 January 2026 was off and Saturday 10 January worked in its place, with the hours of a Friday.
        ("2026-01-08 09:00", 2, "2026-01-10 14:30"),
        ("2026-01-08 09:00", 3, "2026-01-12 16:30"),
        ("2026-01-10 09:00", 1, "2026-01-12 16:30"),
        ("2026-01-10 14:30", 1, "2026-01-13 17:00"),
        ("2025-12-31 09:00", 1, "2026-01-05 16:30"),
    ],
)
def test_a_saturday_that_is_worked_in_exchange_counts_and_the_day_off_does_not(received, quantity, due):
    calendar = exchanging({date(2026, 1, 1), date(2026, 1, 2)}, {date(2026, 1, 10): "fri"})
    term = Term(quantity=quantity, unit=TimeUnit.WORKING_DAY)
    assert due_at(local(received), term, calendar) == local(due)


@given(at=MOMENTS)
def test_near_late_is_what_ends_with_the_next_working_day_at_the_latest(at):
    until = near_until(at, CALENDAR)
    assert until > at
    assert until.time() == time(17, 0)
    assert until - at < timedelta(days=9)
