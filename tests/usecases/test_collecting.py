"""Fetching results: numbers, plans and transfers are for a dossier whose result is ready, on both databases."""

import pytest
from dossier_office import CODE, Office
from sqlalchemy import text

from queue_server.domain import errors
from queue_server.store.journal import entries_since
from queue_server.store.unit import Unit


@pytest.fixture
def office(hall):
    return Office(hall)


@pytest.fixture
def results(office, hall):
    """The service "marriage" returns results now."""
    with Unit(hall.store) as unit:
        unit.connection.execute(text("UPDATE service SET returns_results = true WHERE code = 'marriage'"))
        unit.connection.execute(text("UPDATE centre SET version = version + 1"))
    return office


def fetches(hall, code):
    return hall.takes_ticket("marriage", dossier=code)


def test_only_a_dossier_whose_result_is_ready_gets_a_number(results, hall):
    results.comes()
    results.names_procedure()
    hall.does(results.desk, "end_dossier")
    hall.does(results.desk, "complete")
    with pytest.raises(errors.DossierNotReady) as refusal:
        fetches(hall, CODE)
    assert refusal.value.facts == {"expected_at": "2026-11-26T10:00:00.000Z", "expected": "17:00 26/11/2026"}
    results.does_step(results.appraiser, "ready")
    ticket = fetches(hall, CODE.lower())
    assert ticket["state"] == "waiting"
    assert hall.does(results.desk, "call")["ticket"]["note"] == CODE
    hall.does(results.desk, "start")
    hall.does(results.desk, "dossier", text=CODE)
    hall.does(results.desk, "complete")
    with pytest.raises(errors.DossierUnknown):
        fetches(hall, CODE)


@pytest.mark.parametrize(
    ("code", "refusal"),
    [
        (None, errors.DossierCodeNeeded),
        ("12345", errors.DossierPattern),
        ("H49.22-261123-9999", errors.DossierUnknown),
        (CODE, errors.DossierOverdue),
    ],
)
def test_without_a_ready_dossier_no_number_is_used_up(results, hall, code, refusal):
    results.comes()
    hall.does(results.desk, "complete")
    with pytest.raises(refusal):
        fetches(hall, code)
    assert hall.takes_ticket()["number"] == 2


def test_a_time_that_has_passed_is_not_promised_again(results, hall):
    results.comes()
    results.names_procedure()
    hall.does(results.desk, "complete")
    hall.passes(10 * 24 * 3600)
    with pytest.raises(errors.DossierOverdue):
        fetches(hall, CODE)


def test_at_the_counter_a_result_that_is_not_ready_needs_the_clerks_reason(results, hall):
    results.comes()
    hall.does(results.desk, "complete")
    with pytest.raises(errors.DossierOverdue):
        hall.does(results.desk, "walk_in", service="marriage", dossier=CODE)
    ticket = hall.does(results.desk, "walk_in", service="marriage", dossier=CODE, override="kết quả giấy đã về")
    assert ticket["ticket"]["note"] == CODE
    with hall.store.reading() as connection:
        (walked,) = (entry for entry in entries_since(connection, 0) if entry.kind == "ticket.walked_in")
    assert walked.body["override"] == "kết quả giấy đã về"


def test_services_that_return_no_results_ask_for_no_code(results, hall):
    assert hall.takes_ticket("birth", dossier="whatever")["state"] == "waiting"


@pytest.fixture
def fetching_line(results, hall):
    """In the line "land" nothing but results is fetched now, at counter 3."""
    with Unit(hall.store) as unit:
        unit.connection.execute(text("UPDATE service SET returns_results = true WHERE code = 'deed'"))
        unit.connection.execute(text("UPDATE centre SET version = version + 1"))
    hall.sits(hall.clerks[2], 3)
    return results


def waits_for(hall, code="deed"):
    with hall.store.reading() as connection:
        found = connection.execute(
            text("SELECT t.label, s.code FROM ticket t JOIN service s ON s.id = t.service_id WHERE t.state = 'waiting'")
        )
        return [label for label, service in found.all() if service == code]


@pytest.mark.parametrize(
    ("code", "refusal"),
    [
        (None, errors.DossierCodeNeeded),
        ("12345", errors.DossierPattern),
        ("H49.22-261123-9999", errors.DossierUnknown),
        (CODE, errors.DossierOverdue),
    ],
)
def test_a_clerk_plans_the_fetching_of_a_result_only_for_a_dossier_that_is_ready(fetching_line, hall, code, refusal):
    fetching_line.comes()
    with pytest.raises(refusal):
        hall.does(fetching_line.desk, "replan", services=["deed"], dossier=code)
    with pytest.raises(refusal):
        hall.does(fetching_line.desk, "transfer", line_code="land", dossier=code, note=None)
    with pytest.raises(refusal):
        hall.does(fetching_line.desk, "transfer", counter=3, dossier=code, note=None)
    hall.does(fetching_line.desk, "complete")
    assert waits_for(hall) == []


def test_the_code_of_a_planned_result_is_told_to_who_returns_it_and_to_nobody_before(fetching_line, hall):
    fetching_line.comes()
    hall.does(fetching_line.desk, "end_dossier")
    hall.does(fetching_line.desk, "complete")
    fetching_line.does_step(fetching_line.appraiser, "ready")
    hall.takes_ticket("birth")
    hall.does(fetching_line.desk, "call")
    hall.does(fetching_line.desk, "start")
    planned = hall.does(fetching_line.desk, "replan", services=["deed"], dossier=CODE.lower())["ticket"]
    assert planned["note"] is None
    hall.does(fetching_line.desk, "replan", services=["deed", "marriage"], dossier=CODE)
    hall.does(fetching_line.desk, "undo")
    hall.does(fetching_line.desk, "complete")
    called = hall.does(hall.clerks[2], "call")["ticket"]
    assert (called["service"]["code"], called["note"]) == ("deed", CODE)


def test_a_plan_that_already_has_its_dossier_is_not_asked_for_it_again_and_one_without_results_has_none(
    fetching_line, hall
):
    hall.takes_ticket("birth")
    hall.does(fetching_line.desk, "call")
    hall.does(fetching_line.desk, "replan", services=["deed"], dossier=CODE, override="kết quả giấy đã về")
    hall.does(fetching_line.desk, "replan", services=["deed"])
    hall.does(fetching_line.desk, "replan", services=[])
    with pytest.raises(errors.DossierCodeNeeded):
        hall.does(fetching_line.desk, "replan", services=["deed"])
    with hall.store.reading() as connection:
        plans = [entry.body for entry in entries_since(connection, 0) if entry.kind == "ticket.replanned"]
    assert [(each["collects"], each["override"]) for each in plans] == [
        (CODE, "kết quả giấy đã về"), (CODE, None), (None, None),
    ]  # fmt: skip


def test_a_ticket_sent_to_where_results_are_fetched_carries_the_dossier_or_the_clerks_reason(fetching_line, hall):
    fetching_line.comes()
    sent = {"line_code": "land", "dossier": CODE, "override": "kết quả giấy đã về", "note": "lấy bản gốc"}
    hall.does(fetching_line.desk, "transfer", **sent)
    assert hall.does(hall.clerks[2], "call")["ticket"]["note"] == f"{CODE} · lấy bản gốc"
    with hall.store.reading() as connection:
        (entry,) = (entry.body for entry in entries_since(connection, 0) if entry.kind == "ticket.transferred")
    assert (entry["collects"], entry["override"]) == (CODE, "kết quả giấy đã về")


def test_a_ticket_sent_within_its_line_or_to_a_line_that_also_does_other_things_needs_no_dossier(results, hall):
    hall.takes_ticket("deed")
    hall.does(results.desk, "call")
    hall.does(results.desk, "transfer", line_code="civil", note=None)
    assert waits_for(hall) == ["B001"]


def test_the_later_fetching_of_an_itinerary_from_the_kiosk_is_told_at_its_own_counter(fetching_line, hall):
    fetching_line.comes()
    hall.does(fetching_line.desk, "end_dossier")
    hall.does(fetching_line.desk, "complete")
    fetching_line.does_step(fetching_line.appraiser, "ready")
    hall.takes_ticket("birth", then=("deed",), dossier=CODE)
    assert hall.does(fetching_line.desk, "call")["ticket"]["note"] is None
    hall.does(fetching_line.desk, "start")
    hall.does(fetching_line.desk, "complete")
    assert hall.does(hall.clerks[2], "call")["ticket"]["note"] == CODE
