"""Whether call-next grows with the hall and with the years: an empty hall against a full one with a long past."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from bench.centre import furnish, live_long
from bench.client import clerk, kiosk
from bench.commands import call_round, issue, joined, summary
from bench.server import Server

WAITING = 5_000
ROUNDS = 5
CLIENTS = 8


def measure_depth(folder: Path, tell: Callable[[str], None], *, past: int) -> dict[str, Any]:
    """Return call-next with just enough people waiting, and with 5,000 of them behind so many tickets of past days."""
    folder.mkdir()
    empty = _calls(folder / "empty", tell, waiting=0, past=0)
    full = _calls(folder / "full", tell, waiting=WAITING, past=past)
    return {
        "empty": empty,
        f"{WAITING}_waiting_{past}_past": full,
        "p99_ratio": round(full["p99_ms"] / empty["p99_ms"], 2),
        "p50_ratio": round(full["p50_ms"] / empty["p50_ms"], 2),
    }


def _calls(data: Path, tell: Callable[[str], None], *, waiting: int, past: int) -> dict[str, Any]:
    data.mkdir()
    database = data / "motcua.sqlite"
    centre = furnish(f"sqlite:///{database}")
    if past:
        tell(f"a past of {past} tickets")
        live_long(database, tickets=past)
    kiosks = [kiosk(token) for token in centre.kiosks]
    clerks = [clerk(*secret) for secret in centre.clerks]
    with Server(data=data, database=f"sqlite:///{database}") as server:
        tell(f"call-next with {waiting} people waiting behind those called")
        issue(server, kiosks, clients=CLIENTS, operations=waiting + ROUNDS * len(clerks))
        rounds = [call_round(server, clerks, clients=CLIENTS) for _ in range(ROUNDS)]
    return summary(joined([done for done, _ in rounds]), sum(cpu for _, cpu in rounds))
