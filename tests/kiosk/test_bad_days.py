"""The agent when all goes wrong: kills at every state of a slip, lost and late answers, printers in trouble."""

import json
import signal
import time
from threading import Event

import httpx


def wait_for(holds, *, seconds=20):
    for _ in range(int(seconds / 0.02)):
        if found := holds():
            return found
        Event().wait(0.02)
    raise AssertionError(holds)


def test_a_lost_answer_to_a_claim_gives_one_slip_without_a_mark(kiosk, centre):
    kiosk.start()
    wait_for(kiosk.is_ready)
    centre.lose["claim"] = 3
    kiosk.takes_ticket("visit-0001")
    wait_for(lambda: centre.told)
    assert kiosk.paper() == [("A001", False)]
    assert centre.told == [("A001", "printed")]


def test_killed_before_the_claim_was_answered_it_claims_the_same_again(kiosk, centre):
    kiosk.start()
    wait_for(kiosk.is_ready)
    late = centre.hold["claim"] = Event()
    kiosk.takes_ticket("visit-0001")
    wait_for(lambda: centre.state_of("A001") == "sending")
    kiosk.end()
    late.set()
    kiosk.start()
    wait_for(lambda: centre.state_of("A001") == "printed")
    assert kiosk.paper() == [("A001", False)]


def test_killed_while_sending_the_slip_comes_again_marked_and_the_one_behind_it_unmarked(kiosk, centre):
    kiosk.start()
    wait_for(kiosk.is_ready)
    kiosk.printer.change({"slow": True})
    kiosk.printer.baud = 9600
    centre.issue("A001")
    centre.issue("A002")
    wait_for(lambda: kiosk.journal_states() == ["claimed", "sending"])
    kiosk.end()
    kiosk.printer.baud = 1_000_000
    kiosk.printer.change({"slow": False})
    kiosk.start()
    wait_for(lambda: {job["state"] for job in centre.jobs.values()} == {"printed"})
    assert sorted(kiosk.paper()) == [("A001", False), ("A002", True)]
    assert sorted(centre.told[:2]) == [("A001", "offline"), ("A002", "unknown")]


def test_killed_before_the_outcome_was_told_it_tells_it_and_prints_nothing(kiosk, centre):
    kiosk.start()
    wait_for(kiosk.is_ready)
    late = centre.hold["report"] = Event()
    kiosk.takes_ticket("visit-0001")
    wait_for(lambda: kiosk.journal_states() == ["done"])
    kiosk.end()
    late.set()
    kiosk.start()
    wait_for(lambda: kiosk.journal_states() == ["reported"])
    assert centre.told == [("A001", "printed")]
    assert kiosk.paper() == [("A001", False)]


def test_killed_after_all_is_told_it_prints_nothing(kiosk, centre):
    kiosk.start()
    wait_for(kiosk.is_ready)
    kiosk.takes_ticket("visit-0001")
    wait_for(lambda: kiosk.journal_states() == ["reported"])
    kiosk.end()
    beats = centre.asked["beat"]
    kiosk.start()
    wait_for(lambda: centre.asked["beat"] >= beats + 2)
    assert kiosk.paper() == [("A001", False)]


def test_a_lost_answer_to_a_report_is_asked_for_again_and_counted_once(kiosk, centre):
    kiosk.start()
    wait_for(kiosk.is_ready)
    centre.lose["report"] = 3
    kiosk.takes_ticket("visit-0001")
    wait_for(lambda: kiosk.journal_states() == ["reported"])
    assert centre.asked["report"] == 4
    assert centre.told == [("A001", "printed")]
    assert kiosk.paper() == [("A001", False)]


def test_told_to_end_while_printing_it_ends_within_three_seconds_and_knows_the_outcome(kiosk, centre):
    kiosk.start()
    wait_for(kiosk.is_ready)
    kiosk.printer.baud = 300_000
    kiosk.takes_ticket("visit-0001")
    wait_for(lambda: kiosk.journal_states() == ["sending"])
    began = time.monotonic()
    assert kiosk.end(signal.SIGTERM) == 0
    assert time.monotonic() - began < 3
    kiosk.start()
    wait_for(lambda: kiosk.journal_states() == ["reported"])
    assert kiosk.paper() == [("A001", False)]
    assert centre.told == [("A001", "printed")]


def test_it_ends_within_three_seconds_even_when_the_server_is_silent(kiosk, centre):
    kiosk.start()
    wait_for(kiosk.is_ready)
    centre.hold["beat"] = Event()
    beats = centre.asked["beat"]
    wait_for(lambda: centre.asked["beat"] > beats)
    began = time.monotonic()
    assert kiosk.end(signal.SIGTERM) == 0
    assert time.monotonic() - began < 3


def test_without_paper_the_citizen_is_told_at_once_and_the_slip_comes_later_unmarked(kiosk, centre):
    kiosk.start()
    wait_for(kiosk.is_ready)
    kiosk.printer.change({"paper_out": True})
    wait_for(lambda: kiosk.state()["printer"] == {"state": "faulty", "detail": "paper_out"})
    ticket = kiosk.takes_ticket("visit-0001").json()
    wait_for(lambda: centre.told)
    print_state = httpx.get(f"{kiosk.page}/api/v1/tickets/{ticket['id']}/print").json()
    assert print_state == {"state": "queued", "outcome": "paper_out"}
    beats = centre.asked["beat"]
    wait_for(lambda: centre.asked["beat"] > beats + 1)
    assert centre.asked["claim"] == 1
    kiosk.printer.change({"paper_out": False})
    wait_for(lambda: centre.state_of("A001") == "printed")
    assert kiosk.paper() == [("A001", False)]


def test_paper_that_ends_within_a_slip_gives_a_marked_slip_of_the_same_number(kiosk, centre):
    kiosk.start()
    wait_for(kiosk.is_ready)
    kiosk.printer.change({"paper_rows": 150})
    kiosk.takes_ticket("visit-0001")
    wait_for(lambda: centre.told == [("A001", "paper_out")])
    kiosk.printer.change({"paper_out": False})
    wait_for(lambda: centre.state_of("A001") == "printed")
    assert kiosk.paper() == [("A001", True)]


def test_an_unplugged_printer_costs_no_number_and_prints_when_it_is_back(kiosk, centre):
    kiosk.start()
    wait_for(kiosk.is_ready)
    kiosk.printer.change({"drop": True})
    wait_for(lambda: kiosk.state()["printer"]["state"] == "offline")
    assert kiosk.takes_ticket("visit-0001").status_code == 201
    wait_for(lambda: centre.told[:1] == [("A001", "offline")])
    kiosk.printer.change({"drop": False})
    wait_for(lambda: centre.state_of("A001") == "printed")
    assert kiosk.paper() == [("A001", False)]


def test_a_server_that_is_away_is_said_once_and_its_return_once(kiosk, centre):
    kiosk.start()
    wait_for(kiosk.is_ready)
    wait_for(lambda: centre.asked["beat"])
    centre.absent = True
    refused = httpx.get(f"{kiosk.page}/api/v1/tickets/visit-0001/print", headers={"Accept-Language": "en"})
    assert refused.headers["Content-Type"] == "application/problem+json"
    assert (refused.status_code, refused.json()["code"]) == (503, "server.unreachable")
    assert "server" in refused.json()["detail"]
    beats = centre.asked["beat"]
    wait_for(lambda: centre.asked["beat"] > beats + 1)
    assert kiosk.state()["connected"] is False
    centre.absent = False
    wait_for(lambda: kiosk.state()["connected"])
    assert (kiosk.log().count("out of reach"), kiosk.log().count(": connected")) == (1, 2)


def test_an_enrolment_under_way_keeps_its_code_over_a_kill(kiosk, centre):
    centre.secret, centre.approved = "", False
    kiosk.start()
    wait_for(lambda: kiosk.state()["enrolment"] == {"code": "BCDF-GHJK"})
    kiosk.end()
    kiosk.start()
    assert kiosk.state()["enrolment"] == {"code": "BCDF-GHJK"}
    assert kiosk.takes_ticket("visit-0001").json()["code"] == "agent.not_enrolled"
    centre.approved = True
    wait_for(kiosk.is_ready)
    assert centre.asked["enrol"] == 1
    assert "BCDF-GHJK" in kiosk.log()
    assert centre.token not in kiosk.log()


def test_a_kiosk_the_server_no_longer_knows_shows_a_code_again(kiosk, centre):
    kiosk.start()
    wait_for(kiosk.is_ready)
    centre.known, centre.approved = False, False
    wait_for(lambda: kiosk.state()["enrolment"])
    centre.known, centre.approved = True, True
    wait_for(kiosk.is_ready)
    assert (kiosk.folder / "agent" / "token.refused").exists()


def test_a_second_agent_is_kept_out_of_the_folder(kiosk):
    kiosk.start()
    kiosk.port += 1
    assert kiosk.spawn().wait(15) == 1
    assert "another agent" in kiosk.log()


def test_a_damaged_journal_is_set_aside_and_the_kiosk_works(kiosk, centre):
    folder = kiosk.folder / "agent"
    folder.mkdir()
    (folder / "agent.sqlite").write_bytes(b"this is not a database, it is what a bad card made of one" * 100)
    kiosk.start()
    wait_for(kiosk.is_ready)
    kiosk.takes_ticket("visit-0001")
    wait_for(lambda: centre.state_of("A001") == "printed")
    assert len(list(folder.glob("agent.sqlite.damaged-*"))) == 1


def test_what_it_says_of_the_printer_is_what_a_technician_needs(kiosk, centre):
    kiosk.start()
    wait_for(kiosk.is_ready)
    kiosk.takes_ticket("visit-0001")
    wait_for(lambda: centre.parts and centre.parts[0]["last_job_at"])
    part = centre.parts[0]
    assert (part["name"], part["kind"], part["state"]) == ("printer", "printer", "ready")
    assert "Simulated" in part["model"]
    assert part["since"].endswith("Z")
    assert "slip A001 printed" in kiosk.log()
    assert json.dumps(kiosk.state()["device"]) == '{"name": "Kiosk 1", "pixels_per_mm": 4.0}'
