"""Which ready counter gets a ticket that has just joined."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from queue_server.domain.automatic import Ready, counter_for, may_serve
from queue_server.domain.ticket import Turn

MORNING = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
IDS = st.integers(1, 6)
NOBODY = st.none()


@st.composite
def turns(draw):
    counter = draw(NOBODY | IDS)
    clerk = None if counter is not None else draw(NOBODY | IDS)
    return Turn(
        ordinal=1, line_id=draw(IDS), effective_at=0, joined_at=MORNING, for_counter_id=counter, for_clerk_id=clerk
    )


READY = st.lists(
    st.builds(
        Ready,
        counter_id=IDS,
        clerk_id=IDS,
        since=st.integers(0, 300).map(lambda seconds: MORNING + timedelta(seconds=seconds)),
        lines=st.frozensets(IDS, min_size=1),
    ),
    max_size=6,
    unique_by=(lambda each: each.counter_id, lambda each: each.clerk_id),
)


@given(turns(), READY)
def test_a_ticket_goes_to_a_counter_that_may_serve_it_whenever_there_is_one(turn, ready):
    found = counter_for(turn, ready)
    assert (found is None) == (not any(may_serve(each, turn) for each in ready))
    assert found is None or may_serve(found, turn)


@given(turns(), READY)
def test_the_counter_with_fewer_lines_wins_then_the_one_ready_longest(turn, ready):
    found = counter_for(turn, ready)
    for other in (each for each in ready if may_serve(each, turn)):
        assert found is not None
        assert (len(found.lines), found.since) <= (len(other.lines), other.since)


@given(turns(), READY, st.randoms())
def test_the_choice_does_not_depend_on_the_order_in_which_counters_are_asked(turn, ready, chance):
    shuffled = list(ready)
    chance.shuffle(shuffled)
    assert counter_for(turn, shuffled) == counter_for(turn, ready)


@given(turns(), READY)
def test_what_waits_for_one_counter_or_clerk_goes_to_nobody_else(turn, ready):
    found = counter_for(turn, ready)
    if found is not None and turn.for_counter_id is not None:
        assert found.counter_id == turn.for_counter_id
    if found is not None and turn.for_clerk_id is not None:
        assert found.clerk_id == turn.for_clerk_id
