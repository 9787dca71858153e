"""How long a call takes to reach two hundred boards: plain websockets that speak just enough of Socket.IO."""

import asyncio
import base64
import json
import multiprocessing
import os
import time
from collections.abc import Callable
from datetime import datetime
from typing import Any

from bench.centre import Measured
from bench.client import Connection, clerk
from bench.server import Server

PROCESSES = 2
CALLS = 60
SECONDS_BETWEEN = 0.15


def measure_boards(server: Server, centre: Measured, tell: Callable[[str], None]) -> dict[str, Any]:
    """Call while 200 boards listen; the delay runs from the server's time of the call to a board's hearing of it."""
    tell(f"a call to {len(centre.boards)} boards")
    context = multiprocessing.get_context("spawn")
    heard: Any = context.Queue()
    ready: Any = context.Barrier(PROCESSES + 1)
    listeners = [
        context.Process(target=listen, args=(server.port, centre.boards[n::PROCESSES], heard, ready))
        for n in range(PROCESSES)
    ]
    for listener in listeners:
        listener.start()
    ready.wait(60)
    for cookie, csrf in centre.clerks[:CALLS]:
        connection = Connection(server.port)
        connection.post(clerk(cookie, csrf), "/counter/call")
        connection.close()
        time.sleep(SECONDS_BETWEEN)
    delays = sorted(delay for _ in listeners for delay in heard.get(timeout=30))
    for listener in listeners:
        listener.join(10)
    return {
        "boards": len(centre.boards),
        "calls": CALLS,
        "heard": len(delays),
        "lost": len(centre.boards) * CALLS - len(delays),
        "p50_ms": round(delays[len(delays) // 2]),
        "p99_ms": round(delays[int(len(delays) * 0.99)]),
        "worst_ms": round(delays[-1]),
    }


def listen(port: int, tokens: list[str], heard: Any, ready: Any) -> None:
    """Be many boards until each has heard every call."""
    delays: list[float] = []
    asyncio.run(_all(port, tokens, delays, ready))
    heard.put(delays)


async def _all(port: int, tokens: list[str], delays: list[float], ready: Any) -> None:
    boards = [await _connected(port, token) for token in tokens]
    await asyncio.get_running_loop().run_in_executor(None, ready.wait)
    try:
        async with asyncio.timeout(CALLS * SECONDS_BETWEEN + 15):
            await asyncio.gather(*(_hear(reader, writer, delays) for reader, writer in boards))
    except TimeoutError:
        return


async def _connected(port: int, token: str) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    key = base64.b64encode(os.urandom(16)).decode()
    writer.write(
        f"GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nUpgrade: websocket\r\n"
        f"Connection: Upgrade\r\nSec-WebSocket-Key: {key}\r\nSec-WebSocket-Version: 13\r\n\r\n".encode()
    )
    await reader.readuntil(b"\r\n\r\n")
    await _text(reader)
    _send(writer, f'40{{"token":"{token}"}}')
    await _text(reader)
    return reader, writer


async def _hear(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, delays: list[float]) -> None:
    calls = 0
    while calls < CALLS:
        said = await _text(reader)
        if said == "2":
            _send(writer, "3")
        elif said.startswith('42["announcement"'):
            called_at = datetime.fromisoformat(json.loads(said[2:])[1]["called_at"]).timestamp()
            delays.append(1000 * (time.time() - called_at))
            calls += 1
    writer.close()


async def _text(reader: asyncio.StreamReader) -> str:
    """Read one text frame of the server (RFC 6455; a server does not mask)."""
    head = await reader.readexactly(2)
    length = head[1] & 0x7F
    if length >= 126:
        length = int.from_bytes(await reader.readexactly(2 if length == 126 else 8), "big")
    return (await reader.readexactly(length)).decode()


def _send(writer: asyncio.StreamWriter, said: str) -> None:
    data = said.encode()
    length = bytes((0x80 | len(data),)) if len(data) < 126 else b"\xfe" + len(data).to_bytes(2, "big")
    writer.write(b"\x81" + length + b"\0\0\0\0" + data)
