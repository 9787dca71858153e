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


VISITS = st.lists(
    st.tuples(
        st.integers(0, 4 * 3600),
        st.sampled_from([0, 0, 30, 60]),
        st.lists(st.sampled_from("ABC"), min_size=1, max_size=4),
        st.integers(60, 1800),
    ),
    max_size=25,
)


def calls_of(visits):
    """Each call of a hall with one counter a line, where whoever is served goes on to the next line of the itinerary.

    Yields (the visit that is called, those that wait in the same line): visits as (second of arrival, head start).
    """
    waiting = {line: [] for line in "ABC"}
    free = dict.fromkeys("ABC", 0)
    joins = sorted((came, number, 0) for number, (came, *_) in enumerate(visits))
    while joins:
        now, number, stop = joins.pop(0)
        waiting[visits[number][2][stop]].append((number, stop))
        for line in "ABC":
            while waiting[line] and free[line] <= now:
                queue = sorted(waiting[line], key=lambda one: key_of(visits[one[0]]))
                yield visits[queue[0][0]], [visits[other] for other, _ in queue[1:]]
                waiting[line].remove(queue[0])
                chosen, at = queue[0]
                free[line] = now + visits[chosen][3]
                if at + 1 < len(visits[chosen][2]):
                    joins = sorted([*joins, (free[line], chosen, at + 1)])


def key_of(visit):
    came = MORNING + timedelta(seconds=visit[0])
    return effective_at(arrived_at=came, head_start_minutes=visit[1]), visit[0]


@given(VISITS)
def test_in_every_line_of_an_itinerary_nobody_is_overtaken_by_someone_who_came_to_the_centre_more_than_h_later(visits):
    for called_now, others in calls_of(visits):
        for other in others:
            assert called_now[0] - other[0] <= 60 * max(0, called_now[1] - other[1])


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
