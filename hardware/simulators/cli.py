"""The command group `simulate`."""

import ipaddress
import signal
from pathlib import Path

import click

from hardware.clean_errors import CleanGroup
from hardware.simulators.line import Line, PtyLine, TcpLine
from hardware.simulators.page import serve_page
from hardware.simulators.printer import SimulatedPrinter
from hardware.simulators.roll import NARROW, WIDE
from hardware.simulators.serial_cli import SERIAL_COMMANDS


@click.group("simulate", cls=CleanGroup, context_settings={"help_option_names": ["-h", "--help"]})
def simulate() -> None:
    """Simulated devices at the far end of a wire, with faults on command."""


@simulate.command("printer")
@click.option("--link", type=click.Path(path_type=Path), help="Serial: a pty, with this symbolic link to its device.")
@click.option("--tcp", help="Network: listen on this PORT, or on ADDRESS:PORT of this machine.")
@click.option(
    "--slips", type=click.Path(path_type=Path, file_okay=False), required=True, help="Folder for the slips, as PNG."
)
@click.option("--http", "http_port", type=int, help="Port of a page with the paper and the fault switches.")
@click.option("--baud", default=115_200, show_default=True, help="Bits a second at which bytes are taken.")
@click.option("--paper", type=click.Choice(["80", "58"]), default="80", show_default=True, help="Its width in mm.")
@click.option("--no-graphics", is_flag=True, help="A printer that keeps no pictures in its memory.")
@click.option("--chinese", is_flag=True, help="Firmware that takes two bytes for one letter until told otherwise.")
@click.option("--old", is_flag=True, help="A printer that does not tell its model and firmware.")
def printer_command(
    *, link: Path | None, tcp: str | None, slips: Path, http_port: int | None, baud: int, paper: str, **kinds: bool
) -> None:
    """An ESC/POS receipt printer.

    \b
    Example:  motcua simulate printer --link var/printer --slips var/slips --http 8090
    Then:     motcua-agent run … --printer var/printer
    A fault:  curl -d '{"paper_out": true}' http://127.0.0.1:8090/faults
    """
    if (link is None) == (tcp is None):
        raise click.UsageError("Give either --link for a serial printer or --tcp for a network printer.")
    line: Line = PtyLine(link) if link is not None else _tcp_line(tcp or "")
    width = {"80": WIDE, "58": NARROW}[paper]
    printer = SimulatedPrinter(line=line, slips=slips, baud=baud, tell=click.echo, width=width)
    printer.change(dict(kinds))
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: printer.stop())
    line.open()
    if http_port is not None:
        serve_page(printer, http_port)
        click.echo(f"paper and faults: http://127.0.0.1:{http_port}/")
    click.echo(f"printer at {link or tcp}, slips in {slips}")
    printer.run()


def _tcp_line(listen: str) -> TcpLine:
    address, _, port = listen.rpartition(":")
    try:
        own = not address or ipaddress.ip_address(address).is_loopback
    except ValueError:
        own = False
    if not own or not port.isdigit() or not 0 < int(port) < 65_536:
        raise click.UsageError(f"{listen!r} is no port of this machine alone.")
    return TcpLine(int(port), address or "127.0.0.1")


for _command in SERIAL_COMMANDS:
    simulate.add_command(_command)
