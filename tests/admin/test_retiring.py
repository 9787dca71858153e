"""What is left out is retired, and nobody and nothing at work is lost with it, here or at another centre."""

import pytest
from offices import Elsewhere, without, without_land
from sqlalchemy import text

from queue_server.domain.errors import LineRetired
from queue_server.store.staff import workplaces_of
from queue_server.store.unit import Unit
from queue_server.usecases.returning import reopen
from queue_server.usecases.steering import settle_ticket_at


@pytest.fixture
def elsewhere(hall):
    return Elsewhere(hall)


def reopens(hall, label):
    with Unit(hall.store) as unit:
        return reopen(
            unit, centre_id=hall.centre_id, actor_id=hall.clerks[0], label=label, reason="bấm nhầm", at=hall.at
        )  # fmt: skip


def ends_the_visit(hall, number):
    with Unit(hall.store) as unit:
        settle_ticket_at(
            unit, centre_id=hall.centre_id, actor_id=hall.clerks[0], number=number, how="end", reason="về rồi",
            at=hall.at,
        )  # fmt: skip


def states(hall):
    with hall.store.reading() as connection:
        return dict(connection.execute(text("SELECT label, state FROM ticket")).all())


def test_a_number_of_a_retired_line_is_not_reopened_and_no_visit_goes_on_there(office):
    hall = office.hall
    ended = hall.takes_ticket("deed")["label"]
    visit = hall.takes_ticket("birth", then=("deed",))["label"]
    hall.sits(hall.clerks[2], 3)
    hall.sits(hall.clerks[1], 2)
    for move in ("call", "start", "complete"):
        hall.does(hall.clerks[2], move)
    for move in ("call", "start"):
        hall.does(hall.clerks[1], move)
    ends_the_visit(hall, 2)
    office.changes(without_land)
    with pytest.raises(LineRetired) as refused:
        reopens(hall, ended)
    assert refused.value.facts == {"label": ended}
    assert reopens(hall, visit)["state"] == "waiting"
    for move in ("call", "start", "complete"):
        hall.does(hall.clerks[1], move)
    assert states(hall) == {ended: "completed", visit: "completed"}


def test_who_sits_at_another_centre_can_be_retired_only_after_that_shift(office, elsewhere):
    person = office.hall.clerks[1]
    elsewhere.lets_work(person)
    elsewhere.seats(person)
    (mistake,) = office.checks(without("staff", login="clerk2")).mistakes
    assert (mistake.place, mistake.code) == ("staff", "staff.sitting_elsewhere")
    assert mistake.facts["centre"]["vi"] == "Trung tâm khác"
    elsewhere.frees(person)
    assert office.mistakes(without("staff", login="clerk2")) == []


def test_a_login_that_another_centre_has_retired_is_named_as_a_mistake(office, elsewhere):
    elsewhere.had("lan")
    added = lambda draft: draft["staff"].append({"login": "lan", "name": "Lan", "roles": ["clerk"]})  # noqa: E731
    assert office.mistakes(added) == [("staff[4].login", "staff.retired_elsewhere")]


def test_who_leaves_keeps_no_rights_elsewhere_that_the_next_person_of_that_login_would_get(office, elsewhere):
    person = office.hall.clerks[2]
    elsewhere.lets_work(person)
    before = office.read()
    office.changes(without("staff", login="clerk3"))
    office.saves(before)
    with office.hall.store.reading() as connection:
        assert [place.code for place in workplaces_of(connection, person)] == ["test"]
