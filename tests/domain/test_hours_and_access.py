"""When numbers are given, and how long a sign-in lives."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from queue_server.domain.access import (
    ABSOLUTE_LIMIT,
    FREE_FAILURES,
    IDLE_LIMIT,
    LONGEST_DELAY,
    delay_after,
    sign_in_lives,
)
from queue_server.domain.hours import WEEKDAYS, Timetable, Window
from queue_server.domain.roles import ROLES, Permission, permissions_of

ZONE = "Asia/Ho_Chi_Minh"
OFFICE = {
    day: (Window(opens=time(7, 30), closes=time(11, 30)), Window(opens=time(13, 30), closes=time(17, 0)))
    for day in WEEKDAYS[:5]
} | {"sat": (Window(opens=time(7, 30), closes=time(11, 30)),)}

TIMES = st.times().map(lambda moment: moment.replace(second=0, microsecond=0))
WINDOWS = st.tuples(TIMES, TIMES).filter(lambda pair: pair[0] < pair[1])
HOURS = st.dictionaries(
    st.sampled_from(WEEKDAYS),
    st.lists(WINDOWS.map(lambda pair: Window(opens=pair[0], closes=pair[1])), min_size=1, max_size=3),
    min_size=1,
)
MOMENTS = st.datetimes(datetime(2024, 1, 1), datetime(2040, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001


def local(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(ZONE))


@pytest.mark.parametrize(
    ("moment", "open_"),
    [
        ("2026-11-23T07:29:59", False),
        ("2026-11-23T07:30:00", True),
        ("2026-11-23T11:29:59", True),
        ("2026-11-23T11:30:00", False),
        ("2026-11-23T16:59:59", True),
        ("2026-11-28T08:00:00", True),
        ("2026-11-28T14:00:00", False),
        ("2026-11-29T09:00:00", False),
    ],
)
def test_office_hours_include_their_opening_and_exclude_their_closing(moment, open_):
    assert Timetable(hours=OFFICE, zone=ZONE).is_open(local(moment)) is open_


def test_a_service_without_hours_is_always_open():
    assert Timetable(hours={}, zone=ZONE).is_open(local("2026-11-29T03:00:00"))


def test_after_saturday_noon_the_next_opening_is_monday_morning():
    assert Timetable(hours=OFFICE, zone=ZONE).opens_next(local("2026-11-28T12:00:00")) == local("2026-11-30T07:30:00")


@given(HOURS, MOMENTS)
def test_at_the_next_opening_it_is_open_and_there_is_one_within_eight_days(hours, at):
    timetable = Timetable(hours=hours, zone=ZONE)
    opens = timetable.opens_next(at)
    assert opens is not None
    assert timedelta(0) < opens - at <= timedelta(days=8)
    assert timetable.is_open(opens)


@given(HOURS, MOMENTS)
def test_a_closed_service_stays_closed_until_the_next_opening(hours, at):
    timetable = Timetable(hours=hours, zone=ZONE)
    opens = timetable.opens_next(at)
    assert opens is not None
    if timetable.is_open(at):
        return
    between = [at + (opens - at) * share / 7 for share in range(7)]
    assert not any(timetable.is_open(moment) for moment in between)


def test_hours_that_name_no_window_never_open():
    assert Timetable(hours={"mon": ()}, zone=ZONE).opens_next(local("2026-11-23T08:00:00")) is None


@pytest.mark.parametrize(
    ("moment", "given_"),
    [
        ("2026-11-23T06:59:59", False),
        ("2026-11-23T07:00:00", True),
        ("2026-11-23T12:59:59", False),
        ("2026-11-23T13:00:00", True),
        ("2026-11-23T17:00:00", False),
    ],
)
def test_early_numbers_are_given_before_each_opening_and_never_after_closing(moment, given_):
    timetable = Timetable(hours=OFFICE, zone=ZONE, early_minutes=30)
    assert timetable.gives_numbers(local(moment)) is given_


def test_a_closed_day_has_no_hours_and_the_next_opening_lies_behind_it():
    timetable = Timetable(hours=OFFICE, zone=ZONE, closed_days={date(2026, 11, 23)}, early_minutes=30)
    assert not timetable.is_open(local("2026-11-23T09:00:00"))
    assert timetable.opens_next(local("2026-11-23T09:00:00")) == local("2026-11-24T07:00:00")


def test_even_a_service_without_hours_is_closed_on_a_closed_day():
    timetable = Timetable(hours={}, zone=ZONE, closed_days={date(2026, 11, 23)})
    assert not timetable.gives_numbers(local("2026-11-23T09:00:00"))
    assert timetable.gives_numbers(local("2026-11-24T09:00:00"))


@pytest.mark.parametrize(
    ("moment", "gives", "open_"),
    [
        ("2026-11-28T12:59:59", False, False),
        ("2026-11-28T13:00:00", True, False),
        ("2026-11-28T16:59:59", True, True),
        ("2026-11-29T09:00:00", True, True),
        ("2026-11-30T09:00:00", False, False),
    ],
)
def test_a_day_worked_in_exchange_has_the_hours_of_the_weekday_it_follows(moment, gives, open_):
    worked = {date(2026, 11, 28): "mon", date(2026, 11, 29): "sat"}
    closed = {date(2026, 11, 30)}
    timetable = Timetable(hours=OFFICE, zone=ZONE, closed_days=closed, working_days=worked, early_minutes=30)
    assert (timetable.gives_numbers(local(moment)), timetable.is_open(local(moment))) == (gives, open_)


def test_on_a_day_worked_in_exchange_a_service_that_is_closed_on_that_weekday_stays_closed():
    mornings = {"mon": OFFICE["sat"]}
    timetable = Timetable(hours=mornings, zone=ZONE, working_days={date(2026, 11, 28): "fri"})
    assert not timetable.is_open(local("2026-11-28T09:00:00"))
    assert timetable.opens_next(local("2026-11-28T09:00:00")) == local("2026-11-30T07:30:00")


@pytest.mark.parametrize(
    ("moment", "minutes", "end"),
    [
        ("2026-11-23T09:00:00", 20, "2026-11-23T09:20:00"),
        ("2026-11-23T07:00:00", 20, "2026-11-23T07:50:00"),
        ("2026-11-23T11:20:00", 20, "2026-11-23T13:40:00"),
        ("2026-11-23T11:30:00", 0, "2026-11-23T13:30:00"),
        ("2026-11-23T16:40:00", 20, "2026-11-23T17:00:00"),
        ("2026-11-23T16:40:00", 21, None),
        ("2026-11-23T18:00:00", 0, None),
    ],
)
def test_a_wait_runs_only_while_the_service_is_at_work(moment, minutes, end):
    found = Timetable(hours=OFFICE, zone=ZONE).after_minutes(local(moment), minutes)
    assert found == (None if end is None else local(end))


@given(HOURS, MOMENTS, st.integers(0, 600), st.integers(0, 600))
def test_a_longer_wait_never_ends_earlier(hours, at, some, more):
    timetable = Timetable(hours=hours, zone=ZONE)
    longer = timetable.after_minutes(at, some + more)
    if longer is not None:
        shorter = timetable.after_minutes(at, some)
        assert shorter is not None
        assert at + timedelta(minutes=some) <= shorter <= longer


def test_five_wrong_passwords_are_free_and_then_each_costs_twice_the_last_up_to_five_minutes():
    seconds = [delay_after(failures).total_seconds() for failures in range(FREE_FAILURES + 10)]
    assert seconds[:FREE_FAILURES] == [0] * FREE_FAILURES
    assert seconds[FREE_FAILURES : FREE_FAILURES + 8] == [2, 4, 8, 16, 32, 64, 128, 256]
    assert seconds[-1] == LONGEST_DELAY.total_seconds()


@given(st.integers(0, 10**9))
def test_no_number_of_failures_locks_anybody_out(failures):
    assert delay_after(failures) <= LONGEST_DELAY


@given(st.integers(0, 20 * 3600), st.integers(0, 20 * 3600))
def test_a_sign_in_ends_after_a_working_day_or_a_long_absence(since_begin, since_seen):
    at = datetime(2026, 11, 23, 12, tzinfo=UTC)
    began, seen = timedelta(seconds=since_begin), timedelta(seconds=since_seen)
    lives = sign_in_lives(began_at=at - began, seen_at=at - seen, at=at)
    assert lives == (began < ABSOLUTE_LIMIT and seen < IDLE_LIMIT)


def test_roles_add_up_and_an_unknown_role_allows_nothing():
    assert permissions_of(["clerk", "auditor"]) == ROLES["clerk"] | ROLES["auditor"]
    assert permissions_of(["minister"]) == frozenset()


def test_no_person_may_do_what_belongs_to_a_device():
    devices_own = {Permission.TICKET_ISSUE, Permission.BOARD_READ, Permission.DEVICE_SELF}
    assert not devices_own & permissions_of(ROLES)
