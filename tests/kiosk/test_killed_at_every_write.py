"""The agent killed before and after each of its writes: no number is lost and none is given twice."""

import os
import shutil
import signal
import subprocess
import sys
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from threading import Event

import httpx
import pytest
from agent_centre import catalogue, lease
from dying import Dying, Killed
from kiosk_parts import Parts
from payment_papers import PAYMENT_CODE

from hardware.device import DeviceState, Health
from hardware.document import Mark, Number
from hardware.escpos.printer import PrintOutcome, PrintResult
from kiosk.agent.database import Database
from kiosk.agent.server import Server
from kiosk.agent.slips import BEATS_EVERY, SlipWorker

WISH = {"service": "birth", "language": "vi", "priority": None}


class Box:
    """A kiosk before a centre, with a printer whose paper outlives the process."""

    def __init__(self, centre, file):
        self.centre, self.file, self.paper = centre, file, []

    def starts(self, database):
        server = Server("http://centre.test", transport=httpx.WSGITransport(app=self.centre.app))
        server.use_token(self.centre.token)
        self.parts, self.now = Parts(server, database), 1000.0
        self.parts.slips.recover()
        self.worker = SlipWorker(
            server, self.parts.slips, self, Event(), clock=lambda: self.now,
            wanted=self.parts.desk.printed, first=self.parts.teller.turn,
        )  # fmt: skip

    def lives(self):
        """A citizen touches while the server is away, the slip comes out, the server is back and hears of it."""
        self.centre.absent = True
        first = self.parts.desk.give("visit-0001", WISH)
        self.worker.work()
        self.worker.work()
        self.centre.absent = False
        for _ in range(3):
            self.now += BEATS_EVERY
            self.worker.turn()
        return first["label"]

    def prints(self):
        """The server has a payment code to be printed."""
        for _ in range(3):
            self.now += BEATS_EVERY
            self.worker.turn()
            self.worker.turn()

    def submit(self, _device, job, document):
        marks = sum(isinstance(block, Mark) for block in document.blocks)
        number = next((block.text for block in document.blocks if isinstance(block, Number)), None)
        self.paper.append((number, marks == (1 if number is None else 2)))
        self.worker.printed(job, PrintResult(PrintOutcome.PRINTED, begun=True))

    def health(self):
        return (Health(name="printer", kind="printer", state=DeviceState.READY, detail=None, since=datetime.now(UTC)),)


class Dead(Dying):
    """Once it has died nothing of the process goes on, not even what is done in the end whatever happens."""

    def _run(self, statement, values):
        if self.writes >= self.left > 0:
            raise Killed
        return super()._run(statement, values)


@pytest.fixture
def furnished(tmp_path, centre):
    """A file with a catalogue and four numbers in reserve, as its holder holds them at the centre."""
    centre.reserve = 4
    file = tmp_path / "furnished.sqlite"
    database = Database(file)
    parts = Parts(Server("http://centre.test", transport=httpx.WSGITransport(app=centre.app)), database)
    parts.desk.took(catalogue())
    centre.holders[parts.reserve.holder] = 0
    parts.reserve.hold([lease(801, 4)])
    database.close()
    return file


def copy_of(furnished, name):
    file = furnished.with_name(name)
    shutil.copy(furnished, file)
    return file


def writes_of_a_life(centre, furnished):
    database = Dying(copy_of(furnished, "counted"), at=0)
    box = Box(centre, None)
    box.starts(database)
    box.lives()
    database.close()
    return database.writes


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
def test_whenever_the_agent_is_killed_the_citizen_has_one_number_on_paper_that_the_server_knows(
    centre, furnished, after
):
    writes = writes_of_a_life(centre, furnished)
    assert writes > 10
    for at in range(1, writes + 1):
        centre.taken_in.clear()
        centre.own_told.clear()
        file = copy_of(furnished, f"killed-{at}")
        box, dying = Box(centre, file), Dying(file, at=at, after=after)
        with suppress(Killed):
            box.starts(dying)
            box.lives()
        dying.close()
        database = Database(file)
        box.starts(database)
        label = box.lives()
        assert (label, set(centre.taken_in)) == ("A801", {"A801"}), at
        assert {number for number, _ in box.paper} == {"A801"}, at
        assert set(centre.own_told) == {"A801"}, "the server knows what became of the slip"
        assert [marked for _, marked in box.paper].count(False) <= 1, at
        assert box.parts.desk.give("visit-0002", WISH)["label"] == "A802", at
        database.close()


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
def test_whenever_the_agent_is_killed_a_payment_code_comes_out_and_only_one_that_is_not_marked(centre, tmp_path, after):
    at, killed = 0, True
    while killed:
        at, killed = at + 1, False
        centre.jobs.clear()
        centre.told.clear()
        centre.order("payment_code", PAYMENT_CODE, copy=0)
        file = tmp_path / f"killed-{at}"
        box, dying = Box(centre, file), Dead(file, at=at, after=after)
        try:
            box.starts(dying)
            box.prints()
        except Killed:
            killed = True
        dying.close()
        database = Database(file)
        box.starts(database)
        box.prints()
        assert box.paper, at
        assert [marked for _, marked in box.paper].count(False) <= 1, at
        assert centre.state_of(PAYMENT_CODE["label"]) == "printed", at
        database.close()
    assert at > 8


CHILD = """
import os, signal, sys
from pathlib import Path
sys.path[:0] = sys.argv[3:]
from dying import Dying
from test_killed_at_every_write import WISH, Parts, Server
database = Dying(Path(sys.argv[1]), at=int(sys.argv[2]), die=lambda: os.kill(os.getpid(), signal.SIGKILL))
parts = Parts(Server("http://127.0.0.1:9"), database)
print(parts.desk.give("visit-0001", WISH)["label"], database.writes)
"""


def gives_in_a_process(file, at):
    """Give a number in a process of its own that kills itself at its write number `at`; return its status and words."""
    here = Path(__file__).parent
    done = subprocess.run(
        [sys.executable, "-c", CHILD, str(file), str(at), str(here), str(here.parent / "support")],
        capture_output=True, text=True, check=False, env=os.environ, cwd=here.parents[1],
    )  # fmt: skip
    return done.returncode, done.stdout.split()


def test_a_real_process_killed_within_the_giving_gives_the_same_number_when_it_is_asked_again(furnished):
    status, (label, writes) = gives_in_a_process(copy_of(furnished, "whole"), 0)
    assert (status, label) == (0, "A801")
    for at in range(1, int(writes) + 1):
        file = copy_of(furnished, f"process-{at}")
        assert gives_in_a_process(file, at)[0] == -signal.SIGKILL
        parts = Parts(Server("http://127.0.0.1:9"), Database(file))
        assert parts.desk.give("visit-0001", WISH)["label"] == "A801"
        assert parts.desk.give("visit-0002", WISH)["label"] == "A802"
        parts.database.close()
