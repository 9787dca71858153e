"""motcua serve."""

import logging
import select
import sys
from datetime import UTC, datetime
from pathlib import Path
from threading import Thread
from types import FrameType
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import click
from flask import Flask
from gunicorn.app.base import BaseApplication
from gunicorn.workers.gthread import TConn, ThreadWorker

from queue_server.app import THREADS, Application, Settings, create_app
from queue_server.cli.options import database_url, open_store, with_database
from queue_server.store.kept_keys import KeyDamaged, kept_key
from queue_server.usecases.context import Clock

LINGER_MILLISECONDS = 5
ANY_ADDRESS = frozenset({"0.0.0.0", "::", "[::]"})  # noqa: S104 - not listened on here
SWITCH_SECONDS = 0.001
"""How long one Python thread may keep the others waiting. A command that returns from its synchronous write would else
wait up to 5 ms for its turn, with the database held (measured: docs/decisions/008)."""


class LingeringWorker(ThreadWorker):  # type: ignore[misc]
    """A thread that has answered waits a moment for the connection's next request.

    A page loads thirty files and a console sends two commands in a row over one connection; handing each back to the
    poller and to another thread costs as much as answering it (measured: docs/decisions/008).
    """

    def handle(self, conn: TConn) -> Any:
        """Answer the connection's requests until none has come for LINGER_MILLISECONDS."""
        kept = super().handle(conn)
        while kept is True and self.alive and _readable(conn):
            kept = super().handle(conn)
        return kept

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """SIGTERM: finish what was begun."""
        self._hang_up()
        super().handle_exit(sig, frame)

    def handle_quit(self, sig: int, frame: FrameType | None) -> None:
        """SIGINT, SIGQUIT: end now."""
        self._hang_up()
        super().handle_quit(sig, frame)

    def _hang_up(self) -> None:
        # An open socket holds its thread, and the process with it until it is killed. A thread of its own does this: a
        # signal may have interrupted whoever holds the lock of the members.
        Thread(target=self.app.application.relay.hang_up, daemon=True).start()


def _readable(conn: TConn) -> bool:
    poller = select.poll()
    poller.register(conn.sock, select.POLLIN)
    return bool(poller.poll(LINGER_MILLISECONDS))


class Server(BaseApplication):  # type: ignore[misc]
    """gunicorn started from Python: one process, threads, websockets through them."""

    def __init__(self, settings: Settings, *, host: str, port: int) -> None:
        self._settings = settings
        self._address = f"{host}:{port}"
        super().__init__()

    def load_config(self) -> None:
        """Set what a one-machine centre needs (measured: docs/decisions)."""
        chosen: dict[str, Any] = {
            "bind": self._address,
            "workers": 1,
            "worker_class": LingeringWorker,
            "threads": THREADS,
            "worker_connections": 400,
            "graceful_timeout": 3,
            "keepalive": 5,
            "loglevel": "warning",
            "control_socket_disable": True,
            "post_worker_init": _start,
            "worker_exit": _stop,
        }
        for name, value in chosen.items():
            self.cfg.set(name, value)

    def load(self) -> Flask:
        """Compose the application in the worker process."""
        self.application: Application = create_app(self._settings)
        return self.application.flask


def _start(worker: Any) -> None:
    worker.app.application.start()


def _stop(_server: Any, worker: Any) -> None:
    worker.app.application.stop()


def run(settings: Settings, *, host: str, port: int) -> None:
    """Serve until SIGTERM or SIGINT."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    sys.setswitchinterval(SWITCH_SECONDS)
    Server(settings, host=host, port=port).run()


def _demo_clock(rate: int) -> Clock:
    morning = datetime.now(ZoneInfo("Asia/Ho_Chi_Minh")).replace(hour=7, minute=25, second=0, microsecond=0)
    return Clock(rate=rate, begins=morning.astimezone(UTC))


def _web_address(_context: click.Context, _option: click.Parameter, value: str | None) -> str | None:
    if value is not None and not (value.startswith(("http://", "https://")) and urlsplit(value).hostname):
        raise click.BadParameter("must be an address like https://example.vn/reminders")
    return value


@click.command("serve")
@with_database
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on; 0.0.0.0 for all.")
@click.option("--port", type=click.IntRange(1, 65_535), default=8000, show_default=True, help="Port to listen on.")
@click.option(
    "--public-url",
    envvar="MOTCUA_PUBLIC_URL",
    default=None,
    help="What a citizen's phone can reach; it stands in the QR of every slip. Default: http://HOST:PORT.",
)
@click.option(
    "--proxies",
    type=click.IntRange(0, 5),
    envvar="MOTCUA_PROXIES",
    default=0,
    show_default=True,
    help="How many reverse proxies of yours stand before the server and add to X-Forwarded-For.",
)
@click.option(
    "--reminder-hook",
    envvar="MOTCUA_REMINDER_HOOK",
    metavar="URL",
    default=None,
    callback=_web_address,
    help="Post a reminder of each appointment there, signed with the key in DATA/reminder-hook.key (HMAC-SHA256 of the"
    " Motcua-Timestamp header, a full stop and the body). A centre's file says how many hours before.",
)
@click.option(
    "--alert-hook",
    envvar="MOTCUA_ALERT_HOOK",
    metavar="URL",
    default=None,
    callback=_web_address,
    help="Post there when a device is out of order and when it is in order again, signed as reminders are with the key"
    " in DATA/alert-hook.key.",
)
@click.option(
    "--alert-minutes",
    type=click.IntRange(1, 1440),
    envvar="MOTCUA_ALERT_MINUTES",
    default=5,
    show_default=True,
    help="So long a device may be out of order before the manager's page and the hook are told. Paper nearly out is"
    " told at once.",
)
@click.option(
    "--demo-day",
    type=int,
    default=None,
    hidden=True,
    help="Begin at half past seven this morning and run this many times as fast as real time.",
)
def serve_command(
    *,
    database: str | None,
    data: Path,
    host: str,
    port: int,
    public_url: str | None,
    proxies: int,
    reminder_hook: str | None,
    alert_hook: str | None,
    alert_minutes: int,
    demo_day: int | None,
) -> None:
    """Run the server. Migrates the database first; stop it with Ctrl-C."""
    if public_url is None and host in ANY_ADDRESS:
        raise click.UsageError("--host 0.0.0.0 needs --public-url: what a citizen's phone can reach")
    open_store(database, data).close()
    try:
        kept_key(data / "citizen.key")
    except KeyDamaged as error:
        raise click.ClickException(str(error)) from None
    address = public_url or f"http://{host}:{port}"
    settings = Settings(
        database_url=database_url(database, data),
        public_url=address,
        data=data,
        https=address.startswith("https://"),
        reminder_hook=reminder_hook,
        alert_hook=alert_hook,
        alert_minutes=alert_minutes,
        proxies=proxies,
        clock=Clock() if demo_day is None else _demo_clock(demo_day),
    )
    click.echo(f"Motcua serves on http://{host}:{port} (data in {data})")
    run(settings, host=host, port=port)
