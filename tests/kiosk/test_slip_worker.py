"""How slips are worked off, against a centre in memory and a printer that says what the test wants."""

import sqlite3
from datetime import UTC, datetime
from threading import Event

import pytest

from hardware.device import DeviceState, Health
from hardware.document import Mark
from hardware.escpos.printer import PrintOutcome, PrintResult
from kiosk.agent.database import open_database
from kiosk.agent.journal import SlipJournal
from kiosk.agent.server import Server
from kiosk.agent.slips import BEATS_EVERY, RESTS, SlipWorker

PRINTED = PrintResult(PrintOutcome.PRINTED, begun=True)
DOUBT = PrintResult(PrintOutcome.UNKNOWN, begun=True)


class Printers:
    """A device host whose printer answers as told; `marks` is what came out: label and whether marked."""

    def __init__(self):
        self.state, self.answer, self.given, self.at_once = DeviceState.READY, PRINTED, [], False

    def submit(self, _device, job, document):
        number = next(block.text for block in document.blocks if type(block).__name__ == "Number")
        self.given.append((number, any(isinstance(block, Mark) for block in document.blocks)))
        self.worker.printed(job, self.answer)
        if self.at_once:
            self.worker.record()

    def health(self):
        return (Health(name="printer", kind="printer", state=self.state, detail=None, since=datetime.now(UTC)),)


class Time:
    """Time as a value."""

    def __init__(self):
        self.now = 100.0

    def __call__(self):
        return self.now

    def beats(self, worker, times=1):
        for _ in range(times):
            self.now += BEATS_EVERY
            for _ in range(4):  # the printer's word comes at once here; it is worked off in the next turn
                worker.turn()


@pytest.fixture
def time():
    return Time()


@pytest.fixture
def printers():
    return Printers()


@pytest.fixture
def worker(tmp_path, centre, printers, time):
    database, server = open_database(tmp_path / "agent.sqlite"), Server(centre.url)
    server.use_token(centre.token)
    worker = printers.worker = SlipWorker(server, SlipJournal(database), printers, Event(), clock=time)
    yield worker
    database.close()
    server.close()


def test_the_newest_slip_comes_first_for_its_citizen_stands_at_the_kiosk(worker, centre, printers, time):
    for label in ("A001", "A002", "A003"):
        centre.issue(label)
    time.beats(worker)
    assert [label for label, _ in printers.given] == ["A003", "A002", "A001"]
    assert {job["state"] for job in centre.jobs.values()} == {"printed"}


def test_a_printer_that_never_gives_its_word_gets_three_slips_and_no_more(worker, centre, printers, time):
    printers.answer = DOUBT
    centre.issue("A001")
    time.beats(worker, times=200)
    assert printers.given == [("A001", False), ("A001", True), ("A001", True)]
    assert centre.state_of("A001") == "unknown"
    assert centre.asked["claim"] <= 4 + 200 * BEATS_EVERY / RESTS


def test_a_slip_given_up_does_not_hold_up_the_next_one(worker, centre, printers, time):
    printers.answer = DOUBT
    centre.issue("A001")
    time.beats(worker, times=10)
    printers.answer = PRINTED
    centre.issue("A002")
    worker.issued()
    time.beats(worker)
    assert printers.given[-1] == ("A002", False)
    assert centre.state_of("A002") == "printed"


def test_a_printer_that_was_silent_from_the_start_printed_nothing_so_nothing_is_marked(worker, centre, printers, time):
    printers.answer = PrintResult(PrintOutcome.SILENT, begun=False)
    centre.issue("A001")
    time.beats(worker)
    printers.answer = PRINTED
    time.beats(worker)
    assert centre.told[0] == ("A001", "offline")
    assert printers.given[-1] == ("A001", False)


def test_a_slip_that_was_refused_at_once_comes_as_soon_as_the_printer_is_ready(worker, centre, printers, time):
    printers.state, printers.answer = DeviceState.OFFLINE, PrintResult(PrintOutcome.OFFLINE, begun=False)
    printers.at_once = True
    centre.issue("A001")
    worker.issued()
    time.beats(worker)
    assert centre.told == [("A001", "offline")]
    printers.state, printers.answer = DeviceState.READY, PRINTED
    time.beats(worker)
    assert printers.given == [("A001", False), ("A001", False)]
    assert centre.state_of("A001") == "printed"


def test_slips_behind_one_that_could_not_begin_are_given_back_untried(worker, centre, printers, time):
    printers.state, printers.answer = DeviceState.FAULTY, PrintResult(PrintOutcome.COVER_OPEN, begun=False)
    for label in ("A001", "A002", "A003"):
        centre.issue(label)
    worker.issued()
    time.beats(worker, times=5)
    assert printers.given == [("A003", False)]
    assert sorted(centre.told) == [("A001", "cover_open"), ("A002", "cover_open"), ("A003", "cover_open")]
    assert centre.asked["claim"] == 1


def test_a_copy_ordered_by_staff_is_marked(worker, centre, printers, time):
    centre.issue("A001", copy=1)
    time.beats(worker)
    assert printers.given == [("A001", True)]


def test_a_slip_of_the_wrong_shape_is_given_up_and_the_others_are_printed(worker, centre, printers, time, caplog):
    centre.issue("A001")
    centre.issue("A002")
    next(iter(centre.jobs.values()))["slip"]["issued_at"] = "yesterday"
    time.beats(worker)
    assert printers.given == [("A002", False)]
    assert "issued_at" in caplog.text


def test_what_the_server_asks_again_after_a_restore_is_answered_and_not_printed(worker, centre, printers, time):
    centre.issue("A001")
    time.beats(worker)
    next(iter(centre.jobs.values()))["state"] = "queued"
    time.beats(worker)
    assert printers.given == [("A001", False)]


def test_without_slips_there_is_one_heartbeat_in_two_seconds_and_nothing_else(worker, centre, printers, time):
    time.beats(worker, times=10)
    assert centre.asked == {"beat": 10}


def test_a_journal_that_cannot_be_written_prints_nothing(worker, centre, printers, time):
    centre.issue("A001")
    worker._journal._database.close()
    with pytest.raises(sqlite3.ProgrammingError):
        time.beats(worker)
    assert printers.given == []
