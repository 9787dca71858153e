"""Reminders: due once, posted to a real server that fails first, signed, and carrying next to nothing."""

import hmac
import json
import threading
from collections import Counter
from dataclasses import replace
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from sqlalchemy import text

from queue_server.app import Settings, create_app
from queue_server.devices.reminders import Courier
from queue_server.store.engine import Store
from queue_server.store.journal import entries_since
from queue_server.store.unit import Unit
from queue_server.usecases.booking import cancel_appointment
from queue_server.usecases.reminding import MOST_ATTEMPTS, note_due_appointments, pause_after

KEY = bytes(range(32))
DAY = timedelta(days=1)


@pytest.fixture
def database_url(request):
    """Both databases where a test names them, the quick one else."""
    return request.getfixturevalue(f"{getattr(request, 'param', 'sqlite')}_url")


class Hook(BaseHTTPRequestHandler):
    """The far side of the hook."""

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.heard.append((dict(self.headers), body))
        self.server.meanwhile()
        self.send_response(self.server.answers.pop(0) if self.server.answers else 204)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_):
        """Say nothing."""


@pytest.fixture
def hook():
    """A real server: `answers` are its next statuses, then 204; `heard` is what came; `meanwhile` what happens then."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Hook)
    server.heard, server.answers, server.meanwhile = [], [], lambda: None
    server.url = f"http://127.0.0.1:{server.server_port}/reminders"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def courier(site, hook):
    made = Courier(site.application.context, url=hook.url, key=KEY)
    yield made
    made._client.close()


@pytest.fixture
def booked(site):
    """Booked two days before, for tomorrow's noon; now it is noon today."""
    noon = site.hall.at + timedelta(hours=4)
    appointment = site.hall.books(noon + DAY)
    site.hall.at = noon
    return appointment


def told(hall):
    with hall.store.reading() as connection:
        return Counter(entry.kind for entry in entries_since(connection, 0))


def look(hall, *, hooked=True):
    return note_due_appointments(hall.store, at=hall.at, hooked=hooked)


@pytest.mark.parametrize("database_url", ["sqlite", "postgres"], indirect=True)
def test_an_appointment_is_due_once_a_centres_hours_before_it_whoever_looks(site, booked):
    site.hall.at -= timedelta(milliseconds=1)
    assert look(site.hall) == 0
    site.hall.at += timedelta(milliseconds=1)
    found = []
    looks = [threading.Thread(target=lambda: found.append(look(site.hall))) for _ in range(6)]
    for each in looks:
        each.start()
    for each in looks:
        each.join()
    assert sum(found) == 1
    assert told(site.hall)["appointment.due"] == 1
    assert look(site.hall) == 0


def test_each_centre_chooses_the_hours(site, booked):
    with Unit(site.hall.store) as unit:
        unit.connection.execute(text("INSERT INTO appointment_rules VALUES (1, 20, 30, 20, 3)"))
    assert look(site.hall) == 0
    site.hall.at += DAY - timedelta(hours=3)
    assert look(site.hall) == 1


def test_a_hook_that_fails_first_is_told_again_after_a_pause_and_then_no_more(site, booked, hook, courier):
    look(site.hall)
    hook.answers = [500, 302]
    assert courier.round() == 0
    assert courier.round() == 0
    assert len(hook.heard) == 1
    site.hall.passes(pause_after(1).total_seconds())
    assert courier.round() == 0
    site.hall.passes(pause_after(2).total_seconds())
    assert courier.round() == 1
    site.hall.passes(DAY.total_seconds() / 2)
    assert courier.round() == 0
    assert len(hook.heard) == 3
    assert len({headers["Idempotency-Key"] for headers, _ in hook.heard}) == 1
    assert told(site.hall)["reminder.delivered"] == 1


def test_what_is_told_is_code_time_and_service_and_is_signed_with_the_moment(site, booked, hook, courier):
    look(site.hall)
    courier.round()
    ((headers, body),) = hook.heard
    assert json.loads(body) == {"code": booked.code, "slot_at": "2026-11-24T05:00:00.000Z", "service": "birth"}
    stamp = headers["Motcua-Timestamp"]
    assert stamp == str(int(site.hall.at.timestamp()))
    expected = hmac.new(KEY, f"{stamp}.".encode() + body, "sha256").hexdigest()
    assert headers["Motcua-Signature"] == f"sha256={expected}"


def test_a_dead_hook_is_given_up_after_the_last_attempt(site, booked, hook, courier):
    look(site.hall)
    hook.answers = [503] * MOST_ATTEMPTS
    for attempt in range(1, MOST_ATTEMPTS + 3):
        assert courier.round() == 0
        site.hall.passes(pause_after(attempt).total_seconds())
    assert len(hook.heard) == MOST_ATTEMPTS
    assert told(site.hall)["reminder.failed"] == 1


def test_a_hook_that_nobody_listens_at_is_no_fault(site, booked):
    look(site.hall)
    courier = Courier(site.application.context, url="http://127.0.0.1:1/", key=KEY)
    assert courier.round() == 0
    courier._client.close()


def test_nobody_is_reminded_of_what_was_cancelled_meanwhile(site, booked, hook, courier):
    look(site.hall)
    with Unit(site.hall.store) as unit:
        cancel_appointment(unit, code=booked.code, by="citizen", at=site.hall.at)
    assert courier.round() == 0
    assert hook.heard == []
    assert told(site.hall)["reminder.failed"] == 1


def test_two_couriers_deliver_each_reminder_once(site, hook, courier):
    for which in range(6):
        site.hall.books(site.hall.at + timedelta(minutes=30 + 30 * which), citizen=f"02220400000{which}")
    look(site.hall)
    other = Courier(site.application.context, url=hook.url, key=KEY)
    rounds = [threading.Thread(target=each.round) for each in (courier, other)]
    for each in rounds:
        each.start()
    for each in rounds:
        each.join()
    other._client.close()
    codes = [json.loads(body)["code"] for _, body in hook.heard]
    assert len(codes) == len(set(codes)) == 6


@pytest.mark.parametrize("database_url", ["sqlite", "postgres"], indirect=True)
def test_a_process_that_looks_while_another_posts_to_a_slow_hook_posts_nothing_a_second_time(site, hook, courier):
    for which in range(12):
        site.hall.books(site.hall.at + timedelta(minutes=60 + 30 * (which // 2)), citizen=f"0222040000{which:02}")
    look(site.hall)
    store = Store(site.hall.store.url.render_as_string(hide_password=False))
    other = Courier(replace(site.application.context, store=store), url=hook.url, key=KEY)
    delivered = []

    def meanwhile():
        site.hall.passes(5)
        if len(hook.heard) == 8:
            delivered.append(other.round())

    hook.meanwhile = meanwhile
    delivered.append(courier.round())
    other._client.close()
    store.close()
    assert delivered == [4, 8]
    assert len({json.loads(body)["code"] for _, body in hook.heard}) == len(hook.heard) == 12
    assert told(site.hall)["reminder.delivered"] == 12


def test_without_a_hook_it_is_only_recorded(site, booked):
    look(site.hall, hooked=False)
    assert told(site.hall)["appointment.due"] == 1
    with site.hall.store.reading() as connection:
        assert connection.execute(text("SELECT count(*) FROM reminder")).scalar_one() == 0


def test_an_installation_with_a_hook_delivers_by_itself_with_a_key_only_it_can_read(site, booked, hook, tmp_path):
    context = site.application.context
    url = site.hall.store.url.render_as_string(hide_password=False)
    settings = Settings(
        database_url=url, public_url="http://motcua.test", data=tmp_path, clock=context.clock, reminder_hook=hook.url
    )
    application = create_app(settings)
    try:
        application.caretaker.round(at=site.hall.at)
        assert application.courier is not None
        assert application.courier.round() == 1
    finally:
        application.courier._client.close()
        application.context.store.close()
    key = tmp_path / "reminder-hook.key"
    assert key.stat().st_mode & 0o777 == 0o600
    ((headers, body),) = hook.heard
    signed = hmac.new(bytes.fromhex(key.read_text()), f"{headers['Motcua-Timestamp']}.".encode() + body, "sha256")
    assert headers["Motcua-Signature"] == f"sha256={signed.hexdigest()}"
