"""What `motcua-agent doctor` finds, and how it says it."""

import json
import re
import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Thread

import pytest
from agent_centre import lease
from click.testing import CliRunner
from kiosk_parts import Parts

from hardware.escpos.printer import PrintOutcome
from hardware.simulators.bookings import Bookings
from hardware.simulators.line import PtyLine
from hardware.simulators.zvt import SimulatedZvt
from kiosk.agent import doctor
from kiosk.agent.cli import main
from kiosk.agent.doctor import Level
from kiosk.agent.printing import open_printer
from kiosk.agent.server import Server
from kiosk.agent.settings import AgentSettings
from kiosk.agent.tills import TerminalSettings
from kiosk.texts import LANGUAGES, catalogue

NOWHERE = "http://127.0.0.1:9"
CODE = re.compile(r'(?:ok|warning|fault)\("([a-z_.]+)"|return "(printer\.[a-z_]+)"')
BY_OUTCOME = {f"printer.{outcome.value}" for outcome in PrintOutcome} - {"printer.printed", "printer.unknown"}


@pytest.fixture
def settings(tmp_path, centre):
    return AgentSettings(server=centre.url, data=tmp_path, host="127.0.0.1", port=0)


def codes(findings):
    return [finding.code for finding in findings]


def printer_at(kiosk):
    url = str(kiosk.folder / "printer")
    return url, open_printer(url, AgentSettings(server=NOWHERE, data=Path(), host="", port=0).printing, baud=115_200)


@pytest.mark.parametrize(
    ("fault", "code"),
    [
        ({}, "ready"),
        ({"paper_out": True}, "paper_out"),
        ({"cover_open": True}, "cover_open"),
        ({"silent": True}, "silent"),
    ],
)
def test_it_says_how_the_printer_is(kiosk, fault, code):
    kiosk.printer.change(fault)
    assert doctor.look_at_printer(*printer_at(kiosk)).code == f"printer.{code}"


def test_a_test_slip_comes_out_of_a_printer_that_is_ready(kiosk, settings):
    _, printer = printer_at(kiosk)
    assert doctor.print_test_slip(printer, settings, language="vi").code == "slip.printed"
    assert len(list((kiosk.folder / "slips").glob("slip-*.png"))) == 1


def test_a_port_that_is_not_there_is_told_from_one_without_a_printer(tmp_path):
    url = str(tmp_path / "nothing")
    assert doctor.look_at_printer(url, open_printer(url, printing(), baud=9600)).code == "printer.not_there"
    assert doctor.look_at_printer(None, None).level is Level.WARNING


def printing():
    return AgentSettings(server=NOWHERE, data=Path(), host="", port=0).printing


@pytest.fixture
def terminal(tmp_path):
    """A simulated ZVT terminal on a pty, and the settings by which it is found."""
    line = PtyLine(tmp_path / "terminal")
    device = SimulatedZvt(line, Bookings(), baud=1_000_000, tell=lambda _: None)
    line.open()
    thread = Thread(target=device.run)
    thread.start()
    yield device, TerminalSettings(url=str(tmp_path / "terminal"))
    device.stop()
    thread.join(20)


def test_it_says_how_the_card_terminal_is(terminal, tmp_path):
    device, settings = terminal
    found = doctor.look_at_terminal(settings)
    assert (found.code, found.facts["software"]) == ("terminal.ready", "SIM1.0")
    assert doctor.look_at_terminal(replace(settings, url=str(tmp_path / "nothing"))).code == "terminal.not_there"
    assert doctor.look_at_terminal(None).code == "terminal.none"
    assert device.bookings.day == ()


def test_a_serial_device_is_named_by_what_it_is(tmp_path):
    (tmp_path / "ttyUSB0").touch()
    (tmp_path / "usb-EPSON_TM-T82-port0").symlink_to(tmp_path / "ttyUSB0")
    assert "usb-EPSON_TM-T82-port0" in doctor.find_ports(by_id=tmp_path, usb=tmp_path).said("en")


def test_server_clock_and_token_are_told_apart(settings, centre):
    assert codes(doctor.ask_server(settings)) == ["server.reached", "clock.right", "token.none"]
    settings.token_file.write_text(centre.token)
    assert codes(doctor.ask_server(settings))[2] == "token.known"
    centre.known = False
    assert codes(doctor.ask_server(settings))[2] == "token.refused"
    centre.absent = True
    assert codes(doctor.ask_server(settings)) == ["server.other"]


@pytest.mark.parametrize(("seconds", "code"), [(3600, "clock.ahead"), (-3600, "clock.behind")])
def test_a_wrong_clock_is_told_with_its_difference(settings, seconds, code):
    shifted = lambda: datetime.now(UTC) + timedelta(seconds=seconds)  # noqa: E731
    finding = doctor.ask_server(settings, now=shifted)[1]
    assert finding.code == code
    assert abs(finding.facts["seconds"] - 3600) < 60


@pytest.mark.parametrize(("megabytes", "code"), [(9_000, "disk.free"), (100, "disk.little"), (5, "disk.full")])
def test_the_disk_is_measured(tmp_path, megabytes, code):
    assert doctor.look_at_disk(tmp_path, free=lambda _: megabytes * doctor.MEGABYTE).code == code
    assert doctor.look_at_disk(tmp_path / "nowhere").code == "disk.no_folder"


def test_the_journal_is_read_without_touching_it(tmp_path):
    file = tmp_path / "agent.sqlite"
    assert doctor.look_at_journal(file).code == "journal.none"
    parts = Parts.over(file, Server(NOWHERE))
    assert doctor.look_at_journal(file).code == "journal.whole"
    parts.reserve.hold([lease(801, 1)])
    with parts.database.transaction():
        block, number = parts.reserve.next("civil", at=datetime(2026, 11, 23, 1, tzinfo=UTC))
        parts.reserve.give("visit-0001", "{}", {"id": "T"}, block=block, number=number, at=1)
    assert doctor.look_at_journal(file).facts == {"count": 1}
    parts.reserve.was_told("T", refusal="service.gone")
    assert doctor.look_at_journal(file).code == "journal.refused"
    parts.database.close()
    file.write_bytes(b"what a bad card made of it" * 500)
    assert doctor.look_at_journal(file).code == "journal.damaged"


def test_every_finding_has_its_words_in_every_language_and_every_word_its_finding():
    source = Path(doctor.__file__).read_text(encoding="utf-8")
    source += Path(doctor.__file__).with_name("doctor_cli.py").read_text(encoding="utf-8")
    known = {code or other for code, other in CODE.findall(source)} | BY_OUTCOME
    known |= {"printer.not_there", "clock.ahead", "clock.behind"}
    known |= {f"terminal.{why}" for why in ("in_use", "no_permission", "not_there")} | {
        f"all.{level.value}" for level in Level
    }
    for language in LANGUAGES:
        prefix = "agent.doctor."
        assert {key.removeprefix(prefix) for key in catalogue(language) if key.startswith(prefix)} == known


def doctor_says(*arguments):
    return CliRunner().invoke(main, ["doctor", *arguments])


def test_programs_get_json_and_a_status_that_says_whether_something_is_wrong(tmp_path, centre, settings):
    settings.token_file.write_text(centre.token)
    with closing(sqlite3.connect(settings.journal_file)) as database:
        database.execute("CREATE TABLE given (state TEXT)")
    said = doctor_says("--server", centre.url, "--data", str(tmp_path), "--json", "--language", "en")
    assert said.exit_code == 0
    document = json.loads(said.output)
    assert document["worst"] in {"ok", "warning"}
    assert {"code": "token.known", "level": "ok", "facts": {"name": "Kiosk 1"}, "text": "The server knows this kiosk: Kiosk 1"} in document["findings"]  # fmt: skip # noqa: E501
    said = doctor_says("--server", NOWHERE, "--data", str(tmp_path))
    assert said.exit_code == 1
    assert "Không liên lạc được máy chủ" in said.output


def test_an_address_that_is_none_is_a_usage_error(tmp_path):
    said = doctor_says("--server", "motcua", "--data", str(tmp_path))
    assert (said.exit_code, "Traceback" in said.output) == (2, False)
