"""From the scanner to the kiosk page: each scan is handed on once, to who is there, and never written down."""

from threading import Event, Thread

import httpx
import pytest

from hardware.scanner.codec import Scan
from hardware.simulators.line import PtyLine
from hardware.simulators.scanner import SimulatedScanner
from kiosk.agent.scans import LIVES, MOST, Scans
from kiosk.scanning.router import Kind, Reading

CARD = "022204123289|012345678|Nguyễn Văn Ánh|01011990|Nam|Hạ Long|15042021"


def until(holds, *, looks=400):
    for _ in range(looks):
        if found := holds():
            return found
        Event().wait(0.05)
    raise AssertionError(holds)


class Time:
    def __init__(self):
        self.now = 100.0

    def __call__(self):
        return self.now


def test_a_scan_is_handed_on_once():
    scans = Scans()
    scans.give(Scan("H49.22-261123-0001"))
    assert scans.take(seconds=0) == Reading(Kind.DOSSIER, "H49.22-261123-0001")
    assert scans.take(seconds=0) is None


def test_a_scan_that_no_page_took_in_time_is_not_the_next_citizens():
    time = Time()
    scans = Scans(clock=time)
    scans.give(Scan(CARD))
    time.now += LIVES
    assert scans.take(seconds=0) is None


def test_who_holds_a_card_before_the_scanner_again_and_again_fills_no_memory():
    scans = Scans()
    for at in range(1_000):
        scans.give(Scan(f"H49.22-261123-{at:04}"))
    taken = [scans.take(seconds=0) for _ in range(MOST)]
    assert [each.value[-4:] for each in taken] == ["0996", "0997", "0998", "0999"]
    assert scans.take(seconds=0) is None


def test_who_waits_for_a_scan_gets_it_when_it_comes_and_is_let_go_at_the_end():
    scans, taken = Scans(), []

    def wait():
        for _ in range(2):
            taken.append(scans.take(seconds=60))

    waiting = Thread(target=wait)
    waiting.start()
    scans.give(Scan(CARD))
    scans.close()
    waiting.join(20)
    assert [each and each.kind for each in taken] == [Kind.CITIZEN_CARD, None]


def test_the_log_says_what_kind_it_was_and_nothing_else(caplog):
    caplog.set_level("DEBUG")
    Scans().give(Scan(CARD))
    assert [record.getMessage() for record in caplog.records] == ["scanned: citizen_card"]


@pytest.fixture
def scanner(box, monkeypatch):
    """A simulated scanner at the box, which its agent knows of."""
    device = SimulatedScanner(PtyLine(box.folder / "scanner"), baud=1_000_000, tell=lambda _: None)
    device.line.open()
    monkeypatch.setenv("MOTCUA_AGENT_SCANNER", str(box.folder / "scanner"))
    thread = Thread(target=device.run)
    thread.start()
    yield device
    device.stop()
    thread.join(20)


def held_before(scanner, box):
    """Hold the card before the scanner and ask for it; None when the box was too busy to read it in time."""
    scanner.deed("scan", {"text": CARD})
    reading = httpx.get(f"{box.page}/agent/scans", timeout=30).json()
    return None if reading["kind"] == "none" else reading


def test_a_card_scanned_at_the_box_reaches_its_page_and_is_nowhere_on_the_disk(box, scanner):
    box.start("kiosk")
    until(lambda: box.state()["scanner"] == {"state": "ready", "detail": None})
    assert until(lambda: held_before(scanner, box)) == {"kind": "citizen_card", "value": "022204123289"}
    box.end()
    kept = b"".join(path.read_bytes() for path in box.folder.rglob("*") if path.is_file())
    assert b"scanned: citizen_card" in kept
    assert b"022204123289" not in kept
    assert "Nguyễn Văn Ánh".encode() not in kept
