"""Dossiers over the API: what staff do and see, and what a kiosk is told."""

import csv
import io
import json

import pytest
from sqlalchemy import text

from queue_server.store.schema import ProcedureRow
from queue_server.store.unit import Unit

CODE = "H49.22-261123-0001"


@pytest.fixture
def clerk(site, visit):
    """A clerk at counter 1 of a centre where "marriage" returns results and one procedure is known."""
    terms = [{"kind": "counter", "duration": 3.0, "unit": "working_day"}]
    with Unit(site.hall.store) as unit:
        unit.session.add(
            ProcedureRow(
                centre_id=site.hall.centre_id, code="1.001193", name="Thủ tục đăng ký khai sinh", levels="[]",
                short_name="Khai sinh", field="Hộ tịch", agency="", documents="", url="", channels=json.dumps(terms),
            )
        )  # fmt: skip
        unit.connection.execute(text("UPDATE service SET returns_results = true WHERE code = 'marriage'"))
        unit.connection.execute(text("UPDATE centre SET version = version + 1"))
    clerk = visit("clerk")
    assert clerk.post("/counters/1/shift").status_code == 200
    return clerk


def receives(clerk, code=CODE):
    clerk.post("/counter/walk-in", {"service": "birth"})
    clerk.post("/counter/dossiers", {"code": code})
    named = clerk.post(f"/dossiers/{code}/procedure", {"procedure": "1.001193"})
    clerk.post("/counter/complete")
    return named


def test_the_clerk_names_the_procedure_and_hears_when_the_result_is_due(clerk):
    found = clerk.get("/procedures/search/khai sinh").json["procedures"]
    assert found[0]["terms"] == [{"channel": "counter", "quantity": 3.0, "unit": "working_day"}]
    named = receives(clerk)
    assert named.json == {"code": CODE, "state": "receiving", "due_at": "2026-11-26T10:00:00.000Z"}
    assert clerk.get(f"/dossiers/{CODE.lower()}").json["due_at"] == named.json["due_at"]


def test_a_kiosk_hears_in_the_citizens_language_that_a_result_is_not_ready_and_when_it_is_expected(clerk, visit):
    receives(clerk)
    wish = {"service": "marriage", "language": "en", "dossier": CODE}
    refused = visit("kiosk").post("/tickets", wish, headers={"Accept-Language": "en"})
    assert (refused.status_code, refused.json["code"]) == (409, "dossier.not_ready")
    assert "17:00 26/11/2026" in refused.json["detail"]
    told = set(refused.json) - {"type", "title", "status", "code", "detail", "request_id"}
    assert told == {"expected", "expected_at"}


def test_a_kiosk_cannot_tell_a_fetched_dossier_from_one_that_never_was(clerk, visit):
    receives(clerk)
    for result in ("ready", "returned"):
        clerk.post("/counter/walk-in", {"service": "birth"})
        clerk.post("/counter/dossiers", {"code": CODE})
        clerk.post("/counter/dossiers/end", {"result": result})
        clerk.post("/counter/complete")
    kiosk = visit("kiosk")
    answers = [
        kiosk.post("/tickets", {"service": "marriage", "language": "vi", "dossier": code}).json
        for code in (CODE, "H49.22-261123-0009")
    ]
    assert {answer["code"] for answer in answers} == {"dossier.unknown"}
    assert len({answer["detail"] for answer in answers}) == 1


def test_the_catalogue_says_which_services_ask_for_a_dossier(clerk, visit):
    groups = visit("kiosk").get("/kiosk/catalogue").json["groups"]
    asking = [service["code"] for group in groups for service in group["services"] if service["asks_dossier"]]
    assert asking == ["marriage"]


def test_a_step_is_begun_and_ended_from_the_list_and_the_figures_follow(clerk, visit):
    receives(clerk)
    assert [each["code"] for each in clerk.get("/dossiers/lists/appraise").json["dossiers"]] == [CODE]
    assert clerk.post(f"/dossiers/{CODE}/begin").status_code == 200
    assert clerk.post(f"/dossiers/{CODE}/begin").json["code"] == "dossier.in_hand"
    assert clerk.post(f"/dossiers/{CODE}/end", {"result": "ready"}).json["state"] == "ready"
    figures = visit("manager").get("/manager/now").json["dossiers"]
    assert figures == {"late": 0, "near_late": 0, "on_time": {"within": 1, "of": 1, "since": "2026-11-01"}}


def test_a_list_comes_as_csv_for_a_spreadsheet(clerk):
    receives(clerk)
    answer = clerk.get("/dossiers/lists/appraise/dossiers.csv")
    (row,) = csv.DictReader(io.StringIO(answer.get_data(as_text=True).removeprefix("\ufeff")))
    assert (row["Mã hồ sơ"], row["Đúng hạn"], row["Thủ tục"]) == (CODE, "trong hạn", "1.001193 Khai sinh")


def test_an_unknown_list_or_dossier_is_refused_by_name(clerk):
    assert clerk.get("/dossiers/lists/everything").json["code"] == "not_found"
    assert clerk.get("/dossiers/H49.22-261123-0009").json["code"] == "dossier.unknown"
