"""The command `motcua-agent`."""

import logging
import signal
import sqlite3
import sys
from importlib.metadata import version
from io import TextIOWrapper
from pathlib import Path
from typing import Any

import click

from hardware.clean_errors import CleanGroup
from kiosk.agent.doctor_cli import doctor_command
from kiosk.agent.errors import AgentError, SettingsWrong
from kiosk.agent.keypads_cli import keypads_command
from kiosk.agent.printing import check_printer
from kiosk.agent.settings import LONGEST_NAME, AgentSettings, loopback, read_file, server_url
from kiosk.agent.signs_cli import signs_command
from kiosk.agent.terminal_cli import terminal_command
from kiosk.agent.testslip import ADDRESSES, printer_options, printing_of, testslip_command
from kiosk.agent.tills import TERMINALS, settings_of, terminal_options

SETTINGS = frozenset(
    {
        "server", "data", "listen", "printer", "baud", "rtscts", "xonxoff", "paper", "print_mode", "stores_graphics",
        "roll_metres", "scanner", "scanner_baud", "terminal", "terminal_protocol", "terminal_baud",
        "terminal_amount_exponent", "terminal_password", "terminal_ends_day", "terminal_reverses_any",
        "terminal_prints", "terminal_kit", "pixels_per_mm", "name", "browser_command", "claim_file", "ca",
    }
)  # fmt: skip
SHORTEST_ROLL, LONGEST_ROLL = 1, 1_000
PATH = click.Path(path_type=Path, dir_okay=False)


@click.group(cls=CleanGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(version("motcua"), prog_name="motcua-agent")
def main() -> None:
    """The agent of a kiosk box: serves the kiosk page on this machine and owns the printer.

    \b
    A first start:
      motcua-agent run --server http://192.168.10.2:8000 --data /var/lib/motcua --printer /dev/ttyUSB0
      … open http://127.0.0.1:8001/ in the kiosk's browser: it shows a code
      … a manager enters the code under Devices and approves it

    When something is wrong: motcua-agent doctor says what.
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):  # a letter that the console or the log's file lacks ends nothing
            stream.reconfigure(errors="backslashreplace")


def _load(context: click.Context, _parameter: click.Parameter, path: Path | None) -> None:
    if path is None:
        return
    try:
        context.default_map = dict(read_file(path, known=SETTINGS))
    except SettingsWrong as error:
        raise click.BadParameter(str(error)) from error


config_option = click.option(
    "--config",
    type=PATH,
    is_eager=True,
    expose_value=False,
    callback=_load,
    show_envvar=True,
    help="TOML file with any of these settings, named as the options are.",
)


@main.command("run", context_settings={"auto_envvar_prefix": "MOTCUA_AGENT", "show_default": True})
@config_option
@click.option("--server", required=True, help="The centre's server, http://HOST:PORT or https://HOST.")
@click.option(
    "--data",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("agent"),
    help="Folder for the device's token and the journal of slips.",
)
@click.option("--listen", default="127.0.0.1:8001", help="Where the kiosk page is served; this machine only.")
@click.option("--printer", help=f"{ADDRESSES} Without it nothing is printed.")
@printer_options
@click.option("--roll-metres", type=float, help="Length of a new roll, to estimate what is left of it.")
@click.option("--scanner", help="A scanner on a serial line, named as a printer is. One that types needs no setting.")
@click.option("--scanner-baud", type=int, default=9_600, help="Speed of the scanner's line.")
@click.option("--terminal", help=TERMINALS)
@terminal_options("terminal-")
@click.option("--pixels-per-mm", type=float, help="Of the touchscreen, measured; overrides what the server knows.")
@click.option("--name", help="Proposed to the manager who approves this kiosk.")
@click.option("--browser-command", help="Starts the browser anew; run when the kiosk page was silent for a minute.")
@click.option("--claim-file", type=PATH, help="Holds the secret of an enrolment that was approved beforehand.")
@click.option("--ca", type=PATH, help="Certificate authority of the server, when it has no public one.")
def run_command(**given: Any) -> None:
    """Run the agent until it is told to end (SIGTERM, Ctrl-C).

    Each option may also come from the environment (MOTCUA_AGENT_SERVER, MOTCUA_AGENT_PRINTER, …) or from a file
    (--config); the command line wins over the environment, the environment over the file.

    \b
    A file:
      server = "https://motcua.example.vn"
      data = "/var/lib/motcua"
      printer = "/dev/serial/by-id/usb-EPSON_TM-T82-port0"
      pixels-per-mm = 4.03
    """
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)-7s %(message)s")
    for library in ("httpx", "waitress"):
        logging.getLogger(library).setLevel(logging.WARNING)
    try:
        _run(_settings(given))
    except AgentError as error:
        raise click.ClickException(str(error)) from error


def _run(settings: AgentSettings) -> None:
    from kiosk.agent.agent import Agent

    try:
        agent = Agent(settings)
    except (OSError, sqlite3.Error) as error:
        raise SettingsWrong(str(error)) from error
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: agent.stop())
    agent.run()


def _settings(given: dict[str, Any]) -> AgentSettings:
    """Check what was given. Raises SettingsWrong."""
    host, port = loopback(given.pop("listen"))
    printing, pixels = printing_of(given), given["pixels_per_mm"]
    if pixels is not None and not 0 < pixels < 100:
        raise SettingsWrong("pixels per mm is a number such as 3.78")
    if given["roll_metres"] is not None and not SHORTEST_ROLL <= given["roll_metres"] <= LONGEST_ROLL:
        raise SettingsWrong(f"a roll has {SHORTEST_ROLL} to {LONGEST_ROLL} metres")
    if len(given["name"] or "") > LONGEST_NAME:
        raise SettingsWrong(f"a name has at most {LONGEST_NAME} letters")
    given["server"] = server_url(given["server"])
    check_printer(given["printer"], given["baud"], printing)
    terminal = settings_of(given, given.pop("terminal"))
    return AgentSettings(host=host, port=port, printing=printing, terminal=terminal, **given)


main.add_command(testslip_command)
main.add_command(config_option(doctor_command))
main.add_command(signs_command)
main.add_command(keypads_command)
main.add_command(terminal_command)
