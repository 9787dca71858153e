"""Appointments through the HTTP API: what is kept of a request, what is limited, and what is said."""

import os
import threading
from datetime import timedelta

import pytest
from sqlalchemy import inspect, text

from queue_server.app import Settings, create_app
from queue_server.store.kept_keys import KeyDamaged, kept_key
from queue_server.store.views import moment
from queue_server.web.limits import ALL_BOOKINGS, BOOKINGS, Bucket

NUMBER = "022204123289"


@pytest.fixture(autouse=True)
def unspent(monkeypatch):
    """The limits as at a server's start."""
    for bucket in (BOOKINGS, ALL_BOOKINGS):
        monkeypatch.setattr(bucket, "_levels", type(bucket._levels)())


@pytest.fixture
def slot(site):
    return moment(site.hall.at + timedelta(hours=1))


def wish(slot, number=NUMBER):
    return {"slot_at": slot, "citizen_id": number, "language": "vi"}


def test_a_time_is_found_booked_looked_at_and_given_back_by_anybody(site, visit, slot):
    citizen = visit("anonymous")
    (centre,) = citizen.get("/booking").json["centres"]
    assert [service["code"] for service in centre["services"]] == ["birth"]
    days = citizen.get("/booking/test/birth").json["days"]
    assert slot in [each["slot_at"] for each in days[0]["slots"]]
    booked = citizen.post("/booking/test/birth", wish(slot))
    assert (booked.status_code, booked.json["state"], booked.json["slot_at"]) == (201, "booked", slot)
    code = {"code": booked.json["code"]}
    assert citizen.post("/booking/find", code).json == booked.json
    assert citizen.post("/booking/cancel", code).json["state"] == "cancelled"
    assert citizen.post("/booking/cancel", code).json["code"] == "appointment.closed"


def test_a_booking_asked_twice_with_one_key_is_one_appointment(visit, slot):
    citizen = visit("anonymous")
    first = citizen.post("/booking/test/birth", wish(slot), key="the-same-key")
    again = citizen.post("/booking/test/birth", wish(slot), key="the-same-key")
    assert first.json == again.json
    assert citizen.post("/booking/test/birth", wish(slot)).json["code"] == "appointment.exists"


def test_no_number_is_kept_not_even_in_what_makes_a_request_once(site, visit, slot):
    visit("anonymous").post("/booking/test/birth", wish(slot))
    visit("clerk").post("/appointments", wish(slot, "022204123288") | {"service": "birth"})
    site.hall.passes(3600)
    visit("kiosk").post("/appointments/check-in", {"citizen_id": NUMBER, "language": "vi"})
    with site.hall.store.reading() as connection:
        names = inspect(connection).get_table_names()
        rows = [str(row) for name in names for row in connection.execute(text(f'SELECT * FROM "{name}"'))]
    assert [row for row in rows if "022******289" in row]
    assert [row for row in rows if NUMBER in row or "022204123288" in row] == []


def test_a_kiosk_gives_the_number_of_an_appointment_with_its_slip(site, visit, slot):
    code = visit("anonymous").post("/booking/test/birth", wish(slot)).json["code"]
    kiosk = visit("kiosk")
    early = kiosk.post("/appointments/check-in", {"code": code}, headers={"Accept-Language": "en"})
    assert (early.status_code, early.json["code"], early.json["service"]) == (409, "appointment.early", "birth")
    assert "08:30 on 23/11/2026" in early.json["detail"]
    site.hall.passes(3600)
    given = kiosk.post("/appointments/check-in", {"code": code})
    assert (given.status_code, given.json["label"], given.json["appointment_at"]) == (201, "A001", slot)
    (job,) = kiosk.post("/device/jobs/claim", {}).json["jobs"]
    assert (job["slip"]["label"], job["slip"]["appointment_at"]) == ("A001", slot)
    phone = visit("anonymous").get(f"/tickets/{given.json['id']}").json
    assert phone["appointment_at"] == slot


def test_staff_of_a_centre_keep_its_appointments(site, visit, slot):
    clerk = visit("clerk")
    booked = clerk.post("/appointments", wish(slot) | {"service": "birth"}).json
    assert booked["citizen"] == "022******289"
    listed = clerk.get("/appointments/days/2026-11-23").json["appointments"]
    assert [each["code"] for each in listed] == [booked["code"]]
    assert visit("manager").post("/appointments/cancel", {"code": booked["code"]}).json["state"] == "cancelled"


@pytest.mark.parametrize("path", ["/booking/find", "/booking/cancel"])
def test_nobody_guesses_codes_for_long(visit, path):
    citizen = visit("anonymous")
    codes = [citizen.post(path, {"code": "ACDE-FGHJ"}).json["code"] for _ in range(BOOKINGS.burst + 1)]
    assert set(codes[:-1]) == {"appointment.unknown"}
    assert codes[-1] == "rate.limited"


def looks_up(application, address):
    asked = {"code": "ACDE-FGHJ"}
    answer = application.flask.test_client().post(
        "/api/v1/booking/find", json=asked, headers={"X-Forwarded-For": address}
    )
    return answer.json["code"]


def test_what_a_caller_says_of_its_address_is_not_believed(site):
    codes = [looks_up(site.application, f"10.0.0.{last}") for last in range(BOOKINGS.burst + 1)]
    assert codes[-1] == "rate.limited"


def test_behind_our_own_proxy_the_limit_is_the_callers_and_not_the_proxys(hall, tmp_path):
    url = hall.store.url.render_as_string(hide_password=False)
    application = create_app(Settings(database_url=url, public_url="http://motcua.test", data=tmp_path, proxies=1))
    for last in range(BOOKINGS.burst + 1):
        assert looks_up(application, f"10.0.0.{last}") == "appointment.unknown"
    codes = [looks_up(application, f"10.9.9.{last}, 10.0.1.1") for last in range(BOOKINGS.burst + 1)]
    assert codes[-1] == "rate.limited"
    application.context.store.close()


def test_all_addresses_together_have_a_limit_too():
    bucket = Bucket(burst=2, seconds=1)
    assert [bucket.wait("all", 0), bucket.wait("all", 0)] == [0, 0]
    assert bucket.wait("all", 0) > 0


@pytest.mark.parametrize("path", ["/booking/elsewhere/birth", "/booking/test/nothing"])
def test_an_unknown_centre_or_service_is_not_found(visit, path, slot):
    assert visit("anonymous").get(path).json["code"] == "not_found"
    assert visit("anonymous").post(path, wish(slot)).json["code"] == "not_found"


def test_a_key_is_made_once_however_many_come_first_and_only_its_owner_reads_it(tmp_path):
    path, found = tmp_path / "deep" / "citizen.key", []
    threads = [threading.Thread(target=lambda: found.append(kept_key(path))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(found)) == 1
    assert len(found[0]) == 32
    assert path.stat().st_mode & 0o777 == 0o600
    assert os.listdir(path.parent) == ["citizen.key"]


@pytest.mark.parametrize("damage", ["", "12", "not hexadecimal", "ff" * 31])
def test_a_damaged_key_is_never_replaced_silently(tmp_path, damage):
    path = tmp_path / "citizen.key"
    path.write_text(damage)
    with pytest.raises(KeyDamaged, match="copy"):
        kept_key(path)
    assert path.read_text() == damage


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31", "2026-02-30", "today"])
def test_a_day_that_no_hall_can_have_is_not_found_and_never_a_fault(visit, day):
    for path in (f"/appointments/days/{day}", f"/manager/days/{day}", f"/manager/days/{day}/turns.csv"):
        refused = visit("manager").get(path)
        assert (refused.status_code, refused.json["code"]) == (404, "not_found")
