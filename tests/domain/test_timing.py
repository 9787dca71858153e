"""The expected wait that a citizen is told, and the figures a manager reads."""

import random
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from queue_server.domain.timing import Pace, expected_wait, paced, quantile, service_level

NOON = datetime(2026, 11, 23, 5, 0, tzinfo=UTC)
GAPS = st.integers(1_000, 3_600_000)


def pace(gap: int, calls: int) -> Pace:
    return Pace(gap_milliseconds=gap, calls=calls, last_called_at=None)


@given(st.integers(0, 300), GAPS, st.integers(0, 10_000))
def test_one_more_person_ahead_never_shortens_the_wait(ahead, gap, calls):
    shorter = expected_wait(ahead=ahead, pace=pace(gap, calls))
    longer = expected_wait(ahead=ahead + 1, pace=pace(gap, calls))
    assert shorter.low_minutes <= longer.low_minutes
    assert shorter.high_minutes <= longer.high_minutes


@given(st.integers(0, 300), GAPS, st.integers(0, 10_000))
def test_a_range_is_told_in_steps_of_five_minutes_and_holds_the_mean(ahead, gap, calls):
    told = expected_wait(ahead=ahead, pace=pace(gap, calls))
    assert 0 <= told.low_minutes < told.high_minutes
    assert told.low_minutes % 5 == told.high_minutes % 5 == 0
    assert told.low_minutes <= (ahead + 1) * gap / 60_000 <= told.high_minutes


@given(st.integers(0, 300), GAPS)
def test_a_line_with_a_history_is_told_no_wider_range_than_a_new_one(ahead, gap):
    new, known = (expected_wait(ahead=ahead, pace=pace(gap, calls)) for calls in (0, 1_000))
    assert new.low_minutes <= known.low_minutes
    assert known.high_minutes <= new.high_minutes


@pytest.mark.parametrize("ahead", [0, 3, 10, 30])
def test_four_of_five_citizens_of_an_exponential_line_are_called_within_their_range(ahead):
    """The line serves one every three minutes in the mean; its pace is learnt from 200 calls."""
    chance = random.Random(ahead)
    waits = told_right = 400
    for _ in range(waits):
        learnt, at = pace(180_000, 0), NOON
        for _ in range(200):
            joined, at = at, at + timedelta(seconds=chance.expovariate(1 / 180))
            learnt = paced(learnt, joined_at=joined, at=at)
        told = expected_wait(ahead=ahead, pace=learnt)
        wait = sum(chance.expovariate(1 / 180) for _ in range(ahead + 1)) / 60
        told_right -= not told.low_minutes <= wait <= told.high_minutes
    assert told_right / waits >= 0.75


@given(st.lists(GAPS, min_size=1, max_size=60), GAPS)
def test_a_pace_stays_between_its_fastest_and_its_slowest_call(gaps, nominal):
    learnt, at = pace(nominal, 0), NOON
    for gap in gaps:
        joined, at = at, at + timedelta(milliseconds=gap)
        learnt = paced(learnt, joined_at=joined, at=at)
    assert min([nominal, *gaps]) - 1 <= learnt.gap_milliseconds <= max([nominal, *gaps]) + 1
    assert learnt.calls == len(gaps)


@given(GAPS, st.integers(0, 10**7))
def test_time_in_which_nobody_waited_does_not_slow_a_line_down(gap, idle):
    before = Pace(gap_milliseconds=gap, calls=5, last_called_at=NOON)
    joined = NOON + timedelta(milliseconds=idle)
    after = paced(before, joined_at=joined, at=joined + timedelta(milliseconds=gap))
    assert after.gap_milliseconds == gap


def test_a_clock_set_back_teaches_no_negative_gap():
    after = paced(pace(60_000, 3), joined_at=NOON, at=NOON - timedelta(hours=1))
    assert 0 <= after.gap_milliseconds <= 60_000


@given(st.lists(st.integers(0, 10_000)), st.integers(1, 60))
def test_the_service_level_counts_waits_up_to_and_with_the_target(waits, minutes):
    level = service_level(waits, target_minutes=minutes)
    assert (level.within, level.of) == (len([wait for wait in waits if wait <= 60 * minutes]), len(waits))


@given(st.lists(st.integers(0, 10_000), min_size=1), st.floats(0.01, 1))
def test_a_quantile_is_the_smallest_value_that_enough_values_do_not_exceed(values, share):
    found = quantile(values, share)
    assert found in values
    assert sum(value <= found for value in values) >= share * len(values) - 1e-9
    assert sum(value < found for value in values) < share * len(values) + 1e-9


def test_no_values_have_no_quantile():
    assert quantile([], 0.9) is None
