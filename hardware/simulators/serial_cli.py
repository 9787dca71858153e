"""The commands of the simulated serial devices."""

import signal
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Any

import click

from hardware.errors import HardwareError
from hardware.keypad.frame import USUAL_ANSWER, USUAL_FACE, USUAL_PRESS, PadFrames
from hardware.pattern import PatternWrong
from hardware.sign.frame import USUAL, FramePattern
from hardware.simulators.bookings import Bookings
from hardware.simulators.cardholder import Cardholder
from hardware.simulators.device_page import serve_device_page
from hardware.simulators.keypad import SimulatedPads
from hardware.simulators.line import Line, PtyLine, TcpLine
from hardware.simulators.pipe_terminal import SimulatedPipeTerminal
from hardware.simulators.scanner import SimulatedScanner
from hardware.simulators.serial_device import SerialDevice
from hardware.simulators.sign import SimulatedSigns
from hardware.simulators.sixty_terminal import SimulatedSixtyTerminal
from hardware.simulators.terminal import Manner, SimulatedTerminal
from hardware.simulators.zvt import SimulatedZvt
from hardware.terminal.sixty.kit import Kit

TERMINALS: Mapping[str, type[SimulatedPipeTerminal | SimulatedZvt]] = {
    "pipe": SimulatedPipeTerminal, "zvt": SimulatedZvt,
}  # fmt: skip
"""By protocol. Another is "60", which a kit's file makes complete."""
SIXTY = "60"


def _serial(command: Callable[..., Any], baud: int | None = 9_600) -> Callable[..., Any]:
    """Give a command the options that all serial devices have."""
    for option in (
        click.option("--baud", type=int, default=baud, show_default=True, help="Bits a second, in both directions."),
        click.option("--http", "http_port", type=int, help="Port of a page with the device and its fault switches."),
        click.option("--tcp", type=int, help="Network: listen on this port of the loopback address instead."),
        click.option("--link", type=click.Path(path_type=Path), help="Serial: a pty, with this symbolic link to it."),
    ):
        command = option(command)
    return command


@click.command("scanner")
@_serial
def scanner_command(*, link: Path | None, tcp: int | None, http_port: int | None, baud: int) -> None:
    """A barcode and QR scanner.

    \b
    Example:  motcua simulate scanner --link var/scanner --http 8092
    Then:     motcua-agent run … --scanner var/scanner
    A code:   curl -d '{"text": "H49.22-261123-0001"}' http://127.0.0.1:8092/deed/scan
    A fault:  curl -d '{"drop": true}' http://127.0.0.1:8092/faults
    """
    _serve("scanner", SimulatedScanner(_line(link, tcp), baud=baud, tell=click.echo), _where(link, tcp), http_port)


@click.command("sign")
@_serial
@click.option("--panels", type=click.IntRange(1, 99), default=8, show_default=True, help="How many, from address 1 on.")
@click.option("--pattern", default=USUAL, show_default=True, help="Of the frame; docs/drivers.md has the fields.")
@click.option("--width", type=click.IntRange(1, 16), default=4, show_default=True, help="Characters of a panel.")
@click.option("--answers", is_flag=True, help="Panels say ACK or NAK to each frame.")
def sign_command(
    *,
    link: Path | None,
    tcp: int | None,
    http_port: int | None,
    baud: int,
    panels: int,
    pattern: str,
    width: int,
    answers: bool,
) -> None:
    """LED panels at counters, all on one RS-485 line.

    \b
    Example:  motcua simulate sign --link var/signs --http 8093
    Then:     motcua-agent signs … --port var/signs
    A fault:  curl -d '{"dead": "2"}' http://127.0.0.1:8093/faults
    Power:    curl -d '{}' http://127.0.0.1:8093/deed/power
    """
    try:
        frame = FramePattern(pattern, width)
    except PatternWrong as error:
        raise click.UsageError(str(error)) from error
    line = _line(link, tcp)
    signs = SimulatedSigns(line, panels=panels, pattern=frame, answers=answers, baud=baud, tell=click.echo)
    _serve("sign", signs, _where(link, tcp), http_port)


@click.command("keypad")
@_serial
@click.option("--pads", type=click.IntRange(1, 99), default=4, show_default=True, help="How many, from address 1 on.")
@click.option("--press", default=USUAL_PRESS, show_default=True, help="Pattern of a press; see docs/drivers.md.")
@click.option("--ack", default=USUAL_ANSWER, show_default=True, help="Pattern of the answer to it; '' for none.")
@click.option("--face", default=USUAL_FACE, show_default=True, help="Pattern of what a pad shows; '' for none.")
@click.option("--width", type=click.IntRange(1, 16), default=4, show_default=True, help="Characters of a display.")
@click.option("--answers", is_flag=True, help="Pads say that they have heard what they are to show.")
def keypad_command(
    *,
    link: Path | None,
    tcp: int | None,
    http_port: int | None,
    baud: int,
    pads: int,
    press: str,
    ack: str,
    face: str,
    width: int,
    answers: bool,
) -> None:
    """Call keypads at counters, with display and lamp, behind one wireless base or RS-485 line.

    \b
    Example:  motcua simulate keypad --link var/pads --http 8094
    Then:     motcua-agent keypads … --port var/pads
    A press:  curl -d '{"pad": 1, "key": "1"}' http://127.0.0.1:8094/deed/press
    A fault:  curl -d '{"deaf": true}' http://127.0.0.1:8094/faults
    """
    try:
        frames = PadFrames(press, ack or None, face or None, width)
    except PatternWrong as error:
        raise click.UsageError(str(error)) from error
    simulated = SimulatedPads(_line(link, tcp), pads=pads, frames=frames, answers=answers, baud=baud, tell=click.echo)
    _serve("keypad", simulated, _where(link, tcp), http_port)


@click.command("terminal")
@partial(_serial, baud=115_200)
@click.option("--protocol", type=click.Choice([*TERMINALS, SIXTY]), required=True, help="What it speaks.")
@click.option(
    "--kit", type=click.Path(path_type=Path, dir_okay=False, exists=True),
    help='With "60": what the acquirer\'s kit says; packaging/terminal-kit.toml is to be filled in.',
)  # fmt: skip
@click.option("--state", type=click.Path(path_type=Path), help="File of what it has booked; kept over a restart.")
@click.option(
    "--cardholder", type=click.Choice([each.value for each in Cardholder]), default="approve", show_default=True,
    help="What the people before it do.",
)  # fmt: skip
@click.option(
    "--pace", type=click.FloatRange(0), default=1.0, show_default=True, help="Seconds of each of their steps."
)
@click.option("--patience", type=click.FloatRange(0), default=30.0, show_default=True, help="Seconds without a card.")
@click.option("--again-after", type=click.FloatRange(0.1), default=2.0, show_default=True, help="Seconds without ACK.")
def terminal_command(
    *,
    link: Path | None,
    tcp: int | None,
    http_port: int | None,
    baud: int,
    protocol: str,
    kit: Path | None,
    state: Path | None,
    cardholder: str,
    pace: float,
    patience: float,
    again_after: float,
) -> None:
    """A card terminal.

    \b
    Example:  motcua simulate terminal --protocol pipe --link var/terminal --state var/terminal.json --http 8095
    People:   curl -d '{"does": "decline"}' http://127.0.0.1:8095/deed/cardholder
    A fault:  curl -d '{"cut_after": 20}' http://127.0.0.1:8095/faults
    """
    people = Cardholder(cardholder)
    manner = Manner(cardholder=people, pace=pace, patience=patience, again_after=again_after)
    terminal = _terminal(protocol, kit, _line(link, tcp), Bookings(state), manner=manner, baud=baud)
    _serve("terminal", terminal, _where(link, tcp), http_port)


def _terminal(
    protocol: str, kit: Path | None, line: Line, bookings: Bookings, *, manner: Manner, baud: int
) -> SimulatedTerminal:
    if protocol != SIXTY:
        return TERMINALS[protocol](line, bookings, manner=manner, baud=baud, tell=click.echo)
    if kit is None:
        raise click.UsageError('A terminal of the "60" dialect needs --kit.')
    try:
        table = Kit.from_toml(kit.read_text(encoding="utf-8"))
        return SimulatedSixtyTerminal(line, bookings, table, manner=manner, baud=baud, tell=click.echo)
    except (HardwareError, UnicodeDecodeError) as error:
        raise click.UsageError(f"{kit}: {error}") from error


SERIAL_COMMANDS = (scanner_command, sign_command, keypad_command, terminal_command)


def _line(link: Path | None, tcp: int | None) -> Line:
    if (link is None) == (tcp is None):
        raise click.UsageError("Give either --link for a serial line or --tcp for a network port.")
    return PtyLine(link) if link is not None else TcpLine(tcp or 0)


def _where(link: Path | None, tcp: int | None) -> str:
    return str(link) if link is not None else f"127.0.0.1:{tcp}"


def _serve(name: str, device: SerialDevice, where: str, http_port: int | None) -> None:
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: device.stop())
    device.line.open()
    if http_port is not None:
        serve_device_page(device, http_port)
        click.echo(f"{name} and faults: http://127.0.0.1:{http_port}/")
    click.echo(f"{name} at {where}")
    device.run()
