"""What clerks do, on both databases."""

import pytest

from queue_server.domain.errors import CounterBusy, IllegalMove, NobodyWaiting, UndoTooLate


def test_the_first_ticket_of_the_day_is_number_one_and_has_nobody_ahead(hall):
    ticket = hall.takes_ticket()
    assert (ticket["label"], ticket["ahead"]) == ("A001", 0)


def test_tickets_are_called_in_the_order_they_were_taken(hall):
    labels = [hall.takes_ticket()["label"] for _ in range(3)]
    clerk = hall.clerks[1]
    hall.sits(clerk, 2)
    called = []
    for _ in labels:
        called.append(hall.does(clerk, "call")["ticket"]["label"])
        hall.does(clerk, "start")
        hall.does(clerk, "complete")
    assert called == labels


def test_an_elderly_citizen_is_called_before_one_who_came_less_than_half_an_hour_earlier(hall):
    hall.takes_ticket()
    hall.passes(29 * 60)
    hall.takes_ticket(priority="elderly")
    hall.sits(hall.clerks[1], 2)
    assert hall.does(hall.clerks[1], "call")["ticket"]["label"] == "A002"


def test_an_elderly_citizen_does_not_overtake_one_who_came_more_than_half_an_hour_earlier(hall):
    hall.takes_ticket()
    hall.passes(31 * 60)
    hall.takes_ticket(priority="elderly")
    hall.sits(hall.clerks[1], 2)
    assert hall.does(hall.clerks[1], "call")["ticket"]["label"] == "A001"


def test_a_counter_serves_its_first_ranked_line_before_its_second(hall):
    hall.takes_ticket("deed")
    hall.passes(60)
    hall.takes_ticket("birth")
    hall.sits(hall.clerks[0], 1)
    assert hall.does(hall.clerks[0], "call")["ticket"]["label"] == "A001"


def test_a_counter_with_a_ticket_cannot_call_another(hall):
    hall.takes_ticket()
    hall.takes_ticket()
    hall.sits(hall.clerks[1], 2)
    hall.does(hall.clerks[1], "call")
    with pytest.raises(CounterBusy):
        hall.does(hall.clerks[1], "call")


def test_calling_an_empty_line_says_that_nobody_waits(hall):
    hall.sits(hall.clerks[1], 2)
    with pytest.raises(NobodyWaiting):
        hall.does(hall.clerks[1], "call")


def test_a_called_ticket_cannot_be_completed_before_it_was_started(hall):
    hall.takes_ticket()
    hall.sits(hall.clerks[1], 2)
    hall.does(hall.clerks[1], "call")
    with pytest.raises(IllegalMove):
        hall.does(hall.clerks[1], "complete")


UNDOABLE = {
    "call": [],
    "start": ["call"],
    "complete": ["call", "start"],
    "miss": ["call"],
    "hold": ["call", "start"],
}


@pytest.mark.parametrize("move", UNDOABLE)
def test_an_action_taken_back_within_five_seconds_leaves_everything_as_it_was(hall, move):
    hall.takes_ticket()
    clerk = hall.clerks[1]
    hall.sits(clerk, 2)
    for before in UNDOABLE[move]:
        hall.does(clerk, before)
    hall.passes(60)
    hall.does(clerk, move)
    hall.passes(5)
    hall.does(clerk, "undo")
    hall.passes(60)
    again = hall.does(clerk, move)
    assert again["undo"]["move"] == move


def test_an_action_cannot_be_taken_back_after_ten_seconds(hall):
    hall.takes_ticket()
    hall.sits(hall.clerks[1], 2)
    hall.does(hall.clerks[1], "call")
    hall.passes(10)
    with pytest.raises(UndoTooLate):
        hall.does(hall.clerks[1], "undo")


def test_a_transfer_taken_back_can_be_made_again(hall):
    hall.takes_ticket()
    clerk = hall.clerks[1]
    hall.sits(clerk, 2)
    hall.does(clerk, "call")
    hall.does(clerk, "start")
    hall.does(clerk, "dossier", text="h49.22-250704-0001")
    hall.does(clerk, "transfer", line_code="land", note=None)
    back = hall.does(clerk, "undo")
    assert back["ticket"]["handlings"][0]["ended_at"] is None
    hall.passes(1)
    hall.does(clerk, "transfer", line_code="land", note="thiếu giấy tờ")
    hall.sits(hall.clerks[2], 3)
    called = hall.does(hall.clerks[2], "call")["ticket"]
    assert (called["label"], called["note"]) == ("A001", "thiếu giấy tờ")


def test_dossiers_of_a_turn_are_handled_one_after_the_other(hall):
    hall.takes_ticket()
    clerk = hall.clerks[1]
    hall.sits(clerk, 2)
    hall.does(clerk, "call")
    hall.does(clerk, "start")
    hall.does(clerk, "dossier", text="H49.22-250704-0001")
    hall.passes(300)
    answer = hall.does(clerk, "dossier", text="H49.22-250704-0002")
    first, second = answer["ticket"]["handlings"]
    assert first["ended_at"] == second["started_at"]
    assert second["ended_at"] is None


def test_time_on_hold_counts_neither_as_service_nor_as_handling(hall):
    ticket = hall.takes_ticket()
    clerk = hall.clerks[1]
    hall.sits(clerk, 2)
    hall.does(clerk, "call")
    hall.does(clerk, "start")
    hall.does(clerk, "dossier", text="H49.22-250704-0001")
    hall.passes(100)
    hall.does(clerk, "hold")
    hall.passes(1000)
    answer = hall.does(clerk, "resume", ticket_id=ticket["id"])
    assert answer["ticket"]["handlings"][0]["held_seconds"] == 1000


def test_a_no_show_put_back_at_once_keeps_its_place_and_can_be_taken_back(hall):
    first = hall.takes_ticket()
    hall.takes_ticket()
    clerk = hall.clerks[1]
    hall.sits(clerk, 2)
    hall.does(clerk, "call")
    hall.does(clerk, "miss")
    hall.passes(60)
    hall.does(clerk, "reinstate", ticket_id=first["id"])
    hall.does(clerk, "undo")
    hall.does(clerk, "reinstate", ticket_id=first["id"])
    assert hall.does(clerk, "call")["ticket"]["label"] == "A001"
