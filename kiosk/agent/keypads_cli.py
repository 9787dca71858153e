"""The command `motcua-agent keypads`."""

import logging
import signal
from pathlib import Path
from threading import Event

import click

from hardware.host import DeviceHost
from hardware.keypad.frame import USUAL_ANSWER, USUAL_FACE, USUAL_PRESS, PadFrames
from hardware.pattern import PatternWrong
from hardware.transport import SerialTransport
from kiosk.agent.enrolling import TokenFile
from kiosk.agent.errors import AgentError
from kiosk.agent.keypads import MOVES, TIMEOUT, USUAL_KEYS, KeypadAgent
from kiosk.agent.places import counters_to_addresses
from kiosk.agent.server import Server
from kiosk.agent.settings import server_url

LOOKS_EVERY = 0.2


def _keys(_context: click.Context, _parameter: click.Parameter, given: tuple[str, ...]) -> dict[str, str]:
    keys = {}
    for each in given:
        key, _, move = each.partition("=")
        if len(key) != 1 or not key.isascii() or move not in MOVES:
            raise click.BadParameter(f"{each!r} is not KEY=MOVE; moves are {', '.join(MOVES)}")
        keys[key] = move
    return keys or dict(USUAL_KEYS)


@click.command("keypads", context_settings={"auto_envvar_prefix": "MOTCUA_KEYPADS", "show_default": True})
@click.option("--server", required=True, help="The centre's server, http://HOST:PORT or https://HOST.")
@click.option(
    "--data", type=click.Path(path_type=Path, file_okay=False), default=Path("keypads"), help="Folder for the token."
)
@click.option("--port", required=True, help="The line: /dev/serial/by-id/…, COM3 or any URL pyserial opens.")
@click.option("--baud", type=int, default=9_600, help="Speed of the line.")
@click.option("--press", default=USUAL_PRESS, help="Pattern of a press; docs/drivers.md has the fields.")
@click.option("--ack", default=USUAL_ANSWER, help="Pattern of the answer to a press; '' for pads that want none.")
@click.option("--face", default=USUAL_FACE, help="Pattern of what a pad shows; '' for pads that show nothing.")
@click.option("--width", type=click.IntRange(1, 16), default=4, help="Characters of a display.")
@click.option("--answers", is_flag=True, help="Pads say that they have heard what they are to show.")
@click.option(
    "--pad",
    "addresses",
    multiple=True,
    callback=counters_to_addresses,
    metavar="COUNTER=ADDRESS",
    help="Only these counters have pads. Without any, each counter of the hall has its number as address.",
)
@click.option(
    "--key",
    "keys",
    multiple=True,
    callback=_keys,
    metavar="KEY=MOVE",
    help="Without any: 0 whatever comes next, 1 call, 2 recall, 3 start, 4 complete, 5 no-show, 6 hold.",
)
@click.option("--name", help="Proposed to the manager who approves these keypads.")
@click.option("--ca", type=click.Path(path_type=Path, dir_okay=False), help="Certificate authority of the server.")
def keypads_command(
    *,
    server: str,
    data: Path,
    port: str,
    baud: int,
    press: str,
    ack: str,
    face: str,
    width: int,
    answers: bool,
    addresses: dict[int, int],
    keys: dict[str, str],
    name: str | None,
    ca: Path | None,
) -> None:
    """Call, start and complete with keypads or buttons at the counters, all behind one line or wireless base.

    \b
    Try it:  motcua simulate keypad --link var/pads --http 8094
             motcua-agent keypads --server http://127.0.0.1:8000 --port var/pads
    """
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)-7s %(message)s")
    logging.getLogger("httpx").setLevel(logging.WARNING)
    try:
        frames = PadFrames(press, ack or None, face or None, width)
        connection = Server(server_url(server), ca=ca, timeout=TIMEOUT)
    except (PatternWrong, AgentError, OSError) as error:
        raise click.ClickException(str(error)) from error
    data.mkdir(mode=0o700, parents=True, exist_ok=True)
    host = DeviceHost()
    agent = KeypadAgent(
        connection,
        TokenFile(data / "token"),
        host,
        lambda: SerialTransport(port, baud=baud),
        frames,
        addresses=addresses,
        only=bool(addresses),
        keys=keys,
        answers=answers,
        name=name,
    )
    _run(agent, host)


def _run(agent: KeypadAgent, host: DeviceHost) -> None:
    told_to_stop = Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: told_to_stop.set())
    while not told_to_stop.is_set():
        agent.step(seconds=LOOKS_EVERY)
    host.stop()
