"""The agent does not lean on POSIX. Nobody has tried it on Windows; here is what can be known without one."""

import ast
import os
import signal
import socket
import subprocess
import sys
import urllib.request
from pathlib import Path
from threading import Event
from xml.etree import ElementTree

import pytest
from like_windows import POSIX

from kiosk.agent.browser import split

ROOT = Path(__file__).parents[2]
BOX = sorted(
    path
    for house in ("kiosk", "hardware")
    for path in (ROOT / house).rglob("*.py")
    if "simulators" not in path.relative_to(ROOT).parts
)
TASK = "{http://schemas.microsoft.com/windows/2004/02/mit/task}"


def at_import(statements):
    """The imports that a module's own loading needs: none in functions, none that is tried or depends on the system."""
    for statement in statements:
        if isinstance(statement, ast.Import):
            yield from (name.name for name in statement.names)
        elif isinstance(statement, ast.ImportFrom) and statement.module and not statement.level:
            yield statement.module
        elif isinstance(statement, ast.ClassDef):
            yield from at_import(statement.body)
        elif isinstance(statement, ast.If) and "platform" not in ast.unparse(statement.test):
            yield from at_import([*statement.body, *statement.orelse])


@pytest.mark.parametrize("path", BOX, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_module_of_a_kiosk_box_needs_posix_to_be_loaded(path):
    needed = {name.partition(".")[0] for name in at_import(ast.parse(path.read_text(encoding="utf-8")).body)}
    assert needed & POSIX == set()


def test_an_import_that_is_not_guarded_is_found():
    guilty = "if True:\n  import fcntl\nclass A:\n  from termios import error\n"
    guarded = "import sys\nif sys.platform == 'win32':\n  import tty\ntry:\n  import pwd\nexcept ImportError: pass\n"
    assert list(at_import(ast.parse(guilty).body)) == ["fcntl", "termios"]
    assert list(at_import(ast.parse(guarded).body)) == ["sys"]


def like_windows(*arguments):
    return [sys.executable, str(ROOT / "tests" / "support" / "like_windows.py"), *arguments]


@pytest.fixture
def environment():
    return {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "cp1252"}


def said_by(environment, *arguments):
    """Run a command to its end; its output is that of a Windows console of Western Europe."""
    return subprocess.run(
        like_windows(*arguments), env=environment, capture_output=True, text=True, encoding="cp1252", check=False
    )


@pytest.mark.parametrize("command", [[], ["run"], ["doctor"]])
def test_every_module_loads_and_every_command_explains_itself_without_posix(command, environment):
    done = said_by(environment, *command, "--help")
    assert (done.returncode, done.stderr) == (0, "")
    assert "Usage:" in done.stdout


@pytest.mark.parametrize("printer", ["COM3", "usb:COM3", os.devnull])
def test_the_doctor_says_in_words_what_is_wrong_without_posix(tmp_path, environment, printer):
    (tmp_path / "a folder").mkdir()
    folder = str(tmp_path / "a folder")
    done = said_by(environment, "doctor", "--server", "http://127.0.0.1:9", "--data", folder, "--printer", printer)
    assert done.returncode == 1, done.stderr
    assert "Traceback" not in done.stderr
    assert printer in done.stdout


def test_the_agent_serves_its_page_and_ends_without_posix(tmp_path, environment):
    port = free_port()
    run = like_windows(
        "run", "--server", "http://127.0.0.1:9", "--data", str(tmp_path / "agent"), "--listen", f"127.0.0.1:{port}",
        "--printer", "COM3", "--scanner", "COM4",
    )  # fmt: skip
    log = tmp_path / "log"
    with log.open("wb") as said:
        agent = subprocess.Popen(run, env=environment, stdout=said, stderr=said)
    try:
        assert until(lambda: agent.poll() is not None or answers(port)), log.read_text()
        assert agent.poll() is None, log.read_text()
    finally:
        agent.send_signal(signal.SIGTERM)
        ended = agent.wait(30)
    assert ended == 0, log.read_text()
    assert "Traceback" not in log.read_text()


def test_a_command_for_the_browser_keeps_the_backslashes_of_windows():
    assert split(r"C:\motcua\browser.cmd /again", system="nt") == r"C:\motcua\browser.cmd /again"
    assert split("pkill -u 'kiosk user'", system="posix") == ["pkill", "-u", "kiosk user"]


def test_the_task_of_windows_starts_the_agent_at_boot_and_again_without_a_limit_of_time():
    task = ElementTree.parse(ROOT / "packaging" / "motcua-agent.xml").getroot()
    assert task.find(f"{TASK}Triggers/{TASK}BootTrigger") is not None
    assert task.findtext(f"{TASK}Settings/{TASK}ExecutionTimeLimit") == "PT0S"
    assert task.findtext(f"{TASK}Settings/{TASK}RestartOnFailure/{TASK}Interval") == "PT1M"
    assert task.findtext(f"{TASK}Settings/{TASK}MultipleInstancesPolicy") == "IgnoreNew"
    assert task.findtext(f"{TASK}Actions/{TASK}Exec/{TASK}Arguments").startswith("run --config ")


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def answers(port):
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/agent/state", timeout=5) as answer:
            return answer.status == 200
    except OSError:
        return False


def until(holds, *, seconds=60):
    for _ in range(seconds * 20):
        if holds():
            return True
        Event().wait(0.05)
    return False
