"""What keeps a box alive: systemd's watchdog, the browser's, and the units that are shipped."""

import configparser
import os
import re
import shlex
import signal
import socket
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from kiosk.agent.browser import SILENT_SECONDS, BrowserWatch
from kiosk.agent.cli import main
from kiosk.agent.watchdog import Watchdog
from queue_server.cli.poll_bank import poll_bank_command

PACKAGING = Path(__file__).parents[2] / "packaging"
BANK = PACKAGING.parent / "docs" / "bank.md"


@pytest.fixture
def systemd(tmp_path):
    """The socket on which systemd listens."""
    with closing(socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)) as listening:
        listening.bind(str(tmp_path / "notify"))
        listening.settimeout(30)
        yield listening


def heard(systemd):
    systemd.settimeout(0)
    words = []
    try:
        while True:
            words.append(systemd.recv(100))
    except BlockingIOError:
        return words


def watchdog(systemd, checks, now):
    environment = {"NOTIFY_SOCKET": systemd.getsockname(), "WATCHDOG_USEC": "60000000"}
    return Watchdog(checks, environment=environment, clock=lambda: now[0])


def test_it_is_fed_twice_within_its_time_while_all_is_well(systemd):
    now = [0.0]
    dog = watchdog(systemd, {"journal": lambda: True}, now)
    dog.ready()
    for now[0] in range(0, 91):
        dog.look()
    assert heard(systemd) == [b"READY=1", b"WATCHDOG=1", b"WATCHDOG=1", b"WATCHDOG=1"]


def raises():
    raise OSError("disk full")


@pytest.mark.parametrize("sick", [lambda: False, raises])
def test_it_is_not_fed_when_a_part_does_not_work_and_that_is_logged_once(systemd, sick, caplog):
    now = [0.0]
    dog = watchdog(systemd, {"journal": sick, "loop": lambda: True}, now)
    for now[0] in range(0, 91):
        dog.look()
    assert heard(systemd) == []
    assert caplog.text.count("this does not work: journal") == 1


def test_without_systemd_nothing_is_sent_and_nothing_fails():
    dog = Watchdog({"journal": raises}, environment={}, clock=lambda: 1e9)
    dog.ready()
    dog.look()


def test_a_browser_whose_page_is_silent_is_started_anew_and_given_time():
    now, started = [0.0], []
    watch = BrowserWatch("pkill -u kiosk chromium", clock=lambda: now[0], start=started.append)
    for now[0] in (5.0, SILENT_SECONDS - 1):
        watch.look()
    watch.heard()
    now[0] += SILENT_SECONDS - 1
    watch.look()
    assert started == []
    now[0] += 1
    watch.look()
    watch.look()
    assert started == [["pkill", "-u", "kiosk", "chromium"]]


def test_a_command_that_is_none_is_logged_and_without_one_nothing_is_started(caplog):
    now = [0.0]
    watches = [BrowserWatch("/no/such/command", clock=lambda: now[0]), BrowserWatch(None, clock=lambda: now[0])]
    now[0] = SILENT_SECONDS
    for watch in watches:
        watch.look()
    assert caplog.text.count("does not work") == 1


def test_the_real_agent_says_that_it_is_ready_and_feeds_the_watchdog(systemd, centre, tmp_path):
    environment = os.environ | {"NOTIFY_SOCKET": systemd.getsockname(), "WATCHDOG_USEC": "200000"}
    command = [sys.executable, "-m", "kiosk.agent", "run", "--server", centre.url, "--data", str(tmp_path / "agent")]
    with (tmp_path / "log").open("wb") as log:
        agent = subprocess.Popen([*command, "--listen", "127.0.0.1:0"], env=environment, stdout=log, stderr=log)
    try:
        assert [systemd.recv(100) for _ in range(3)] == [b"READY=1", b"WATCHDOG=1", b"WATCHDOG=1"]
    finally:
        agent.send_signal(signal.SIGTERM)
        agent.wait(30)


def unit(name):
    parser = configparser.ConfigParser(interpolation=None)
    parser.optionxform = str
    parser.read(PACKAGING / name, encoding="utf-8")
    return parser


def test_the_unit_of_the_agent_starts_it_with_options_that_it_has_and_a_watchdog():
    service = unit("motcua-agent.service")["Service"]
    assert (service["Type"], service["WatchdogSec"], service["Restart"]) == ("notify", "60", "always")
    words = shlex.split(service["ExecStart"])
    known = {name for parameter in main.commands[words[1]].params for name in parameter.opts}
    assert {word for word in words if word.startswith("--")} <= known


def test_the_unit_of_the_browser_opens_the_page_of_the_agent():
    assert unit("motcua-browser.service")["Service"]["ExecStart"].endswith(" http://127.0.0.1:8001/")


@pytest.mark.parametrize("name", ["signs", "keypads", "terminal"])
def test_the_unit_of_a_line_starts_its_command_with_settings_that_it_has(name):
    file = f"motcua-{name}@.service"
    service = unit(file)["Service"]
    assert shlex.split(service["ExecStart"])[1:] == [name, "--data", f"/var/lib/{service['StateDirectory']}"]
    assert service["EnvironmentFile"] == f"/etc/motcua/{name}-%i.env"
    command = main.commands[name]
    prefix = command.context_settings["auto_envvar_prefix"]
    settings = {f"{prefix}_{parameter.name.upper()}" for parameter in command.params}
    for text in ((PACKAGING / file).read_text("utf-8"), (PACKAGING.parent / "docs/kiosk-box.md").read_text("utf-8")):
        assert set(re.findall(rf"{prefix}_[A-Z_]+", text)) <= settings


def test_the_unit_that_asks_a_bank_has_options_of_its_command_and_the_servers_folder_and_settings():
    service = unit("motcua-poll-bank@.service")["Service"]
    program, command, *options = shlex.split(service["ExecStart"])
    assert (Path(program).name, command) == ("motcua", poll_bank_command.name)
    given = dict(zip(options[::2], options[1::2], strict=True))
    assert given == {"--centre": "%i", "--data": f"/var/lib/{service['StateDirectory']}"}
    known = {name for parameter in poll_bank_command.params for name in parameter.opts}
    assert given.keys() <= known
    settings = {parameter.envvar for parameter in poll_bank_command.params}
    for text in ((PACKAGING / "motcua-poll-bank@.service").read_text("utf-8"), BANK.read_text("utf-8")):
        assert set(re.findall(r"MOTCUA_[A-Z_]+", text)) <= settings


@pytest.mark.parametrize("file", sorted(PACKAGING.glob("*.service")), ids=lambda file: file.name)
def test_systemd_finds_nothing_wrong_with_a_unit_but_that_nothing_is_installed(file, tmp_path):
    text = re.sub(r"^ExecStart=\S+", f"ExecStart={sys.executable}", file.read_text("utf-8"), flags=re.MULTILINE)
    (tmp_path / file.name).write_text(text, "utf-8")
    asked = ["systemd-analyze", "verify", "--man=no", tmp_path / file.name]
    verified = subprocess.run(asked, capture_output=True, text=True, check=False)
    assert (verified.returncode, file.name in verified.stderr) == (0, False), verified.stderr
