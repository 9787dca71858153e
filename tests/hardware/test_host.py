"""The device host: states, results and recovery, driven by what the devices say."""

import logging
import queue

import pytest

from hardware.errors import UnknownDevice
from hardware.escpos.printer import PrintOutcome
from hardware.host import DeviceHost, DeviceState


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
    assert health.model == "Motcua Simulated Printer"


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
    from threading import Event

    for _ in range(looks):
        (health,) = host.health()
        if holds(health):
            return health
        Event().wait(0.05)
    raise AssertionError(host.health())
