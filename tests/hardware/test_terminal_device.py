"""A card terminal among the devices of a box: looked at when it rests, never while somebody pays."""

from threading import Event, Thread

import pytest
from pipe_bench import Bench
from zvt_bench import FEE, ZvtBench

from hardware.device import Condition, DeviceState
from hardware.errors import TransportLost
from hardware.host import DeviceHost
from hardware.terminal.device import TerminalDevice
from hardware.terminal.till import TerminalFacts, TerminalRefused, Verdict


class Till:
    """A till whose sale lasts until it is let go; `trouble` is raised by every look."""

    def __init__(self):
        self.looks = self.closed = 0
        self.trouble, self.selling, self.go_on = None, Event(), Event()

    def look(self):
        self.looks += 1
        if self.trouble is not None:
            raise self.trouble
        return TerminalFacts(terminal_id="52500041", software="SIM1.0")

    def sell(self):
        self.selling.set()
        assert self.go_on.wait(30)

    def close(self):
        self.closed += 1


@pytest.mark.parametrize("stream", [False, True], ids=["serial", "tcp"])
def test_a_look_finds_out_what_a_zvt_terminal_is_and_books_nothing(stream):
    bench = ZvtBench(stream=stream)
    device = TerminalDevice(bench.till)
    assert device.look() == Condition()
    assert (device.facts().serial, device.facts().firmware) == ("12345678", "SIM1.0")
    assert (bench.booked(), bench.shown) == ([], [])


def test_a_look_at_a_pipe_terminal_only_polls():
    bench = Bench()
    assert TerminalDevice(bench.till()).look() == Condition()
    assert bench.booked == []


def test_a_sale_after_many_looks_is_like_one_without(tmp_path):
    bench = ZvtBench()
    device = TerminalDevice(bench.till)
    for _ in range(20):
        device.look()
        bench.pass_time(30)
    with device.taken() as till:
        assert till.sell(FEE, watch=lambda _: None).verdict is Verdict.APPROVED
    assert device.look() == Condition(worked=True)
    assert device.look() == Condition()
    assert bench.booked() == [FEE.amount]


def sells(device):
    with device.taken() as till:
        till.sell()


def test_while_somebody_pays_nobody_looks_and_nobody_closes():
    till = Till()
    device = TerminalDevice(till)
    device.look()
    seller = Thread(target=sells, args=(device,))
    seller.start()
    assert till.selling.wait(30)
    till.trouble = TransportLost("never asked")
    assert device.look() == Condition()
    device.close()
    assert (till.looks, till.closed) == (1, 0)
    till.go_on.set()
    seller.join(30)
    device.close()
    assert till.closed == 1


def test_a_terminal_that_takes_no_commands_is_a_fault_with_its_own_code():
    till = Till()
    till.trouble = TerminalRefused("6f")
    device = TerminalDevice(till)
    assert device.look() == Condition(fault="terminal_refused 6f")
    till.trouble = None
    assert device.look() == Condition()


def test_the_host_says_when_a_terminal_is_gone_and_when_it_is_back():
    till, host = Till(), DeviceHost()
    till.trouble = TransportLost("unplugged")
    host.add("terminal", TerminalDevice(till))
    until(lambda: state_of(host) is DeviceState.OFFLINE)
    till.trouble = None
    until(lambda: state_of(host) is DeviceState.READY)
    host.stop()


def state_of(host):
    return host.health()[0].state


def until(holds):
    for _ in range(1_200):
        if holds():
            return
        Event().wait(0.05)
    raise AssertionError(holds)
