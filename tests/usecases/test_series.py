"""The numbers of a line: where they begin and end, how they look, and what happens when there are none left."""

import pytest
from sqlalchemy import text

from queue_server.domain.errors import ServiceClosed
from queue_server.store.kiosks import kiosk_catalogue
from queue_server.store.setup import setup_of
from queue_server.store.unit import Unit
from queue_server.usecases.returning import reopen

DAY = 24 * 3600


def set_line(hall, code, **values):
    assignments = ", ".join(f"{column} = :{column}" for column in values)
    with Unit(hall.store) as unit:
        unit.connection.execute(text(f"UPDATE line SET {assignments} WHERE code = '{code}'"), values)
        unit.connection.execute(text("UPDATE centre SET version = version + 1"))


def reasons(hall):
    with hall.store.reading() as connection:
        setup = setup_of(hall.store, connection, hall.centre_id)
        view = kiosk_catalogue(connection, setup, hall_id=1, public_url="http://motcua.test", at=hall.at)
    return {service["code"]: service["closed_reason"] for group in view["groups"] for service in group["services"]}


def test_a_series_begins_where_the_line_says_and_begins_there_again_each_day(hall):
    set_line(hall, "civil", first_number=200, last_number=399)
    assert [hall.takes_ticket()["label"] for _ in range(3)] == ["A200", "A201", "A202"]
    hall.passes(DAY)
    assert hall.takes_ticket()["label"] == "A200"


def test_numbers_show_as_many_digits_as_the_line_wants(hall):
    set_line(hall, "civil", digits=4)
    assert hall.takes_ticket()["label"] == "A0001"


def test_a_line_that_has_given_its_last_number_says_so_and_loses_none(hall):
    set_line(hall, "civil", last_number=2)
    labels = [hall.takes_ticket(service)["label"] for service in ("birth", "marriage")]
    assert labels == ["A001", "A002"]
    for _ in range(2):
        with pytest.raises(ServiceClosed) as refusal:
            hall.takes_ticket()
        assert refusal.value.facts == {"service": "birth", "reason": "numbers"}
    assert reasons(hall) == {"birth": "numbers", "marriage": "numbers", "deed": None}
    set_line(hall, "civil", last_number=3)
    assert hall.takes_ticket()["label"] == "A003", "what was refused left no gap"
    hall.passes(DAY)
    assert (reasons(hall)["birth"], hall.takes_ticket()["label"]) == (None, "A001")


def test_a_walk_in_and_a_party_get_no_number_beyond_the_last_either(hall):
    set_line(hall, "civil", last_number=2)
    hall.sits(hall.clerks[1], 2)
    with pytest.raises(ServiceClosed):
        hall.takes_ticket(people=3)
    assert hall.takes_ticket(people=2)["companions"][0]["label"] == "A002"
    with pytest.raises(ServiceClosed):
        hall.does(hall.clerks[1], "walk_in", service="birth")


def test_two_lines_with_one_letter_never_give_one_label_and_each_is_found_by_its_label(hall):
    set_line(hall, "civil", last_number=199)
    set_line(hall, "land", letter="A", first_number=200, last_number=399)
    labels = [hall.takes_ticket(service)["label"] for service in ("birth", "deed", "birth", "deed")]
    assert labels == ["A001", "A200", "A002", "A201"]
    hall.sits(hall.clerks[2], 3)
    assert hall.does(hall.clerks[2], "call")["ticket"]["label"] == "A200"
    hall.does(hall.clerks[2], "start")
    hall.does(hall.clerks[2], "complete")
    with Unit(hall.store) as unit:
        again = reopen(unit, centre_id=hall.centre_id, actor_id=1, label="A200", reason="bấm nhầm", at=hall.at)
    assert again["label"] == "A200"


def test_a_series_that_is_moved_up_during_the_day_goes_on_there_and_never_back(hall):
    assert hall.takes_ticket()["label"] == "A001"
    set_line(hall, "civil", first_number=500)
    assert [hall.takes_ticket()["label"] for _ in range(2)] == ["A500", "A501"]
    set_line(hall, "civil", first_number=1)
    assert hall.takes_ticket()["label"] == "A502"
