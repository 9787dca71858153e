"""Automatic call: after an end the next is called, and whoever comes is called to a counter that is ready."""

import pytest
from sqlalchemy import text

from queue_server.domain.errors import NobodyWaiting, NotAutomatic, OnBreak, UndoTooLate
from queue_server.store.journal import entries_since
from queue_server.store.shifts import ready_shifts
from queue_server.store.staff import Staff
from queue_server.store.tickets import load_at_counter
from queue_server.store.unit import Unit
from queue_server.usecases.access import change_centre, sign_out
from queue_server.usecases.returning import reopen


def with_rules(hall, work):
    with Unit(hall.store) as unit:
        unit.connection.execute(text("UPDATE centre SET work = :work, version = version + 1"), {"work": work})


@pytest.fixture
def plain(hall):
    """Everybody sits: the first clerk at counter 1 (both lines), the second at 2 (civil), the third at 3 (land)."""
    for number, clerk in enumerate(hall.clerks, start=1):
        hall.sits(clerk, number)
    return hall


@pytest.fixture
def automatic(plain):
    with_rules(plain, '{"automatic_call": true}')
    return plain


def at(hall, counter):
    with hall.store.reading() as connection:
        found = load_at_counter(connection, counter)
    return None if found is None else found[0].label


def ready(hall):
    with hall.store.reading() as connection:
        return sorted(shift.counter_id for shift in ready_shifts(connection, hall.centre_id))


def serves(hall, clerk):
    called = hall.does(clerk, "call")["ticket"]["label"]
    hall.does(clerk, "start")
    return called


@pytest.mark.parametrize("end", ["complete", "miss"])
def test_the_answer_to_an_end_carries_the_next_that_was_called_with_it(automatic, end):
    second = automatic.clerks[1]
    automatic.takes_ticket()
    following = automatic.takes_ticket()["label"]
    automatic.does(second, "call")
    if end == "complete":
        automatic.does(second, "start")
    answer = automatic.does(second, end)
    assert (answer["ticket"]["label"], answer["ticket"]["state"], answer["undo"]["move"]) == (
        following,
        "called",
        "call",
    )
    with automatic.store.reading() as connection:
        last = entries_since(connection, 0)[-1]
    assert (last.kind, last.body["label"], last.body["automatic"]) == ("ticket.called", following, True)


def test_undo_takes_back_first_the_call_and_then_the_end_and_the_counter_rests_meanwhile(automatic):
    second = automatic.clerks[1]
    automatic.takes_ticket()
    following = automatic.takes_ticket()
    served = serves(automatic, second)
    automatic.does(second, "complete")
    assert automatic.does(second, "undo")["ticket"] is None
    assert (at(automatic, 2), ready(automatic)) == (None, [])
    back = automatic.does(second, "undo")["ticket"]
    assert (back["label"], back["state"]) == (served, "serving")
    with pytest.raises(UndoTooLate):
        automatic.does(second, "undo")
    assert automatic.does(second, "complete")["ticket"]["label"] == following["label"]


def test_a_call_taken_back_goes_to_another_counter_that_is_ready(automatic):
    first, second, _ = automatic.clerks
    automatic.takes_ticket()
    automatic.takes_ticket()
    serves(automatic, second)
    automatic.does(first, "call")
    automatic.does(first, "miss")
    assert ready(automatic) == [1]
    fresh = automatic.takes_ticket()["label"]
    assert at(automatic, 1) == fresh
    automatic.does(second, "complete")
    assert ready(automatic) == [2]
    automatic.does(first, "undo")
    assert (at(automatic, 1), at(automatic, 2)) == (None, fresh)


def test_whoever_comes_is_called_at_once_to_the_counter_with_fewer_lines(automatic):
    first, second, third = automatic.clerks
    for clerk in (first, second, third):
        assert automatic.does(clerk, "call") == {"ticket": None, "undo": None}
        automatic.passes(1)
    labels = [automatic.takes_ticket(service)["label"] for service in ("birth", "marriage", "birth", "deed")]
    assert [at(automatic, counter) for counter in (2, 1, 3)] == [labels[0], labels[1], labels[3]]
    assert ready(automatic) == []
    automatic.does(second, "miss")
    assert at(automatic, 2) == labels[2]


def test_what_is_sent_put_back_or_reopened_is_called_to_a_ready_counter_too(automatic):
    first, second, third = automatic.clerks
    automatic.takes_ticket()
    sent = serves(automatic, second)
    automatic.does(third, "call")
    automatic.does(second, "transfer", line_code="land", note=None)
    assert at(automatic, 3) == sent
    automatic.does(third, "miss")
    with automatic.store.reading() as connection:
        ticket = entries_since(connection, 0)[-1].body["ticket"]
    assert automatic.does(third, "reinstate", ticket_id=ticket)["ticket"]["label"] == sent
    automatic.does(third, "miss")
    with Unit(automatic.store) as unit:
        reopen(unit, centre_id=automatic.centre_id, actor_id=first, label=sent, reason="nhầm", at=automatic.at)
    assert at(automatic, 3) == sent


def test_a_counter_whose_clerk_rests_leaves_or_switches_off_is_not_ready(automatic):
    first, second, _ = automatic.clerks
    for clerk in automatic.clerks:
        automatic.does(clerk, "call")
    automatic.does(first, "rest", reason="rest")
    automatic.does(second, "automatic", on=False)
    automatic.sits(second, 3, takeover=True)
    automatic.takes_ticket("birth")
    automatic.takes_ticket("deed")
    assert [at(automatic, counter) for counter in (1, 2, 3)] == [None, None, None]
    with pytest.raises(OnBreak):
        automatic.does(first, "call")


@pytest.mark.parametrize("goes", ["signs out", "changes centre"])
def test_nobody_is_called_to_a_counter_whose_clerk_signed_out_or_went_to_another_centre(automatic, goes):
    second = automatic.clerks[1]
    automatic.does(second, "call")
    clerk = Staff(id=second, centre_id=automatic.centre_id, login="clerk2", name="Cán bộ 2", roles=["clerk"])
    with Unit(automatic.store) as unit:
        if goes == "signs out":
            sign_out(unit, staff=clerk, token="t", at=automatic.at)
        else:
            change_centre(unit, staff=clerk, token="t", code="test", at=automatic.at)
    automatic.takes_ticket("birth")
    assert (ready(automatic), at(automatic, 2)) == ([], None)
    assert automatic.does(second, "call")["ticket"] is not None


def test_a_counter_that_is_switched_off_calls_only_by_key(automatic):
    second = automatic.clerks[1]
    automatic.does(second, "automatic", on=False)
    automatic.takes_ticket()
    automatic.takes_ticket()
    serves(automatic, second)
    assert automatic.does(second, "complete")["ticket"] is None
    automatic.does(second, "automatic", on=True)
    assert automatic.does(second, "call")["ticket"] is not None


def test_a_centre_without_automatic_call_neither_calls_by_itself_nor_offers_the_switch(plain):
    second = plain.clerks[1]
    with pytest.raises(NobodyWaiting):
        plain.does(second, "call")
    with pytest.raises(NotAutomatic):
        plain.does(second, "automatic", on=True)
    plain.takes_ticket()
    plain.takes_ticket()
    serves(plain, second)
    assert plain.does(second, "complete")["ticket"] is None


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_without_automatic_call_no_statement_more_is_asked(plain):
    def statements(work):
        with_rules(plain, work)
        plain.takes_ticket()
        asked = []
        with Unit(plain.store) as unit:
            raw = unit.connection.connection.dbapi_connection
        raw.set_trace_callback(asked.append)
        plain.takes_ticket()
        raw.set_trace_callback(None)
        return len(asked)

    assert statements("{}") + 1 == statements('{"automatic_call": true}')
