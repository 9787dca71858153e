"""Keypads at counters: a key does what the clerk's own key does, for who sits there and for nobody else."""

import json
from datetime import timedelta

import pytest
from sqlalchemy import text

from queue_server.store.journal import entries_since
from queue_server.store.unit import Unit
from queue_server.usecases.pressing import MOVES, ONE_KEY, SEEN_WITHIN


class Pads:
    """The keypads of the hall, pressed by somebody who looks at what they show."""

    def __init__(self, visit):
        self.visitor = visit("keypad")

    def shows(self, counter):
        return next(each for each in self.seen()["counters"] if each["number"] == counter)

    def seen(self):
        return self.visitor.get("/keypads").json

    def press(self, counter, move, *, key="", **told):
        seen = {"ticket": self.shows(counter)["label"], "seen": self.seen()["server_time"]} | told
        return self.visitor.post("/keypads/press", {"counter": counter, "move": move, **seen}, key=key)


@pytest.fixture
def pads(visit):
    return Pads(visit)


@pytest.fixture
def desk(site):
    """The clerk's hall with somebody at counter 1."""
    site.hall.sits(site.hall.clerks[0], 1)
    return site.hall


def journal(site):
    with site.hall.store.reading() as connection:
        return [(entry.kind, entry.body) for entry in entries_since(connection, 0)]


@pytest.mark.parametrize(
    ("moves", "state", "label"),
    [
        (["call"], "calling", "A001"),
        (["call", "recall"], "calling", "A001"),
        (["call", "start"], "serving", "A001"),
        (["call", "start", "complete"], "free", None),
        (["call", "hold"], "free", None),
        (["call", "no_show"], "free", None),
        (["call", "no_show", "call"], "calling", "A002"),
        ([ONE_KEY], "calling", "A001"),
        ([ONE_KEY, ONE_KEY], "serving", "A001"),
        ([ONE_KEY, ONE_KEY, ONE_KEY], "free", None),
        ([ONE_KEY, ONE_KEY, ONE_KEY, ONE_KEY], "calling", "A002"),
    ],
)
def test_a_key_does_what_the_clerks_own_key_does(desk, pads, moves, state, label):
    desk.takes_ticket()
    desk.takes_ticket()
    for move in moves:
        answer = pads.press(1, move)
    counter = answer.json["counter"]
    assert (answer.status_code, counter["number"], counter["state"], counter["label"]) == (200, 1, state, label)
    assert counter == pads.shows(1)


def test_every_key_of_the_contract_has_its_move():
    from queue_server.web.schemas_keypads import PressRequest

    keys = PressRequest.model_json_schema()["properties"]["move"]["enum"]
    assert set(keys) == {*MOVES, ONE_KEY}


def test_a_pad_shows_how_many_wait_in_the_lines_of_its_counter(desk, pads):
    for service in ("birth", "birth", "deed"):
        desk.takes_ticket(service)
    assert [pads.shows(counter)["waiting"] for counter in (1, 2, 3)] == [3, 2, 1]
    assert [pads.shows(counter)["state"] for counter in (1, 2)] == ["free", "closed"]


@pytest.mark.parametrize("database_url", ["sqlite", "postgres"], indirect=True)
def test_the_journal_says_that_the_keypad_of_the_counter_did_it_and_for_whom(site, desk, pads):
    desk.takes_ticket()
    pads.press(1, "call")
    desk.does(desk.clerks[0], "start")
    told = dict(journal(site))
    called, started = told["ticket.called"], told["ticket.started"]
    assert (called["keypad"], called["clerk"]) == (site.ids["keypad"], desk.clerks[0])
    assert "keypad" not in started


def test_a_repeated_press_is_answered_as_the_first_and_calls_nobody_twice(site, desk, pads):
    desk.takes_ticket()
    desk.takes_ticket()
    seen = {"ticket": None, "seen": pads.seen()["server_time"]}
    first = pads.press(1, "call", key="press-0001", **seen)
    desk.passes(60)
    again = pads.press(1, "call", key="press-0001", **seen)
    assert first.json == again.json
    assert [kind for kind, _ in journal(site)].count("ticket.called") == 1


def test_a_press_at_what_the_pad_showed_before_does_nothing(desk, pads):
    desk.takes_ticket()
    desk.takes_ticket()
    seen = pads.seen()["server_time"]
    pads.press(1, ONE_KEY)
    assert pads.press(1, ONE_KEY, ticket=None, seen=seen).json["code"] == "keypad.behind"
    assert pads.press(1, "complete", ticket="A002").json["code"] == "keypad.behind"
    assert pads.shows(1)["state"] == "calling"


def test_a_day_that_no_calendar_has_is_too_late(pads):
    assert pads.press(1, "call", seen="2026-02-30T08:00:00Z").json["code"] == "keypad.late"


@pytest.mark.parametrize(
    ("late", "code"),
    [
        (SEEN_WITHIN, "line.empty"),
        (SEEN_WITHIN + timedelta(seconds=1), "keypad.late"),
        (-timedelta(minutes=1), "keypad.late"),
    ],
)
def test_a_press_that_was_under_way_too_long_calls_nobody(desk, pads, late, code):
    seen = (desk.at - late).isoformat()
    assert pads.press(1, "call", seen=seen).json["code"] == code


@pytest.mark.parametrize(
    ("before", "move", "code"),
    [
        ((), "call", "line.empty"),
        ((), "recall", "counter.no_ticket"),
        ((), "complete", "counter.no_ticket"),
        (("take", "call"), "call", "counter.busy"),
        (("take", "call"), "complete", "ticket.illegal_move"),
        (("rest",), "call", "counter.on_break"),
        (("rest",), ONE_KEY, "counter.on_break"),
        (("rest",), "hold", "counter.on_break"),
    ],
)
def test_what_cannot_be_done_now_has_its_code_and_changes_nothing(site, desk, pads, before, move, code):
    for step in before:
        if step == "take":
            desk.takes_ticket()
        else:
            desk.does(desk.clerks[0], step, **({"reason": "lunch"} if step == "rest" else {}))
    seq = pads.seen()["seq"]
    refused = pads.press(1, move)
    assert (refused.status_code, refused.json["code"]) == (409, code)
    assert pads.seen()["seq"] == seq


def test_without_an_open_shift_a_key_does_nothing(site, desk, pads):
    desk.takes_ticket()
    refused = pads.press(2, "call")
    assert (refused.status_code, refused.json["code"]) == (409, "shift.required")
    assert pads.press(2, ONE_KEY).json["code"] == "shift.required"


def test_a_keypad_acts_beside_the_console_that_holds_the_counter(visit, site, pads):
    site.hall.takes_ticket()
    clerk, tab = visit("clerk"), {"X-Console": "desk-tab-0001"}
    clerk.post("/counters/1/shift", headers=tab)
    assert pads.press(1, "call").json["counter"]["label"] == "A001"
    console = clerk.get("/counter").json
    assert (console["ticket"]["label"], console["undo"]["move"]) == ("A001", "call")
    assert console["console"]["name"] == tab["X-Console"]
    assert clerk.post("/counter/start", headers=tab).status_code == 200


def test_at_a_shared_counter_it_is_the_key_of_who_serves_and_else_of_who_is_there(site, desk, pads):
    with Unit(desk.store) as unit:
        unit.connection.execute(text("UPDATE counter SET shared = :yes WHERE number = 1"), {"yes": True})
        unit.connection.execute(text("UPDATE centre SET version = version + 1"))
    first, second = desk.clerks[:2]
    desk.sits(second, 1)
    for _ in range(3):
        desk.takes_ticket()
    desk.does(first, "rest", reason="lunch")
    pads.press(1, "call")
    desk.does(first, "back")
    pads.press(1, "start")
    pads.press(1, "complete")
    pads.press(1, "call")
    clerks = {
        body["label"]: body["clerk"] for kind, body in journal(site) if kind in {"ticket.called", "ticket.completed"}
    }
    assert clerks == {"A001": second, "A002": first}
    assert {body["actor"] for kind, body in journal(site) if kind == "ticket.started"} == {second}


def test_a_keypad_reaches_no_counter_of_another_hall_or_centre(site, desk, pads):
    desk.takes_ticket()
    with Unit(desk.store) as unit:
        unit.connection.execute(
            text("INSERT INTO hall (centre_id, code, names) VALUES (:centre, 'second', :names)"),
            {"centre": desk.centre_id, "names": json.dumps({"vi": "b", "en": "b", "zh": "b"})},
        )
        unit.connection.execute(text("UPDATE device SET hall_id = 2 WHERE kind = 'keypad'"))
        unit.connection.execute(text("UPDATE centre SET version = version + 1"))
    assert pads.seen()["counters"] == []
    told = {"counter": 1, "move": "call", "ticket": None, "seen": pads.seen()["server_time"]}
    refused = pads.visitor.post("/keypads/press", told)
    assert (refused.status_code, refused.json["code"]) == (404, "not_found")


@pytest.mark.parametrize(
    "wrong",
    [{"counter": 0}, {"move": "transfer"}, {"seen": "yesterday"}, {"clerk": 1}],
)
def test_what_is_no_press_is_refused(desk, pads, wrong):
    told = {"counter": 1, "move": "call", "ticket": None, "seen": pads.seen()["server_time"]} | wrong
    refused = pads.visitor.post("/keypads/press", told)
    assert (refused.status_code, refused.json["code"]) == (422, "input.invalid")


def test_a_keypad_is_let_in_by_a_manager_with_a_token_of_its_own(visit):
    newcomer = visit("anonymous")
    asked = newcomer.post("/enrolments", {"kind": "keypad", "name": "Bàn phím"}).json
    approval = {"code": asked["code"], "name": "Bàn phím", "hall": "main"}
    device = visit("manager").post("/enrolments/approve", approval).json
    assert device["kind"] == "keypad"
    token = newcomer.post("/enrolments/poll", {"secret": asked["secret"]}).json["token"]
    newcomer.headers["Authorization"] = f"Bearer {token}"
    assert len(newcomer.get("/keypads").json["counters"]) == 3
    visit("manager").post(f"/devices/{device['id']}/revoke")
    assert newcomer.get("/keypads").status_code == 401
