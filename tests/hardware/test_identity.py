"""What a printer says of itself: asked for once, without waiting, and no fault where nothing is said."""

from datetime import UTC, datetime

import pytest

from hardware.device import Condition
from hardware.escpos.commands import ask_identity
from hardware.escpos.device import PrinterDevice
from hardware.escpos.identity import ANSWERS_WITHIN, Identity, Subject
from hardware.escpos.printer import EscposPrinter, PrintOutcome
from hardware.simulators.direct import DirectLine, Wire
from hardware.simulators.printer import SimulatedPrinter

AT = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)


class Noted(DirectLine):
    """A line that notes what is written."""

    written = b""

    def write(self, data, *, seconds):
        Noted.written += data
        super().write(data, seconds=seconds)


@pytest.fixture
def simulated(tmp_path):
    Noted.written = b""
    return SimulatedPrinter(line=Wire(), slips=tmp_path, tell=lambda _: None)


@pytest.fixture
def device(simulated):
    return PrinterDevice(EscposPrinter(lambda: Noted(simulated, simulated.line)), now=lambda: AT)


def looked_at(device, *, times=6):
    for _ in range(times):
        assert device.look() == Condition()
    return device.facts()


def test_maker_model_firmware_and_serial_number_are_known_after_some_looks(device):
    facts = looked_at(device)
    assert (facts.model, facts.firmware, facts.serial) == ("Motcua Simulated Printer", "1.04 ESC/POS", "SIM0001")


def test_each_question_is_asked_once_a_connection(device):
    looked_at(device, times=20)
    for subject in Subject:
        assert Noted.written.count(ask_identity(subject)) == 1
    device.close()
    looked_at(device, times=20)
    for subject in Subject:
        assert Noted.written.count(ask_identity(subject)) == 2


def test_an_old_printer_that_says_nothing_is_ready_and_prints(device, simulated, slip):
    simulated.change({"old": True})
    facts = looked_at(device)
    assert (facts.model, facts.firmware, facts.serial) == (None, None, None)
    assert device.print(slip).outcome is PrintOutcome.PRINTED
    assert Noted.written.count(b"\x1dI") == 1


def test_another_printer_at_the_same_cable_is_not_taken_for_the_first(device, simulated):
    assert looked_at(device).serial == "SIM0001"
    simulated.change({"old": True})
    device.close()
    assert device.facts().serial == "SIM0001"
    assert looked_at(device).serial is None


def test_an_answer_is_awaited_before_the_next_question():
    identity = Identity()
    assert identity.next(now=0.0) is Subject.MODEL
    identity.asked(now=0.0)
    assert identity.next(now=ANSWERS_WITHIN - 0.1) is None
    identity.heard("TM-T82X")
    assert identity.next(now=0.2) is Subject.FIRMWARE


def test_a_printer_without_a_model_is_asked_nothing_else():
    identity = Identity()
    identity.asked(now=0.0)
    assert identity.next(now=ANSWERS_WITHIN) is None
    assert identity.model is None


def test_a_printer_that_lacks_one_answer_gives_the_others():
    identity = Identity()
    for at, answer in enumerate(("SRP-330II", "V1.02", None, "0042")):
        identity.asked(now=at * 10.0)
        if answer is not None:
            identity.heard(answer)
        identity.next(now=at * 10.0 + 9.0)
    assert (identity.model, identity.firmware, identity.serial) == ("SRP-330II", "V1.02", "0042")


def test_a_text_that_nobody_asked_for_is_no_answer():
    identity = Identity()
    identity.heard("noise")
    assert identity.told == {}


@pytest.mark.parametrize(
    ("maker", "model", "named"),
    [("EPSON", "TM-T82X", "EPSON TM-T82X"), ("EPSON", "Epson TM-T82X", "Epson TM-T82X"), ("", "TM\x07-1 ", "TM-1")],
)
def test_a_model_is_named_with_its_maker_once_and_without_control_characters(maker, model, named):
    identity = Identity()
    for answer in (model, "1", maker):
        identity.asked(now=0.0)
        identity.heard(answer)
    assert identity.model == named
