"""Turns over the API: to one counter or clerk, chosen, away and back, reopened, begun at the counter."""

import csv
import io

import pytest
from sqlalchemy import text

from queue_server.store.unit import Unit

ISSUE = {"service": "birth", "language": "vi"}


@pytest.fixture
def clerk(visit):
    seated = visit("clerk")
    seated.post("/counters/2/shift")
    return seated


@pytest.fixture
def other(visit):
    seated = visit("admin")
    seated.post("/counters/1/shift")
    return seated


@pytest.fixture
def citizen(visit):
    kiosk = visit("kiosk")
    return lambda service="birth": kiosk.post("/tickets", ISSUE | {"service": service}).json


def serves(clerk):
    called = clerk.post("/counter/call").json["ticket"]
    clerk.post("/counter/start")
    return called


@pytest.mark.parametrize(
    "goal", [{}, {"line": None}, {"line": "land", "counter": 1}, {"counter": 1, "clerk": 1}, {"counter": 0}]
)
def test_a_transfer_names_exactly_one_goal(citizen, clerk, goal):
    citizen()
    serves(clerk)
    assert clerk.post("/counter/transfer", goal).json["code"] == "input.invalid"


def test_a_transfer_as_it_was_before_still_means_another_line_at_the_same_place(citizen, clerk, other):
    citizen()
    serves(clerk)
    assert clerk.post("/counter/transfer", {"line": "land", "note": None}).status_code == 200
    assert serves(other)["reason"] == "transferred"


def test_a_ticket_sent_to_a_counter_is_seen_there_with_the_note_and_on_board_and_phone_with_a_word(
    citizen, clerk, other, visit
):
    ticket = citizen()
    serves(clerk)
    clerk.post("/counter/transfer", {"counter": 1, "place": "front", "note": "thiếu bản sao"})
    assert clerk.get("/counter").json["next"] is None
    assert other.get("/counter").json["next"] | {"reason": "transferred"} == other.get("/counter").json["next"]
    called = other.post("/counter/call").json["ticket"]
    assert (called["note"], called["for_counter"]) == ("thiếu bản sao", 1)
    assert visit("board").get("/board").json["calls"][0]["reason"] == "elsewhere"
    assert visit("anonymous").get(f"/tickets/{ticket['id']}").json["reason"] == "elsewhere"


def test_a_clerk_is_sent_a_ticket_by_the_id_that_the_console_lists(citizen, clerk, other, site):
    citizen()
    serves(clerk)
    desks = {desk["number"]: desk["clerks"] for desk in clerk.get("/counter").json["desks"]}
    assert desks == {1: [{"id": site.ids["admin"], "name": "Người admin"}], 2: [desks[2][0]], 3: []}
    assert clerk.post("/counter/transfer", {"clerk": desks[1][0]["id"]}).status_code == 200
    assert serves(other)["for_clerk"] == desks[1][0]["id"]


def test_of_a_shared_counter_both_who_sit_there_can_be_sent_a_ticket(citizen, clerk, other, site):
    with Unit(site.hall.store) as unit:
        unit.connection.execute(text("UPDATE counter SET shared = true WHERE number = 1"))
        unit.connection.execute(text("UPDATE centre SET version = version + 1"))
    site.hall.sits(site.hall.clerks[1], 1)
    citizen()
    serves(clerk)
    (desk,) = [desk for desk in clerk.get("/counter").json["desks"] if desk["number"] == 1]
    assert [each["id"] for each in desk["clerks"]] == [site.ids["admin"], site.hall.clerks[1]]
    assert clerk.post("/counter/transfer", {"clerk": desk["clerks"][1]["id"]}).status_code == 200
    assert site.hall.does(site.hall.clerks[1], "call")["ticket"]["for_clerk"] == site.hall.clerks[1]


@pytest.mark.parametrize("reason", [{}, {"reason": None}, {"reason": ""}, {"reason": "because"}])
def test_nobody_is_called_out_of_turn_without_one_of_the_reasons(citizen, clerk, reason):
    ticket = citizen()
    assert clerk.post("/counter/call-chosen", {"ticket": ticket["id"]} | reason).json["code"] == "input.invalid"
    assert clerk.get("/counter").json["ticket"] is None


@pytest.mark.parametrize("role", ["manager", "auditor"])
def test_nothing_is_sent_to_a_person_who_serves_nobody(citizen, clerk, site, role):
    citizen()
    serves(clerk)
    assert clerk.post("/counter/transfer", {"clerk": site.ids[role]}).status_code == 404


def test_a_clerk_chooses_among_those_who_wait(citizen, clerk):
    tickets = [citizen(), citizen(), citizen("deed")]
    waiting = clerk.get("/counter/waiting").json["tickets"]
    assert [each["label"] for each in waiting] == [ticket["label"] for ticket in tickets[:2]]
    body = {"ticket": waiting[1]["id"], "reason": "companion"}
    assert clerk.post("/counter/call-chosen", body).json["ticket"]["reason"] == "chosen:companion"
    assert clerk.post("/counter/call-chosen", body | {"reason": "friend"}).json["code"] == "input.invalid"


def test_who_fetches_a_paper_is_told_on_the_phone_and_comes_back_once(citizen, clerk, visit):
    ticket, phone = citizen(), visit("anonymous")
    serves(clerk)
    clerk.post("/counter/fetch")
    seen = phone.get(f"/tickets/{ticket['id']}").json
    assert (seen["state"], seen["returnable"]) == ("away", True)
    assert [each["id"] for each in clerk.get("/counter").json["away"]] == [ticket["id"]]
    clerk.post("/counter/return", {"ticket": ticket["id"]})
    assert serves(clerk)["returns"] == 1
    assert clerk.post("/counter/fetch").json["code"] == "ticket.returned_already"


def test_a_manager_reopens_a_number_of_today_with_a_reason_and_a_clerk_does_not(citizen, clerk, visit):
    ticket, manager = citizen(), visit("manager")
    serves(clerk)
    clerk.post("/counter/complete")
    body = {"label": ticket["label"], "reason": "bấm nhầm"}
    assert clerk.post("/manager/reopen", body).json["code"] == "auth.forbidden"
    assert manager.post("/manager/reopen", body | {"label": "Z999"}).status_code == 404
    assert manager.post("/manager/reopen", body).json == {"label": ticket["label"], "state": "waiting"}
    assert manager.get("/manager/now").json["today"]["completed"] == 0
    assert serves(clerk)["id"] == ticket["id"]


def test_a_citizen_without_a_ticket_is_served_once_however_often_the_request_comes(clerk, site):
    offered = [service["code"] for service in clerk.get("/counter").json["services"]]
    assert offered == ["birth", "marriage"]
    answers = [clerk.post("/counter/walk-in", {"service": "marriage"}, key="walk-in-1").json for _ in range(2)]
    assert answers[0] == answers[1]
    assert (answers[0]["ticket"]["label"], answers[0]["ticket"]["state"]) == ("A001", "serving")
    clerk.post("/counter/complete")
    assert clerk.post("/counter/walk-in", {"service": "deed"}).json["code"] == "counter.not_its_service"


def test_the_managers_table_says_why_each_turn_was_called(citizen, clerk, visit):
    citizen()
    serves(clerk)
    clerk.post("/counter/complete")
    clerk.post("/counter/walk-in", {"service": "birth"})
    manager = visit("manager")
    assert [turn["reason"] for turn in manager.get("/manager/days/2026-11-23").json["turns"]] == ["order", "walk_in"]
    rows = list(csv.DictReader(io.StringIO(manager.get("/manager/days/2026-11-23/turns.csv").text)))
    assert [row["Lý do"] for row in rows] == ["theo thứ tự", "đến thẳng quầy"]
