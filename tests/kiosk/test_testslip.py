"""`motcua-agent testslip`, and the settings that describe a printer."""

from threading import Thread

import pytest
from click.testing import CliRunner

from hardware.simulators.line import PtyLine
from hardware.simulators.printer import SimulatedPrinter
from kiosk.agent.cli import main
from kiosk.samples import letter_rows


@pytest.fixture
def printer(tmp_path):
    line = PtyLine(tmp_path / "printer")
    printer = SimulatedPrinter(line=line, slips=tmp_path / "slips", baud=1_000_000, tell=lambda _: None)
    line.open()
    running = Thread(target=printer.run)
    running.start()
    yield printer
    printer.stop()
    running.join()


def testslip(tmp_path, *more):
    return CliRunner().invoke(main, ["testslip", "--printer", str(tmp_path / "printer"), *more])


testslip.__test__ = False


def test_one_slip_in_each_mode_to_choose_from(printer, tmp_path):
    done = testslip(tmp_path, "--all-modes")
    assert done.exit_code == 0, done.output
    assert done.output.split() == ["raster:", "printed", "tcvn:", "printed", "hybrid:", "printed"]
    assert len(list((tmp_path / "slips").glob("*.png"))) == 3


def test_the_letters_come_out_of_the_printer_itself_in_the_mode_of_its_own_letters(printer, tmp_path):
    assert testslip(tmp_path, "--print-mode", "tcvn").exit_code == 0
    assert [line for line in printer.said if line in letter_rows()] == letter_rows()


def test_what_keeps_the_slip_from_coming_out_is_said_and_is_a_failure(printer, tmp_path):
    printer.change({"cover_open": True})
    done = testslip(tmp_path)
    assert (done.exit_code, done.output) == (1, "raster: cover_open\n")


def test_a_printer_that_is_not_there_is_said_to_be_not_reached(tmp_path):
    done = testslip(tmp_path)
    assert done.exit_code == 1
    assert "raster: not reached" in done.output
    assert "Traceback" not in done.output


def test_a_mode_that_prints_and_is_too_slow_is_named_so(printer, tmp_path):
    done = testslip(tmp_path, "--baud", "9600")
    assert "raster: printed; printer: a slip in mode raster" in done.output
    assert "115,200" in done.output


def test_the_agent_does_not_start_with_a_mode_that_is_too_slow_for_its_line(tmp_path):
    run = ["run", "--server", "http://x", "--data", str(tmp_path / "data"), "--printer", "/dev/ttyUSB0"]
    done = CliRunner().invoke(main, [*run, "--baud", "9600"])
    assert done.exit_code == 1
    assert "9,600 baud" in done.output
    assert "choose another print mode" in done.output
    assert not (tmp_path / "data").exists()


def test_a_file_may_name_the_print_mode(tmp_path):
    (tmp_path / "agent.toml").write_text('print-mode = "morse"\n')
    done = CliRunner().invoke(main, ["run", "--server", "http://x", "--config", str(tmp_path / "agent.toml")])
    assert done.exit_code == 2
    assert "'morse' is not one of" in done.output
