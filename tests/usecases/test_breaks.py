"""Breaks: nobody is called to a counter whose clerk is away, and everybody sees why."""

from datetime import date

import pytest
from sqlalchemy import text

from queue_server.domain.errors import CounterBusy, NotFound, NotOnBreak, OnBreak, UndoTooLate
from queue_server.store.breaks import breaks_of_day
from queue_server.store.consoles import console_view
from queue_server.store.journal import entries_since
from queue_server.store.moments import to_day
from queue_server.store.reports import now_view
from queue_server.store.setup import setup_of
from queue_server.store.shifts import shift_of_clerk
from queue_server.store.unit import Unit
from queue_server.usecases.days import begin_day
from queue_server.usecases.sitting import leave_counter

TODAY = date(2026, 11, 23)


@pytest.fixture
def clerk(hall):
    hall.sits(hall.clerks[0], 1)
    return hall.clerks[0]


def rests(hall, clerk, reason="lunch"):
    hall.does(clerk, "rest", reason=reason)


def is_back(hall, clerk):
    hall.does(clerk, "back")


def seen(hall, what):
    with hall.store.reading() as connection:
        return what(connection, setup_of(hall.store, connection, hall.centre_id))


def of_day(hall):
    return seen(hall, lambda connection, setup: breaks_of_day(connection, setup, day_ordinal=to_day(TODAY)))


def told(hall, kind):
    with hall.store.reading() as connection:
        return [entry.body for entry in entries_since(connection, 0) if entry.kind == kind]


@pytest.mark.parametrize(
    ("move", "facts"),
    [("call", {}), ("call_chosen", {"reason": "infirm"}), ("resume", {}), ("walk_in", {"service": "birth"})],
)
def test_on_a_break_nobody_comes_to_the_counter(hall, clerk, move, facts):
    if move in {"call_chosen", "resume"}:
        facts = facts | {"ticket_id": hall.takes_ticket()["id"]}
    rests(hall, clerk)
    with pytest.raises(OnBreak):
        hall.does(clerk, move, **facts)


def test_after_the_break_the_next_is_called_as_before(hall, clerk):
    ticket = hall.takes_ticket()
    rests(hall, clerk)
    hall.passes(900)
    is_back(hall, clerk)
    assert hall.does(clerk, "call")["ticket"]["id"] == ticket["id"]


def test_a_break_begins_only_at_a_free_counter_once_and_for_a_reason_of_the_centre(hall, clerk):
    hall.takes_ticket()
    hall.does(clerk, "call")
    with pytest.raises(CounterBusy):
        rests(hall, clerk)
    hall.does(clerk, "miss")
    with pytest.raises(NotFound):
        rests(hall, clerk, "fishing")
    rests(hall, clerk)
    with pytest.raises(OnBreak):
        rests(hall, clerk)


def test_what_was_done_before_the_break_cannot_be_undone_in_it(hall, clerk):
    hall.takes_ticket()
    hall.does(clerk, "call")
    hall.does(clerk, "miss")
    rests(hall, clerk)
    with pytest.raises(UndoTooLate):
        hall.does(clerk, "undo")


def test_who_is_not_on_a_break_cannot_end_one(hall, clerk):
    with pytest.raises(NotOnBreak):
        is_back(hall, clerk)


def test_the_console_the_manager_and_the_day_show_the_break_with_its_reason_and_time(hall, clerk):
    rests(hall, clerk, "meeting")
    hall.passes(610)

    def console(connection, setup):
        return console_view(connection, setup, shift_of_clerk(connection, clerk), at=hall.at)

    shown = seen(hall, console)
    assert shown["break"]["reason"]["names"]["vi"] == "Họp"
    assert [reason["code"] for reason in shown["break_reasons"]][:2] == ["rest", "lunch"]
    now = seen(hall, lambda connection, setup: now_view(connection, setup, at=hall.at, day=TODAY))
    first = now["counters"][0]
    assert (first["state"], first["since"], first["break"]) == ("break", "2026-11-23T01:00:00.000Z", shown["break"])
    assert of_day(hall)[0]["break_seconds"] is None
    is_back(hall, clerk)
    assert [(row["counter"], row["clerk"], row["break_seconds"]) for row in of_day(hall)] == [(1, "Cán bộ 1", 610)]
    assert [body["reason"] for kind in ("break.began", "break.ended") for body in told(hall, kind)] == ["meeting"] * 2


@pytest.mark.parametrize("end", ["leaves", "is taken over", "is forgotten", "moves"])
def test_a_break_ends_with_its_shift(hall, clerk, end):
    rests(hall, clerk)
    hall.passes(60)
    if end == "leaves":
        with Unit(hall.store) as unit:
            leave_counter(unit, centre_id=hall.centre_id, clerk_id=clerk, at=hall.at)
    elif end == "is taken over":
        hall.sits(hall.clerks[1], 1, takeover=True)
    elif end == "moves":
        hall.sits(clerk, 2)
        hall.takes_ticket()
        hall.does(clerk, "call")
    else:
        hall.passes(24 * 3600)
        with Unit(hall.store) as unit:
            begin_day(unit, centre_id=hall.centre_id, at=hall.at)
    assert of_day(hall)[0]["break_seconds"] is not None
    assert len(told(hall, "break.ended")) == 1


def test_a_clock_set_back_makes_no_negative_break(hall, clerk):
    rests(hall, clerk)
    hall.passes(-30)
    is_back(hall, clerk)
    assert of_day(hall)[0]["break_seconds"] == 0


def test_a_reason_that_the_centre_dropped_is_still_named_by_its_code(hall, clerk):
    rests(hall, clerk, "errand")
    kept = '{"break_reasons": [{"code": "tea", "names": {"vi": "Trà", "en": "Tea", "zh": "茶"}}]}'
    with Unit(hall.store) as unit:
        unit.connection.execute(text("UPDATE centre SET work = :work, version = version + 1"), {"work": kept})
    assert of_day(hall)[0]["reason"]["names"]["en"] == "errand"
    is_back(hall, clerk)
    rests(hall, clerk, "tea")
    assert of_day(hall)[1]["reason"]["names"]["en"] == "Tea"
