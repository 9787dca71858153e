"""From the approval on the wire to the page that knows: the shipped agent, a real server, a simulated card terminal.

The clock starts at the far end of the line, when the terminal has said success (04 0F with result 00), and once more
when it has said its last word (06 0F), without which nothing is paid (decision 042). It stops when the page's question
for the terminal's progress is answered with the end, by which time the server has confirmed the payment.
"""

import json
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass, field
from pathlib import Path
from threading import Thread
from typing import Any

import httpx

from bench.centre import furnish
from bench.first_byte import percentiles
from bench.server import Server
from hardware.simulators.bookings import Booking, Bookings
from hardware.simulators.line import PtyLine
from hardware.simulators.terminal import Manner
from hardware.simulators.zvt import SimulatedZvt

BAUD = 115_200
PACE = 0.05
SUCCESS, LAST_WORD = b"\x04\x0f", b"\x06\x0f\x00"
DOSSIER, CHARGE = 1, "bench-charge-{:05}"
AMOUNT = 50_000
LONGEST = 60.0


def measure_card_paid(folder: Path, tell: Callable[[str], None], *, sales: int) -> dict[str, Any]:
    """Sell so often at a kiosk; return milliseconds."""
    tell(f"{sales} card sales at a kiosk, approval to page")
    (folder / "agent").mkdir(parents=True)
    database = f"sqlite:///{folder / 'motcua.sqlite'}"
    (folder / "agent" / "token").write_text(furnish(database).kiosks[0])
    charge_often(folder / "motcua.sqlite", sales)
    with ExitStack() as stack:
        server = stack.enter_context(Server(data=folder, database=database))
        kiosk = CardKiosk(folder, server.port)
        stack.callback(kiosk.end)
        return kiosk.sell(sales)


class MarkedLine(PtyLine):
    """A pty that notes when the terminal said success and its last word."""

    def __init__(self, link: Path) -> None:
        super().__init__(link)
        self.forget()

    def forget(self) -> None:
        """Begin to listen for another sale."""
        self._said = bytearray()
        self.success_at = self.ended_at = 0.0

    def write(self, data: bytes) -> None:
        """Send, then note."""
        super().write(data)
        self._said += data
        if not self.success_at and SUCCESS in self._said:
            self.success_at = time.monotonic()
            self._said.clear()
        elif self.success_at and LAST_WORD in self._said:
            self.ended_at = time.monotonic()


class MarkedBookings(Bookings):
    """Has the line listen from the moment at which the bank has approved."""

    def __init__(self, line: MarkedLine) -> None:
        super().__init__()
        self._line = line

    def book(self, *, amount: int, reference: str = "") -> Booking:
        """Book; what is said from here on is of this sale."""
        self._line.forget()
        return super().book(amount=amount, reference=reference)


@dataclass(slots=True)
class CardKiosk:
    """The agent in a process of its own, its terminal here, and the page of who pays."""

    folder: Path
    server_port: int
    _line: MarkedLine = field(init=False)
    _terminal: SimulatedZvt = field(init=False)
    _agent: "subprocess.Popen[bytes]" = field(init=False)
    _page: httpx.Client = field(init=False)

    def __post_init__(self) -> None:
        self._line = MarkedLine(self.folder / "terminal")
        self._line.open()
        self._terminal = SimulatedZvt(
            self._line, MarkedBookings(self._line), manner=Manner(pace=PACE), baud=BAUD, tell=lambda _: None
        )
        Thread(target=self._terminal.run, name="terminal", daemon=True).start()
        port = self.server_port + 1
        command = [
            sys.executable, "-m", "kiosk.agent", "run", "--server", f"http://127.0.0.1:{self.server_port}",
            "--data", str(self.folder / "agent"), "--listen", f"127.0.0.1:{port}",
            "--terminal", str(self._line.link), "--terminal-baud", str(BAUD),
        ]  # fmt: skip
        with (self.folder / "agent.log").open("wb") as log:
            self._agent = subprocess.Popen(command, stdout=log, stderr=log)
        self._page = httpx.Client(base_url=f"http://127.0.0.1:{port}", trust_env=False, timeout=15)
        self._await_ready()

    def sell(self, sales: int) -> dict[str, Any]:
        """Sell so often; return milliseconds, and how many payments the server had not confirmed by then."""
        from_success, from_end, unconfirmed = [], [], 0
        for number in range(sales):
            payment = self._begun(number)
            ended = self._ended(payment)
            at = time.monotonic()
            if ended["verdict"] != "approved":
                raise RuntimeError(json.dumps(ended))
            from_success.append((at - self._line.success_at) * 1000)
            from_end.append((at - self._line.ended_at) * 1000)
            unconfirmed += self._page.get(f"/api/v1/kiosk/payments/{payment}").json()["state"] != "confirmed"
        return {
            "sales": sales, "from_success_ms": percentiles(from_success), "from_last_word_ms": percentiles(from_end),
            "not_confirmed_by_then": unconfirmed,
        }  # fmt: skip

    @property
    def address(self) -> str:
        """Of the kiosk's page."""
        return str(self._page.base_url)

    @property
    def success_at(self) -> float:
        """When the terminal said success, as `time.monotonic`."""
        return self._line.success_at

    @property
    def ended_at(self) -> float:
        """When it said its last word."""
        return self._line.ended_at

    def end(self) -> None:
        """End the agent and its terminal."""
        self._agent.terminate()
        self._agent.wait(20)
        self._terminal.stop()
        self._page.close()

    def _begun(self, number: int) -> str:
        answer = self._page.post(
            f"/api/v1/kiosk/charges/{CHARGE.format(number)}/payments",
            json={"method": "card"}, headers={"Idempotency-Key": f"card-paid-{number:08}"},
        )  # fmt: skip
        if answer.is_error:
            raise RuntimeError(answer.text)
        return str(answer.json()["id"])

    def _ended(self, payment: str) -> Any:
        told: dict[str, Any] = {"n": 0, "stage": ""}
        until = time.monotonic() + LONGEST
        while told["stage"] != "ended":
            if time.monotonic() > until:
                raise RuntimeError((self.folder / "agent.log").read_text()[-2_000:])
            told = self._page.get(f"/agent/card/{payment}", params={"seen": told["n"]}).json()
        return told

    def _await_ready(self) -> None:
        until = time.monotonic() + LONGEST
        while time.monotonic() < until:
            try:
                state = self._page.get("/agent/state").json()
                if state["connected"] and state["terminal"]["state"] == "ready":
                    return
            except (httpx.HTTPError, TypeError):
                pass
            time.sleep(0.05)
        raise RuntimeError((self.folder / "agent.log").read_text()[-2_000:])


def charge_often(file: Path, sales: int) -> None:
    """Have so many charges due for one dossier."""
    rows: Sequence[tuple[Any, ...]] = [(CHARGE.format(number), DOSSIER, AMOUNT) for number in range(sales)]
    with closing(sqlite3.connect(file)) as centre, centre:
        centre.execute(
            "INSERT INTO dossier (id, centre_id, code, first_seen_at, state) VALUES (?, 1, 'BENCH-1', 0, 'receiving')",
            (DOSSIER,),
        )
        centre.executemany(
            "INSERT INTO charge (id, centre_id, dossier_id, quantity, amount, fees, raised_at, raised_by)"
            " VALUES (?, 1, ?, 1, ?, '[]', 0, 1)",
            rows,
        )
