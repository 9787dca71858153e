"""Boxes of card terminals at the server's door."""

import json

import pytest
from cashiers import Cashiers

from queue_server.domain.payment import Method
from queue_server.store.devices import find_device
from queue_server.store.unit import Unit

RECEIPT = {"amount": 16_000, "trace": 7, "number": "0007", "approval_code": "123456", "last4": "1111"}


@pytest.fixture
def sale(site):
    """A payment that waits at the terminal of the site."""
    cashiers = Cashiers(site.hall)
    with Unit(site.hall.store) as unit:
        device = find_device(unit.connection, site.ids["terminal"], centre_id=site.hall.centre_id)
    return cashiers.begins(cashiers.charges(), Method.CARD, device=device)


def test_a_box_begins_what_waits_for_it_and_tells_what_became_of_it(site, visit, sale):
    box = visit("terminal")
    (waiting,) = box.get("/terminal/sales").json["sales"]
    assert waiting == {
        "payment": sale.id, "reference": sale.code[-6:], "amount": 16_000, "state": "created", "newest": None,
        "asked_at": None, "late": False,
    }  # fmt: skip
    begun = box.post(f"/terminal/sales/{sale.id}/begin", {"newest": 6}).json["sale"]
    assert (begun["state"], begun["newest"], begun["asked_at"] is None) == ("pending", 6, False)
    assert box.get("/terminal/sales").json["sales"] == [begun]
    again = box.post(f"/terminal/sales/{sale.id}/begin", {"newest": 6})
    assert (again.status_code, again.json["code"]) == (409, "payment.illegal_move")
    for _ in range(2):
        told = box.post(f"/terminal/sales/{sale.id}/outcome", {"verdict": "approved", "receipt": RECEIPT})
        assert told.json == {"payment": sale.id, "state": "confirmed", "effect": "moved"}
    assert box.get("/terminal/sales").json["sales"] == []


def test_one_box_sees_and_begins_nothing_of_another(visit, sale):
    other = visit("kiosk")
    assert other.get("/terminal/sales").json["sales"] == []
    assert other.post(f"/terminal/sales/{sale.id}/begin", {"newest": None}).status_code == 404
    told = other.post(f"/terminal/sales/{sale.id}/outcome", {"verdict": "approved", "receipt": RECEIPT}).json
    assert told == {"payment": sale.id, "state": None, "effect": "contradicts"}
    assert visit("terminal").get("/terminal/sales").json["sales"][0]["state"] == "created"


def test_whatever_letters_a_terminal_says_its_word_is_taken(site, visit, sale):
    box = visit("terminal")
    box.post(f"/terminal/sales/{sale.id}/begin", {"newest": None})
    said = {
        "verdict": "approved",
        "detail": "a\x00b\x1b 4111111111111111",
        "receipt": RECEIPT | {"brand": "\x00" * 999},
    }
    assert box.post(f"/terminal/sales/{sale.id}/outcome", said).json["state"] == "confirmed"
    with site.hall.store.reading() as connection:
        from queue_server.store.tellings import tellings_of

        (kept,) = tellings_of(connection, sale.id)
    assert "4111111111111111" not in json.dumps([kept.telling.detail, kept.telling.receipt.brand])


def test_a_terminal_is_let_in_by_a_manager_with_a_token_of_its_own(visit):
    newcomer = visit("anonymous")
    asked = newcomer.post("/enrolments", {"kind": "terminal", "name": "POS quầy 3"}).json
    device = visit("manager").post("/enrolments/approve", {"code": asked["code"], "name": "POS", "hall": "main"}).json
    assert device["kind"] == "terminal"
    newcomer.headers["Authorization"] = (
        "Bearer " + newcomer.post("/enrolments/poll", {"secret": asked["secret"]}).json["token"]
    )
    assert newcomer.get("/terminal/sales").json == {"sales": [], "refunds": [], "close_day": False}


@pytest.fixture
def counter(site, visit):
    """A clerk at counter 1, which the site's terminal serves, with a charge that is due."""
    cashiers = Cashiers(site.hall)
    charge = cashiers.charges()
    clerk = visit("clerk")
    clerk.post("/counters/2/shift")
    placed = visit("manager").post(f"/devices/{site.ids['terminal']}/counters", {"counters": [2, 3, 2]}).json
    assert placed["counters"] == [2, 3]
    return clerk, charge, cashiers.office.dossier().code


def beats(visit, state="ready"):
    part = {"name": "terminal", "kind": "terminal", "state": state, "detail": None, "since": None, "model": None}
    assert visit("terminal").post("/device/heartbeat", {"parts": [part | {"last_job_at": None}]}).status_code == 200


def last(answer):
    return answer.json["charges"][0]["payments"][-1]


def test_a_card_at_the_counter_goes_to_the_terminal_that_serves_it_or_is_typed_on_purpose(site, visit, counter):
    clerk, charge, dossier = counter
    beats(visit)
    terminal = clerk.get(f"/dossiers/{dossier}/money").json["terminal"]
    assert terminal == {"device": site.ids["terminal"], "name": "terminal", "answers": True}
    begun = last(clerk.post(f"/charges/{charge.id}/payments", {"method": "card"}))
    assert (begun["device"], begun["state"]) == (site.ids["terminal"], "created")
    assert last(clerk.post(f"/payments/{begun['id']}/cancel"))["state"] == "cancelled"
    site.hall.passes(1)
    typed = last(clerk.post(f"/charges/{charge.id}/payments", {"method": "card", "typed": True}))
    assert (typed["device"], typed["state"]) == (None, "pending")


@pytest.mark.parametrize("state", ["faulty", "offline", None])
def test_a_terminal_that_does_not_answer_is_asked_for_nothing(visit, counter, state):
    clerk, charge, dossier = counter
    if state is not None:
        beats(visit, state)
    assert clerk.get(f"/dossiers/{dossier}/money").json["terminal"]["answers"] is False
    assert last(clerk.post(f"/charges/{charge.id}/payments", {"method": "card"}))["device"] is None


def test_a_counter_has_one_terminal_and_a_terminal_counters_of_its_own_hall(site, visit, counter):
    manager = visit("manager")
    newcomer = visit("anonymous")
    asked = newcomer.post("/enrolments", {"kind": "terminal", "name": None}).json
    approval = {"code": asked["code"], "name": "POS", "hall": "main"}
    other = manager.post("/enrolments/approve", approval).json["id"]
    assert manager.post(f"/devices/{other}/counters", {"counters": [3]}).json["counters"] == [3]
    devices = {each["id"]: each["counters"] for each in manager.get("/devices").json["devices"]}
    assert (devices[site.ids["terminal"]], devices[other]) == ([2], [3])
    assert manager.post(f"/devices/{other}/counters", {"counters": [99]}).status_code == 404
    assert manager.post("/devices/kiosk-1/counters", {"counters": [1]}).status_code == 404


def test_a_manager_closes_a_terminals_day_and_sees_how_it_compares(site, visit, sale):
    box, manager = visit("terminal"), visit("manager")
    box.post(f"/terminal/sales/{sale.id}/begin", {"newest": 6})
    path = f"/money/terminals/{site.ids['terminal']}/close-day"
    refused = manager.post(path, {"close": True})
    assert (refused.status_code, refused.json["code"], refused.json["payment"]) == (
        409,
        "terminal.unsettled",
        sale.code,
    )
    box.post(f"/terminal/sales/{sale.id}/outcome", {"verdict": "approved", "receipt": RECEIPT})
    (till,) = manager.post(path, {"close": True}).json["terminals"]
    assert (till["device"], till["closing"]) == (site.ids["terminal"], True)
    assert box.get("/terminal/sales").json["close_day"] is True
    told = {"count": 2, "amount": 24_000, "receipts": [RECEIPT, {"amount": 8_000, "trace": 8, "number": "0008"}]}
    answers = [box.post("/terminal/day", told, key="day-00001").json for _ in range(2)]
    assert answers == [{"agrees": False, "differences": 1}] * 2
    view = visit("auditor").get("/money/terminals").json
    assert view["terminals"][0]["closing"] is False
    (day,) = view["days"]
    assert (day["count"], day["our_count"], day["matched"]) == (2, 1, 1)
    (difference,) = day["differences"]
    assert (difference["kind"], difference["number"], difference["theirs"]) == ("only_terminal", "0008", 8_000)


def test_what_a_terminal_says_against_a_person_stands_on_the_managers_list_until_it_is_settled(visit, sale):
    box, manager = visit("terminal"), visit("manager")
    box.post(f"/terminal/sales/{sale.id}/begin", {"newest": 6})
    box.post(f"/terminal/sales/{sale.id}/outcome", {"verdict": "in_doubt"})
    decided = {"move": "fail", "reason": "máy POS không in phiếu"}
    assert manager.post(f"/payments/{sale.id}/decide", decided).status_code == 200
    box.post(f"/terminal/sales/{sale.id}/outcome", {"verdict": "approved", "receipt": RECEIPT})
    (telling,) = manager.get("/money/terminals").json["tellings"]
    assert (telling["payment"], telling["state"], telling["charged"]) == (sale.code, "failed", 16_000)
    reason = {"reason": "phiếu POS ghi đã thu"}
    wrong = manager.post(f"/money/tellings/{telling['id']}/explain", reason | {"charge": "x"})
    assert wrong.status_code == 404
    settled = manager.post(f"/money/tellings/{telling['id']}/explain", reason | {"charge": sale.charge_id})
    assert settled.json["tellings"] == []
    again = manager.post(f"/money/tellings/{telling['id']}/close", reason)
    assert (again.status_code, again.json["code"]) == (409, "telling.settled")
