"""The agent before the real server, with a simulated printer: from a touch to paper."""

import re
import signal
import stat
from threading import Event

import httpx
import pytest


def until(holds, *, seconds=20):
    for _ in range(int(seconds / 0.05)):
        if found := holds():
            return found
        Event().wait(0.05)
    raise AssertionError(holds)


@pytest.fixture
def ready(box):
    box.start("kiosk")
    until(lambda: box.state()["connected"] and box.state()["printer"]["state"] == "ready")
    return box


def test_a_ticket_taken_at_the_page_comes_out_of_the_printer_once_however_often_it_is_tapped(ready):
    answers = [ready.takes_ticket("visit-0001").json() for _ in range(2)]
    assert answers[0] == answers[1]
    until(lambda: ready.print_state(answers[0]["id"])["state"] == "printed")
    other = ready.takes_ticket("visit-0002").json()
    until(lambda: ready.print_state(other["id"])["state"] == "printed")
    assert len(ready.slips()) == 2
    assert ready.state()["device"] == {"name": "Kiosk", "pixels_per_mm": 3.78}
    assert all(ticket["id"] not in ready.log("kiosk") for ticket in (answers[0], other))


def test_without_paper_the_ticket_stands_and_the_slip_comes_when_there_is_paper(ready):
    ready.faults(paper_out=True)
    until(lambda: ready.state()["printer"] == {"state": "faulty", "detail": "paper_out"})
    ticket = ready.takes_ticket("visit-0001")
    assert ticket.status_code == 201
    until(lambda: ready.print_state(ticket.json()["id"]) == {"state": "queued", "outcome": "paper_out"})
    ready.faults(paper_out=False)
    until(lambda: ready.print_state(ticket.json()["id"])["state"] == "printed")
    assert len(ready.slips()) == 1


def test_without_the_server_and_without_a_reserve_the_page_says_so_and_works_again_after(ready):
    ready.kill("server", signal.SIGTERM)
    refused = httpx.post(
        f"{ready.page}/api/v1/tickets",
        json={"service": "birth", "language": "en"},
        headers={"Idempotency-Key": "visit-0001", "Accept-Language": "en"},
    )
    assert (refused.status_code, refused.json()["code"]) == (409, "agent.no_reserve")
    assert "member of staff" in refused.json()["detail"]
    until(lambda: not ready.state()["connected"])
    ready.start("server")
    until(lambda: ready.state()["connected"])
    assert ready.takes_ticket("visit-0001").json()["number"] == 1


def test_it_keeps_its_token_to_itself_and_starts_again_without_asking(ready):
    token = ready.folder / "agent" / "token"
    assert stat.S_IMODE(token.stat().st_mode) == 0o600
    secret = token.read_text()
    assert len(secret) >= 40
    assert ready.kill("kiosk", signal.SIGTERM) == 0
    (ready.folder / "claim").unlink()
    ready.start("kiosk")
    until(lambda: ready.state()["connected"])
    assert all(secret not in ready.log(name) for name in ("server", "kiosk"))


def test_a_kiosk_nobody_approved_shows_its_code(box):
    (box.folder / "claim").unlink()
    box.start("kiosk")
    code = until(lambda: (box.state()["enrolment"] or {}).get("code"))
    assert re.fullmatch(r"[A-Z]{4}-[A-Z]{4}", code)
    assert f"code {code}" in box.log("kiosk")
    refused = box.takes_ticket("visit-0001")
    assert (refused.status_code, refused.json()["code"]) == (503, "agent.not_enrolled")
