"""Issue and call-next, closed loop, everything on: rights, idempotency, journal, durable commits."""

import time
from collections.abc import Callable
from functools import partial
from itertools import cycle
from typing import Any

from bench.centre import LINES, Measured
from bench.client import Round, clerk, closed_loop, kiosk
from bench.server import Server

CLIENTS = (1, 8, 32)
OPERATIONS = 2_400
Tell = Callable[[str], None]


def measure_commands(server: Server, centre: Measured, tell: Tell) -> dict[str, Any]:
    """Return rates and latencies of issue and call-next at 1, 8 and 32 clients."""
    kiosks = [kiosk(token) for token in centre.kiosks]
    clerks = [clerk(*secret) for secret in centre.clerks]
    labels: list[str] = []
    called: list[str] = []
    issue(server, kiosks, clients=8, operations=400)
    result: dict[str, Any] = {"python_loop_ms": python_loop_ms(), "nothing": {}, "issue": {}, "call": {}}
    for clients in CLIENTS:
        tell(f"an answer that does nothing, {clients} clients")
        done, cpu = timed(server, partial(nothing, server, kiosks, clients=clients))
        result["nothing"][str(clients)] = summary(done, cpu)
    for clients in CLIENTS:
        tell(f"issue, {clients} clients")
        done, cpu = timed(server, partial(issue, server, kiosks, clients=clients, operations=OPERATIONS))
        labels += [answer["label"] for answer in done.answers]
        result["issue"][str(clients)] = summary(done, cpu)
    for clients in CLIENTS:
        tell(f"call-next, {clients} clients")
        rounds = [call_round(server, clerks, clients=clients) for _ in range(OPERATIONS // len(clerks))]
        called += [answer["ticket"]["id"] for done, _ in rounds for answer in done.answers]
        result["call"][str(clients)] = summary(joined([done for done, _ in rounds]), sum(cpu for _, cpu in rounds))
    result["python_loop_ms_after"] = python_loop_ms()
    result["duplicate_numbers"] = len(labels) - len(set(labels))
    result["double_calls"] = len(called) - len(set(called))
    result["server_rss_megabytes"] = round(server.megabytes())
    return result


def python_loop_ms() -> int:
    """Return how long two million additions take: shared machines differ from minute to minute, and this says by how
    much."""
    began, total = time.process_time(), 0
    for number in range(2_000_000):
        total += number
    return round(1000 * (time.process_time() - began))


def nothing(server: Server, kiosks: list[str], *, clients: int) -> Round:
    """Ask for an address that is none: what the web server and the framework cost before any of our work."""
    work = [(kiosks[number % clients], "/nothing", b"{}") for number in range(OPERATIONS)]
    return closed_loop(server.port, work, clients=clients, expect=404)


def issue(server: Server, kiosks: list[str], *, clients: int, operations: int) -> Round:
    """Take numbers at as many kiosks as there are clients."""
    bodies = cycle([f'{{"service":"service-{n}","language":"vi"}}'.encode() for n in range(LINES)])
    work = [(kiosks[number % clients], "/tickets", next(bodies)) for number in range(operations)]
    return closed_loop(server.port, work, clients=clients, expect=201)


def call_round(server: Server, clerks: list[str], *, clients: int) -> tuple[Round, float]:
    """Every counter calls once (measured), then marks a no-show (not measured) to be free again."""
    calls = [(speaker, "/counter/call", b"{}") for speaker in clerks]
    done, cpu = timed(server, lambda: closed_loop(server.port, calls, clients=clients, expect=200))
    frees = [(speaker, "/counter/no-show", b"{}") for speaker in clerks]
    closed_loop(server.port, frees, clients=8, expect=200)
    return done, cpu


def timed(server: Server, run: Callable[[], Round]) -> tuple[Round, float]:
    """Return the round and the server's CPU seconds in it."""
    before = server.cpu_seconds()
    done = run()
    return done, server.cpu_seconds() - before


def joined(rounds: list[Round]) -> Round:
    """Return rounds as one."""
    return Round(
        latencies=[value for done in rounds for value in done.latencies],
        seconds=sum(done.seconds for done in rounds),
        answers=[],
        wrong=sum(done.wrong for done in rounds),
    )


def summary(done: Round, cpu: float) -> dict[str, Any]:
    """Return what is reported of a round; times in milliseconds."""
    ordered = sorted(done.latencies)
    return {
        "operations": len(ordered),
        "per_second": round(len(ordered) / done.seconds),
        "p50_ms": round(1000 * ordered[len(ordered) // 2], 2),
        "p99_ms": round(1000 * ordered[int(len(ordered) * 0.99)], 2),
        "server_cpu_ms_each": round(1000 * cpu / len(ordered), 2),
        "wrong_answers": done.wrong,
    }
