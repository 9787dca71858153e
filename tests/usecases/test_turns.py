"""Every way a turn goes on: sent to somebody, chosen, fetched a paper, reopened, begun at the counter."""

import pytest
from sqlalchemy import text

from queue_server.domain.errors import (
    IllegalMove,
    NobodyWaiting,
    NotFound,
    NotServedHere,
    OtherDay,
    RecallFirst,
    ReturnedAlready,
    UndoTooLate,
)
from queue_server.store.journal import entries_since
from queue_server.store.lines import people_ahead
from queue_server.store.tickets import load_ticket
from queue_server.store.unit import Unit
from queue_server.usecases.returning import reopen

DAY = 24 * 3600


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


def told(hall, kind):
    with hall.store.reading() as connection:
        return [entry.body for entry in entries_since(connection, 0) if entry.kind == kind]


def reopens(hall, label):
    with Unit(hall.store) as unit:
        return reopen(
            unit, centre_id=hall.centre_id, actor_id=hall.clerks[0], label=label, reason="bấm nhầm", at=hall.at
        )


def set_centre(hall, **values):
    assignments = ", ".join(f"{column} = :{column}" for column in values)
    with Unit(hall.store) as unit:
        unit.connection.execute(text(f"UPDATE centre SET {assignments}, version = version + 1"), values)


def test_a_ticket_sent_to_a_counter_waits_for_that_one_alone_and_comes_before_its_lines(staffed):
    first, second, third = staffed.clerks
    sent = staffed.takes_ticket("deed")["label"]
    serves(staffed, third)
    staffed.does(third, "transfer", counter=2, note="thiếu bản sao")
    waiting = staffed.takes_ticket("birth")["label"]
    assert serves(staffed, first)["label"] == waiting
    with pytest.raises(NobodyWaiting):
        staffed.does(third, "call")
    called = serves(staffed, second)
    assert (called["label"], called["note"], called["reason"]) == (sent, "thiếu bản sao", "transferred")
    assert called["line"] == "civil"


def test_a_ticket_sent_to_a_clerk_follows_the_clerk_to_another_counter(staffed):
    first, second, third = staffed.clerks
    sent = staffed.takes_ticket("birth")["label"]
    serves(staffed, first)
    staffed.does(first, "transfer", clerk=third, note=None)
    with pytest.raises(NobodyWaiting):
        staffed.does(second, "call")
    staffed.sits(third, 2, takeover=True)
    assert serves(staffed, third)["label"] == sent


def test_a_person_who_serves_nobody_is_no_clerk_to_send_to(staffed):
    first = staffed.clerks[0]
    staffed.takes_ticket()
    serves(staffed, first)
    with pytest.raises(NotFound):
        staffed.does(first, "transfer", clerk=999, note=None)


@pytest.mark.parametrize(("place", "order"), [("front", "1324"), ("original", "1234"), ("end", "1243")])
def test_the_place_of_a_transfer(staffed, place, order):
    """The front has the key of the day's first, and between equals the number that was taken earlier goes first."""
    second, third = staffed.clerks[1:]
    labels = []
    for service in ("birth", "birth", "deed", "birth"):
        staffed.passes(60)
        labels.append(staffed.takes_ticket(service)["label"])
    serves(staffed, third)
    staffed.passes(60)
    staffed.does(third, "transfer", line_code="civil", place=place, note=None)
    called = ""
    for _ in range(4):
        called += str(1 + labels.index(serves(staffed, second)["label"]))
        staffed.does(second, "complete")
    assert called == order


def test_a_transfer_to_a_counter_taken_back_is_reserved_no_more(staffed):
    first = staffed.clerks[0]
    staffed.takes_ticket()
    serves(staffed, first)
    staffed.does(first, "transfer", counter=2, note=None)
    assert staffed.does(first, "undo")["ticket"]["for_counter"] is None


def test_people_ahead_are_those_of_the_same_counter(staffed):
    second = staffed.clerks[1]
    ids = [staffed.takes_ticket()["id"] for _ in range(3)]
    for _ in range(2):
        serves(staffed, second)
        staffed.does(second, "transfer", counter=1, note=None)
    with staffed.store.reading() as connection:
        ahead = [people_ahead(connection, load_ticket(connection, each)[0]) for each in ids]
    assert ahead == [0, 1, 0]


def test_a_chosen_ticket_is_called_with_its_reason_even_if_it_waits_for_another(staffed):
    first, second, _ = staffed.clerks
    staffed.takes_ticket()
    chosen = staffed.takes_ticket()
    called = staffed.does(second, "call_chosen", ticket_id=chosen["id"], reason="infirm")["ticket"]
    assert (called["label"], called["reason"]) == (chosen["label"], "chosen:infirm")
    assert told(staffed, "ticket.called")[-1]["reason"] == "chosen:infirm"
    staffed.does(second, "undo")
    assert staffed.does(second, "call")["ticket"]["label"] != chosen["label"]
    staffed.does(second, "start")
    staffed.does(second, "transfer", counter=3, note=None)
    reserved = staffed.does(
        first, "call_chosen", ticket_id=told(staffed, "ticket.called")[-1]["ticket"], reason="manager"
    )
    assert reserved["ticket"]["reason"] == "chosen:manager"


def test_only_a_waiting_ticket_can_be_chosen(staffed):
    first, second, _ = staffed.clerks
    ticket = staffed.takes_ticket()
    serves(staffed, second)
    with pytest.raises(IllegalMove):
        staffed.does(first, "call_chosen", ticket_id=ticket["id"], reason="infirm")


def test_a_centre_may_want_recalls_before_a_no_show(staffed):
    set_centre(staffed, recalls_before_no_show=1)
    second = staffed.clerks[1]
    staffed.takes_ticket()
    staffed.does(second, "call")
    with pytest.raises(RecallFirst):
        staffed.does(second, "miss")
    staffed.does(second, "recall")
    staffed.does(second, "miss")


@pytest.mark.parametrize(("grace", "keeps"), [(5, False), (15, True), (20, True)])
def test_a_centre_says_how_long_an_absent_citizen_keeps_the_place(staffed, grace, keeps):
    set_centre(staffed, reinstate_grace_minutes=grace)
    second = staffed.clerks[1]
    late = staffed.takes_ticket()
    staffed.passes(60)
    staffed.takes_ticket()
    staffed.does(second, "call")
    staffed.does(second, "miss")
    staffed.passes(10 * 60)
    staffed.does(second, "reinstate", ticket_id=late["id"])
    assert (staffed.does(second, "call")["ticket"]["label"] == late["label"]) is keeps


def test_a_citizen_who_fetched_a_paper_is_called_first_once_and_the_dossier_is_ended(staffed):
    second = staffed.clerks[1]
    away = staffed.takes_ticket()
    staffed.takes_ticket(priority="elderly")
    staffed.does(second, "call_chosen", ticket_id=away["id"], reason="correction")
    staffed.does(second, "start")
    staffed.does(second, "dossier", text="H49.22-250704-0001")
    staffed.does(second, "fetch")
    staffed.passes(1800)
    staffed.does(second, "come_back", ticket_id=away["id"])
    for _ in range(2):
        called = serves(staffed, second)
        if called["id"] == away["id"]:
            break
        staffed.does(second, "complete")
    assert (called["reason"], called["returns"], called["handlings"]) == ("returned", 1, [])
    with pytest.raises(ReturnedAlready):
        staffed.does(second, "fetch")


def test_a_returned_ticket_goes_before_all_who_came_after_the_first_of_the_day(staffed):
    second = staffed.clerks[1]
    staffed.takes_ticket()
    staffed.passes(60)
    away = staffed.takes_ticket()
    staffed.passes(60)
    staffed.takes_ticket(priority=None)
    serves(staffed, second)
    staffed.does(second, "complete")
    serves(staffed, second)
    staffed.does(second, "fetch")
    staffed.passes(600)
    staffed.does(second, "come_back", ticket_id=away["id"])
    assert staffed.does(second, "call")["ticket"]["label"] == away["label"]


def test_to_let_a_ticket_come_back_can_be_undone_and_done_again(staffed):
    second = staffed.clerks[1]
    away = staffed.takes_ticket()
    serves(staffed, second)
    staffed.does(second, "fetch")
    staffed.does(second, "come_back", ticket_id=away["id"])
    staffed.does(second, "undo")
    staffed.does(second, "come_back", ticket_id=away["id"])
    assert serves(staffed, second)["returns"] == 1


def test_on_another_day_nobody_comes_back(staffed):
    second = staffed.clerks[1]
    away = staffed.takes_ticket()
    serves(staffed, second)
    staffed.does(second, "fetch")
    staffed.passes(DAY)
    with pytest.raises(OtherDay):
        staffed.does(second, "come_back", ticket_id=away["id"])


@pytest.mark.parametrize("end", ["complete", "miss"])
def test_what_was_ended_by_mistake_is_reopened_in_its_old_place_and_the_reason_is_kept(staffed, end):
    second = staffed.clerks[1]
    wrong = staffed.takes_ticket()
    staffed.passes(60)
    staffed.takes_ticket()
    staffed.does(second, "call")
    if end == "complete":
        staffed.does(second, "start")
    staffed.does(second, end)
    assert reopens(staffed, wrong["label"]) == {"label": wrong["label"], "state": "waiting"}
    assert told(staffed, "ticket.reopened")[-1]["reason"] == "bấm nhầm"
    with pytest.raises(UndoTooLate):
        staffed.does(second, "undo")
    assert staffed.does(second, "call")["ticket"]["label"] == wrong["label"]


def test_neither_a_waiting_ticket_nor_one_of_yesterday_is_reopened(staffed):
    ticket = staffed.takes_ticket()
    with pytest.raises(IllegalMove):
        reopens(staffed, ticket["label"])
    serves(staffed, staffed.clerks[1])
    staffed.does(staffed.clerks[1], "complete")
    staffed.passes(DAY)
    with pytest.raises(NotFound):
        reopens(staffed, ticket["label"])


def test_a_citizen_without_a_ticket_is_served_at_once_with_the_next_number_of_the_series(staffed):
    second = staffed.clerks[1]
    staffed.takes_ticket()
    served = staffed.does(second, "walk_in", service="marriage")
    assert (served["ticket"]["label"], served["ticket"]["state"], served["undo"]) == ("A002", "serving", None)
    assert told(staffed, "ticket.called") == []
    with pytest.raises(UndoTooLate):
        staffed.does(second, "undo")
    staffed.does(second, "complete")
    assert staffed.takes_ticket()["label"] == "A003"


def test_a_counter_begins_only_services_of_its_lines(staffed):
    with pytest.raises(NotServedHere):
        staffed.does(staffed.clerks[1], "walk_in", service="deed")
    assert staffed.takes_ticket("deed")["label"] == "B001"
