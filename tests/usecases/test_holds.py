"""Holding with a note and a reminder, and parking for any counter of the line."""

from datetime import date

import pytest
from sqlalchemy import text

from queue_server.store.consoles import console_view
from queue_server.store.reports import now_view
from queue_server.store.setup import setup_of
from queue_server.store.shifts import shift_of_clerk
from queue_server.store.unit import Unit

TODAY = date(2026, 11, 23)


@pytest.fixture
def staffed(hall):
    """Everybody sits: the first clerk at counter 1 (both lines), the second at 2 (civil), the third at 3 (land)."""
    for number, clerk in enumerate(hall.clerks, start=1):
        hall.sits(clerk, number)
    return hall


def serves(hall, clerk):
    called = hall.does(clerk, "call")["ticket"]
    hall.does(clerk, "start")
    return called


def console(hall, clerk):
    with hall.store.reading() as connection:
        setup = setup_of(hall.store, connection, hall.centre_id)
        return console_view(connection, setup, shift_of_clerk(connection, clerk), at=hall.at)


def held_at(hall, clerk):
    return [ticket["label"] for ticket in console(hall, clerk)["held"]]


def test_what_is_held_is_its_counters_own_with_the_note_and_the_time_of_the_reminder(staffed):
    first, second, third = staffed.clerks
    staffed.takes_ticket()
    label = serves(staffed, second)["label"]
    staffed.does(second, "hold", note="chờ bản sao", remind_minutes=5)
    assert [held_at(staffed, clerk) for clerk in (first, second, third)] == [[], [label], []]
    assert console(staffed, second)["held"][0]["aside"] == {
        "counter": 2,
        "note": "chờ bản sao",
        "remind_at": "2026-11-23T01:05:00.000Z",
        "parked": False,
    }


def test_what_is_parked_waits_for_any_counter_of_the_line_and_reminds_nobody(staffed):
    first, second, third = staffed.clerks
    ticket = staffed.takes_ticket()
    serves(staffed, second)
    staffed.does(second, "hold", parked=True)
    assert [held_at(staffed, clerk) for clerk in (first, second, third)] == [[ticket["label"]]] * 2 + [[]]
    assert console(staffed, second)["held"][0]["aside"]["remind_at"] is None
    assert staffed.does(first, "resume", ticket_id=ticket["id"])["ticket"]["aside"] is None


def test_what_a_counter_held_is_for_all_once_nobody_sits_there(staffed):
    first, second, _ = staffed.clerks
    label = staffed.takes_ticket()["label"]
    serves(staffed, second)
    staffed.does(second, "hold")
    staffed.sits(second, 3, takeover=True)
    assert held_at(staffed, first) == [label]


def test_the_centre_says_when_a_counter_is_reminded_and_when_the_managers_see_it(staffed):
    work = '{"hold_reminder_minutes": 20, "hold_alarm_minutes": 30}'
    with Unit(staffed.store) as unit:
        unit.connection.execute(text("UPDATE centre SET work = :work, version = version + 1"), {"work": work})
    second = staffed.clerks[1]
    staffed.takes_ticket()
    serves(staffed, second)
    staffed.does(second, "hold")
    assert console(staffed, second)["held"][0]["aside"]["remind_at"] == "2026-11-23T01:20:00.000Z"
    with staffed.store.reading() as connection:
        setup = setup_of(staffed.store, connection, staffed.centre_id)
        (held,) = now_view(connection, setup, at=staffed.at, day=TODAY)["held"]
    assert (held["held_at"], held["alarm_at"]) == ("2026-11-23T01:00:00.000Z", "2026-11-23T01:30:00.000Z")


def test_a_hold_taken_back_holds_no_more_and_a_resumption_taken_back_holds_as_before(staffed):
    second = staffed.clerks[1]
    ticket = staffed.takes_ticket()
    serves(staffed, second)
    staffed.does(second, "hold", note="gọi điện")
    assert staffed.does(second, "undo")["ticket"]["aside"] is None
    staffed.does(second, "hold", note="gọi điện")
    staffed.does(second, "resume", ticket_id=ticket["id"])
    staffed.does(second, "undo")
    assert console(staffed, second)["held"][0]["aside"]["note"] == "gọi điện"
