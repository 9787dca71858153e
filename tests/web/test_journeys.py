"""What visitors achieve over HTTP: numbers once, devices let in, phones that follow, tables that open."""

import codecs
import csv
import io
import json
from datetime import datetime, timedelta
from typing import get_args

import pytest
from sqlalchemy import text

from queue_server.domain.dossier import DossierState, Result, Step
from queue_server.domain.fee import FeeKind
from queue_server.domain.ledger import Ledger
from queue_server.domain.payment import Method
from queue_server.domain.reason import Choice, Reason
from queue_server.domain.ticket import Outcome
from queue_server.store.schema import HallRow
from queue_server.store.setup import setup_of
from queue_server.store.unit import Unit
from queue_server.web.schemas_dossiers import StandingName
from queue_server.web.spreadsheet import WORDS
from queue_server.web.strings import catalogue

ISSUE = {"service": "birth", "language": "vi", "priority": None}


@pytest.mark.parametrize("database_url", ["sqlite", "postgres"], indirect=True)
def test_a_repeated_command_gets_the_first_answer_to_the_letter(visit):
    kiosk = visit("kiosk")
    first, second = (kiosk.post("/tickets", ISSUE, key="the-same-key") for _ in range(2))
    assert first.status_code == second.status_code == 201
    assert first.data == second.data
    assert kiosk.post("/tickets", ISSUE).json["number"] == 2


def test_a_key_that_comes_back_with_another_wish_is_refused(visit):
    kiosk = visit("kiosk")
    kiosk.post("/tickets", ISSUE, key="the-same-key")
    answer = kiosk.post("/tickets", ISSUE | {"language": "en"}, key="the-same-key")
    assert (answer.status_code, answer.json["code"]) == (409, "idempotency.key_reused")


@pytest.mark.parametrize("key", [None, "short", "a" * 65, "spaces in it", "ổ-khoá-khoá"])
def test_a_write_without_a_proper_key_is_refused_and_does_nothing(site, visit, key):
    kiosk = visit("kiosk")
    answer = kiosk.post(
        "/tickets", ISSUE, key=None, headers={"Idempotency-Key": key and key.encode().decode("latin-1")}
    )
    assert (answer.status_code, answer.json["code"]) == (400, "idempotency.key_missing")
    assert site.hall.takes_ticket()["number"] == 1


def test_the_same_key_of_two_callers_is_two_commands(site, visit):
    clerk, admin = visit("clerk"), visit("admin")
    assert clerk.post("/counters/1/shift", key="one-key-of-two").status_code == 200
    assert admin.post("/counters/2/shift", key="one-key-of-two").status_code == 200


def test_a_refused_command_may_be_repeated_under_its_key_and_then_succeeds(site, visit):
    clerk = visit("clerk")
    clerk.post("/counters/1/shift")
    assert clerk.post("/counter/call", key="patience-1").json["code"] == "line.empty"
    site.hall.takes_ticket()
    assert clerk.post("/counter/call", key="patience-1").json["ticket"]["label"] == "A001"


def enrols(visit, kind):
    return visit("anonymous").post("/enrolments", {"kind": kind, "name": None}, key=None).json


def approves(visit, code, name="Kiosk sảnh"):
    return visit("manager").post("/enrolments/approve", {"code": code, "name": name, "hall": "main"})


def polls(visitor, secret):
    return visitor.post("/enrolments/poll", {"secret": secret}, key=None)


def test_a_kiosk_that_a_manager_lets_in_gets_its_token_and_works_until_it_is_revoked(visit):
    asked = enrols(visit, "kiosk")
    newcomer = visit("anonymous")
    assert polls(newcomer, asked["secret"]).json == {"state": "pending"}
    assert [found["code"] for found in visit("manager").get("/enrolments").json["enrolments"]] == [asked["code"]]
    device = approves(visit, asked["code"].lower().replace("-", "")).json
    polled = polls(newcomer, asked["secret"])
    assert polled.json["state"] == "approved"
    assert "Set-Cookie" not in polled.headers
    newcomer.headers["Authorization"] = f"Bearer {polled.json['token']}"
    assert newcomer.get("/device").json["device"] == {"id": device["id"], "kind": "kiosk", "name": "Kiosk sảnh"}
    assert newcomer.post("/tickets", ISSUE).status_code == 201
    visit("manager").post(f"/devices/{device['id']}/revoke")
    assert newcomer.post("/tickets", ISSUE).json["code"] == "auth.required"
    assert polls(visit("anonymous"), asked["secret"]).json == {"state": "expired"}


def test_a_board_gets_its_token_only_as_a_cookie_that_scripts_cannot_read(visit):
    asked = enrols(visit, "board")
    approves(visit, asked["code"])
    board = visit("anonymous")
    polled = polls(board, asked["secret"])
    assert set(polled.json) == {"state", "device"}
    cookie = polled.headers["Set-Cookie"]
    assert cookie.startswith("motcua_device=")
    assert {"HttpOnly", "SameSite=Strict"} <= set(cookie.split("; "))
    assert board.get("/board").status_code == 200


def test_a_lost_token_can_be_fetched_again_within_the_ten_minutes_and_the_lost_one_dies(visit):
    asked = enrols(visit, "kiosk")
    approves(visit, asked["code"])
    lost, kept = (polls(visit("anonymous"), asked["secret"]).json["token"] for _ in range(2))
    agent = visit("anonymous")
    assert agent.get("/device", headers={"Authorization": f"Bearer {lost}"}).status_code == 401
    assert agent.get("/device", headers={"Authorization": f"Bearer {kept}"}).status_code == 200


def test_an_enrolment_ends_after_ten_minutes(site, visit):
    asked = enrols(visit, "kiosk")
    site.hall.passes(601)
    assert polls(visit("anonymous"), asked["secret"]).json == {"state": "expired"}
    assert approves(visit, asked["code"]).json["code"] == "enrolment.expired"
    assert visit("manager").get("/enrolments").json["enrolments"] == []


def test_a_manager_is_offered_the_halls_of_the_centre_that_are_in_use(site, visit):
    with Unit(site.hall.store) as unit:
        for code, retired in (("upper", False), ("old", True)):
            names = json.dumps(dict.fromkeys(("vi", "en", "zh"), code))
            unit.session.add(HallRow(centre_id=site.hall.centre_id, code=code, names=names, retired=retired))
        unit.connection.execute(text("UPDATE centre SET version = version + 1"))
    assert [hall["code"] for hall in visit("manager").get("/enrolments").json["halls"]] == ["main", "upper"]


def test_a_code_lets_in_one_device_only_once_and_a_wrong_one_none(visit):
    asked = enrols(visit, "kiosk")
    assert approves(visit, asked["code"]).status_code == 201
    assert approves(visit, asked["code"]).json["code"] == "enrolment.unknown"
    assert approves(visit, "BBBB-BBBB").json["code"] == "enrolment.unknown"
    assert polls(visit("anonymous"), "x" * 43).json["code"] == "enrolment.unknown"


def test_a_phone_that_knows_the_state_already_gets_304_until_something_changes(site, visit):
    site.hall.takes_ticket()
    mine = site.hall.takes_ticket()
    phone = visit("anonymous")
    first = phone.get(f"/tickets/{mine['id']}")
    assert (first.json["ahead"], first.json["cancellable"]) == (1, True)
    seen = {"If-None-Match": first.headers["ETag"]}
    site.hall.passes(30)
    again = phone.get(f"/tickets/{mine['id']}", headers=seen)
    assert (again.status_code, again.data) == (304, b"")
    site.hall.sits(site.hall.clerks[1], 2)
    site.hall.does(site.hall.clerks[1], "call")
    changed = phone.get(f"/tickets/{mine['id']}", headers=seen)
    assert (changed.status_code, changed.json["ahead"]) == (200, 0)


def test_the_holder_of_a_ticket_can_give_it_back_once_and_nobody_is_called_with_it(site, visit):
    mine = site.hall.takes_ticket()
    phone = visit("anonymous")
    assert phone.post(f"/tickets/{mine['id']}/cancel").json["state"] == "cancelled"
    assert phone.post(f"/tickets/{mine['id']}/cancel").json["code"] == "ticket.illegal_move"
    assert site.hall.takes_ticket()["ahead"] == 0


def busy_morning(site):
    hall, clerk = site.hall, site.hall.clerks[1]
    hall.sits(clerk, 2)
    for priority in (None, "elderly", None):
        hall.takes_ticket(priority=priority)
        hall.passes(61.5)
    hall.does(clerk, "call")
    hall.passes(20)
    hall.does(clerk, "start")
    hall.does(clerk, "dossier", text="H49.22-250704-0001")
    hall.passes(500)
    hall.does(clerk, "complete")
    hall.does(clerk, "call")
    hall.passes(100)
    hall.does(clerk, "miss")


@pytest.mark.parametrize("spoken", ["vi", "en", "zh"])
@pytest.mark.parametrize("table", ["turns", "dossiers"])
def test_the_days_table_opens_as_csv_and_says_what_the_json_says_in_the_users_words(site, visit, table, spoken):
    busy_morning(site)
    auditor = visit("auditor")
    answer = auditor.get(f"/manager/days/2026-11-23/{table}.csv?language={spoken}")
    assert answer.headers["Content-Disposition"] == f'attachment; filename="{table}-2026-11-23.csv"'
    assert answer.data.startswith(codecs.BOM_UTF8)
    head, *rows = csv.reader(io.StringIO(answer.data.decode("utf-8-sig")))
    listed = auditor.get("/manager/days/2026-11-23").json[table]
    assert rows
    assert head == [catalogue(spoken)[f"web.csv.{name}"] for name in listed[0]]
    assert rows == [[as_cell(name, value, spoken) for name, value in row.items()] for row in listed]


def as_cell(name, value, spoken):
    """What a manager reads in a spreadsheet: names and words, moments to the second by the clock in the hall."""
    if isinstance(value, dict):
        return value["names"][spoken]
    if name.endswith("_at") and value is not None:
        return f"{datetime.fromisoformat(value) + timedelta(hours=7):%Y-%m-%d %H:%M:%S}"
    if isinstance(value, bool):
        return catalogue(spoken)["manager.yes" if value else "manager.no"]
    if name in WORDS and value is not None:
        return catalogue(spoken)[f"{WORDS[name]}.{value}"]
    return "" if value is None else str(value)


def test_a_table_is_in_the_language_asked_for_else_the_browsers_else_vietnamese(visit):
    def first_column(query="", **headers):
        answer = visit("auditor").get(f"/manager/days/2026-11-23/turns.csv{query}", headers=headers)
        return answer.data.decode("utf-8-sig").split(",")[0]

    english = {"Accept-Language": "en-GB"}
    assert (first_column(), first_column(**english)) == ("Số", "Number")
    assert first_column("?language=zh", **english) == "号码"
    for wrong in ("?language=fr", "?language=vi&language=en"):
        answer = visit("auditor").get(f"/manager/days/2026-11-23/turns.csv{wrong}")
        assert (answer.status_code, answer.json["what"]) == (404, "language")


def test_every_code_that_a_table_holds_has_its_word():
    codes = {
        "outcome": Outcome, "reason": [*Reason, *(f"chosen_{choice}" for choice in Choice)], "step": Step,
        "result": Result, "state": DossierState, "standing": get_args(StandingName),
        "kind": FeeKind, "method": Method, "account": Ledger,
    }  # fmt: skip
    assert set(codes) == set(WORDS)
    missing = [f"{WORDS[column]}.{code}" for column, kinds in codes.items() for code in kinds]
    assert [key for key in missing if key not in catalogue("vi")] == []


def test_a_day_without_turns_is_an_empty_table(visit):
    day = visit("auditor").get("/manager/days/2020-02-02").json
    assert (day["turns"], day["summary"]["issued"], day["summary"]["mean_wait_seconds"]) == ([], 0, None)
    table = visit("auditor").get("/manager/days/2020-02-02/turns.csv").data.decode("utf-8-sig")
    assert table.startswith("Số,Lượt,Dịch vụ,")
    assert table.count("\n") == 1


def test_a_cell_that_a_spreadsheet_would_run_is_only_text(site, visit):
    from sqlalchemy import text

    from queue_server.store.unit import Unit

    busy_morning(site)
    with Unit(site.hall.store) as unit:
        unit.connection.execute(text("UPDATE staff SET name = '=HYPERLINK(\"http://x\")'"))
    answer = visit("auditor").get("/manager/days/2026-11-23/turns.csv")
    clerks = {row["Cán bộ"] for row in csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig")))}
    assert clerks == {"", '\'=HYPERLINK("http://x")'}


def test_a_slip_is_claimed_once_and_not_printed_means_it_comes_again(site, visit):
    kiosk = visit("kiosk")
    ticket = kiosk.post("/tickets", ISSUE).json
    job = kiosk.post("/device/jobs/claim").json["jobs"][0]
    assert (job["slip"]["label"], job["copy"], job["attempt"]) == (ticket["label"], 0, 1)
    assert kiosk.post("/device/jobs/claim").json["jobs"] == []
    assert kiosk.post(f"/device/jobs/{job['id']}/report", {"outcome": "paper_out"}).json["state"] == "queued"
    again = kiosk.post("/device/jobs/claim").json["jobs"][0]
    assert (again["id"], again["copy"], again["attempt"]) == (job["id"], 0, 2)
    assert kiosk.post(f"/device/jobs/{job['id']}/report", {"outcome": "silent"}).json["state"] == "unknown"
    doubtful = kiosk.post("/device/jobs/claim").json["jobs"][0]
    assert doubtful["copy"] == 1
    kiosk.post(f"/device/jobs/{job['id']}/report", {"outcome": "printed"})
    assert kiosk.get(f"/tickets/{ticket['id']}/print").json == {"state": "printed", "outcome": "printed"}
    assert kiosk.post("/device/jobs/claim").json["jobs"] == []


def test_the_set_up_is_read_anew_after_its_version_changed(site, visit):
    from sqlalchemy import text

    from queue_server.store.unit import Unit

    kiosk = visit("kiosk")
    before = kiosk.get("/kiosk/catalogue").json
    with Unit(site.hall.store) as unit:
        unit.connection.execute(text("UPDATE priority_class SET head_start_minutes = 45"))
        unit.connection.execute(text("UPDATE centre SET version = version + 1"))
    after = kiosk.get("/kiosk/catalogue").json
    assert [view["priority_classes"][0]["head_start_minutes"] for view in (before, after)] == [30, 45]
    with site.hall.store.reading() as connection:
        assert setup_of(site.hall.store, connection, 1).version == 2


def change(site, table, **values):
    from sqlalchemy import text

    from queue_server.store.unit import Unit

    assignments = ", ".join(f"{column} = :{column}" for column in values)
    with Unit(site.hall.store) as unit:
        unit.connection.execute(text(f"UPDATE {table} SET {assignments}"), values)
        unit.connection.execute(text("UPDATE centre SET version = version + 1"))


def reasons(kiosk):
    return {
        service["code"]: service["closed_reason"]
        for group in kiosk.get("/kiosk/catalogue").json["groups"]
        for service in group["services"]
    }


def test_the_kiosk_says_that_no_numbers_are_left_and_the_server_gives_none(site, visit):
    kiosk = visit("kiosk")
    change(site, "service", daily_limit=1)
    kiosk.post("/tickets", ISSUE)
    assert reasons(kiosk) == {"birth": "limit", "marriage": None, "deed": None}
    refused = kiosk.post("/tickets", ISSUE)
    assert (refused.status_code, refused.json["code"], refused.json["reason"]) == (409, "service.closed", "limit")


def test_a_manager_lifts_the_closing_rule_for_the_day_and_everybody_sees_it(site, visit):
    kiosk, manager = visit("kiosk"), visit("manager")
    change(site, "centre", closing_rule=True)
    change(site, "service", hours=json.dumps({"mon": [["07:30", "08:04"]]}))
    assert set(reasons(kiosk).values()) == {"too_late"}
    assert manager.get("/manager/now").json["late_numbers"] == {"rule": True, "allowed": False}
    assert manager.post("/manager/late-numbers", {"allowed": True}).json == {"allowed": True}
    assert manager.get("/manager/now").json["late_numbers"] == {"rule": True, "allowed": True}
    assert set(reasons(kiosk).values()) == {None}
    assert kiosk.post("/tickets", ISSUE).status_code == 201


def test_the_province_sees_every_centre_the_busiest_first_and_no_person(site, visit):
    from queue_server.store.schema import CentreRow
    from queue_server.store.unit import Unit

    with Unit(site.hall.store) as unit:
        unit.session.add(
            CentreRow(
                code="small", names=json.dumps({"vi": "Xã", "en": "Commune", "zh": "乡"}), level="commune",
                zone="Asia/Ho_Chi_Minh", wait_target_minutes=15, dossier_target_minutes=10, dossier_pattern=".*",
            )
        )  # fmt: skip
    busy_morning(site)
    site.hall.takes_ticket()
    seen = visit("province").get("/province/now").json
    assert [centre["code"] for centre in seen["centres"]] == ["test", "small"]
    large, small = seen["centres"]
    today = visit("manager").get("/manager/now").json
    assert (large["waiting"], large["longest_wait_seconds"]) == (today["waiting"], today["longest_wait_seconds"])
    figures = {name: today["today"][name] for name in ("issued", "called", "completed")}
    assert {name: large[name] for name in figures} == figures
    assert large["within"] == today["service_level"]["within"]
    assert (small["waiting"], small["issued"], small["open_counters"]) == (0, 0, 0)
    assert seen["total"]["issued"] == large["issued"]
    assert "Cán bộ" not in json.dumps(seen, ensure_ascii=False)
