"""One tab acts for a clerk, and two clerks may share a counter that is meant for two."""

import pytest
from sqlalchemy import text

from queue_server.domain.console import Console
from queue_server.domain.errors import (
    ConsoleSuperseded,
    CounterBusy,
    CounterTaken,
    OnBreak,
    ShiftRequired,
)
from queue_server.store.consoles import console_view, counters_view
from queue_server.store.journal import entries_since
from queue_server.store.setup import setup_of
from queue_server.store.shifts import ready_shifts, shift_of_clerk, shifts_at_counter
from queue_server.store.unit import Unit
from queue_server.usecases import calling
from queue_server.usecases.sitting import leave_counter, take_console, take_counter

DESK = Console(name="desk-tab-1", browser="Chrome · Windows")
LAPTOP = Console(name="laptop-tab", browser="Firefox · Linux")


def sits(hall, clerk, console, *, number=1, takeover=False):
    with Unit(hall.store, console=console) as unit:
        take_counter(unit, centre_id=hall.centre_id, clerk_id=clerk, number=number, takeover=takeover, at=hall.at)


def opens(hall, clerk, console):
    with Unit(hall.store, console=console) as unit:
        take_console(unit, centre_id=hall.centre_id, clerk_id=clerk, at=hall.at)


def calls(hall, clerk, console):
    with Unit(hall.store, console=console) as unit:
        return calling.call_next(unit, centre_id=hall.centre_id, clerk_id=clerk, at=hall.at)["ticket"]


def leaves(hall, clerk, console=None):
    with Unit(hall.store, console=console) as unit:
        leave_counter(unit, centre_id=hall.centre_id, clerk_id=clerk, at=hall.at)


def console(hall, clerk):
    with hall.store.reading() as connection:
        setup = setup_of(hall.store, connection, hall.centre_id)
        return console_view(connection, setup, shift_of_clerk(connection, clerk), at=hall.at)


def told(hall, kind):
    with hall.store.reading() as connection:
        return [entry.body for entry in entries_since(connection, 0) if entry.kind == kind]


def test_the_newest_console_acts_and_the_other_is_told_which_browser_and_when(hall):
    first = hall.clerks[0]
    hall.takes_ticket()
    sits(hall, first, DESK)
    hall.passes(125 * 60)
    opens(hall, first, LAPTOP)
    with pytest.raises(ConsoleSuperseded) as refused:
        calls(hall, first, DESK)
    assert refused.value.facts == {"browser": "Firefox · Linux", "since": "10:05"}
    assert console(hall, first)["console"] == {
        "name": "laptop-tab",
        "browser": "Firefox · Linux",
        "since": "2026-11-23T03:05:00.000Z",
    }
    assert [(body["clerk"], body["browser"]) for body in told(hall, "console.taken")] == [(first, "Firefox · Linux")]
    assert calls(hall, first, LAPTOP)["label"] == "A001"


def test_the_other_console_takes_the_counter_back(hall):
    first = hall.clerks[0]
    hall.takes_ticket()
    sits(hall, first, DESK)
    opens(hall, first, LAPTOP)
    opens(hall, first, DESK)
    opens(hall, first, DESK)
    with pytest.raises(ConsoleSuperseded):
        calls(hall, first, LAPTOP)
    assert calls(hall, first, DESK)["label"] == "A001"
    assert len(told(hall, "console.taken")) == 2


def test_sitting_down_at_ones_own_counter_again_takes_the_console_too(hall):
    first = hall.clerks[0]
    sits(hall, first, DESK)
    sits(hall, first, LAPTOP)
    with pytest.raises(ConsoleSuperseded):
        leaves(hall, first, DESK)
    leaves(hall, first, LAPTOP)
    with pytest.raises(ShiftRequired):
        opens(hall, first, LAPTOP)


def test_neither_does_a_program_act_beside_a_console_nor_a_console_beside_a_program(hall):
    first = hall.clerks[0]
    hall.takes_ticket()
    sits(hall, first, None)
    with pytest.raises(ConsoleSuperseded):
        calls(hall, first, DESK)
    opens(hall, first, DESK)
    with pytest.raises(ConsoleSuperseded):
        calls(hall, first, None)


@pytest.fixture
def shared(hall):
    """Counter 1 is for two: the first clerk sits there."""
    with Unit(hall.store) as unit:
        unit.connection.execute(text("UPDATE counter SET shared = true WHERE number = 1"))
        unit.connection.execute(text("UPDATE centre SET version = version + 1"))
    hall.sits(hall.clerks[0], 1)
    return hall


def seated(hall):
    with hall.store.reading() as connection:
        return [shift.clerk_id for shift in shifts_at_counter(connection, 1)]


def test_two_clerks_sit_at_a_shared_counter_and_a_third_must_take_over(shared):
    first, second, third = shared.clerks
    shared.sits(second, 1)
    assert seated(shared) == [first, second]
    with pytest.raises(CounterTaken):
        shared.sits(third, 1)
    shared.sits(third, 1, takeover=True)
    assert seated(shared) == [third, second]
    with shared.store.reading() as connection:
        setup = setup_of(shared.store, connection, shared.centre_id)
        desk = counters_view(connection, setup, clerk_id=second)["counters"][0]
    assert (desk["clerk"]["name"], desk["mine"], desk["free"]) == ("Cán bộ 3, Cán bộ 2", True, False)


def test_either_acts_on_the_one_ticket_and_each_move_is_booked_to_who_made_it(shared):
    trainee, mentor, _ = shared.clerks
    shared.sits(mentor, 1)
    shared.takes_ticket()
    shared.takes_ticket()
    shared.does(trainee, "call")
    with pytest.raises(CounterBusy):
        shared.does(mentor, "call")
    shared.does(mentor, "start")
    shared.does(trainee, "dossier", text="H49.22-250704-0001")
    shared.does(mentor, "complete")
    assert told(shared, "ticket.called")[0]["clerk"] == trainee
    assert [told(shared, kind)[0]["actor"] for kind in ("ticket.started", "ticket.completed")] == [mentor, mentor]
    assert told(shared, "handling.started")[0]["clerk"] == trainee


def test_both_consoles_show_the_same_ticket_and_either_takes_the_last_action_back(shared):
    trainee, mentor, _ = shared.clerks
    shared.sits(mentor, 1)
    shared.takes_ticket()
    shared.does(trainee, "call")
    views = [console(shared, clerk) for clerk in (trainee, mentor)]
    assert [(view["ticket"]["label"], view["undo"]["move"]) for view in views] == [("A001", "call")] * 2
    assert [[each["name"] for each in view["beside"]] for view in views] == [["Cán bộ 2"], ["Cán bộ 1"]]
    assert shared.does(mentor, "undo")["ticket"] is None
    assert console(shared, trainee)["ticket"] is None


def test_one_of_two_may_rest_or_leave_while_the_other_serves(shared):
    trainee, mentor, _ = shared.clerks
    shared.sits(mentor, 1)
    shared.takes_ticket()
    shared.does(mentor, "call")
    shared.does(trainee, "rest", reason="rest")
    with pytest.raises(CounterBusy):
        shared.does(mentor, "rest", reason="rest")
    with pytest.raises(CounterBusy):
        leaves(shared, mentor)
    leaves(shared, trainee)
    with pytest.raises(CounterBusy):
        leaves(shared, mentor)


def test_a_shared_counter_that_calls_by_itself_calls_one_ticket_to_whoever_is_there(shared):
    trainee, mentor, _ = shared.clerks
    with Unit(shared.store) as unit:
        unit.connection.execute(text("""UPDATE centre SET work = '{"automatic_call": true}', version = version + 1"""))
    shared.sits(mentor, 1)
    shared.does(trainee, "call")
    shared.passes(1)
    shared.does(mentor, "call")
    shared.does(trainee, "rest", reason="rest")
    shared.takes_ticket()
    shared.takes_ticket()
    assert told(shared, "ticket.called")[0]["clerk"] == mentor
    assert len(told(shared, "ticket.called")) == 1
    with pytest.raises(OnBreak):
        shared.does(trainee, "call")
    with shared.store.reading() as connection:
        assert ready_shifts(connection, shared.centre_id) == []
