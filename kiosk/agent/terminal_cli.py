"""The command `motcua-agent terminal`."""

import logging
import signal
import sqlite3
from pathlib import Path
from threading import Event
from typing import Any

import click

from hardware.host import DeviceHost
from kiosk.agent.card_desk import CardDesk
from kiosk.agent.counter_terminal import CounterTerminal
from kiosk.agent.database import open_database
from kiosk.agent.enrolling import TokenFile
from kiosk.agent.errors import AgentError
from kiosk.agent.lock import FolderLock
from kiosk.agent.server import Server
from kiosk.agent.settings import server_url
from kiosk.agent.tills import TERMINALS, TerminalSettings, settings_of, terminal_options

LOOKS_EVERY = 0.2


@click.command("terminal", context_settings={"auto_envvar_prefix": "MOTCUA_TERMINAL", "show_default": True})
@click.option("--server", required=True, help="The centre's server, http://HOST:PORT or https://HOST.")
@click.option(
    "--data",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("terminal"),
    help="Folder for the token and the journal of sales. Two terminals have two.",
)
@click.option("--port", "--url", "url", required=True, help=TERMINALS)
@terminal_options("")
@click.option("--name", help="Proposed to the manager who approves this terminal.")
@click.option("--ca", type=click.Path(path_type=Path, dir_okay=False), help="Certificate authority of the server.")
def terminal_command(*, server: str, data: Path, url: str, name: str | None, ca: Path | None, **given: Any) -> None:
    """Take cards at counters with a terminal on a serial line or in the network.

    A manager says at which counters it stands. What a sale came to is kept in the folder until the server has it.

    \b
    Try it:  motcua simulate terminal --protocol zvt --link var/pos --state var/pos.json --http 8095 --baud 9600
             motcua-agent terminal --server http://127.0.0.1:8000 --port var/pos
    """
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)-7s %(message)s")
    logging.getLogger("httpx").setLevel(logging.WARNING)
    try:
        settings = settings_of(given, url)
        assert settings is not None
        _run(Server(server_url(server), ca=ca), data, settings, name)
    except (AgentError, OSError, sqlite3.Error) as error:
        raise click.ClickException(str(error)) from error


def _run(server: Server, data: Path, settings: TerminalSettings, name: str | None) -> None:
    data.mkdir(mode=0o700, parents=True, exist_ok=True)
    folder, database, host = FolderLock(data / "terminal.lock"), open_database(data / "terminal.sqlite"), DeviceHost()
    cards = CardDesk(settings, server, database, ended=lambda: None)
    box = CounterTerminal(server, TokenFile(data / "token"), host, cards, name=name)
    told_to_stop = Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: told_to_stop.set())
    while not told_to_stop.wait(LOOKS_EVERY):
        box.step()
    cards.stop()
    host.stop()
    database.close()
    folder.release()
