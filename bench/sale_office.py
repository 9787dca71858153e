"""The shipped server with its database, behind a network that loses and repeats; it may die at each of its writes."""

import sys
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from io import BytesIO
from json import dumps
from pathlib import Path
from random import Random
from typing import Any, TypeVar

import httpx
from werkzeug.test import run_wsgi_app

from bench.centre import furnish
from bench.due_fees import CENTRE, HALL, price, some_clerk, take_in
from bench.sale_disk import Copy, Deadly, ServerDied
from bench.sale_rig import Fates
from queue_server.app import Settings, create_app
from queue_server.domain.charge import Charge
from queue_server.domain.ids import fingerprint
from queue_server.domain.pay_code import pay_code
from queue_server.domain.payment import Method, Payment
from queue_server.domain.telling import REFERENCE
from queue_server.store.engine import Store
from queue_server.store.schema_devices import DeviceRow
from queue_server.store.unit import Unit
from queue_server.usecases import charging, paying, terminal_days
from queue_server.usecases.context import Clock

Done = TypeVar("Done")
CODE_CHANCE = 8
"""Bytes at the end of a payment's chance, which become its code."""
BEGINS = datetime(2026, 11, 26, 1, 0, tzinfo=UTC)
FATES = ("", "lost", "unheard", "twice", "late")
"""What the network does with a request: nothing; loses it, or its answer; delivers it twice; loses it and delivers it
behind the next one."""


class SaleClock(Clock):
    """The server's time: it passes with the terminal's, and an hour lies between two sequences."""

    def __init__(self) -> None:
        super().__init__()
        self._passed, self._sequence = timedelta(), _still

    def now(self) -> datetime:
        """Return the present moment."""
        return BEGINS + self._passed + timedelta(seconds=self._sequence())

    def follow(self, seconds: Callable[[], float]) -> None:
        """Go with the clock of another sequence from now on."""
        self._passed += timedelta(hours=1, seconds=self._sequence())
        self._sequence = seconds


def _any(_reference: str, _amount: int) -> bool:
    return True


def furnish_sales(url: str) -> None:
    """Fill an empty database with a small centre that takes fees."""
    furnish(url, counters=2, kiosks=0, boards=0)
    store = Store(url)
    with Unit(store) as unit:
        price(unit)
    store.close()


@dataclass(frozen=True, slots=True)
class Asked:
    """A request as it is on its way."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: bytes

    def environ(self) -> dict[str, Any]:
        """Return it as a WSGI server hands it on."""
        headers = {f"HTTP_{name.upper().replace('-', '_')}": value for name, value in self.headers.items()}
        return headers | {
            "REQUEST_METHOD": self.method, "SCRIPT_NAME": "", "PATH_INFO": self.path, "QUERY_STRING": "",
            "SERVER_NAME": "office.test", "SERVER_PORT": "80", "SERVER_PROTOCOL": "HTTP/1.1",
            "REMOTE_ADDR": "127.0.0.1", "CONTENT_TYPE": "application/json", "CONTENT_LENGTH": str(len(self.body)),
            "wsgi.version": (1, 0), "wsgi.url_scheme": "http", "wsgi.input": BytesIO(self.body),
            "wsgi.errors": sys.stderr, "wsgi.multithread": False, "wsgi.multiprocess": False, "wsgi.run_once": False,
        }  # fmt: skip


class Office:
    """A server over a furnished database and the way to it. `begins` opens it for another sequence.

    To a box's `Server` it is its HTTP client, less the sockets: that is half of what a sequence would cost.

    `moved` is called whenever something may have been committed.
    """

    def __init__(self, url: str, folder: Path, *, moved: Callable[[], None]) -> None:
        self.clock = SaleClock()
        self.url = url
        folder.mkdir(exist_ok=True)
        settings = Settings(database_url=url, public_url="http://office.test", data=folder, clock=self.clock)
        application = create_app(settings)
        self.store = application.context.store
        self._armed = False
        Deadly(self.store, self._writes)
        self._wsgi = application.flask.wsgi_app
        self._moved = moved
        with Unit(self.store) as unit:
            self._clerk = some_clerk(unit)
        self.net: deque[str] = deque()

    def begins(self, name: str, *, fates: Fates, seconds: Callable[[], float]) -> None:
        """Let another terminal's box in: its id is `device`, its token `token`."""
        self._chance, self._fates = Random(name), fates
        self.clock.follow(seconds)
        self.net.clear()
        self._late: list[Asked] = []
        self.failures: list[str] = []
        self.device, self.token = f"pos-{name}", f"token-{name}"
        self._dossiers = 0
        with Unit(self.store) as unit:
            unit.session.add(
                DeviceRow(
                    id=self.device, centre_id=CENTRE, hall_id=HALL, kind="terminal", name=self.device,
                    token_hash=fingerprint(self.token), settings="{}", parts="[]", approved_at=0,
                )
            )  # fmt: skip

    def raises(self, quantity: int) -> Charge:
        """A clerk says what is due for one more dossier."""
        self._dossiers += 1
        code = f"H49.22-{self.device.upper()}-{self._dossiers}"
        with Unit(self.store) as unit:
            take_in(unit, code, at=self.clock.now())
            return charging.raise_charge(
                unit, centre_id=CENTRE, clerk_id=self._clerk, code=code, quantity=quantity, group=None,
                at=self.clock.now(), chance=self._chance.randbytes(charging.ID_BYTES),
            )  # fmt: skip

    def wants(self, charge: Charge, suits: Callable[[str, int], bool] = _any) -> Payment:
        """Have a citizen begin to pay by card, under a reference that suits. Raises DomainError where that is not
        possible now."""
        chance, device = self._chance.randbytes(paying.CHANCE_BYTES), self.device
        while not suits(pay_code(chance[-CODE_CHANCE:])[-REFERENCE:], charge.amount):
            chance = self._chance.randbytes(paying.CHANCE_BYTES)
        return self._does(
            lambda unit, at: paying.begin_payment(
                unit, centre_id=CENTRE, staff_id=self._clerk, charge_id=charge.id, method=Method.CARD, at=at,
                chance=chance, device_id=device,
            )
        )  # fmt: skip

    def cancels(self, payment: str) -> None:
        """Have it given up. Raises DomainError where a terminal has begun."""
        self._does(
            lambda unit, at: paying.cancel_payment(
                unit, centre_id=CENTRE, staff_id=self._clerk, payment_id=payment, at=at
            )
        )

    def closes_day(self) -> None:
        """Have a manager let the terminal tell its day. Raises DomainError where something is not settled."""
        self._does(
            lambda unit, at: terminal_days.close_terminal(
                unit, centre_id=CENTRE, device_id=self.device, close=True, staff_id=self._clerk, at=at
            )
        )

    def copy(self) -> Copy:
        """Back the database up, which must be SQLite."""
        assert self.store.url.database is not None
        return Copy(self.store.url.database)

    def request(
        self, method: str, path: str, *, headers: Mapping[str, str], json: Mapping[str, Any] | None = None
    ) -> httpx.Response:
        """Carry a request of the box there and the answer back, as the network and the server live.

        Raises what the HTTP client does.
        """
        request = Asked(method, path, headers, b"" if json is None else dumps(json).encode())
        self._fates.point("request before")
        fate = self.net.popleft() if self.net else ""
        if fate in {"lost", "late"}:
            self._late += [request] if fate == "late" else []
            raise httpx.ConnectError(fate)
        answer = self._answers(request)
        if fate == "twice":
            again = self._answers(request)
            answer = again if again.status_code < 400 else answer
        self.arrives()
        self._fates.point("request after")
        if fate == "unheard":
            raise httpx.ReadTimeout(fate)
        return answer

    def arrives(self) -> None:
        """Let what the network held back arrive."""
        while self._late:
            with suppress(httpx.RemoteProtocolError):
                self._answers(self._late.pop())

    def close(self) -> None:
        """Let the server end."""
        self.store.close()

    def _answers(self, request: Asked) -> httpx.Response:
        try:
            with self._deadly():
                answer = self._served(request)
        except ServerDied:
            self.store.cache.clear()  # what the next process does not know
            raise httpx.RemoteProtocolError("the server died") from None
        finally:
            if request.method != "GET":
                self._moved()
        if answer.status_code >= 500:
            self.failures.append(f"{request.method} {request.path}: {answer.text}")
        return answer

    def _served(self, request: Asked) -> httpx.Response:
        parts, status, headers = run_wsgi_app(self._wsgi, request.environ())
        return httpx.Response(int(status.split()[0]), headers=list(headers), content=b"".join(parts))

    @contextmanager
    def _deadly(self) -> Iterator[None]:
        self._armed = True
        try:
            yield
        finally:
            self._armed = False

    def _writes(self, place: str) -> None:
        if self._armed:
            self._fates.point(place, ServerDied)

    def _does(self, deed: Callable[[Unit, datetime], Done]) -> Done:
        with Unit(self.store) as unit:
            done = deed(unit, self.clock.now())
        self._moved()
        return done


def _still() -> float:
    return 0.0
