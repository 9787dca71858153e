"""A whole centre of real processes: server, kiosk boxes, devices and bank, with all that they write in one folder."""

import gzip
import os
import secrets
import sqlite3
import subprocess
import sys
from contextlib import closing, suppress
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

import httpx
from sixty_bench import KIT_FILE

from bench.card_kiosk import await_, free_port
from bench.due_fees import DueFees
from queue_server.cli.options import open_store
from queue_server.cli.seeding import seed_demo
from queue_server.store.unit import Unit
from queue_server.usecases.staffing import set_password

PEOPLE = {"clerk": "quay1", "manager": "quanly", "admin": "quantri"}
SECRET = "a-secret-of-this-test"
PACE = "0.05"
PORTS = (
    "server", "kiosk", "pipe_kiosk", "printer", "scanner", "zvt", "zvt_line", "pipe", "pipe_line", "sixty",
    "sixty_line", "bank",
)  # fmt: skip


class Programs:
    """Processes by name, each with a log of all it says, started in `folder`."""

    def __init__(self, folder):
        self.folder, self._running = folder, {}

    def start(self, name, *arguments):
        with (self.folder / f"{name}.log").open("ab") as log:
            self._running[name] = subprocess.Popen(
                [sys.executable, "-m", *map(str, arguments)], cwd=self.folder,
                stdin=subprocess.DEVNULL, stdout=log, stderr=log, env=os.environ | {"PYTHONUNBUFFERED": "1"},
            )  # fmt: skip

    def ends(self, name):
        """Wait until it has ended by itself; return its code."""
        return self._running.pop(name).wait(60)

    def kill(self, name):
        """Let it be gone from one moment to the next, with whatever it has not put away."""
        process = self._running.pop(name)
        process.kill()
        process.wait(20)

    def kill_all(self):
        for name in list(self._running):
            self.kill(name)


class WholeCentre:
    """`database` is the URL of an empty one. `exports` is for what people fetch from it."""

    def __init__(self, folder, database):
        self.folder, self.database = folder, database
        self.data, self.exports, self.logs = (folder / name for name in ("server", "exports", "logs"))
        for each in (self.data, self.exports, self.logs):
            each.mkdir(parents=True)
        self.programs, self._commands = Programs(self.logs), count(1)
        self.ports = {name: free_port() for name in PORTS}
        self.url = f"http://127.0.0.1:{self.ports['server']}"
        self._prepare()

    def _prepare(self):
        at = datetime.now(UTC)
        store = open_store(self.database, self.data)
        seed_demo(store, at=at)
        self.passwords = {login: secrets.token_hex(8) for login in PEOPLE.values()}
        for login, password in self.passwords.items():
            with Unit(store) as unit:
                set_password(unit, login=login, password=password, at=at)
        store.close()
        self.fees = DueFees(self.database)
        self.tokens = {name: self.fees.kiosk(name) for name in ("kiosk", "pipe-kiosk", "spare")}
        self.tokens["till"] = self.fees.terminal("till", counter=1)
        self.kit = self.data / "kit.toml"
        self.kit.write_text(KIT_FILE)
        for name in ("sepay-hmac", "sepay-token", "sepay-api", "payos-checksum"):
            (self.data / f"{name}.secrets").write_text(SECRET)

    def starts(self):
        """Start all, and wait until the boxes have their devices."""
        tty = self.folder / "tty"
        self.device("printer", "printer", "--link", tty / "printer", "--slips", self.folder / "slips")
        self.device("scanner", "scanner", "--link", tty / "scanner")
        for name, *protocol in (("zvt", "zvt"), ("pipe", "pipe"), ("sixty", "60", "--kit", self.kit)):
            line, state = self.ports[f"{name}_line"], self.folder / f"{name}.json"
            self.device(
                name, "terminal", "--tcp", line, "--state", state, "--pace", PACE, "--protocol", *protocol
            )  # fmt: skip
        self.programs.start(
            "bank", "queue_server.cli", "simulate", "bank", "--server", self.url, "--data", self.data,
            "--http", self.ports["bank"],
        )  # fmt: skip
        for name in ("printer", "scanner", "zvt", "pipe", "sixty"):
            await_(lambda name=name: self.says(name, "state") is not None)
        self.starts_server()
        self.programs.start("pipe_kiosk", *self._box("pipe_kiosk", "pipe-kiosk", "pipe"), "--terminal-protocol", "pipe")
        self.programs.start(
            "till", "kiosk.agent", "terminal", "--server", self.url, "--data", self._folder("till", "till"),
            "--port", self._line("sixty"), "--protocol", "60", "--kit", self.kit,
        )  # fmt: skip
        self.starts_kiosk()
        self.ready("pipe_kiosk")

    def starts_server(self):
        self.programs.start(
            "server", "queue_server.cli", "serve", "--database", self.database, "--data", self.data,
            "--port", self.ports["server"],
        )  # fmt: skip
        await_(lambda: self.says("server", "api/v1/healthz") is not None)

    def starts_kiosk(self):
        tty = self.folder / "tty"
        self.programs.start(
            "kiosk", *self._box("kiosk", "kiosk", "zvt"), "--printer", tty / "printer", "--scanner", tty / "scanner"
        )
        self.ready("kiosk")

    def _box(self, name, token, terminal):
        return (
            "kiosk.agent", "run", "--server", self.url, "--data", self._folder(name, token),
            "--listen", f"127.0.0.1:{self.ports[name]}", "--terminal", self._line(terminal),
        )  # fmt: skip

    def _folder(self, name, token):
        data = self.folder / name
        data.mkdir(exist_ok=True)
        (data / "token").write_text(self.tokens[token])
        return data

    def _line(self, terminal):
        return f"socket://127.0.0.1:{self.ports[f'{terminal}_line']}"

    def ready(self, name):
        await_(lambda: self.says(name, "agent/state")["connected"])
        await_(lambda: self.says(name, "agent/state")["terminal"]["state"] == "ready")

    def device(self, name, *arguments):
        self.programs.start(name, "hardware.simulators", *arguments, "--http", self.ports[name], "--baud", 1_000_000)

    def command(self, *arguments):
        """Start a command of `motcua` over the same database; return the name of its process."""
        name = f"command-{next(self._commands)}"
        options = ("--database", self.database, "--data", self.data)
        self.programs.start(name, "queue_server.cli", *arguments, *options)
        return name

    def says(self, name, path, body=None, **headers):
        """Ask a process; return its JSON, None where it answers nothing or nobody answers."""
        with suppress(httpx.HTTPError, ValueError):
            address = f"http://127.0.0.1:{self.ports[name]}/{path}"
            return httpx.request(
                "GET" if body is None else "POST", address, json=body, headers=headers, timeout=15
            ).json()
        return None

    def comes_as(self, who):
        """Come as somebody: a client with all that identifies it."""
        if who not in PEOPLE:
            headers = {"Authorization": f"Bearer {self.tokens[who]}"} if who in self.tokens else {}
            return httpx.Client(base_url=self.url, headers=headers, timeout=20)
        client = httpx.Client(base_url=self.url, timeout=20)
        login = PEOPLE[who]
        me = client.post("/api/v1/sign-in", json={"login": login, "password": self.passwords[login]}).json()
        client.headers["X-CSRF-Token"] = me["csrf"]
        return client

    def backs_up(self):
        """Write the database as a backup and as statements into the exports."""
        if not self.database.startswith("sqlite"):
            pg_dump = sorted(Path("/usr/lib/postgresql").glob("*/bin/pg_dump"))[-1]
            plain = self.database.replace("+psycopg", "")
            subprocess.run([pg_dump, "--inserts", "-f", self.exports / "dump.sql", plain], check=True, timeout=60)
            return
        with closing(sqlite3.connect(self.data / "motcua.sqlite")) as live:
            live.execute("VACUUM INTO ?", (str(self.exports / "backup.sqlite"),))
            (self.exports / "dump.sql.gz").write_bytes(gzip.compress("\n".join(live.iterdump()).encode()))

    def ends(self):
        """Let the power fail everywhere, so that what is not put away yet lies in files too."""
        self.programs.kill_all()
        self.fees.close()
