"""motcua demo: a whole centre on one machine, with simulated devices."""

import fcntl
import json
import shutil
import signal
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen

import click

from display.voices_cli import build_command
from queue_server.cli.demo_devices import approved_claim, keep_secret, let_terminal_in
from queue_server.cli.demo_fees import Owed, dossiers_to_pay, keep_bank_secret, seed_fees
from queue_server.cli.demo_terminals import kiosk_options, start_counter_box, start_terminal, token_file
from queue_server.cli.options import open_store
from queue_server.cli.processes import ProcessDied, Processes
from queue_server.cli.seeding import seed_demo
from queue_server.store.unit import Unit
from queue_server.usecases.context import Clock
from queue_server.usecases.staffing import new_password, set_password

ENDINGS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
MARK = "demonstration"
"""A folder with this file in it was made by a demonstration, and may be emptied by one."""
STARTS_WITHIN = 30.0
DAY_RATE = 60
PRINTER_BAUD = 115_200
"""In a busy day the paper runs as much faster as the clock, so that nobody finds a heap of slips before the own."""
MANAGER = "quanly"
PROVINCE = "tinh"
ADMINISTRATOR = "quantri"
CLERK, CLERK_BESIDE_THE_DAY = "quay1", "quay9"
COUNTERS_WITH_TERMINAL = (1, 9)
"""Where those two sit."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ports:
    """Where the parts of the demonstration listen on the loopback address."""

    server: int

    @property
    def kiosk(self) -> int:
        """The kiosk agent."""
        return self.server + 1

    @property
    def printer(self) -> int:
        """The simulated printer's page."""
        return self.server + 2

    @property
    def bank(self) -> int:
        """The simulated bank's page."""
        return self.server + 3

    @property
    def kiosk_terminal(self) -> int:
        """The page of the card terminal at the kiosk; what it says to the kiosk goes over the next port."""
        return self.server + 4

    @property
    def counter_terminal(self) -> int:
        """The page of the card terminal at a counter; what it says to its box goes over the next port."""
        return self.server + 6


@click.command("demo")
@click.option(
    "--data",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("var/demo"),
    show_default=True,
    help="Folder of the demonstration alone: its database, slips, voices and logs.",
)
@click.option(
    "--port",
    default=8000,
    show_default=True,
    help="Port of the server; kiosk, printer, bank and two card terminals take the next seven.",
)
@click.option(
    "--day", is_flag=True, help="Also play a whole busy day at 60 times the speed, in an emptied data folder."
)
@click.option("--fresh", is_flag=True, help="Forget what an earlier demonstration left in the data folder.")
@click.option("--without-fees", is_flag=True, hidden=True, help="A centre that has no fees, no bank, no card terminal.")
def demo_command(data: Path, port: int, *, day: bool, fresh: bool, without_fees: bool) -> None:
    """Show a citizen being served: server, kiosk, simulated devices, all on this machine. Ctrl-C ends it.

    The printer is at the far end of a real serial line (a pty); its slips appear as pictures. The bank and the card
    terminals are pages on which whoever pays may also be short of money.
    """
    _claim_folder(data, empty=fresh or day)
    for ending in ENDINGS:
        signal.signal(ending, _interrupt)
    prepared = _prepare(data, fees=not without_fees)
    ports = Ports(server=port)
    with Processes(logs=data / "logs") as processes:
        try:
            _start(processes, data, ports, day=day, fees=not without_fees)
            _print_addresses(prepared, data, ports, clerk=CLERK_BESIDE_THE_DAY if day else CLERK)
            if day:
                _play(processes, prepared, ports)
            processes.wait()
        except KeyboardInterrupt:
            click.echo("\nEnding the demonstration …")
        except ProcessDied as error:
            raise click.ClickException(str(error)) from None
    click.echo("All parts have ended.")


def _claim_folder(data: Path, *, empty: bool) -> None:
    """Take a folder of our own; one that holds something else, or where another demonstration runs, is left alone."""
    if data.exists() and any(data.iterdir()) and not (data / MARK).exists():
        raise click.ClickException(f"{data} holds something that no demonstration made; choose another folder")
    data.mkdir(mode=0o700, parents=True, exist_ok=True)
    mark = (data / MARK).open("w")
    click.get_current_context().call_on_close(mark.close)
    try:
        fcntl.flock(mark, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        raise click.ClickException(f"another demonstration runs in {data}; end it first") from None
    if empty:
        _empty(data)


def _empty(data: Path) -> None:
    for part in data.iterdir():
        if part.is_dir() and not part.is_symlink():
            shutil.rmtree(part)
        elif part.name != MARK:
            part.unlink()


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """Secrets of a prepared demonstration. `passwords` is by login; nothing is `owed` where there are no fees."""

    passwords: dict[str, str]
    board_claim: str
    owed: Sequence[Owed]


def _prepare(data: Path, *, fees: bool) -> Prepared:
    click.echo("Preparing the database …")
    store = open_store(None, data)
    at = Clock().now()
    try:
        seeded = seed_demo(store, at=at)
        if fees:
            seed_fees(store, seeded.centre_id, proposed_by=MANAGER, approved_by=ADMINISTRATOR, at=at)
            keep_bank_secret(data)
            let_terminal_in(
                store, seeded.centre_id, token_file=token_file(data), name="số 1", hall=seeded.hall,
                counters=COUNTERS_WITH_TERMINAL, manager=MANAGER, at=at,
            )  # fmt: skip
        owed = dossiers_to_pay(store, seeded.centre_id, clerk=CLERK, at=at) if fees else ()
        passwords = {login: new_password() for login in seeded.logins}
        with click.progressbar(passwords.items(), label="Passwords") as people:
            for login, password in people:
                with Unit(store) as unit:
                    set_password(unit, login=login, password=password, at=at)
        board = approved_claim(store, seeded.centre_id, kind="board", name="Bảng sảnh chính", hall=seeded.hall, at=at)
        kiosk = approved_claim(store, seeded.centre_id, kind="kiosk", name="Kiosk 1", hall=seeded.hall, at=at)
    finally:
        store.close()
    keep_secret(data / "kiosk-claim", kiosk)
    _build_voices(data)
    return Prepared(passwords=passwords, board_claim=board, owed=owed)


def _build_voices(data: Path) -> None:
    try:
        click.get_current_context().invoke(build_command, data=data)
    except click.ClickException as error:
        click.echo(f"The calls will be shown but not spoken: {error.message}")


def _start(processes: Processes, data: Path, ports: Ports, *, day: bool, fees: bool) -> None:
    click.echo("Starting the server, the devices and the kiosk …")
    server = f"http://127.0.0.1:{ports.server}"
    clock = ["--demo-day", str(DAY_RATE)] if day else []
    processes.start("server", ["queue_server.cli", "serve", "--data", str(data), "--port", str(ports.server), *clock])
    _start_printer(processes, data, ports, rate=DAY_RATE if day else 1)
    if fees:
        _start_money(processes, data, ports)
    _await(processes, f"{server}/api/v1/healthz")
    _start_kiosk(processes, data, ports, terminal=ports.kiosk_terminal + 1 if fees else None)
    if fees:
        start_counter_box(processes, data, server=server, line=ports.counter_terminal + 1)
    _await(processes, f"http://127.0.0.1:{ports.kiosk}/agent/state", until=_takes_cards if fees else _connected)


def _start_printer(processes: Processes, data: Path, ports: Ports, *, rate: int) -> None:
    processes.start(
        "printer",
        [
            "hardware.simulators", "printer", "--link", str(_printer(data)), "--slips", str(data / "slips"), "--http",
            str(ports.printer), "--baud", str(PRINTER_BAUD * rate),
        ],
    )  # fmt: skip


def _start_money(processes: Processes, data: Path, ports: Ports) -> None:
    server = f"http://127.0.0.1:{ports.server}"
    processes.start(
        "bank",
        ["queue_server.cli", "simulate", "bank", "--server", server, "--data", str(data), "--http", str(ports.bank)],
    )
    for name, page in (("kiosk", ports.kiosk_terminal), ("counter", ports.counter_terminal)):
        start_terminal(processes, data, name=name, page=page, line=page + 1)


def _start_kiosk(processes: Processes, data: Path, ports: Ports, *, terminal: int | None) -> None:
    processes.start(
        "kiosk",
        [
            "kiosk.agent", "run", "--server", f"http://127.0.0.1:{ports.server}", "--data", str(data / "kiosk"),
            "--listen", f"127.0.0.1:{ports.kiosk}", "--printer", str(_printer(data)), "--claim-file",
            str(data / "kiosk-claim"), *kiosk_options(terminal),
        ],
    )  # fmt: skip


def _printer(data: Path) -> Path:
    return data / "devices" / "printer"


def _await(processes: Processes, address: str, *, until: Callable[[Any], bool] = bool) -> None:
    deadline = time.monotonic() + STARTS_WITHIN
    while time.monotonic() < deadline:
        processes.check()
        try:
            with urlopen(address, timeout=2) as answer:  # noqa: S310 - our own loopback address
                if until(json.load(answer)):
                    return
        except (URLError, OSError, ValueError):
            pass
        time.sleep(0.1)
    raise ProcessDied(f"{address} did not answer within {STARTS_WITHIN:.0f} seconds")


def _connected(state: Any) -> bool:
    return bool(state.get("connected"))


def _takes_cards(state: Any) -> bool:
    return _connected(state) and (state.get("terminal") or {}).get("state") == "ready"


def _print_addresses(prepared: Prepared, data: Path, ports: Ports, *, clerk: str) -> None:
    server = f"http://127.0.0.1:{ports.server}"
    others = ", ".join(login for login in prepared.passwords if login not in {clerk, MANAGER, PROVINCE, ADMINISTRATOR})
    secret, money = data / "passwords.json", _money_said(prepared.owed, ports)
    keep_secret(secret, json.dumps(prepared.passwords, indent=1))
    click.echo(f"""
Motcua is running. Open in a browser:

  Kiosk            http://127.0.0.1:{ports.kiosk}/
  Counter console  {server}/console     {clerk} / {prepared.passwords[clerk]}
  Manager          {server}/manager     {MANAGER} / {prepared.passwords[MANAGER]}
  Administration   {server}/admin       {ADMINISTRATOR} / {prepared.passwords[ADMINISTRATOR]}
  The province     {server}/province    {PROVINCE} / {prepared.passwords[PROVINCE]}
  Appointments     {server}/book (anybody), {server}/appointments (staff)
  Lobby board      {server}/board#claim={prepared.board_claim}
  Printed slips    http://127.0.0.1:{ports.printer}/     (pictures in {data / "slips"}){money}

More people: {others} (passwords in {secret})
Ctrl-C ends it all.
""")


def _money_said(owed: Sequence[Owed], ports: Ports) -> str:
    if not owed:
        return ""
    dossiers = ", ".join(f"{each.code} ({each.amount:,} dong)" for each in owed)
    counters = " and ".join(map(str, COUNTERS_WITH_TERMINAL))
    return f"""

  To pay           {dossiers}
  Fees             http://127.0.0.1:{ports.server}/money
  The bank         http://127.0.0.1:{ports.bank}/     (pays what a payment code holds)
  Kiosk's cards    http://127.0.0.1:{ports.kiosk_terminal}/     (the card terminal: who stands before it)
  Counters' cards  http://127.0.0.1:{ports.counter_terminal}/     (that of counters {counters})"""


def _play(processes: Processes, prepared: Prepared, ports: Ports) -> None:
    from queue_server.cli.day import play_day

    play_day(
        server=f"http://127.0.0.1:{ports.server}",
        kiosk=f"http://127.0.0.1:{ports.kiosk}",
        passwords=prepared.passwords,
        rate=DAY_RATE,
        check=processes.check,
    )


def _interrupt(*_: object) -> None:
    # A terminal, make and a time limit may each send one; a second must not cut the ending short.
    for ending in ENDINGS:
        signal.signal(ending, signal.SIG_IGN)
    raise KeyboardInterrupt
