"""The head start as a policy: what holds for any hall, whatever its load."""

from datetime import UTC, datetime, timedelta
from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from queue_server.domain.order import effective_at

MORNING = datetime(2026, 11, 23, 0, 30, tzinfo=UTC)
A_DAY = 1440
ARRIVALS = st.lists(st.tuples(st.integers(0, 12 * 3600), st.sampled_from([0, 20, 30, 60])), max_size=30)


def called(arrivals):
    """The order of calls of (second of arrival, head start in minutes)."""
    tickets = [(MORNING + timedelta(seconds=second), start) for second, start in arrivals]
    return sorted(tickets, key=lambda one: (effective_at(arrived_at=one[0], head_start_minutes=one[1]), one[0]))


@given(ARRIVALS)
def test_within_a_class_first_come_is_first_served(arrivals):
    order = called(arrivals)
    for start in {start for _, start in order}:
        came = [at for at, own in order if own == start]
        assert came == sorted(came)


@given(ARRIVALS)
def test_nobody_is_overtaken_by_someone_who_came_more_than_the_head_start_later(arrivals):
    for (earlier_called, more), (later_called, less) in combinations(called(arrivals), 2):
        if earlier_called > later_called:
            assert more > less
            assert earlier_called - later_called <= timedelta(minutes=more - less)


@given(ARRIVALS)
def test_without_head_starts_it_is_first_come_first_served(arrivals):
    order = called([(second, 0) for second, _ in arrivals])
    assert order == sorted(order)


@given(ARRIVALS)
def test_a_head_start_of_a_day_is_strict_priority(arrivals):
    order = called([(second, A_DAY if start else 0) for second, start in arrivals])
    starts = [start for _, start in order]
    assert starts == sorted(starts, reverse=True)


@given(ARRIVALS, st.integers(0, 30))
def test_the_order_of_those_who_wait_does_not_change_when_the_first_are_called_or_others_come(arrivals, gone):
    before = called(arrivals)
    still_waiting = before[gone:]
    seconds = [(int((at - MORNING).total_seconds()), start) for at, start in still_waiting]
    late = (13 * 3600, 0)
    assert called([*seconds, late])[: len(seconds)] == still_waiting
