"""Alerts about devices: raised and ended once, told to a real hook that fails first, seen on the manager's page."""

import hmac
import json
import threading
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from card_number_pushes import TEXTS
from card_number_scan import card_number_in
from playwright.sync_api import expect

from queue_server.devices.alerts import AlertCourier
from queue_server.store.device_alerts import open_alerts
from queue_server.store.devices import find_device
from queue_server.store.journal import entries_since
from queue_server.store.unit import Unit
from queue_server.usecases.alerting import note_alerts
from queue_server.usecases.reminding import MOST_ATTEMPTS, pause_after
from queue_server.usecases.reporting import note_heartbeat

KEY = bytes(range(32))
PATIENCE = timedelta(minutes=5)
BOTH = pytest.mark.parametrize("database_url", ["sqlite", "postgres"], indirect=True)


@pytest.fixture
def database_url(request):
    """Both databases where a test names them, the quick one else."""
    return request.getfixturevalue(f"{getattr(request, 'param', 'sqlite')}_url")


class Hook(BaseHTTPRequestHandler):
    """The far side of the hook."""

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.heard.append((dict(self.headers), body))
        self.send_response(self.server.answers.pop(0) if self.server.answers else 204)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_):
        """Say nothing."""


@pytest.fixture
def hook():
    """A real server: `answers` are its next statuses, then 204; `heard` is what came."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Hook)
    server.heard, server.answers = [], []
    server.url = f"http://127.0.0.1:{server.server_port}/alerts"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def courier(site, hook):
    made = AlertCourier(site.application.context, url=hook.url, key=KEY)
    yield made
    made._client.close()


def says(hall, state, detail=None, **more):
    """The kiosk reports how its printer is; its own clock is years behind."""
    part = {"name": "printer", "kind": "printer", "state": state, "detail": detail, "since": "2019-01-01T00:00:00Z"}
    with Unit(hall.store) as unit:
        device = find_device(unit.connection, "kiosk-device", centre_id=hall.centre_id)
        note_heartbeat(unit, device=device, parts=[part | more], at=hall.at)


def look(hall, *, hooked=True):
    return note_alerts(hall.store, at=hall.at, hooked=hooked, patience=PATIENCE)


def stays(hall, state, detail=None):
    says(hall, state, detail)
    hall.at += PATIENCE
    says(hall, state, detail)


def told(hall):
    with hall.store.reading() as connection:
        kinds = [entry.kind for entry in entries_since(connection, 0)]
    return [kind for kind in kinds if kind.startswith("alert.")]


def heard(hook):
    return [(json.loads(body)["what"], json.loads(body)["kind"]) for _, body in hook.heard]


@BOTH
def test_a_part_out_of_order_is_raised_once_and_ended_once_however_many_look(site):
    hall = site.hall
    stays(hall, "faulty", "cutter")
    rounds = [threading.Thread(target=look, args=[hall]) for _ in range(6)]
    for each in rounds:
        each.start()
    for each in rounds:
        each.join()
    assert told(hall) == ["alert.raised"]
    with hall.store.reading() as connection:
        (alert,) = open_alerts(connection)
    assert (alert.complaint.part, alert.complaint.detail) == ("printer", "cutter")
    assert alert.complaint.since == hall.at - PATIENCE
    says(hall, "ready")
    assert look(hall) == 1
    assert look(hall) == 0
    assert told(hall) == ["alert.raised", "alert.ended"]


def test_a_fault_that_changes_its_state_begins_anew_and_one_that_goes_on_does_not(site):
    stays(site.hall, "faulty", "cutter")
    says(site.hall, "faulty", "cover_open")
    assert look(site.hall) == 0
    site.hall.at += PATIENCE
    says(site.hall, "faulty", "cover_open")
    assert look(site.hall) == 1


def test_a_box_that_is_not_heard_of_is_an_alert_until_it_comes_back(site):
    says(site.hall, "ready")
    site.hall.at += PATIENCE
    assert look(site.hall) == 1
    with site.hall.store.reading() as connection:
        assert [alert.complaint.kind.value for alert in open_alerts(connection)] == ["lost"]
    says(site.hall, "ready")
    assert look(site.hall) == 1


def test_a_device_that_says_card_numbers_sends_none_of_them_out_by_the_hook(site, hook, courier):
    box = site.application.flask.test_client()
    token = {"Authorization": f"Bearer {site.tokens['kiosk']}"}
    for first in range(0, len(TEXTS), 16):
        parts = [
            {"name": f"p{at} {text}", "kind": "terminal", "state": "faulty", "detail": text, "since": None}
            for at, text in enumerate(TEXTS[first : first + 16])
        ]
        for _ in range(2):
            site.hall.at += PATIENCE
            beat = box.post("/api/v1/device/heartbeat", json={"parts": parts}, headers=token)
            assert beat.status_code == 200, beat.text
        look(site.hall)
        while courier.round():
            pass
    assert len(hook.heard) > len(TEXTS)
    assert [card_number_in(body) for _, body in hook.heard if card_number_in(body)] == []


def test_the_hook_hears_of_the_beginning_and_of_the_end_signed_and_in_this_order(site, hook, courier):
    says(site.hall, "ready", "paper_low")
    look(site.hall)
    says(site.hall, "ready")
    look(site.hall)
    assert courier.round() == 2
    assert heard(hook) == [("raised", "paper_low"), ("ended", "paper_low")]
    headers, body = hook.heard[0]
    signed = hmac.new(KEY, f"{headers['Motcua-Timestamp']}.".encode() + body, "sha256").hexdigest()
    assert headers["Motcua-Signature"] == f"sha256={signed}"
    assert json.loads(body)["device"]["name"] == "kiosk"
    assert len({headers["Idempotency-Key"] for headers, _ in hook.heard}) == 2
    assert courier.round() == 0


def test_a_hook_that_fails_is_asked_again_with_the_same_key_and_given_up_in_the_end(site, hook, courier):
    says(site.hall, "ready", "paper_low")
    look(site.hall)
    hook.answers = [503] * MOST_ATTEMPTS
    for attempt in range(1, MOST_ATTEMPTS + 2):
        assert courier.round() == 0
        site.hall.at += pause_after(attempt)
    assert len(hook.heard) == MOST_ATTEMPTS
    assert len({headers["Idempotency-Key"] for headers, _ in hook.heard}) == 1
    assert told(site.hall) == ["alert.raised", "alert.unheard"]


def test_without_a_hook_nothing_is_put_on_its_way(site, hook, courier):
    says(site.hall, "ready", "paper_low")
    assert look(site.hall, hooked=False) == 1
    assert courier.round() == 0


def test_the_managers_page_shows_the_alert_and_what_a_technician_asks_for(site, open_page):
    at, until = "2026-11-23T00:10:00.000Z", "2026-11-23T00:12:00.000Z"
    trouble = {"at": at, "state": "faulty", "detail": "cutter", "until": until}
    paper = {"mm": 41_300, "low_since": "2026-11-23T00:50:00.000Z"}
    says(
        site.hall, "ready", "paper_low",
        last_job_at="2026-11-23T00:55:00.000Z", model="TM-T82", firmware="30.14", paper=paper, troubles=[trouble],
    )  # fmt: skip
    look(site.hall)
    page = open_page("/manager", cookie=site.signs_in("manager"), size={"width": 1400, "height": 1000})
    expect(page.locator(".device-alert")).to_contain_text("kiosk · Máy in: sắp hết giấy")
    device = page.locator(".device", has_text="Máy in: sắp hết giấy")
    for words in ("lần dùng cuối 07:55", "khoảng 41.3 m", "sắp hết giấy từ 07:50", "phần sụn 30.14"):
        expect(device).to_contain_text(words)
    device.get_by_text("Sự cố gần đây: 1").click()
    expect(device).to_contain_text("07:10 – 07:12 kẹt dao cắt")
