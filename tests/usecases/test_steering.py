"""Supervisors see the whole hall and put right what got stuck; the journal says who, and why."""

from datetime import date

import pytest
from sqlalchemy import text

from queue_server.domain.errors import (
    IllegalMove,
    NotFound,
    NoTicketAtCounter,
    NotOnBreak,
    OnBreak,
    SameLine,
    ShiftRequired,
    UndoTooLate,
)
from queue_server.store.journal import entries_since
from queue_server.store.reports import now_view
from queue_server.store.setup import setup_of
from queue_server.store.tickets import load_at_counter
from queue_server.store.unit import Unit
from queue_server.store.waiting import whole_waiting_view
from queue_server.usecases import steering
from queue_server.usecases.days import begin_day
from queue_server.usecases.skills_today import set_skills_today

WHY = "cán bộ quên kết thúc"


@pytest.fixture
def staffed(hall):
    """Everybody sits: the first clerk at counter 1 (both lines), the second at 2 (civil), the third at 3 (land)."""
    for number, clerk in enumerate(hall.clerks, start=1):
        hall.sits(clerk, number)
    return hall


def steers(hall, use_case, **facts):
    with Unit(hall.store) as unit:
        return use_case(
            unit,
            centre_id=hall.centre_id,
            actor_id=hall.clerks[0],
            reason=facts.pop("reason", WHY),
            at=hall.at,
            **facts,
        )


def moves(hall, label, **goal):
    given = {"line": None, "counter": None, "place": "original"} | goal
    return steers(hall, steering.move_ticket, label=label, **given)


def told(hall, kind):
    with hall.store.reading() as connection:
        return [entry.body for entry in entries_since(connection, 0) if entry.kind == kind]


def seen(hall, what):
    with hall.store.reading() as connection:
        return what(connection, setup_of(hall.store, connection, hall.centre_id))


def waiting(hall):
    shown = seen(hall, lambda connection, setup: whole_waiting_view(connection, setup, at=hall.at))["tickets"]
    return [(ticket["label"], ticket["line"]["letter"], ticket["reason"]) for ticket in shown]


def at(hall, counter):
    with hall.store.reading() as connection:
        found = load_at_counter(connection, counter)
    return None if found is None else found[0].label


@pytest.mark.parametrize(
    ("how", "started", "state", "kind"),
    [
        ("complete", True, "completed", "ticket.completed"),
        ("no_show", False, "no_show", "ticket.no_show"),
        ("back", True, "waiting", "ticket.transferred"),
        ("back", False, "waiting", "ticket.transferred"),
    ],
)
def test_a_ticket_stuck_at_a_counter_is_settled_and_the_journal_says_who_and_why(staffed, how, started, state, kind):
    second = staffed.clerks[1]
    label = staffed.takes_ticket()["label"]
    staffed.does(second, "call")
    if started:
        staffed.does(second, "start")
        staffed.does(second, "dossier", text="H49.22-250704-0001")
    assert steers(staffed, steering.settle_ticket_at, number=2, how=how) == {"label": label, "state": state}
    body = told(staffed, kind)[-1]
    assert (body["label"], body["actor"], body["why"]) == (label, staffed.clerks[0], WHY)
    assert len(told(staffed, "handling.ended")) == started
    assert at(staffed, 2) is None
    with pytest.raises(UndoTooLate):
        staffed.does(second, "undo")


@pytest.mark.parametrize(("how", "state"), [("complete", "waiting"), ("end", "completed")])
def test_a_visit_with_a_next_service_goes_on_to_it_unless_the_supervisor_ends_it(staffed, how, state):
    first, second, third = staffed.clerks
    label = staffed.takes_ticket("birth", then=("deed",))["label"]
    staffed.passes(60)
    staffed.takes_ticket("deed")
    staffed.does(second, "call")
    staffed.does(second, "start")
    assert counter_of(staffed, 2)["onward"]
    assert steers(staffed, steering.settle_ticket_at, number=2, how=how) == {"label": label, "state": state}
    assert not counter_of(staffed, 2)["onward"]
    told_of = [(body["actor"], body["why"], body["from_counter"]) for body in told(staffed, "ticket.onward")]
    assert told_of == ([(first, WHY, 2)] if state == "waiting" else [])
    assert (staffed.does(third, "call")["ticket"]["label"] == label) is (state == "waiting")


def test_a_called_ticket_was_not_served_and_a_served_one_was_not_absent(staffed):
    second = staffed.clerks[1]
    with pytest.raises(NoTicketAtCounter):
        steers(staffed, steering.settle_ticket_at, number=2, how="complete")
    staffed.takes_ticket()
    staffed.does(second, "call")
    with pytest.raises(IllegalMove):
        steers(staffed, steering.settle_ticket_at, number=2, how="complete")
    staffed.does(second, "start")
    with pytest.raises(IllegalMove):
        steers(staffed, steering.settle_ticket_at, number=2, how="no_show")


def test_a_forgotten_shift_is_ended_and_its_ticket_can_still_be_settled(staffed):
    second = staffed.clerks[1]
    staffed.takes_ticket()
    staffed.does(second, "call")
    assert steers(staffed, steering.end_shifts_at, number=2) == {"ended": 1}
    ended = told(staffed, "shift.ended")[-1]
    assert (ended["clerk"], ended["actor"], ended["reason"]) == (second, staffed.clerks[0], WHY)
    with pytest.raises(ShiftRequired):
        staffed.does(second, "start")
    with pytest.raises(NotFound):
        steers(staffed, steering.end_shifts_at, number=2)
    assert steers(staffed, steering.settle_ticket_at, number=2, how="back")["state"] == "waiting"


def test_a_waiting_ticket_goes_to_another_line_to_a_counter_or_to_the_front(staffed):
    labels = []
    for service in ("birth", "birth", "deed"):
        staffed.passes(60)
        labels.append(staffed.takes_ticket(service)["label"])
    moves(staffed, labels[1], place="front")
    assert waiting(staffed)[:2] == [(labels[0], "A", "order"), (labels[1], "A", "chosen:manager")]
    staffed.passes(60)
    moves(staffed, labels[0], line="land", place="end")
    assert waiting(staffed)[-1] == (labels[0], "B", "chosen:manager")
    moves(staffed, labels[2], counter=2)
    assert staffed.does(staffed.clerks[1], "call")["ticket"]["label"] == labels[2]
    with pytest.raises(SameLine):
        moves(staffed, labels[1])
    with pytest.raises(NotFound):
        moves(staffed, "A099", place="front")


def test_what_is_over_is_not_moved_and_what_is_held_is(staffed):
    second = staffed.clerks[1]
    label = staffed.takes_ticket()["label"]
    staffed.does(second, "call")
    staffed.does(second, "hold")
    assert moves(staffed, label, line="land")["state"] == "waiting"
    staffed.does(staffed.clerks[2], "call")
    staffed.does(staffed.clerks[2], "miss")
    with pytest.raises(IllegalMove):
        moves(staffed, label, place="front")


def test_the_whole_hall_waits_in_the_order_of_call_with_the_reason_of_each(staffed):
    ordinary = staffed.takes_ticket("deed")["label"]
    staffed.passes(60)
    elderly = staffed.takes_ticket("birth", priority="elderly")["label"]
    assert waiting(staffed) == [(elderly, "A", "priority"), (ordinary, "B", "order")]


def now(hall):
    return seen(hall, lambda connection, setup: now_view(connection, setup, at=hall.at, day=date(2026, 11, 23)))


def counter_of(hall, number):
    return now(hall)["counters"][number - 1]


def test_a_number_whose_citizen_left_is_cancelled_and_nobody_calls_it(staffed):
    first, second, _ = staffed.clerks
    left, stays = (staffed.takes_ticket()["label"] for _ in range(2))
    facts = {"label": left, "reason": "người dân đã về"}
    assert steers(staffed, steering.cancel_ticket_of, **facts) == {"label": left, "state": "cancelled"}
    body = told(staffed, "ticket.cancelled")[-1]
    assert (body["label"], body["by"], body["actor"], body["why"]) == (left, "manager", first, "người dân đã về")
    assert [label for label, *_ in waiting(staffed)] == [stays]
    assert staffed.does(second, "call")["ticket"]["label"] == stays


def test_only_what_waits_today_is_cancelled(staffed):
    second = staffed.clerks[1]
    label = staffed.takes_ticket()["label"]
    staffed.does(second, "call")
    for _ in ("called", "held"):
        with pytest.raises(IllegalMove):
            steers(staffed, steering.cancel_ticket_of, label=label)
        if at(staffed, 2):
            staffed.does(second, "hold")
    with pytest.raises(NotFound):
        steers(staffed, steering.cancel_ticket_of, label="A099")


def test_a_transferred_ticket_that_is_cancelled_is_not_brought_back_by_undo(staffed):
    second = staffed.clerks[1]
    label = staffed.takes_ticket()["label"]
    staffed.does(second, "call")
    staffed.does(second, "transfer", line_code="land", note=None)
    steers(staffed, steering.cancel_ticket_of, label=label)
    with pytest.raises(UndoTooLate):
        staffed.does(second, "undo")


@pytest.mark.parametrize(("minutes", "order"), [(14, ["missed", "other"]), (16, ["other", "missed"])])
def test_a_no_show_is_shown_and_put_back_in_the_place_that_a_clerk_would_give_it(staffed, minutes, order):
    second = staffed.clerks[1]
    labels = {"missed": staffed.takes_ticket()["label"]}
    staffed.passes(1)
    labels["other"] = staffed.takes_ticket()["label"]
    assert now(staffed)["missed"] == []
    staffed.does(second, "call")
    staffed.does(second, "miss")
    assert [(each["label"], each["service"]["code"]) for each in now(staffed)["missed"]] == [
        (labels["missed"], "birth")
    ]
    staffed.passes(60 * minutes)
    answer = steers(staffed, steering.reinstate_ticket, label=labels["missed"])
    assert answer == {"label": labels["missed"], "state": "waiting"}
    assert [label for label, *_ in waiting(staffed)] == [labels[each] for each in order]
    body = told(staffed, "ticket.reinstated")[-1]
    assert (body["label"], body["actor"], body["why"]) == (labels["missed"], staffed.clerks[0], WHY)
    assert now(staffed)["missed"] == []
    with pytest.raises(IllegalMove):
        steers(staffed, steering.reinstate_ticket, label=labels["missed"])


def test_a_no_show_that_a_supervisor_put_back_is_not_taken_back_by_the_counter(staffed):
    second = staffed.clerks[1]
    label = staffed.takes_ticket()["label"]
    staffed.does(second, "call")
    staffed.does(second, "miss")
    steers(staffed, steering.reinstate_ticket, label=label)
    with pytest.raises(UndoTooLate):
        staffed.does(second, "undo")


def test_the_latest_no_shows_come_first(staffed):
    second = staffed.clerks[1]
    labels = [staffed.takes_ticket()["label"] for _ in range(2)]
    for _ in labels:
        staffed.does(second, "call")
        staffed.does(second, "miss")
        staffed.passes(60)
    assert [each["label"] for each in now(staffed)["missed"]] == labels[::-1]


def test_a_forgotten_break_is_ended_and_the_clerk_calls_again(staffed):
    first, second, _ = staffed.clerks
    label = staffed.takes_ticket()["label"]
    with pytest.raises(NotOnBreak):
        steers(staffed, steering.end_breaks_at, number=2)
    staffed.does(second, "rest", reason="lunch")
    assert len(counter_of(staffed, 2)["resting"]) == 1
    with pytest.raises(OnBreak):
        staffed.does(second, "call")
    assert steers(staffed, steering.end_breaks_at, number=2) == {"ended": 1}
    ended = told(staffed, "break.ended")[-1]
    assert (ended["clerk"], ended["actor"], ended["reason"], ended["why"]) == (second, first, "lunch", WHY)
    assert counter_of(staffed, 2)["resting"] == []
    assert staffed.does(second, "call")["ticket"]["label"] == label


def test_a_counter_has_other_skills_for_today_and_its_own_again_tomorrow(staffed):
    second = staffed.clerks[1]
    deed = staffed.takes_ticket("deed")["label"]
    assert steers(staffed, set_skills_today, number=2, skills={"land": 1}) == {"number": 2, "today": True}
    assert (counter_of(staffed, 2)["skills"], counter_of(staffed, 2)["skills_today"]) == ({"land": 1}, True)
    assert staffed.does(second, "call")["ticket"]["label"] == deed
    steers(staffed, set_skills_today, number=2, skills={"land": 2, "civil": 1})
    staffed.passes(24 * 3600)
    with Unit(staffed.store) as unit:
        begin_day(unit, centre_id=staffed.centre_id, at=staffed.at)
    assert (counter_of(staffed, 2)["skills"], counter_of(staffed, 2)["skills_today"]) == ({"civil": 1}, False)
    assert [(body["skills"], body["today"]) for body in told(staffed, "skills.set")] == [
        ("land=1", True),
        ("land=2 civil=1", True),
        ("civil=1", False),
    ]


def test_a_counter_is_given_its_own_skills_back_before_the_day_ends(staffed):
    steers(staffed, set_skills_today, number=2, skills={"land": 1})
    steers(staffed, set_skills_today, number=2, skills=None)
    assert (counter_of(staffed, 2)["skills"], counter_of(staffed, 2)["skills_today"]) == ({"civil": 1}, False)
    with pytest.raises(NotFound):
        steers(staffed, set_skills_today, number=2, skills={"unknown": 1})


def test_a_ready_counter_that_gets_a_line_in_which_somebody_waits_calls_at_once(staffed):
    with Unit(staffed.store) as unit:
        unit.connection.execute(text("""UPDATE centre SET work = '{"automatic_call": true}', version = version + 1"""))
    staffed.does(staffed.clerks[1], "call")
    deed = staffed.takes_ticket("deed")["label"]
    assert at(staffed, 2) is None
    steers(staffed, set_skills_today, number=2, skills={"land": 1})
    assert at(staffed, 2) == deed
