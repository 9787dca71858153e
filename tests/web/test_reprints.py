"""Staff print a slip once more: where, and what became of it."""

import pytest
from lease_kiosks import set_reserve

from queue_server.domain.ids import ticket_id
from queue_server.store.moments import to_ms
from queue_server.store.schema_devices import DeviceRow
from queue_server.store.unit import Unit


@pytest.fixture
def kiosk(site, visit):
    set_reserve(site.hall)
    return visit("kiosk")


@pytest.fixture
def alone(site, kiosk):
    """A ticket that the kiosk gave without the server and has told: its id."""
    kiosk.post("/kiosk/leases")
    told = {
        "id": ticket_id(milliseconds=to_ms(site.hall.at), chance=b"A801".rjust(10)), "day": "2026-11-23",
        "label": "A801", "service": "birth", "language": "en", "issued_at": site.hall.at.isoformat(),
    }  # fmt: skip
    kiosk.post("/kiosk/leases/tickets", {"tickets": [told]})
    return told["id"]


def claimed(kiosk):
    return [(job["id"], job["copy"]) for job in kiosk.post("/device/jobs/claim").json["jobs"]]


def test_the_server_knows_what_became_of_a_slip_that_a_kiosk_printed_alone(visit, kiosk, alone):
    clerk = visit("clerk")
    assert clerk.get(f"/tickets/{alone}/print").json == {"state": "sending", "outcome": None}
    assert claimed(kiosk) == []
    kiosk.post(f"/device/jobs/{alone}-0/report", {"outcome": "printed", "detail": None})
    assert clerk.get(f"/tickets/{alone}/print").json == {"state": "printed", "outcome": "printed"}


def test_a_slip_of_which_the_kiosk_says_nothing_more_comes_again_marked_and_as_it_was(site, kiosk, alone):
    site.hall.passes(121)
    (job,) = kiosk.post("/device/jobs/claim").json["jobs"]
    assert (job["id"], job["copy"]) == (f"{alone}-0", 1)
    assert (job["slip"]["label"], job["slip"]["language"], job["slip"]["offline"]) == ("A801", "en", True)
    assert job["slip"]["ahead"] is None


@pytest.mark.parametrize("role", ["clerk", "manager"])
def test_a_number_given_alone_is_printed_again_where_it_was_given_and_its_outcome_is_known(visit, kiosk, alone, role):
    kiosk.post(f"/device/jobs/{alone}-0/report", {"outcome": "printed", "detail": None})
    staff = visit(role)
    again = staff.post(f"/tickets/{alone}/reprint").json
    assert again == {"print": {"job": f"{alone}-1", "state": "queued"}, "kiosk": "kiosk"}
    assert claimed(kiosk) == [(f"{alone}-1", 1)]
    kiosk.post(f"/device/jobs/{alone}-1/report", {"outcome": "paper_out", "detail": None})
    assert staff.get(f"/tickets/{alone}/print").json == {"state": "queued", "outcome": "paper_out"}


def test_a_number_of_the_servers_is_printed_again_where_it_was_given(site, visit, kiosk):
    ticket = kiosk.post("/tickets", {"service": "birth", "language": "vi"}).json["id"]
    assert visit("clerk").post(f"/tickets/{ticket}/reprint").json["kiosk"] == "kiosk"
    assert claimed(kiosk) == [(f"{ticket}-0", 0), (f"{ticket}-1", 1)]


def test_a_number_that_no_kiosk_gave_needs_one_named_where_the_hall_has_several(site, visit, kiosk):
    ticket = site.hall.takes_ticket()
    clerk = visit("clerk")
    refused = clerk.post(f"/tickets/{ticket['id']}/reprint")
    assert (refused.status_code, refused.json["code"]) == (409, "slip.kiosk_needed")
    named = clerk.post(f"/tickets/{ticket['id']}/reprint", {"device": "kiosk-device"})
    assert (named.status_code, claimed(kiosk)) == (200, [(f"{ticket['id']}-1", 1)])


def test_in_a_hall_of_one_kiosk_it_is_that_one_also_when_the_giver_is_gone(site, visit, kiosk, alone):
    with Unit(site.hall.store) as unit:
        unit.session.get(DeviceRow, "kiosk-device").revoked_at = 1
    assert visit("clerk").post(f"/tickets/{alone}/reprint").json["kiosk"] == "Kiosk 1"


def test_a_slip_can_be_printed_again_more_than_ten_times_in_one_moment(site, visit):
    ticket, clerk = site.hall.takes_ticket(device_id="kiosk-1")["id"], visit("clerk")
    printed = [clerk.post(f"/tickets/{ticket}/reprint").json["print"]["job"] for _ in range(12)]
    assert printed == [f"{ticket}-{copy}" for copy in range(1, 13)]


def test_a_number_in_service_is_printed_again_for_staff_but_its_late_first_slip_is_not(site, visit, kiosk):
    ticket, clerk = kiosk.post("/tickets", {"service": "birth", "language": "vi"}).json["id"], visit("clerk")
    clerk.post("/counters/1/shift")
    clerk.post("/counter/call")
    clerk.post("/counter/start")
    clerk.post(f"/tickets/{ticket}/reprint")
    assert claimed(kiosk) == [(f"{ticket}-1", 1)]
    clerk.post(f"/tickets/{ticket}/reprint")
    clerk.post("/counter/complete")
    assert claimed(kiosk) == []
    assert clerk.get(f"/tickets/{ticket}/print").json == {"state": "failed", "outcome": "not_needed"}


def test_a_number_of_today_is_found_by_what_stands_on_its_slip(site, visit, kiosk):
    ticket, clerk = kiosk.post("/tickets", {"service": "birth", "language": "vi"}).json, visit("clerk")
    found = clerk.get(f"/numbers/{ticket['label'].lower()}").json
    assert (found["id"], found["state"], found["print"]["state"]) == (ticket["id"], "waiting", "queued")
    for nobodys in ("A999", "999", "A" * 13, "A" + "9" * 40, "ă1"):
        assert clerk.get(f"/numbers/{nobodys}").status_code == 404
