"""What the administration page foresees is what the hall does: for the set-up in force it is the next call itself."""

import contextlib

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from queue_server.domain.centre_document import document_of
from queue_server.domain.centre_reading import read_centre_document
from queue_server.domain.errors import DomainError
from queue_server.domain.foresight import next_at
from queue_server.store.centre_export import export_centre
from queue_server.store.foresights import foresight_view
from queue_server.store.lines import next_ticket_id
from queue_server.store.presents import waiting_now
from queue_server.store.setup import setup_of
from queue_server.store.tickets import load_ticket
from queue_server.store.unit import Unit

SKILLS = st.dictionaries(st.sampled_from(["civil", "land"]), st.integers(1, 3))
COMES = st.tuples(
    st.just("comes"),
    st.sampled_from(["birth", "marriage", "deed"]),
    st.sampled_from([None, None, "elderly"]),
    st.sampled_from([0, 1, 600]),
)
SENT = st.tuples(
    st.just("sent"),
    st.integers(0, 2),
    st.sampled_from([{"counter": 1}, {"counter": 2}, {"clerk": 0}, {"clerk": 2}, {"line_code": "land"}]),
    st.sampled_from(["front", "original", "end"]),
)
DAYS = st.lists(COMES | SENT, max_size=14)


@pytest.fixture
def database_url(sqlite_url):
    return sqlite_url


def empty(hall):
    with Unit(hall.store) as unit:
        for each in ("handling", "turn", "ticket"):
            unit.connection.exec_driver_sql(f"DELETE FROM {each}")


def play(hall, day):
    """Citizens come, and clerks send those whom they serve to a counter, a clerk or a line."""
    for deed, one, two, three in day:
        if deed == "comes":
            hall.passes(three)
            hall.takes_ticket(one, priority=two)
            continue
        goal = {key: hall.clerks[value] if key == "clerk" else value for key, value in two.items()}
        try:
            hall.does(hall.clerks[one], "call")
            hall.does(hall.clerks[one], "start")
            hall.does(hall.clerks[one], "transfer", place=three, note=None, **goal)
        except DomainError:
            pass
        for move in ("complete", "miss"):
            with contextlib.suppress(DomainError):
                hall.does(hall.clerks[one], move)


def draft_with(hall, skills):
    with hall.store.reading() as connection:
        document = document_of(export_centre(connection, hall.centre_id))
    for counter, each in zip(document["counters"], skills, strict=True):
        counter["skills"] = dict(each)
    return read_centre_document(document)


def called_next(hall, number):
    """The label of the ticket that the hall itself would call at the counter."""
    with hall.store.reading() as connection:
        setup = setup_of(hall.store, connection, hall.centre_id)
        found = next_ticket_id(connection, setup.counter(number).id, hall.clerks[number - 1])
        return None if found is None else load_ticket(connection, found)[0].label


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(day=DAYS, skills=st.lists(SKILLS, min_size=3, max_size=3))
def test_the_next_calls_foreseen_now_and_under_a_draft_are_those_that_the_hall_makes(hall, day, skills):
    from queue_server.usecases.seed import seed_centre

    empty(hall)
    in_force = draft_with(hall, [{"civil": 1, "land": 2}, {"civil": 1}, {"land": 1}])
    with Unit(hall.store) as unit:
        seed_centre(unit, centre_file=in_force, at=hall.at)
    for number, clerk in enumerate(hall.clerks, start=1):
        hall.sits(clerk, number)
    play(hall, day)
    with hall.store.reading() as connection:
        setup = setup_of(hall.store, connection, hall.centre_id)
        foreseen = foresight_view(connection, setup, draft_with(hall, skills))
    for each in foreseen:
        assert (each["now"] and each["now"]["label"]) == called_next(hall, each["counter"])
    with Unit(hall.store) as unit:
        seed_centre(unit, centre_file=draft_with(hall, skills), at=hall.at)
    for each in foreseen:
        assert (each["draft"] and each["draft"]["label"]) == called_next(hall, each["counter"])


def test_the_reason_names_the_rank_and_the_lines_before_it_in_which_nobody_waits(hall):
    hall.takes_ticket("deed", priority="elderly")
    with hall.store.reading() as connection:
        waiting = waiting_now(connection, setup_of(hall.store, connection, hall.centre_id))
    seen = next_at(waiting, counter=1, clerk=None, skills={"civil": 1, "land": 2})
    assert (seen.cause, seen.rank, seen.empty) == ("rank", 2, ("civil",))
    assert (seen.ticket.reason, seen.ticket.priority) == ("priority", "elderly")
    assert next_at(waiting, counter=2, clerk=None, skills={"civil": 1}) is None
