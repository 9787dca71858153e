"""The device host: states, results and recovery, driven by what the devices say."""

import logging
import queue
from threading import Event

import pytest

from hardware.device import Condition, DeviceState, Facts, PaperUse
from hardware.errors import TransportLost, UnknownDevice
from hardware.escpos.printer import PrintOutcome
from hardware.host import DeviceHost


@pytest.fixture
def results():
    return queue.Queue()


@pytest.fixture
def host(results):
    host = DeviceHost(lambda job, result: results.put((job, result)))
    yield host
    host.stop()


def test_jobs_are_printed_in_turn_and_their_results_told(host, printer, results, slip):
    host.add_printer("printer", printer.driver())
    for job in ("one", "two"):
        host.submit("printer", job, slip)
    told = [results.get(timeout=20) for _ in range(2)]
    assert [(job, result.outcome) for job, result in told] == [
        ("one", PrintOutcome.PRINTED),
        ("two", PrintOutcome.PRINTED),
    ]
    (health,) = host.health()
    assert health.state is DeviceState.READY
    assert health.last_job_at is not None


def test_a_fault_is_seen_and_its_end_too_and_each_is_logged_once(host, printer, caplog):
    caplog.set_level(logging.INFO, logger="motcua.devices")
    host.add_printer("printer", printer.driver())
    until(host, lambda health: health.state is DeviceState.READY)
    printer.faults(paper_out=True)
    fault = until(host, lambda health: health.state is DeviceState.FAULTY)
    assert fault.detail == "paper_out"
    printer.faults(paper_out=False)
    until(host, lambda health: health.state is DeviceState.READY)
    said = [record.message for record in caplog.records]
    assert said == ["printer: paper_out", "printer is back"]


def test_a_pulled_cable_is_noticed_and_the_printer_found_again(host, printer, results, slip):
    host.add_printer("printer", printer.driver())
    until(host, lambda health: health.state is DeviceState.READY)
    printer.faults(drop=True)
    lost = until(host, lambda health: health.state is DeviceState.OFFLINE)
    assert lost.detail == "disconnected"
    printer.faults(drop=False)
    until(host, lambda health: health.state is DeviceState.READY)
    host.submit("printer", "after", slip)
    assert results.get(timeout=20)[1].outcome is PrintOutcome.PRINTED


def test_a_job_for_a_device_nobody_knows_is_refused(host, slip):
    with pytest.raises(UnknownDevice):
        host.submit("scanner", "one", slip)


def until(host, holds, *, looks=400):
    for _ in range(looks):
        (health,) = host.health()
        if holds(health):
            return health
        Event().wait(0.05)
    raise AssertionError(host.health())


class Told:
    """A device that is as the test says, one look after the other."""

    kind = "told"
    rests = 0.0

    def __init__(self, *looks):
        self.looks, self.closed, self.looked = list(looks), 0, Event()

    def look(self):
        if not self.looks:
            self.looked.set()
            self.rests = 60.0
            return Condition()
        found = self.looks.pop(0)
        if isinstance(found, Exception):
            raise found
        return found

    def facts(self):
        return Facts(model="Told", firmware="1.2")

    def close(self):
        self.closed += 1


def health_after(device):
    host = DeviceHost()
    host.add("told", device)
    assert device.looked.wait(60)
    health = until(host, lambda health: health.state is DeviceState.READY and health.detail is None)
    host.stop()
    return health


def test_a_history_of_troubles_says_when_each_began_and_ended(monkeypatch):
    monkeypatch.setattr("hardware.host.LADDER", (0.0,))
    device = Told(
        Condition(), Condition(fault="jam"), Condition(fault="jam"), TransportLost("gone"), None, RuntimeError("bug")
    )
    health = health_after(device)
    assert [(each.state.value, each.detail) for each in health.troubles] == [
        ("faulty", "jam"), ("offline", "disconnected"), ("offline", "silent"), ("offline", "driver_fault"),
    ]  # fmt: skip
    assert all(each.until is not None and each.until >= each.at for each in health.troubles)
    assert (health.model, health.firmware) == ("Told", "1.2")
    assert device.closed >= 3


def test_a_history_is_bounded(monkeypatch):
    monkeypatch.setattr("hardware.host.LADDER", (0.0,))
    health = health_after(Told(*(Condition(fault=str(n)) for n in range(500))))
    assert [each.detail for each in health.troubles] == [str(n) for n in range(480, 500)]


def test_a_fault_that_a_job_does_not_cure_is_one_trouble_and_logged_once(host, printer, results, slip, caplog):
    caplog.set_level(logging.INFO, logger="motcua.devices")
    printer.faults(paper_out=True)
    host.add_printer("printer", printer.driver())
    until(host, lambda health: health.state is DeviceState.FAULTY)
    host.submit("printer", "one", slip)
    assert results.get(timeout=20)[1].outcome is PrintOutcome.PAPER_OUT
    health = until(host, lambda health: health.state is DeviceState.FAULTY)
    assert [(each.detail, each.until) for each in health.troubles] == [("paper_out", None)]
    assert [record.message for record in caplog.records] == ["printer: paper_out"]


def test_paper_is_counted_until_the_roll_is_changed(host, printer, results, slip):
    host.add_printer("printer", printer.driver(), paper=PaperUse(mm=40_000))
    host.submit("printer", "one", slip)
    results.get(timeout=20)
    used = until(host, lambda health: health.state is DeviceState.READY).paper
    assert 40_060 < used.mm < 40_210
    assert used.low_since is None
    printer.faults(paper_low=True)
    assert until(host, lambda health: health.detail == "paper_low").paper.low_since is not None
    printer.faults(paper_low=False)
    until(host, lambda health: health.paper == PaperUse())
