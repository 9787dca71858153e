"""Very many turns at forty counters at once, each call compared with what an oracle of plain heaps says.

The counters work in threads straight on the use cases: of one process on SQLite, as it is run, of two on PostgreSQL.
Afterwards the journal, whose order is that of the commits, is read once: at every entry the oracle knows who waits
where, so it knows whom each call had to take.
"""

import multiprocessing
import os
import random
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from heapq import heappop, heappush
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from bench.centre import COUNTERS, LINES, furnish
from queue_server.domain.errors import NobodyWaiting
from queue_server.store.engine import Store
from queue_server.store.journal import entries_since
from queue_server.store.moments import to_ms
from queue_server.store.unit import Unit
from queue_server.usecases import calling
from queue_server.usecases.tickets import Wish, issue_ticket

COUNTERS_AT_WORK = 40
CENTRE = 1
PAGE = 10_000

Done = TypeVar("Done")
Move = Callable[..., Any]
SERVED: tuple[Move, ...] = (calling.start, calling.complete)
MISSED: tuple[Move, ...] = (calling.miss,)

Key = tuple[int, int, int, str]
"""What orders a line: effective_at, issued_at, number, id."""


def measure_turns(folder: Path, tell: Callable[[str], None], *, calls: int, url: str | None = None) -> dict[str, Any]:
    """Make so many calls and return what the oracle found; a violation is named with its seq."""
    folder.mkdir()
    database = url or f"sqlite:///{folder / 'motcua.sqlite'}"
    furnish(database)
    processes = 2 if url else 1
    tell(f"{calls} calls at {COUNTERS_AT_WORK} counters, {processes} process(es)")
    began = time.perf_counter()
    context, share = multiprocessing.get_context("spawn"), calls // processes
    workers = [context.Process(target=work, args=(database, nth, processes, share)) for nth in range(processes)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    seconds = time.perf_counter() - began
    tell("the oracle reads the journal")
    oracle = read(database)
    return {
        "calls": oracle.calls,
        "seconds": round(seconds),
        "issued": len(oracle.states),
        "calls_missing": calls - oracle.calls,
        "violations": len(oracle.violations),
        "first_violations": oracle.violations[:5],
    }


def work(database: str, process: int, processes: int, calls: int) -> None:
    """Be the process's share of the counters until so many calls are made."""
    store = Store(database)
    left = iter(range(calls))
    lock = threading.Lock()

    def more() -> bool:
        with lock:
            return next(left, None) is not None

    threads = [
        threading.Thread(target=sit, args=(store, clerk, more))
        for clerk in range(1 + process, COUNTERS_AT_WORK + 1, processes)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    store.close()


def sit(store: Store, clerk: int, more: Callable[[], bool]) -> None:
    """Call, serve or miss, while citizens keep coming; `clerk` is also the counter's id."""
    chance = random.Random(clerk)
    while more():
        patiently(lambda: arrive(store, chance))
        while not patiently(lambda: call(store, clerk)):
            patiently(lambda: arrive(store, chance))
        for move in SERVED if chance.random() < 0.5 else MISSED:
            patiently(lambda: end(store, clerk, move))  # noqa: B023 - run at once


def patiently(deed: Callable[[], Done]) -> Done:
    """Do it; a hall on a busy machine waits and tries again, as its pages do when they are told so."""
    while True:
        try:
            return deed()
        except PoolTimeoutError:
            time.sleep(random.random())


def arrive(store: Store, chance: random.Random) -> None:
    """One citizen takes a number."""
    at = datetime.now(UTC)
    wish = Wish(service=f"service-{chance.randrange(LINES)}", language="vi", priority=None)
    with Unit(store) as unit:
        issue_ticket(
            unit, centre_id=CENTRE, wish=wish, device_id=None, public_url="http://bench", at=at, chance=os.urandom(10)
        )


def call(store: Store, clerk: int) -> bool:
    """Call the next ticket; False when nobody waits for this counter."""
    try:
        with Unit(store) as unit:
            calling.call_next(unit, centre_id=CENTRE, clerk_id=clerk, at=datetime.now(UTC))
    except NobodyWaiting:
        return False
    return True


def end(store: Store, clerk: int, move: Move) -> None:
    """Make one move of the turn's end."""
    with Unit(store) as unit:
        move(unit, centre_id=CENTRE, clerk_id=clerk, at=datetime.now(UTC))


@dataclass(slots=True)
class Oracle:
    """The hall as heaps and dictionaries, and what was not as it should be."""

    skills: dict[int, dict[int, int]]
    waiting: dict[int, list[Key]] = field(default_factory=dict)
    states: dict[str, str] = field(default_factory=dict)
    at_counter: dict[int, str] = field(default_factory=dict)
    numbers: set[tuple[str, str]] = field(default_factory=set)
    violations: list[str] = field(default_factory=list)
    calls: int = 0

    def read(self, seq: int, kind: str, at: int, day: str, body: Any) -> None:
        """Take one entry of the journal in."""
        if kind == "ticket.issued":
            self._issued(seq, at, day, body)
        elif kind == "ticket.called":
            self._called(seq, body)
        elif kind.startswith("ticket."):
            self._moved(seq, kind, body)

    def _issued(self, seq: int, at: int, day: str, body: Any) -> None:
        name = (day, body["label"])
        self._demand(name not in self.numbers, seq, f"{name} was given twice")
        self.numbers.add(name)
        key = (body["effective_at"], at, int(body["label"][1:]), body["ticket"])
        heappush(self.waiting.setdefault(body["line"], []), key)
        self.states[body["ticket"]] = "waiting"

    def _called(self, seq: int, body: Any) -> None:
        self.calls += 1
        ticket, counter = body["ticket"], body["counter"]
        self._demand(self.states.get(ticket) == "waiting", seq, f"{ticket} was called twice")
        self._demand(counter not in self.at_counter, seq, f"counter {counter} had a ticket already")
        line = self._next_line(counter)
        right = line is not None and self.waiting[line][0][3] == ticket
        self._demand(right, seq, f"{ticket} was called out of turn")
        if right and line is not None:
            heappop(self.waiting[line])
        self.states[ticket], self.at_counter[counter] = "called", ticket

    def _moved(self, seq: int, kind: str, body: Any) -> None:
        ticket = body["ticket"]
        self._demand(self.at_counter.get(body["counter"]) == ticket, seq, f"{ticket} {kind} at another's counter")
        self.states[ticket] = body["state"]
        if body["state"] not in {"called", "serving"}:
            self.at_counter.pop(body["counter"], None)

    def _next_line(self, counter: int) -> int | None:
        heads = [
            (rank, self.waiting[line][0], line) for line, rank in self.skills[counter].items() if self.waiting.get(line)
        ]
        return min(heads)[2] if heads else None

    def _demand(self, holds: bool, seq: int, said: str) -> None:
        if not holds:
            self.violations.append(f"seq {seq}: {said}")


def read(database: str) -> Oracle:
    """Let an oracle read the whole journal; at its end the tables must hold what it knows."""
    store = Store(database)
    lines = range(1, LINES + 1)
    skills = {number: {lines[(number + rank) % LINES]: rank for rank in (1, 2)} for number in range(1, COUNTERS + 1)}
    oracle = Oracle(skills=skills)
    seq = 0
    with store.reading() as connection:
        while entries := entries_since(connection, seq, most=PAGE):
            for entry in entries:
                oracle.read(entry.seq, entry.kind, to_ms(entry.at), entry.at.date().isoformat(), entry.body)
            seq = entries[-1].seq
        kept: dict[str, str] = dict(connection.exec_driver_sql("SELECT id, state FROM ticket").tuples().all())
    if kept != oracle.states:
        oracle.violations.append("the tables and the journal tell different states")
    store.close()
    return oracle
