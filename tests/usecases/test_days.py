"""The turn of the day, and when numbers are given, on both databases."""

import json
from collections import Counter
from datetime import UTC, datetime, timedelta
from threading import Barrier, Thread

import pytest
from sqlalchemy import text

from queue_server.domain.errors import NobodyWaiting, ServiceClosed, ShiftRequired, UndoTooLate
from queue_server.domain.timing import ROUNDED_TO_MINUTES
from queue_server.store.journal import entries_since
from queue_server.store.replay import Replay
from queue_server.store.unit import Unit
from queue_server.usecases.days import allow_late_numbers, begin_due_days

MORNING = json.dumps({"mon": [["07:30", "11:30"], ["13:30", "17:00"]]})
AT_TEN = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
BEFORE_NOON = datetime(2026, 11, 23, 4, 25, tzinfo=UTC)
BEFORE_CLOSING = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
NIGHT = 24 * 3600


def set_up(hall, table, **values):
    assignments = ", ".join(f"{column} = :{column}" for column in values)
    with Unit(hall.store) as unit:
        unit.connection.execute(text(f"UPDATE {table} SET {assignments}"), values)
        unit.connection.execute(text("UPDATE centre SET version = version + 1"))


def told(hall, kind):
    with hall.store.reading() as connection:
        return [entry.body for entry in entries_since(connection, 0) if entry.kind == kind]


def states(hall):
    with hall.store.reading() as connection:
        return dict(connection.execute(text("SELECT label, state FROM ticket")).all())


@pytest.fixture
def evening(hall):
    """A day that nobody cleaned up: one waits, one was called, one is at a counter with a dossier, one is held."""
    begin_due_days(hall.store, at=hall.at)
    for _ in range(4):
        hall.takes_ticket()
    hall.takes_ticket("deed")
    first, second, third = hall.clerks
    for clerk, number in ((first, 1), (second, 2), (third, 3)):
        hall.sits(clerk, number)
    hall.does(first, "call")
    hall.does(first, "start")
    hall.does(first, "hold")
    hall.does(first, "call")
    hall.does(first, "start")
    hall.does(first, "dossier", text="H49.22-250704-0001")
    hall.does(second, "call")
    return hall


def test_what_a_day_left_open_is_closed_when_the_next_begins(evening):
    evening.passes(NIGHT)
    assert begin_due_days(evening.store, at=evening.at) == 1
    assert set(states(evening).values()) == {"expired"}
    outcomes = Counter(body["outcome"] for body in told(evening, "ticket.expired"))
    assert outcomes == {"forgotten": 2, "expired": 3}
    assert told(evening, "day.began")[-1] == {"day": "2026-11-24", "expired": 3, "forgotten": 2, "shifts": 3}
    for clerk in evening.clerks:
        with pytest.raises(ShiftRequired):
            evening.does(clerk, "call")


def test_a_new_day_has_its_own_numbers_and_nobody_of_yesterday_is_called(evening):
    evening.passes(NIGHT)
    begin_due_days(evening.store, at=evening.at)
    clerk = evening.clerks[1]
    evening.sits(clerk, 2)
    with pytest.raises(NobodyWaiting):
        evening.does(clerk, "call")
    assert evening.takes_ticket()["label"] == "A001"
    assert evening.does(clerk, "call")["ticket"]["label"] == "A001"


def test_what_the_night_closed_cannot_be_undone(evening):
    evening.passes(1)
    evening.does(evening.clerks[0], "end_dossier")
    evening.passes(1)
    with Unit(evening.store) as unit:
        unit.connection.execute(text("UPDATE ticket SET day = day - 1"))
        unit.connection.execute(text("DELETE FROM service_day"))
    begin_due_days(evening.store, at=evening.at)
    with pytest.raises(UndoTooLate):
        evening.does(evening.clerks[0], "undo")


def test_a_day_begins_once_however_many_ask(evening):
    at = evening.passes(NIGHT)
    barrier = Barrier(8)
    begun = []

    def look():
        barrier.wait()
        begun.append(begin_due_days(evening.store, at=at))

    threads = [Thread(target=look) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(begun) == [0] * 7 + [1]
    assert len(told(evening, "day.began")) == 2
    assert len(told(evening, "ticket.expired")) == 5


def test_the_journal_alone_tells_how_the_day_ended(evening):
    evening.passes(NIGHT)
    begin_due_days(evening.store, at=evening.at)
    with evening.store.reading() as connection:
        replay = Replay().read(entries_since(connection, 0))
        kept = connection.execute(text("SELECT ticket_id, ordinal, outcome FROM turn")).all()
        running = connection.execute(text("SELECT count(*) FROM handling WHERE ended_at IS NULL")).scalar_one()
    assert {(key, turn.outcome) for key, turn in replay.turns.items()} == {
        ((row.ticket_id, row.ordinal), row.outcome) for row in kept
    }
    assert running == 0


def test_a_service_gives_its_daily_limit_and_then_says_so(hall):
    set_up(hall, "service", daily_limit=2)
    hall.takes_ticket("birth")
    hall.takes_ticket("birth")
    with pytest.raises(ServiceClosed) as refusal:
        hall.takes_ticket("birth")
    assert refusal.value.facts["reason"] == "limit"
    assert hall.takes_ticket("marriage")["label"] == "A003"
    hall.passes(NIGHT)
    assert hall.takes_ticket("birth")["label"] == "A001"


def test_a_wait_across_the_midday_break_is_told_by_the_clock(hall):
    set_up(hall, "service", hours=MORNING)
    hall.at = BEFORE_NOON
    for _ in range(3):
        hall.takes_ticket("deed")
    told_range = hall.takes_ticket("deed")["expected"]
    assert told_range["high_minutes"] >= 120
    assert told_range["high_minutes"] % ROUNDED_TO_MINUTES == 0
    hall.at = AT_TEN
    assert hall.takes_ticket("birth")["expected"]["high_minutes"] < 60


def test_no_number_is_given_whose_turn_would_come_after_closing_unless_staff_allow_it_for_the_day(hall):
    set_up(hall, "service", hours=MORNING)
    set_up(hall, "centre", closing_rule=True)
    hall.at = BEFORE_CLOSING
    while True:
        try:
            hall.takes_ticket("deed")
        except ServiceClosed as closed:
            refusal = closed
            break
    assert refusal.facts["reason"] == "too_late"
    with Unit(hall.store) as unit:
        allow_late_numbers(unit, centre_id=hall.centre_id, allowed=True, clerk_id=hall.clerks[0], at=hall.at)
    hall.takes_ticket("deed")
    with Unit(hall.store) as unit:
        allow_late_numbers(unit, centre_id=hall.centre_id, allowed=False, clerk_id=hall.clerks[0], at=hall.at)
    with pytest.raises(ServiceClosed):
        hall.takes_ticket("deed")


def test_people_at_the_door_get_numbers_before_the_opening_and_are_told_the_wait_from_then(hall):
    set_up(hall, "service", hours=MORNING)
    set_up(hall, "centre", early_minutes=60)
    hall.at = datetime(2026, 11, 22, 23, 25, tzinfo=UTC)
    with pytest.raises(ServiceClosed):
        hall.takes_ticket()
    hall.at += timedelta(minutes=10)
    assert hall.takes_ticket()["expected"]["low_minutes"] >= 50


SATURDAY = json.dumps({"2026-11-28": "mon"})


def test_a_saturday_worked_in_exchange_gives_numbers_by_the_hours_of_its_weekday_and_obeys_the_closing_rule(hall):
    set_up(hall, "service", hours=MORNING)
    hall.at = datetime(2026, 11, 28, 3, 0, tzinfo=UTC)
    with pytest.raises(ServiceClosed) as refusal:
        hall.takes_ticket()
    assert refusal.value.facts["reason"] == "hours"
    set_up(hall, "centre", working_days=SATURDAY, closing_rule=True, early_minutes=30)
    assert hall.takes_ticket()["label"] == "A001"
    hall.at = datetime(2026, 11, 28, 9, 59, tzinfo=UTC)
    with pytest.raises(ServiceClosed) as refusal:
        hall.takes_ticket("deed")
    assert refusal.value.facts["reason"] == "too_late"


def test_a_closed_day_gives_no_numbers(hall):
    set_up(hall, "centre", closed_days='["2026-11-23"]')
    with pytest.raises(ServiceClosed) as refusal:
        hall.takes_ticket()
    assert refusal.value.facts["reason"] == "hours"
