"""python -m bench: prints JSON; progress goes to the other stream."""

import argparse
import json
import os
import platform
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from bench.boards import measure_boards
from bench.cable import SLIPS, measure_cable
from bench.card_paid import measure_card_paid
from bench.card_painted import measure_card_painted
from bench.centre import furnish, live_long
from bench.commands import measure_commands
from bench.depth import measure_depth
from bench.first_byte import measure_first_byte
from bench.kiosk import measure_kiosk
from bench.sales import is_sound, measure_sales
from bench.server import Server
from bench.turns import measure_turns

PAST_TICKETS = 1_000_000


def tell(what: str) -> None:
    """Say what is being measured."""
    print(f"{time.strftime('%H:%M:%S')}  {what} …", file=sys.stderr, flush=True)


def main() -> None:
    """Measure and print."""
    options = argparse.ArgumentParser(prog="python -m bench", description="Measure Motcua on this machine.")
    options.add_argument(
        "--past", type=int, default=PAST_TICKETS, help="tickets of past days in the second run; 0 leaves it out"
    )
    options.add_argument("--postgres", help="SQLAlchemy URL of an empty PostgreSQL database, measured too")
    options.add_argument("--turns", type=int, help="only: so many calls at forty counters, judged by an oracle")
    options.add_argument("--deep", type=int, help="only: call-next with 5,000 waiting and so many past tickets")
    options.add_argument("--cable", type=int, help="only: the printer's cable pulled at each so-manieth byte of a slip")
    options.add_argument("--slip", choices=SLIPS, default="short", help="with --cable: which slip")
    options.add_argument("--first-byte", type=int, help="only: so many slips in each mode, ticket to first byte")
    options.add_argument("--sales", type=int, help="only: so many card sales with faults, judged")
    options.add_argument("--card-painted", type=int, help="only: so many card sales at a kiosk, approval to screen")
    options.add_argument("--card-paid", type=int, help="only: so many card sales at a kiosk, approval to page")
    asked = options.parse_args()
    report: dict[str, Any] = {
        "machine": f"{os.cpu_count()} cores, {platform.platform()}, Python {platform.python_version()}"
    }
    with tempfile.TemporaryDirectory(prefix="motcua-bench-") as folder:
        if asked.turns:
            report["turns"] = measure_turns(Path(folder) / "turns", tell, calls=asked.turns, url=asked.postgres)
        if asked.deep:
            report["deep"] = measure_depth(Path(folder) / "deep", tell, past=asked.deep)
        if asked.cable:
            report["cable"] = measure_cable(tell, every=asked.cable, slip=asked.slip)
        if asked.first_byte:
            report["first_byte"] = measure_first_byte(Path(folder) / "first", tell, slips=asked.first_byte)
        if asked.sales:
            report["sales"] = measure_sales(Path(folder) / "sales", tell, sequences=asked.sales, url=asked.postgres)
        if asked.card_paid:
            report["card_paid"] = measure_card_paid(Path(folder) / "card", tell, sales=asked.card_paid)
        if asked.card_painted:
            report["card_painted"] = measure_card_painted(Path(folder) / "painted", tell, sales=asked.card_painted)
        if (
            asked.card_painted
            or asked.turns
            or asked.deep
            or asked.cable
            or asked.first_byte
            or asked.sales
            or asked.card_paid
        ):
            print(json.dumps(report, indent=2))
            sys.exit(not is_sound(report["sales"]) if asked.sales else 0)
        report["sqlite"] = measure(Path(folder) / "fresh", None, boards=True)
        if asked.past:
            report[f"sqlite_after_{asked.past}_tickets"] = measure(Path(folder) / "old", None, past=asked.past)
        if asked.postgres:
            report["postgres"] = measure(Path(folder) / "postgres", asked.postgres)
        tell("the kiosk page from a cold start")
        report["kiosk_page"] = measure_kiosk(Path(folder) / "kiosk")
    print(json.dumps(report, indent=2))


def measure(data: Path, url: str | None, *, past: int = 0, boards: bool = False) -> dict[str, Any]:
    """Measure one database."""
    data.mkdir()
    database = url or f"sqlite:///{data / 'motcua.sqlite'}"
    centre = furnish(database)
    if past:
        tell(f"a past of {past} tickets")
        live_long(data / "motcua.sqlite", tickets=past)
    with Server(data=data, database=database) as server:
        found = measure_commands(server, centre, tell)
    if boards:
        with Server(data=data, database=database) as server:
            found["boards"] = measure_boards(server, centre, tell)
    return found


if __name__ == "__main__":
    main()
