"""Several services in one visit: the number goes on from line to line with the place of its arrival."""

import pytest
from sqlalchemy import text

from kiosk import slip
from queue_server.domain.errors import (
    IllegalMove,
    NotFound,
    NothingToCome,
    NotServedHere,
    ServiceClosed,
    TooManyStops,
    UndoTooLate,
)
from queue_server.domain.itinerary import LONGEST_VISIT
from queue_server.store.journal import entries_since, last_seq
from queue_server.store.replay import Replay
from queue_server.store.reports import day_view
from queue_server.store.setup import setup_of
from queue_server.store.unit import Unit


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


def finishes(hall, clerk):
    called = serves(hall, clerk)
    hall.passes(60)
    hall.does(clerk, "complete")
    return called


def states(ticket):
    return [(stop["service"]["code"], stop["state"]) for stop in ticket["itinerary"]]


def today(hall):
    with hall.store.reading() as connection:
        return day_view(connection, setup_of(hall.store, connection, hall.centre_id), hall.at.date())


def test_one_number_is_called_in_each_line_of_its_itinerary_in_order(staffed):
    _, civil, land = staffed.clerks
    ticket = staffed.takes_ticket("birth", then=("deed",))
    assert states(ticket) == [("birth", "now"), ("deed", "later")]
    assert finishes(staffed, civil)["label"] == ticket["label"]
    called = serves(staffed, land)
    assert (called["label"], called["service"]["code"], called["reason"]) == (ticket["label"], "deed", "onward")
    assert states(called) == [("birth", "done"), ("deed", "now")]
    staffed.does(land, "complete")
    assert today(staffed)["turns"][-1]["outcome"] == "completed"


def test_who_goes_on_stands_in_the_next_line_where_the_arrival_at_the_centre_puts_them(staffed):
    _, civil, land = staffed.clerks
    first = staffed.takes_ticket("birth", then=("deed",))
    staffed.passes(60)
    second = staffed.takes_ticket("deed")
    staffed.passes(60)
    third = staffed.takes_ticket("deed")
    assert finishes(staffed, land)["label"] == second["label"]
    finishes(staffed, civil)
    assert [finishes(staffed, land)["label"] for _ in range(2)] == [first["label"], third["label"]]


def test_a_place_at_the_front_of_one_line_is_not_carried_into_the_next(staffed):
    """A transfer to the front holds where it was given; the next line knows the visit by its arrival alone."""
    both, civil, land = staffed.clerks
    earlier = staffed.takes_ticket("deed")
    staffed.passes(60)
    staffed.takes_ticket("birth", then=("deed",))
    serves(staffed, civil)
    staffed.does(civil, "transfer", counter=1, place="front", note=None)
    finishes(staffed, both)
    assert finishes(staffed, land)["label"] == earlier["label"]


def test_the_manager_sees_each_turn_with_its_own_service(staffed):
    _, civil, land = staffed.clerks
    staffed.takes_ticket("birth", then=("deed",))
    finishes(staffed, civil)
    finishes(staffed, land)
    day = today(staffed)
    assert [(turn["service"]["code"], turn["outcome"]) for turn in day["turns"]] == [
        ("birth", "onward"),
        ("deed", "completed"),
    ]
    assert (day["summary"]["issued"], day["summary"]["completed"], day["summary"]["onward"]) == (1, 1, 1)


def test_a_clerk_adds_skips_and_takes_back(staffed):
    _, civil, _ = staffed.clerks
    staffed.takes_ticket("birth")
    serves(staffed, civil)
    added = staffed.does(civil, "replan", services=["deed", "marriage"])["ticket"]
    assert states(added) == [("birth", "now"), ("deed", "later"), ("marriage", "later")]
    skipped = staffed.does(civil, "replan", services=["marriage"])["ticket"]
    assert states(skipped) == [("birth", "now"), ("marriage", "later")]
    assert states(staffed.does(civil, "undo")["ticket"]) == states(added)
    assert staffed.does(civil, "replan", services=[])["ticket"]["itinerary"] == []
    staffed.does(civil, "complete")
    assert today(staffed)["turns"][0]["outcome"] == "completed"


def test_a_visit_has_no_more_services_in_all_than_a_slip_can_be_printed_with(staffed):
    assert LONGEST_VISIT == slip.MOST_STOPS
    both, _, _ = staffed.clerks
    staffed.takes_ticket("birth")
    for _ in range(LONGEST_VISIT - 1):
        serves(staffed, both)
        staffed.does(both, "replan", services=["birth"])
        staffed.does(both, "complete")
    printed = serves(staffed, both)
    assert len(printed["itinerary"]) == LONGEST_VISIT
    with pytest.raises(TooManyStops) as refused:
        staffed.does(both, "replan", services=["birth"])
    assert refused.value.facts == {"most": LONGEST_VISIT}


def test_going_on_can_be_taken_back_and_the_number_is_at_the_counter_as_before(staffed):
    _, civil, land = staffed.clerks
    staffed.takes_ticket("birth", then=("deed",))
    serves(staffed, civil)
    staffed.does(civil, "dossier", text="H49.22-250704-0001")
    assert staffed.does(civil, "complete")["undo"]["move"] == "onward"
    back = staffed.does(civil, "undo")["ticket"]
    assert (back["state"], back["service"]["code"], states(back)[0]) == ("serving", "birth", ("birth", "now"))
    assert back["handlings"][0]["ended_at"] is None
    staffed.does(civil, "complete")
    serves(staffed, land)
    with pytest.raises(UndoTooLate):
        staffed.does(civil, "undo")


def test_an_itinerary_with_a_closed_service_is_refused_and_no_number_is_used(staffed):
    with Unit(staffed.store) as unit:
        unit.connection.execute(text("DELETE FROM skill WHERE line_id = 2"))
        unit.connection.execute(text("UPDATE centre SET version = version + 1"))
    with staffed.store.reading() as connection:
        before = last_seq(connection)
    with pytest.raises(ServiceClosed) as refusal:
        staffed.takes_ticket("birth", then=("deed",))
    assert refusal.value.facts == {"service": "deed", "reason": "no_counter"}
    with staffed.store.reading() as connection:
        assert last_seq(connection) == before
    assert staffed.takes_ticket("birth")["number"] == 1


def test_a_daily_limit_counts_every_service_of_an_itinerary(staffed):
    with Unit(staffed.store) as unit:
        unit.connection.execute(text("UPDATE service SET daily_limit = 1 WHERE code = 'deed'"))
        unit.connection.execute(text("UPDATE centre SET version = version + 1"))
    staffed.takes_ticket("birth", then=("deed",))
    for refused in (("birth", ("deed",)), ("deed", ())):
        with pytest.raises(ServiceClosed) as refusal:
            staffed.takes_ticket(refused[0], then=refused[1])
        assert refusal.value.facts["reason"] == "limit"


def test_an_itinerary_has_an_end(staffed):
    _, civil, _ = staffed.clerks
    staffed.takes_ticket("birth", then=("deed", "marriage"))
    serves(staffed, civil)
    with pytest.raises(TooManyStops):
        staffed.does(civil, "replan", services=["deed", "marriage", "birth", "deed"])
    with pytest.raises(NotFound):
        staffed.does(civil, "replan", services=["dance"])


def test_a_service_that_lost_its_line_is_passed_over(staffed):
    _, civil, _ = staffed.clerks
    staffed.takes_ticket("birth", then=("deed", "marriage"))
    serves(staffed, civil)
    with Unit(staffed.store) as unit:
        unit.connection.execute(text("UPDATE service SET line_id = NULL WHERE code = 'deed'"))
        unit.connection.execute(text("UPDATE centre SET version = version + 1"))
    staffed.does(civil, "complete")
    called = serves(staffed, civil)
    assert called["service"]["code"] == "marriage"
    with staffed.store.reading() as connection:
        replay = Replay().read(entries_since(connection, 0))
    assert [turn.service for turn in replay.turns.values()] == [1, 2]
    assert list(replay.itineraries.values()) == [((1, 3, 2), 2)]


def test_a_counter_that_does_the_next_thing_too_goes_on_with_the_citizen_at_once(staffed):
    both, _, _ = staffed.clerks
    waits = staffed.takes_ticket("deed")
    ticket = staffed.takes_ticket("birth", then=("deed",))
    serves(staffed, both)
    staffed.does(both, "dossier", text="H49.22-250704-0001")
    staffed.passes(60)
    stayed = staffed.does(both, "stay")["ticket"]
    assert (stayed["label"], stayed["state"], stayed["service"]["code"]) == (ticket["label"], "serving", "deed")
    assert (stayed["reason"], states(stayed)) == ("stayed", [("birth", "done"), ("deed", "now")])
    assert stayed["handlings"] == []
    staffed.passes(30)
    staffed.does(both, "complete")
    first, second = (turn for turn in today(staffed)["turns"] if turn["label"] == ticket["label"])
    assert (first["outcome"], first["service_seconds"]) == ("onward", 60)
    assert (second["outcome"], second["wait_seconds"], second["service_seconds"]) == ("completed", None, 30)
    assert finishes(staffed, both)["label"] == waits["label"]


def test_staying_can_be_taken_back_and_the_service_before_goes_on(staffed):
    both, _, _ = staffed.clerks
    staffed.takes_ticket("birth", then=("deed",))
    serves(staffed, both)
    staffed.does(both, "dossier", text="H49.22-250704-0001")
    assert staffed.does(both, "stay")["undo"]["move"] == "stay"
    back = staffed.does(both, "undo")["ticket"]
    assert (back["state"], back["service"]["code"]) == ("serving", "birth")
    assert back["handlings"][0]["ended_at"] is None
    with staffed.store.reading() as connection:
        assert len(Replay().read(entries_since(connection, 0)).turns) == 1


def test_nobody_stays_for_what_is_done_elsewhere_or_without_anything_to_come(staffed):
    both, civil, _ = staffed.clerks
    staffed.takes_ticket("birth", then=("deed",))
    staffed.takes_ticket("birth")
    serves(staffed, civil)
    with pytest.raises(NotServedHere):
        staffed.does(civil, "stay")
    staffed.does(both, "call")
    with pytest.raises(IllegalMove):
        staffed.does(both, "stay")
    staffed.does(both, "start")
    with pytest.raises(NothingToCome):
        staffed.does(both, "stay")
