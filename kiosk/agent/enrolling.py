"""Getting in: the agent shows a code, a manager approves, the agent keeps its token."""

import json
import logging
import os
from dataclasses import asdict, dataclass
from pathlib import Path

from kiosk.agent.database import Database
from kiosk.agent.errors import Refused
from kiosk.agent.server import Server
from kiosk.agent.settings import AgentSettings

log = logging.getLogger("motcua.agent")

CLAIM_INTERVAL = 2.0
AFTER_REFUSAL = 5.0
PENDING = "enrolment"


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """An enrolment under way. `code` is None for one that was approved beforehand."""

    code: str | None
    secret: str
    interval: float


class TokenFile:
    """The device's token, readable by its user alone."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def read(self) -> str | None:
        """Return the token of an earlier enrolment, or None."""
        try:
            return self._path.read_text(encoding="utf-8").strip() or None
        except FileNotFoundError:
            return None

    def keep(self, token: str) -> None:
        """Write the token, whole or not at all."""
        waiting = self._path.with_name(self._path.name + ".new")
        waiting.unlink(missing_ok=True)
        with os.fdopen(os.open(waiting, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
            file.write(token)
            file.flush()
            os.fsync(file.fileno())
        waiting.replace(self._path)

    def put_aside(self) -> None:
        """Stop using the token; it is kept for a technician who points the agent back at the server that gave it."""
        self._path.replace(self._path.with_name(self._path.name + ".refused"))


class Enrolment:
    """Asks to be let in, and keeps asking. A request under way survives a restart, so its code stays the same."""

    def __init__(self, settings: AgentSettings, server: Server, database: Database, token: TokenFile) -> None:
        self._settings = settings
        self._server = server
        self._database = database
        self._token = token
        self._request = self._left_over() or self._claimed()

    @property
    def code(self) -> str | None:
        """The code for the screen while a request waits."""
        return None if self._request is None else self._request.code

    def step(self) -> float:
        """Go one step on and return the seconds until the next. Raises ServerUnreachable."""
        try:
            request = self._request = self._request or self._new()
            return self._poll(request)
        except Refused as refused:
            log.warning("the server refused the enrolment (%s)", refused.reason)
            if refused.reason == "enrolment.unknown":
                self._forget()
            return max(AFTER_REFUSAL, refused.retry_after)

    def _poll(self, request: Request) -> float:
        answer = self._server.post("/enrolments/poll", {"secret": request.secret})
        if answer.get("state") == "pending":
            return request.interval
        if answer.get("state") == "approved":
            self._token.keep(str(answer["token"]))
            log.info("enrolled as %s", answer["device"]["name"])
        self._forget()
        return 0.0 if answer.get("state") == "approved" else AFTER_REFUSAL

    def _new(self) -> Request:
        answer = self._server.post("/enrolments", {"kind": "kiosk", "name": self._settings.name})
        request = Request(code=answer["code"], secret=answer["secret"], interval=float(answer["interval_seconds"]))
        self._database.remember(PENDING, json.dumps(asdict(request)))
        log.info("not enrolled yet: a manager approves this kiosk under Devices with the code %s", request.code)
        return request

    def _forget(self) -> None:
        self._request = None
        self._database.remember(PENDING, None)

    def _left_over(self) -> Request | None:
        kept = self._database.fact(PENDING)
        return None if kept is None else Request(**json.loads(kept))

    def _claimed(self) -> Request | None:
        file = self._settings.claim_file
        if file is None or not file.exists():
            return None
        return Request(code=None, secret=file.read_text(encoding="utf-8").strip(), interval=CLAIM_INTERVAL)
