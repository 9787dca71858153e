"""A kiosk's reserve over HTTP: held, told, and followed by the citizen."""

import pytest
from lease_kiosks import set_reserve
from sqlalchemy import text

from queue_server.domain.ids import ticket_id
from queue_server.store.moments import to_ms


def told(site, label="A801", **more):
    return {
        "id": ticket_id(milliseconds=to_ms(site.hall.at), chance=label.encode().rjust(10)), "day": "2026-11-23",
        "label": label, "service": "birth", "language": "vi", "issued_at": "2026-11-23T08:05:00+07:00",
    } | more  # fmt: skip


@pytest.fixture
def kiosk(site, visit):
    set_reserve(site.hall)
    return visit("kiosk")


def test_a_slip_that_was_printed_without_the_server_leads_to_its_ticket_once_it_is_told(site, visit, kiosk):
    (civil, land) = kiosk.post("/kiosk/leases", {"numbers": 5}).json["leases"]
    assert (civil["line"], civil["first"], civil["last"], land["line"]) == ("civil", 801, 805, "land")
    ticket = told(site)
    assert visit("anonymous").get(f"/tickets/{ticket['id']}").status_code == 404
    site.hall.passes(600)
    answers = [kiosk.post("/kiosk/leases/tickets", {"tickets": [ticket]}) for _ in range(2)]
    fate = {"id": ticket["id"], "label": "A801", "fate": "waiting", "code": None, "clipped": False}
    assert [answer.json for answer in answers] == [{"tickets": [fate]}] * 2
    assert visit("anonymous").get(f"/tickets/{ticket['id']}").json["label"] == "A801"


def test_a_lost_answer_is_asked_for_again_by_its_key(kiosk):
    first, again = (kiosk.post("/kiosk/leases", key="the-same-key") for _ in range(2))
    assert first.json == again.json
    assert [lease["last"] for lease in first.json["leases"]] == [820, 820]


def test_two_hundred_at_once_are_taken_in_and_more_are_refused_as_a_whole(site, kiosk):
    for _ in range(4):
        kiosk.post("/kiosk/leases", {"numbers": 50})
    tickets = [told(site, f"A{801 + number}") for number in range(201)]
    refused = kiosk.post("/kiosk/leases/tickets", {"tickets": tickets})
    assert refused.status_code in {400, 422}
    answer = kiosk.post("/kiosk/leases/tickets", {"tickets": tickets[:200]}).json["tickets"]
    assert [each["fate"] for each in answer] == ["waiting"] * 50 + ["refused"] * 150
    with site.hall.store.reading() as connection:
        assert connection.execute(text("SELECT count(*) FROM ticket")).scalar_one() == 50
