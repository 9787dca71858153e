"""What a technician may set, and what he is told when it is wrong."""

import click
import pytest
from click.testing import CliRunner

from hardware.terminal.till import Prints
from kiosk.agent.cli import SETTINGS, main
from kiosk.agent.errors import SettingsWrong
from kiosk.agent.settings import loopback, read_file, server_url
from kiosk.agent.tills import TerminalSettings, settings_of, terminal_options


@pytest.mark.parametrize(
    ("listen", "address"),
    [("127.0.0.1:8001", ("127.0.0.1", 8001)), ("localhost:80", ("localhost", 80)), ("[::1]:81", ("::1", 81))],
)
def test_the_page_may_be_served_on_any_address_of_this_machine_alone(listen, address):
    assert loopback(listen) == address


@pytest.mark.parametrize(
    "listen", ["0.0.0.0:8001", "192.168.1.5:80", ":8001", "8001", "127.0.0.1:", "127.0.0.1:99999", "box:1"]
)
def test_and_on_no_other(listen):
    with pytest.raises(SettingsWrong):
        loopback(listen)


@pytest.mark.parametrize("url", ["motcua.example", "ftp://x", "http://", "http://user@x", "http://x?y=1", "/tmp"])
def test_a_server_is_an_address_of_the_web(url):
    with pytest.raises(SettingsWrong):
        server_url(url)


def test_a_file_names_the_settings_as_the_options_do(tmp_path):
    (tmp_path / "agent.toml").write_text('server = "http://x"\npixels-per-mm = 4.03\n')
    assert read_file(tmp_path / "agent.toml", known=SETTINGS) == {"server": "http://x", "pixels_per_mm": 4.03}


@pytest.mark.parametrize("text", ["servre = 'x'", "server = ", "[server]\n"])
def test_a_file_with_a_mistake_is_refused_in_words(tmp_path, text):
    (tmp_path / "agent.toml").write_text(text)
    done = CliRunner().invoke(main, ["run", "--config", str(tmp_path / "agent.toml")])
    assert done.exit_code != 0
    assert "Traceback" not in done.output


@pytest.mark.parametrize(
    ("more", "word"),
    [
        (["--listen", "0.0.0.0:1"], "this machine"),
        (["--server", "x"], "http"),
        (["--pixels-per-mm", "-1"], "3.78"),
        (["--name", "x" * 81], "80"),
        (["--ca", "/nowhere"], "No such file"),
        (["--terminal", "x", "--terminal-protocol", "pipe", "--printer", "x", "--ca", "/nowhere"], "No such file"),
    ],
)
def test_a_wrong_setting_is_told_in_one_line(tmp_path, more, word):
    done = CliRunner().invoke(main, ["run", "--server", "http://x", "--data", str(tmp_path / "data"), *more])
    assert done.exit_code == 1
    assert word in done.output
    assert "Traceback" not in done.output


@pytest.mark.parametrize("more", [["--terminal-amount-exponent", "3"], ["--terminal-protocol", "esc/pos"]])
def test_a_terminal_that_cannot_be_is_a_usage_error(tmp_path, more):
    given = ["run", "--server", "http://x", "--data", str(tmp_path / "data"), "--terminal", "x", *more]
    done = CliRunner().invoke(main, given)
    assert (done.exit_code, "Traceback" in done.output) == (2, False)


def test_the_options_of_a_terminal_are_those_of_its_driver():
    @click.command()
    @terminal_options("terminal-")
    def box(**given):
        found.append(settings_of(given, "socket://10.0.0.5:20007"))

    found = []
    given = ["--terminal-amount-exponent", "2", "--terminal-password", "123456", "--terminal-ends-day"]
    given.append("--terminal-reverses-any")
    given += ["--terminal-prints", "terminal"]
    CliRunner().invoke(box, given, catch_exceptions=False)
    assert found == [
        TerminalSettings(
            url="socket://10.0.0.5:20007",
            amount_exponent=2,
            password=123_456,
            ends_day=True,
            reverses_any=True,
            prints=Prints.TERMINAL,
        )
    ]


def test_help_shows_an_example_and_every_setting():
    said = CliRunner().invoke(main, ["run", "--help"]).output
    assert all(f"--{name.replace('_', '-')}" in said for name in SETTINGS)
    assert "MOTCUA_AGENT_SERVER" in said


def test_the_environment_sets_what_the_command_line_does_not(tmp_path, monkeypatch):
    monkeypatch.setenv("MOTCUA_AGENT_SERVER", "no-address")
    assert "'no-address'" in CliRunner().invoke(main, ["run", "--data", str(tmp_path)]).output
