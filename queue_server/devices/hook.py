"""Words on the wire: signed posts to an address that an installation hooks onto something."""

import hmac
import logging
from datetime import datetime
from threading import Event, Thread
from typing import Generic, Protocol, TypeVar

import httpx

from queue_server.store.unit import Unit, dump
from queue_server.store.views import View
from queue_server.usecases.context import Context

log = logging.getLogger("motcua.hooks")

EVERY_SECONDS = 5.0
TIMEOUT = httpx.Timeout(10.0, connect=5.0)


class Errand(Protocol):
    """One attempt at telling something."""

    @property
    def key(self) -> str:
        """The same for all attempts."""

    @property
    def attempt(self) -> int:
        """Counted from 1."""

    @property
    def told(self) -> View:
        """What is posted, as JSON."""


E = TypeVar("E", bound=Errand)
Given_co = TypeVar("Given_co", bound=Errand, covariant=True)
Taken_contra = TypeVar("Taken_contra", bound=Errand, contravariant=True)


class Claim(Protocol[Given_co]):
    """Takes the one errand that should go out next, or None, in the unit's transaction.

    Until the pause after its attempt is over, which is longer than a post may take, no other process takes it.
    """

    def __call__(self, unit: Unit, /, *, at: datetime) -> Given_co | None: ...


class Settle(Protocol[Taken_contra]):
    """Takes in what became of an attempt."""

    def __call__(self, unit: Unit, errand: Taken_contra, /, *, delivered: bool, at: datetime) -> None: ...


class Courier(Generic[E]):
    """Delivers errands, each until the hook has answered 2xx once. Between claim and answer no transaction is open.

    A post is JSON; `Motcua-Signature` is "sha256=" and the HMAC-SHA256, under `key`, of `Motcua-Timestamp` (seconds
    since the epoch), a full stop and the body. `Idempotency-Key` is the same for all attempts at one errand.
    """

    def __init__(
        self, context: Context, *, name: str, url: str, key: bytes, claim: Claim[E], settle: Settle[E]
    ) -> None:
        self._context = context
        self._name = name
        self._url = url
        self._key = key
        self._claim = claim
        self._settle = settle
        self._client = httpx.Client(timeout=TIMEOUT, follow_redirects=False, trust_env=False)
        self._stopping = Event()
        self._thread = Thread(target=self._run, name=name, daemon=True)

    def start(self) -> None:
        """Begin to deliver."""
        self._thread.start()

    def stop(self) -> None:
        """End the thread; what was not delivered is tried again when the server is back."""
        self._stopping.set()
        self._thread.join(timeout=5)
        self._client.close()

    def round(self) -> int:
        """Try what waits now, one after the other; return how many errands were delivered."""
        delivered = 0
        while not self._stopping.is_set() and (errand := self._next()) is not None:
            heard = self._post(errand)
            with Unit(self._context.store) as unit:
                self._settle(unit, errand, delivered=heard, at=self._context.clock.now())
            delivered += heard
        return delivered

    def _next(self) -> E | None:
        with Unit(self._context.store) as unit:
            return self._claim(unit, at=self._context.clock.now())

    def _run(self) -> None:
        while not self._stopping.wait(EVERY_SECONDS):
            try:
                self.round()
            except Exception:
                log.exception("the %s missed a round", self._name)

    def _post(self, errand: E) -> bool:
        body = dump(errand.told).encode()
        timestamp = str(int(self._context.clock.now().timestamp()))
        signed = hmac.digest(self._key, f"{timestamp}.".encode() + body, "sha256").hex()
        headers = {
            "Content-Type": "application/json",
            "Idempotency-Key": errand.key,
            "Motcua-Timestamp": timestamp,
            "Motcua-Signature": f"sha256={signed}",
        }
        try:
            # The status says all; a body that never ends must not hold the attempt beyond its pause.
            with self._client.stream("POST", self._url, content=body, headers=headers) as answer:
                heard, status = answer.is_success, answer.status_code
        except httpx.HTTPError as fault:
            log.warning(
                "the hook of the %s did not answer: %s attempt=%s", self._name, type(fault).__name__, errand.attempt
            )
            return False
        if not heard:
            log.warning("the hook of the %s answered %s attempt=%s", self._name, status, errand.attempt)
        return heard
