"""People who come together: consecutive numbers in one go, one counter, one right after the other."""

import pytest
from sqlalchemy import text

from queue_server.domain.errors import ServiceClosed
from queue_server.store.journal import entries_since, last_seq
from queue_server.store.lines import people_ahead
from queue_server.store.schema import CentreRow, CounterRow, HallRow
from queue_server.store.tickets import load_ticket
from queue_server.store.unit import Unit
from queue_server.usecases import seats


@pytest.fixture
def staffed(hall):
    """The first clerk sits at counter 1 (civil, then land), the second at 2 (civil), the third at 3 (land)."""
    for number, clerk in enumerate(hall.clerks, start=1):
        hall.sits(clerk, number)
    return hall


def family(hall, people=3, service="birth", **more):
    view = hall.takes_ticket(service, people=people, **more)
    return [view["label"], *(each["label"] for each in view["companions"])]


def serves(hall, clerk):
    called = hall.does(clerk, "call")["ticket"]
    hall.does(clerk, "start")
    hall.passes(60)
    hall.does(clerk, "complete")
    return called["label"]


def told(hall, kind):
    with hall.store.reading() as connection:
        return [entry.body for entry in entries_since(connection, 0) if entry.kind == kind]


def test_the_called_one_is_not_told_as_a_companion_of_itself(staffed):
    labels = family(staffed)
    assert staffed.does(staffed.clerks[0], "call")["ticket"]["label"] == labels[0]
    assert [body["label"] for body in told(staffed, "ticket.gathered")] == labels[1:]


def test_a_party_gets_consecutive_numbers_and_one_slip_each(staffed):
    view = staffed.takes_ticket("birth", people=3, device_id="kiosk-1")
    labels = ["A001", "A002", "A003"]
    assert [view["label"], *(each["label"] for each in view["companions"])] == labels
    assert [each["party"] for each in (view, *view["companions"])] == [labels] * 3
    assert [each["ahead"] for each in (view, *view["companions"])] == [0, 1, 2]
    with staffed.store.reading() as connection:
        assert connection.execute(text("SELECT count(*) FROM job WHERE state = 'queued'")).scalar() == 3
    assert staffed.takes_ticket("birth")["label"] == "A004"


def test_the_counter_that_calls_one_calls_the_others_right_after_and_says_why(staffed):
    first, second, _ = staffed.clerks
    labels = family(staffed)
    staffed.passes(1)
    alone = staffed.takes_ticket("birth")["label"]
    assert staffed.does(second, "call")["ticket"]["label"] == labels[0]
    assert serves(staffed, first) == alone, "another counter does not tear them apart"
    staffed.does(second, "start")
    staffed.does(second, "complete")
    for label in labels[1:]:
        called = staffed.does(second, "call")["ticket"]
        assert (called["label"], called["reason"]) == (label, "companion")
        staffed.does(second, "start")
        staffed.does(second, "complete")


def test_whoever_waits_is_overtaken_by_no_more_than_the_others_of_one_party(staffed):
    """A priority number that comes after the first was called waits for the rest of the party at that counter."""
    _, second, _ = staffed.clerks
    labels = family(staffed, people=6)
    assert staffed.does(second, "call")["ticket"]["label"] == labels[0]
    staffed.passes(60)
    urgent = staffed.takes_ticket("birth", priority="elderly")["label"]
    staffed.does(second, "start")
    staffed.does(second, "complete")
    assert [serves(staffed, second) for _ in range(6)] == [*labels[1:], urgent]


def test_taking_the_call_back_lets_the_others_go(staffed):
    first, second, _ = staffed.clerks
    labels = family(staffed)
    staffed.does(second, "call")
    staffed.does(second, "undo")
    assert [body["for_counter"] for body in told(staffed, "ticket.released")] == [None, None]
    assert [serves(staffed, first) for _ in labels] == labels


def test_who_misses_the_call_or_is_sent_elsewhere_is_alone_from_then_on(staffed):
    first, second, third = staffed.clerks
    labels = family(staffed, people=4)
    staffed.does(second, "call")
    staffed.does(second, "miss")
    assert staffed.does(second, "call")["ticket"]["label"] == labels[1]
    staffed.does(second, "transfer", line_code="land", note=None)
    assert staffed.does(third, "call")["ticket"]["label"] == labels[1]
    assert staffed.does(second, "call")["ticket"]["label"] == labels[2]
    staffed.does(second, "miss")
    absent = [body["ticket"] for body in told(staffed, "ticket.no_show")]
    for ticket_id in absent:
        staffed.does(second, "reinstate", ticket_id=ticket_id)
    assert staffed.does(first, "call")["ticket"]["label"] == labels[0], "an absent one waits for no counter any more"
    assert staffed.does(second, "call")["ticket"]["label"] == labels[3]


@pytest.mark.parametrize("goes", ["leaves", "rests", "moves"])
def test_a_counter_that_is_left_lets_companions_go(staffed, goes):
    first, second, _ = staffed.clerks
    labels = family(staffed)
    serves(staffed, second)
    if goes == "leaves":
        with Unit(staffed.store) as unit:
            seats.leave(unit, centre_id=staffed.centre_id, clerk_id=second, at=staffed.at)
    elif goes == "rests":
        staffed.does(second, "rest", reason="lunch")
    else:
        staffed.sits(second, 3, takeover=True)
    assert [serves(staffed, first) for _ in labels[1:]] == labels[1:]


def test_another_clerk_at_the_same_counter_takes_the_party_over(staffed):
    _, second, third = staffed.clerks
    labels = family(staffed)
    serves(staffed, second)
    staffed.sits(third, 2, takeover=True)
    assert [serves(staffed, third) for _ in labels[1:]] == labels[1:]


def test_a_party_for_which_the_days_numbers_do_not_suffice_gets_none(staffed):
    with Unit(staffed.store) as unit:
        unit.connection.execute(text("UPDATE service SET daily_limit = 2 WHERE code = 'birth'"))
        unit.connection.execute(text("UPDATE centre SET version = version + 1"))
    with staffed.store.reading() as connection:
        before = last_seq(connection)
    with pytest.raises(ServiceClosed):
        family(staffed, people=3)
    with staffed.store.reading() as connection:
        assert last_seq(connection) == before
    assert family(staffed, people=2) == ["A001", "A002"]


def test_companions_know_how_many_are_before_them_while_they_wait_for_the_counter(staffed):
    _, second, _ = staffed.clerks
    view = staffed.takes_ticket("birth", people=3)
    staffed.does(second, "call")
    with staffed.store.reading() as connection:
        waiting = [load_ticket(connection, each["id"])[0] for each in view["companions"]]
        assert [people_ahead(connection, ticket) for ticket in waiting] == [0, 1]


def test_each_of_a_party_with_several_services_goes_on_alone(staffed):
    _, second, third = staffed.clerks
    labels = family(staffed, people=2, then=("deed",))
    assert serves(staffed, second) == labels[0]
    assert serves(staffed, third) == labels[0]
    assert [serves(staffed, second), serves(staffed, third)] == [labels[1], labels[1]]


def add_centre_elsewhere(hall):
    """Another centre with one counter; returns its id."""
    with Unit(hall.store) as unit:
        rows = unit.session
        centre = CentreRow(
            code="elsewhere", names="{}", level="commune", zone="Asia/Ho_Chi_Minh", wait_target_minutes=15,
            dossier_target_minutes=10, dossier_pattern="[0-9]+",
        )  # fmt: skip
        rows.add(centre)
        rows.flush()
        room = HallRow(centre_id=centre.id, code="main", names="{}")
        rows.add(room)
        rows.flush()
        rows.add(CounterRow(centre_id=centre.id, hall_id=room.id, number=1, names="{}"))
        return centre.id


def test_companions_are_called_at_their_centre_when_the_clerk_they_wait_for_sits_down_at_another(staffed):
    first, second, _ = staffed.clerks
    with Unit(staffed.store) as unit:
        unit.connection.execute(text("UPDATE centre SET work = '{\"automatic_call\": true}', version = version + 1"))
    elsewhere = add_centre_elsewhere(staffed)
    labels = family(staffed, people=2)
    assert staffed.does(first, "call")["ticket"]["label"] == labels[0]
    assert staffed.does(second, "call")["ticket"] is None
    with Unit(staffed.store) as unit:
        seats.sit_down(unit, centre_id=elsewhere, clerk_id=first, number=1, takeover=False, at=staffed.at)
    assert [call["label"] for call in told(staffed, "ticket.called")] == labels
    assert staffed.does(second, "start")["ticket"]["label"] == labels[1]
