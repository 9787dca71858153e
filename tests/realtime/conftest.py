"""A real server in a thread, and real clients with what identifies them."""

import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import requests
import socketio
from at_port import AtPort

PATIENCE = 15.0


@dataclass(slots=True)
class Listening:
    """A screen: keeps all that it is told, and can wait for what it ought to be told."""

    client: socketio.Client
    told: dict[str, list[Any]] = field(default_factory=dict)
    news: threading.Condition = field(default_factory=threading.Condition)

    def hears(self, event: str, data: Any) -> None:
        with self.news:
            self.told.setdefault(event, []).append(data)
            self.news.notify_all()

    def waits_until(self, event: str, fits: Callable[[Any], bool]) -> Any:
        """The first message that fits, told already or still to come."""
        with self.news:
            found = self.news.wait_for(lambda: [data for data in self.told.get(event, []) if fits(data)], PATIENCE)
        assert found, f"no {event} that fits; told {self.told}"
        return found[0]

    def waits_for_the_cut(self) -> None:
        with self.news:
            assert self.news.wait_for(lambda: "gone" in self.told, PATIENCE)


@dataclass(slots=True)
class Server:
    """An application at work at an address of this machine."""

    site: Any
    url: str
    listeners: list[Listening] = field(default_factory=list)

    def connects(self, who: str, *, origin: str | None = None, token: Any = None) -> Listening:
        """Connect as somebody; raises socketio.exceptions.ConnectionError when the door stays shut."""
        client = socketio.Client(reconnection=False, websocket_extra_options={"origin": origin} if origin else {})
        listening = Listening(client)
        for event in ("board", "console", "manager", "device", "announcement", "left"):
            client.on(event, lambda data, event=event: listening.hears(event, data))
        client.on("disconnect", lambda _reason=None: listening.hears("gone", ""))
        name = "motcua_device" if who == "board" else "motcua_sid"
        cookie = {"Cookie": f"{name}={self.site.tokens[who]}"} if who in self.site.tokens and who != "kiosk" else {}
        auth = {"token": token or self.site.tokens[who]} if who == "kiosk" or token else None
        self.listeners.append(listening)
        client.connect(self.url, headers=cookie, auth=auth, transports=["websocket"], wait_timeout=PATIENCE)
        return listening

    def says_goodbye(self) -> None:
        """All clients leave at once; each waits some seconds for the other end's farewell."""
        with ThreadPoolExecutor(16) as pool:
            list(pool.map(lambda listening: listening.client.disconnect(), self.listeners))


@pytest.fixture
def process(site: Any, tmp_path: Path) -> Iterator[Server]:
    """A second server over the same database: `motcua serve` in a process of its own."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    database = site.hall.store.url.render_as_string(hide_password=False)
    command = [Path(sys.executable).with_name("motcua"), "serve", "--database", database, "--data", tmp_path]
    with subprocess.Popen([*map(str, command), "--port", str(port)]) as running:
        server = Server(site, f"http://127.0.0.1:{port}")
        while not answers(server.url):
            assert running.poll() is None
        yield server
        server.says_goodbye()
        running.terminate()


def answers(url: str) -> bool:
    try:
        return requests.get(f"{url}/api/v1/healthz", timeout=1).ok
    except requests.RequestException:
        return False


@pytest.fixture
def serve() -> Iterator[Callable[[Any], Server]]:
    """Put a site to work: `serve(site)`."""
    running: list[tuple[Server, AtPort]] = []

    def start(site: Any) -> Server:
        http = AtPort(site.application.flask)
        site.application.start()
        server = Server(site, http.url)
        running.append((server, http))
        return server

    yield start
    for server, http in running:
        server.says_goodbye()
        server.site.application.stop()
        http.close()


@pytest.fixture
def server(serve: Callable[[Any], Server], site: Any) -> Server:
    return serve(site)
