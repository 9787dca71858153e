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


def issued_before(site, kiosk, key):
    """A request for a number that is done, and whose answer the kiosk never hears."""
    return kiosk.post("/tickets", {"service": "birth", "language": "vi"}, key=key).json


def test_a_number_in_reserve_stands_for_the_request_whose_answer_was_lost(site, visit, kiosk):
    kiosk.post("/kiosk/leases")
    unheard = issued_before(site, kiosk, "unheard-request")
    told_of = told(site, attempt="unheard-request")
    site.hall.passes(600)
    for _ in range(2):
        (fate,) = kiosk.post("/kiosk/leases/tickets", {"tickets": [told_of]}).json["tickets"]
        assert (fate["fate"], fate["code"]) == ("waiting", None)
    assert visit("anonymous").get(f"/tickets/{unheard['id']}").json["state"] == "cancelled"
    assert visit("anonymous").get(f"/tickets/{told_of['id']}").json["state"] == "waiting"
    assert kiosk.post("/device/jobs/claim").json["jobs"] == []


def test_a_request_that_comes_after_its_number_in_reserve_was_told_is_refused(site, kiosk):
    kiosk.post("/kiosk/leases")
    kiosk.post("/kiosk/leases/tickets", {"tickets": [told(site, attempt="late-request")]})
    late = kiosk.post("/tickets", {"service": "birth", "language": "vi"}, key="late-request")
    assert (late.status_code, late.json["code"]) == (409, "idempotency.key_reused")


def test_a_number_that_was_called_meanwhile_is_left_to_its_clerk(site, visit, kiosk):
    kiosk.post("/kiosk/leases")
    unheard = issued_before(site, kiosk, "unheard-request")
    clerk = site.hall.clerks[1]
    site.hall.sits(clerk, 2)
    site.hall.does(clerk, "call")
    kiosk.post("/kiosk/leases/tickets", {"tickets": [told(site, attempt="unheard-request")]})
    assert visit("anonymous").get(f"/tickets/{unheard['id']}").json["state"] == "called"


def test_a_slip_bears_the_key_of_the_request_that_it_is_for(site, kiosk):
    issued_before(site, kiosk, "unheard-request")
    (job,) = kiosk.post("/device/jobs/claim").json["jobs"]
    assert job["slip"]["request_key"] == "unheard-request"


def test_a_kiosk_that_lost_its_memory_holds_other_numbers_and_what_it_gave_before_is_taken_in(site, kiosk):
    firsts = [
        kiosk.post("/kiosk/leases", {"numbers": 5, "holder": holder}).json["leases"][0]["first"]
        for holder in ("memory-1", "memory-2", "memory-1")
    ]
    assert firsts == [801, 806, 801]
    (fate,) = kiosk.post("/kiosk/leases/tickets", {"tickets": [told(site, "A803")]}).json["tickets"]
    assert fate["fate"] == "waiting"


def test_a_kiosk_learns_all_that_a_slip_of_its_own_needs(kiosk):
    offered = kiosk.get("/kiosk/catalogue").json
    assert offered["ticket_url"] == "http://motcua.test/t/"
    assert offered["groups"][0]["hall"]["code"] == "main"
    assert {service["windows"] for group in offered["groups"] for service in group["services"]} == {None}


def test_a_manager_sees_a_refused_slip_and_settles_it_with_a_note(site, visit, kiosk):
    kiosk.post("/kiosk/leases")
    strange = told(site, "A899")
    kiosk.post("/kiosk/leases/tickets", {"tickets": [strange]})
    manager = visit("manager")
    (slip,) = manager.get("/manager/now").json["refused"]
    assert slip | {"received_at": ""} == {
        "id": strange["id"], "label": "A899", "day": "2026-11-23", "told_at": strange["issued_at"], "received_at": "",
        "service": slip["service"], "code": "lease.not_held", "device": "kiosk",
    }  # fmt: skip
    path = f"/manager/refused/{strange['id']}/settle"
    assert manager.post(path, {"note": " "}).json["code"] == "input.invalid"
    assert manager.post(path, {"note": "đã lấy số mới"}).json == {"id": strange["id"], "label": "A899"}
    assert manager.get("/manager/now").json["refused"] == []
    assert manager.post(path, {"note": "đã lấy số mới"}).json["code"] == "not_found"
