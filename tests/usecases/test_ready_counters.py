"""Counters that call by themselves when two clerks share one, when their lines change, and over midnight."""

import pytest
from sqlalchemy import text

from queue_server.domain.errors import OnBreak
from queue_server.store.engine import Store
from queue_server.store.setup import setup_of
from queue_server.store.shifts import ready_shifts
from queue_server.store.tickets import load_at_counter
from queue_server.store.unit import Unit
from queue_server.usecases.days import begin_due_days
from queue_server.usecases.skills_today import set_skills_today

NIGHT = 24 * 3600


@pytest.fixture
def automatic(hall):
    """Calls are automatic. Two clerks share counter 1 (civil, then land), the third sits at 3 (land)."""
    with Unit(hall.store) as unit:
        unit.connection.execute(text("""UPDATE centre SET work = '{"automatic_call": true}', version = version + 1"""))
        unit.connection.execute(text("UPDATE counter SET shared = true WHERE number = 1"))
    begin_due_days(hall.store, at=hall.at)
    for clerk, number in zip(hall.clerks, (1, 1, 3), strict=True):
        hall.sits(clerk, number)
    return hall


def at(hall, counter):
    with hall.store.reading() as connection:
        found = load_at_counter(connection, counter)
    return None if found is None else found[0].label


def ready(hall):
    with hall.store.reading() as connection:
        return {shift.clerk_id: shift.ready_since for shift in ready_shifts(connection, hall.centre_id)}


def skills(unit, hall, number, given):
    return set_skills_today(
        unit, centre_id=hall.centre_id, actor_id=hall.clerks[0], number=number, skills=given, reason="đông", at=hall.at
    )


def gives(hall, number, given):
    with Unit(hall.store) as unit:
        skills(unit, hall, number, given)


def gives_in_vain(hall, number, given):
    with Unit(hall.store) as unit:
        skills(unit, hall, number, given)
        raise ConnectionAbortedError


def test_the_break_of_one_leaves_the_colleague_ready(automatic):
    first, second, _ = automatic.clerks
    automatic.does(first, "call")
    automatic.does(second, "call")
    automatic.does(first, "rest", reason="rest")
    assert ready(automatic) == {second: automatic.at}
    label = automatic.takes_ticket()["label"]
    assert at(automatic, 1) == label


@pytest.mark.parametrize(
    ("move", "facts"),
    [
        ("complete", {}), ("hold", {}), ("fetch", {}), ("transfer", {"line_code": "land", "note": None}),
        ("dossier", {"text": "H49.22-250704-0001"}), ("replan", {"services": ["deed"]}),
    ],
)  # fmt: skip
def test_who_rests_does_nothing_to_the_ticket_of_the_colleague_and_gets_no_other(automatic, move, facts):
    first, second, _ = automatic.clerks
    served = automatic.takes_ticket()["label"]
    automatic.takes_ticket()
    automatic.does(second, "call")
    automatic.does(second, "start")
    automatic.does(first, "rest", reason="rest")
    with pytest.raises(OnBreak):
        automatic.does(first, move, **facts)
    assert (at(automatic, 1), ready(automatic)) == (served, {})


def test_automatic_call_that_one_switches_off_is_off_for_both(automatic):
    first, second, _ = automatic.clerks
    automatic.does(first, "call")
    automatic.does(second, "automatic", on=False)
    automatic.takes_ticket()
    assert (at(automatic, 1), ready(automatic)) == (None, {})


def test_other_lines_in_which_nobody_waits_cost_a_ready_counter_no_seniority(automatic):
    first, _, third = automatic.clerks
    gives(automatic, 1, {"land": 1})
    automatic.does(first, "call")
    since = automatic.at
    automatic.passes(60)
    automatic.does(third, "call")
    automatic.passes(60)
    gives(automatic, 1, {"land": 2})
    assert ready(automatic)[first] == since
    deed = automatic.takes_ticket("deed")["label"]
    assert (at(automatic, 1), at(automatic, 3)) == (deed, None)


def test_other_lines_are_called_to_one_of_two_who_are_ready_at_a_counter(automatic):
    first, second, _ = automatic.clerks
    gives(automatic, 1, {"land": 1})
    automatic.does(second, "call")
    automatic.passes(1)
    automatic.does(first, "call")
    labels = [automatic.takes_ticket()["label"] for _ in range(2)]
    gives(automatic, 1, None)
    assert (at(automatic, 1), ready(automatic)) == (labels[0], {})


def after_midnight(hall):
    """The day has not begun yet, for the server was away."""
    hall.passes(NIGHT)


def test_who_came_before_the_day_was_begun_does_not_wait_for_a_counter_left_yesterday(automatic):
    first = automatic.clerks[0]
    after_midnight(automatic)
    party = automatic.takes_ticket("deed", people=2)
    automatic.sits(automatic.clerks[1], 2)
    automatic.does(first, "call")
    begin_due_days(automatic.store, at=automatic.at)
    with automatic.store.reading() as connection:
        (waits,) = connection.execute(text("SELECT label, for_counter_id FROM ticket WHERE state = 'waiting'")).all()
    assert tuple(waits) == (party["companions"][0]["label"], None)


def test_a_ready_counter_that_gets_its_own_lines_back_with_the_day_calls_who_waits_in_them(automatic):
    third = automatic.clerks[2]
    gives(automatic, 3, {"civil": 1})
    after_midnight(automatic)
    automatic.sits(third, 2)
    automatic.sits(third, 3)
    automatic.does(third, "call")
    deed = automatic.takes_ticket("deed")["label"]
    assert at(automatic, 3) is None
    begin_due_days(automatic.store, at=automatic.at)
    assert at(automatic, 3) == deed


def test_lines_that_were_not_given_after_all_are_not_remembered(automatic):
    """Another process changes the centre right after a transaction of ours that came to nothing."""
    with pytest.raises(ConnectionAbortedError):
        gives_in_vain(automatic, 3, {"civil": 1})
    other = Store(automatic.store.url.render_as_string(hide_password=False))
    with Unit(other) as unit:
        skills(unit, automatic, 3, {"land": 1, "civil": 2})
    other.close()
    with automatic.store.reading() as connection:
        setup = setup_of(automatic.store, connection, automatic.centre_id)
    assert len(setup.counter(3).skills) == 2
