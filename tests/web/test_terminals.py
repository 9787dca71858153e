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
        "asked_at": None,
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
    assert newcomer.get("/terminal/sales").json == {"sales": [], "close_day": False}
