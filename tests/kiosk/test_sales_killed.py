"""The box killed at every write of its journal and at every byte of a sale: no approval is lost, none is charged twice.

The longer run, with a bad network and every fault of a terminal, is `python -m bench --sales`.
"""

import json
import signal
import socket
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Event
from urllib.request import urlopen

import pytest
from office_at_port import OfficeAtPort
from till_box import TillBox
from zvt_bench import FEE, ZvtBench

from hardware.simulators.cardholder import Cardholder

PEOPLE = [Cardholder.APPROVE, Cardholder.DECLINE]
MEMORY = Path("/dev/shm")


@pytest.fixture
def disk():
    """A folder whose writes need no turning disk: what is synchronised in what order is the same."""
    with TemporaryDirectory(dir=MEMORY if MEMORY.is_dir() else None) as folder:
        yield Path(folder)


def a_life(folder, cardholder, *, name="whole", at=0, after=False):
    """A box that sells once and is killed at write number `at`, then started again twice."""
    box = TillBox(folder / name, ZvtBench(cardholder=cardholder))
    box.bench.bookings.book(amount=FEE.amount)
    box.starts(box.bench.till, at=at, after=after)
    box.office.wants("p1", FEE.amount)
    box.lives(3)
    writes = box.database.writes
    if at:
        box.starts(box.bench.another_till())
        box.bench.pass_time(300)
        box.lives(3)
    box.database.close()
    return box, writes


def judged(box, at):
    paid = len(box.bench.booked()) - 1
    assert box.office.state("p1") in ({"confirmed"} if paid else {"failed", "cancelled"}), at
    assert paid <= 1, at


@pytest.mark.parametrize("cardholder", PEOPLE)
@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
def test_killed_at_any_write_the_box_finds_out_what_became_of_the_sale(disk, cardholder, after):
    _, writes = a_life(disk, cardholder)
    assert writes >= 4
    for at in range(1, writes + 1):
        box, _ = a_life(disk, cardholder, name=f"killed-{at}", at=at, after=after)
        judged(box, at)


class Gone(BaseException):
    """The process died at a byte."""


class DiesAtByte:
    """A cable at whose byte number `left`, either way, the process is gone."""

    def __init__(self, line, left):
        self.line, self.left = line, left

    def write(self, data, *, seconds):
        if len(data) > self.left:
            self.line.write(data[: self.left], seconds=seconds)
            raise Gone
        self.left -= len(data)
        self.line.write(data, seconds=seconds)

    def read(self, *, seconds):
        data = self.line.read(seconds=seconds)
        if len(data) > self.left:
            raise Gone
        self.left -= len(data)
        return data

    def discard(self):
        pass

    def close(self):
        self.line.close()


def dies_at(folder, byte, cardholder):
    box = TillBox(folder / f"byte-{byte}", ZvtBench(cardholder=cardholder))
    box.bench.wrap = lambda line: DiesAtByte(line, byte)
    box.starts(box.bench.till)
    box.office.wants("p1", FEE.amount)
    died = False
    try:
        box.lives(1)
    except Gone:
        died = True
    box.bench.wrap = None
    box.starts(box.bench.another_till())
    box.bench.pass_time(300)
    box.lives(4)
    box.database.close()
    return box, died


@pytest.mark.parametrize("cardholder", PEOPLE)
def test_killed_at_any_byte_of_the_dialogue_the_box_finds_out_what_became_of_the_sale(disk, cardholder):
    byte, died = 0, True
    while died:
        box, died = dies_at(disk, byte, cardholder)
        paid = len(box.bench.booked())
        assert paid <= 1, byte
        assert box.office.state("p1") in ({"confirmed"} if paid else {"failed", "cancelled"}), byte
        byte += 5
    assert byte > 150


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture
def office():
    office = OfficeAtPort()
    yield office
    office.close()


def until(holds, *, looks=1_200):
    for _ in range(looks):
        if found := holds():
            return found
        Event().wait(0.05)
    raise AssertionError(holds)


class Box:
    """`motcua-agent terminal` and a simulated terminal, each a process; what is booked outlives both."""

    def __init__(self, folder, url):
        self.folder, self.url = folder, url
        self.state = folder / "bookings.json"
        self.http, self.tcp = free_port(), free_port()
        self.running = {}

    def start(self, name):
        command = {
            "terminal": [
                "hardware.simulators", "terminal", "--protocol", "zvt", "--tcp", str(self.tcp), "--pace", "0.3",
                "--state", str(self.state), "--http", str(self.http),
            ],
            "agent": [
                "kiosk.agent", "terminal", "--server", self.url, "--data", str(self.folder / "box"),
                "--url", f"socket://127.0.0.1:{self.tcp}",
            ],
        }[name]  # fmt: skip
        with (self.folder / f"{name}.log").open("ab") as log:
            self.running[name] = subprocess.Popen([sys.executable, "-m", *command], stdout=log, stderr=log)

    def kill(self, name, number=signal.SIGKILL):
        process = self.running.pop(name)
        process.send_signal(number)
        return process.wait(30)

    def listens(self):
        with suppress(OSError):
            return self.screen() is None
        return False

    def screen(self):
        with urlopen(f"http://127.0.0.1:{self.http}/state", timeout=30) as answer:
            return json.load(answer)["screen"]

    def booked(self):
        return len(json.loads(self.state.read_text())["day"]) if self.state.exists() else 0


@pytest.fixture
def box(tmp_path, office):
    box = Box(tmp_path, office.url)
    box.start("terminal")
    until(box.listens)
    yield box
    for name in list(box.running):
        box.kill(name)


def test_a_real_box_killed_while_a_card_is_asked_finds_out_what_became_of_it_and_charges_once(box, office):
    office.wants("p1", FEE.amount)
    box.start("agent")
    until(box.screen)
    assert box.kill("agent") == -signal.SIGKILL
    box.start("agent")
    until(lambda: office.state("p1") == "confirmed")
    assert box.booked() == 1
    office.wants("p2", FEE.amount, "EF34GH")
    until(lambda: office.state("p2") == "confirmed")
    assert box.booked() == 2
    until(lambda: any(part["firmware"] == "SIM1.0" for parts in office.beats for part in parts))
    assert box.kill("agent", signal.SIGTERM) == 0
