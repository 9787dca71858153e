"""A load generator light enough for two cores: keep-alive HTTP over bare sockets, closed loop."""

import json
import socket
import time
from dataclasses import dataclass
from itertools import count
from threading import Barrier, Thread
from typing import Any

_keys = count()

Work = tuple[str, str, bytes]
"""Speaker, path, body."""


class Connection:
    """One keep-alive connection, over which anybody may speak."""

    def __init__(self, port: int) -> None:
        self._socket = socket.create_connection(("127.0.0.1", port), timeout=30)
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def post(self, speaker: str, path: str, body: bytes = b"{}") -> tuple[int, bytes]:
        """Send a command of the speaker with a fresh idempotency key; return status and body."""
        head = (
            f"POST /api/v1{path} HTTP/1.1\r\nHost: 127.0.0.1\r\n{speaker}Content-Type: application/json\r\n"
            f"Idempotency-Key: bench-{next(_keys):012d}\r\nContent-Length: {len(body)}\r\n\r\n"
        )
        self._socket.sendall(head.encode() + body)
        return self._answer()

    def close(self) -> None:
        """Hang up."""
        self._socket.close()

    def _answer(self) -> tuple[int, bytes]:
        data = b""
        while b"\r\n\r\n" not in data:
            data += self._more()
        head, _, body = data.partition(b"\r\n\r\n")
        length = int(head.lower().partition(b"content-length:")[2].split(b"\r\n")[0])
        while len(body) < length:
            body += self._more()
        return int(head[9:12]), body

    def _more(self) -> bytes:
        part = self._socket.recv(65_536)
        if not part:
            raise ConnectionError("the server hung up")
        return part


def kiosk(token: str) -> str:
    """Return the headers with which a kiosk speaks."""
    return f"Authorization: Bearer {token}\r\n"


def clerk(cookie: str, csrf: str) -> str:
    """Return the headers with which a clerk's browser speaks."""
    return f"Cookie: motcua_sid={cookie}\r\nX-CSRF-Token: {csrf}\r\n"


@dataclass(slots=True)
class Round:
    """Latencies in seconds and the wall time of a closed loop."""

    latencies: list[float]
    seconds: float
    answers: list[Any]
    wrong: int


def closed_loop(port: int, work: list[Work], *, clients: int, expect: int) -> Round:
    """Do the work, shared out over the clients; each client has one connection and waits for each answer."""
    latencies: list[list[float]] = [[] for _ in range(clients)]
    answers: list[list[bytes]] = [[] for _ in range(clients)]
    wrong = [0] * clients
    barrier = Barrier(clients + 1)

    def run(number: int) -> None:
        connection = Connection(port)
        barrier.wait()
        for piece in work[number::clients]:
            began = time.perf_counter()
            status, body = connection.post(*piece)
            latencies[number].append(time.perf_counter() - began)
            answers[number].append(body)
            wrong[number] += status != expect
        barrier.wait()
        connection.close()

    threads = [Thread(target=run, args=(number,)) for number in range(clients)]
    for thread in threads:
        thread.start()
    barrier.wait()
    began = time.perf_counter()
    barrier.wait()
    seconds = time.perf_counter() - began
    for thread in threads:
        thread.join()
    return Round(
        latencies=[value for each in latencies for value in each],
        seconds=seconds,
        answers=[json.loads(body) for each in answers for body in each],
        wrong=sum(wrong),
    )
