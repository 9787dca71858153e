"""Talking to the server: the public API, as any client would."""

import logging
import ssl
from collections.abc import Mapping
from pathlib import Path
from secrets import token_urlsafe
from threading import Lock
from typing import Any

import httpx

from kiosk.agent.errors import Refused, ServerUnreachable

log = logging.getLogger("motcua.agent")

TIMEOUT = httpx.Timeout(5.0, connect=2.0)
"""Well inside the eight seconds that the kiosk page waits."""
KEPT_ALIVE = 3.0
"""Seconds; less than the five after which the server closes an idle connection."""
DROPPED = (httpx.RemoteProtocolError, httpx.ReadError, httpx.WriteError, httpx.CloseError)
"""The server closed a kept connection just as we used it. Everything we send may be sent again."""
ABSENT = frozenset({502, 503, 504})
PROBLEM = "application/problem+json"


class Server:
    """A connection to the centre's server. Safe to use from several threads.

    `transport` is another way to it than the network.

    `connected` says whether the last exchange had an answer; the log says it once each time that changes.
    """

    def __init__(
        self,
        url: str,
        *,
        ca: Path | None = None,
        transport: httpx.BaseTransport | None = None,
        timeout: httpx.Timeout = TIMEOUT,
    ) -> None:
        self._client = httpx.Client(
            base_url=url,
            timeout=timeout,
            limits=httpx.Limits(keepalive_expiry=KEPT_ALIVE),
            verify=True if ca is None else ssl.create_default_context(cafile=str(ca)),
            trust_env=False,
            transport=transport,
        )
        self._url = url
        self._token: str | None = None
        self._lock = Lock()
        self._why: str | None = None
        self.connected = False

    def use_token(self, token: str | None) -> None:
        """Speak as this device from now on, or as nobody."""
        self._token = token

    @property
    def has_token(self) -> bool:
        """Whether it speaks as a device."""
        return self._token is not None

    def device_cookie(self) -> str | None:
        """Return the token that the server gave a board: it comes as a cookie."""
        return self._client.cookies.get("motcua_device")

    @property
    def away(self) -> bool:
        """Whether the last exchange had no answer. Before the first it is thought to be there."""
        return self._why is not None

    def close(self) -> None:
        """Give the connections back."""
        self._client.close()

    def forward(self, method: str, path: str, *, body: bytes, headers: Mapping[str, str]) -> httpx.Response:
        """Send a request of the kiosk page as this device and return any answer of the server's own.

        Raises ServerUnreachable.
        """
        answer = self._send(method, path, content=body or None, headers={**headers, **self._bearer()})
        if answer.status_code in ABSENT and not answer.headers.get("Content-Type", "").startswith(PROBLEM):
            raise ServerUnreachable(f"status {answer.status_code}")
        return answer

    def post(self, path: str, body: Mapping[str, Any], *, key: str | None = None) -> dict[str, Any]:
        """Send a command and return the answer; a repeat with the key is safe. Raises ServerUnreachable and Refused."""
        headers = {**self._bearer(), "Idempotency-Key": key or token_urlsafe(24)}
        return _answered(self._send("POST", f"/api/v1{path}", json=body, headers=headers))

    def get(self, path: str) -> dict[str, Any]:
        """Ask. Raises ServerUnreachable and Refused."""
        return _answered(self._send("GET", f"/api/v1{path}", headers=self._bearer()))

    def _send(self, method: str, path: str, **more: Any) -> httpx.Response:
        try:
            answer = self._once_or_twice(method, path, **more)
        except (httpx.HTTPError, OSError) as error:
            why = str(error) or type(error).__name__
            self._see(why)
            raise ServerUnreachable(why) from error
        self._see(f"status {answer.status_code}" if answer.status_code in ABSENT else None)
        return answer

    def _once_or_twice(self, method: str, path: str, **more: Any) -> httpx.Response:
        try:
            return self._client.request(method, path, **more)
        except DROPPED:
            return self._client.request(method, path, **more)

    def _see(self, why: str | None) -> None:
        with self._lock:
            first, changed = self._why is None and not self.connected, self.connected == (why is not None)
            self.connected, self._why = why is None, why
        if why is None and changed:
            log.info("server %s: connected", self._url)
        elif why is not None and (changed or first):
            log.warning("server %s: out of reach (%s); trying again", self._url, why)

    def _bearer(self) -> dict[str, str]:
        return {} if self._token is None else {"Authorization": f"Bearer {self._token}"}


def _answered(answer: httpx.Response) -> dict[str, Any]:
    if answer.status_code in ABSENT:
        raise ServerUnreachable(f"status {answer.status_code}")
    try:
        document = answer.json()
    except ValueError:
        document = None
    if not isinstance(document, dict):
        raise ServerUnreachable("the answer is not that of a Motcua server")
    if answer.status_code >= 400:
        wait = answer.headers.get("Retry-After", "")
        raise Refused(
            answer.status_code, str(document.get("code", "")), retry_after=float(wait) if wait.isdigit() else 0.0
        )
    return document
