"""The command `motcua-agent signs`."""

import logging
import signal
from pathlib import Path
from time import monotonic, sleep

import click

from hardware.host import DeviceHost
from hardware.pattern import PatternWrong
from hardware.sign.driver import LedSigns
from hardware.sign.frame import USUAL, FramePattern
from hardware.transport import SerialTransport
from kiosk.agent.enrolling import TokenFile
from kiosk.agent.errors import AgentError
from kiosk.agent.places import counters_to_addresses
from kiosk.agent.server import Server
from kiosk.agent.settings import server_url
from kiosk.agent.signs import SIGNS, SignAgent

LOOKS_EVERY = 0.1


@click.command("signs", context_settings={"auto_envvar_prefix": "MOTCUA_SIGNS", "show_default": True})
@click.option("--server", required=True, help="The centre's server, http://HOST:PORT or https://HOST.")
@click.option(
    "--data", type=click.Path(path_type=Path, file_okay=False), default=Path("signs"), help="Folder for the token."
)
@click.option("--port", required=True, help="The panels' line: /dev/serial/by-id/…, COM3 or any URL pyserial opens.")
@click.option("--baud", type=int, default=9_600, help="Speed of the line.")
@click.option("--pattern", default=USUAL, help="Of the frame; docs/drivers.md has the fields.")
@click.option("--width", type=click.IntRange(1, 16), default=4, help="Characters of a panel.")
@click.option("--answers", is_flag=True, help="Panels say ACK or NAK to each frame.")
@click.option(
    "--panel",
    "addresses",
    multiple=True,
    callback=counters_to_addresses,
    metavar="COUNTER=ADDRESS",
    help="Only these counters have panels. Without any, each counter of the hall has its number as address.",
)
@click.option("--name", help="Proposed to the manager who approves these signs.")
@click.option("--ca", type=click.Path(path_type=Path, dir_okay=False), help="Certificate authority of the server.")
def signs_command(
    *,
    server: str,
    data: Path,
    port: str,
    baud: int,
    pattern: str,
    width: int,
    answers: bool,
    addresses: dict[int, int],
    name: str | None,
    ca: Path | None,
) -> None:
    """Show at each counter whom it calls, on LED panels of one RS-485 line.

    \b
    Try it:  motcua simulate sign --link var/signs --http 8093
             motcua-agent signs --server http://127.0.0.1:8000 --port var/signs
    """
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)-7s %(message)s")
    logging.getLogger("httpx").setLevel(logging.WARNING)
    try:
        signs = LedSigns(lambda: SerialTransport(port, baud=baud), FramePattern(pattern, width), answers=answers)
        connection = Server(server_url(server), ca=ca)
    except (PatternWrong, AgentError, OSError) as error:
        raise click.ClickException(str(error)) from error
    data.mkdir(mode=0o700, parents=True, exist_ok=True)
    host, token = DeviceHost(), TokenFile(data / "token")
    agent = SignAgent(connection, token, host, signs, addresses=addresses, only=bool(addresses), name=name)
    _run(agent, host, signs)


def _run(agent: SignAgent, host: DeviceHost, signs: LedSigns) -> None:
    told_to_stop = False

    def stop(*_: object) -> None:
        nonlocal told_to_stop
        told_to_stop = True

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, stop)
    host.add(SIGNS, signs)
    due = 0.0
    while not told_to_stop:
        if monotonic() >= due:
            due = monotonic() + agent.step()
        sleep(LOOKS_EVERY)
    host.stop()
