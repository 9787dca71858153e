"""The way in of devices without a page of their own: the code for the manager stands in the log."""

import logging
from collections.abc import Mapping
from typing import Any

from kiosk.agent.enrolling import TokenFile
from kiosk.agent.errors import Refused, ServerUnreachable
from kiosk.agent.server import Server

log = logging.getLogger("motcua.agent")

AFTER_REFUSAL = 1.0


class Entrance:
    """Asks to be let in as a device of that kind, keeps the token, and asks anew when the server knows it no more.

    `what` names the devices in the log.
    """

    def __init__(self, server: Server, token: TokenFile, *, kind: str, what: str, name: str | None = None) -> None:
        self._server = server
        self._token = token
        self._kind = kind
        self._what = what
        self._name = name
        self._request: Mapping[str, Any] | None = None
        server.use_token(token.read())

    @property
    def code(self) -> str | None:
        """What a manager enters to let this device in; None when it is in, or has not asked yet."""
        return None if self._request is None else str(self._request["code"])

    def step(self) -> float:
        """Go one step on and return the seconds until the next. Raises ServerUnreachable and Refused."""
        if self._request is None:
            self._request = self._server.post("/enrolments", {"kind": self._kind, "name": self._name})
            log.info("not enrolled yet: a manager approves these %s under Devices with code %s", self._what, self.code)
        answer = self._server.post("/enrolments/poll", {"secret": self._request["secret"]})
        if answer.get("state") == "approved":
            self._enter(answer)
        if answer.get("state") != "pending":
            self._request = None
            return 0.0
        return float(self._request["interval_seconds"])

    def refused(self, refused: Refused) -> float:
        """Take a refusal of any request in; return the seconds until it makes sense to ask again."""
        if refused.reason == "auth.required" and self._server.has_token:
            log.error("the server does not know these %s any more; they have to be approved anew", self._what)
            self._token.put_aside()
            self._server.use_token(None)
        elif refused.reason == "enrolment.unknown":
            self._request = None
        else:
            log.error("the server refused: %s", refused)
        return max(AFTER_REFUSAL, refused.retry_after)

    def _enter(self, answer: Mapping[str, Any]) -> None:
        token = answer.get("token") or self._server.device_cookie()  # a board's comes as a cookie
        if token is None:
            raise ServerUnreachable("the server let us in without a token")
        self._token.keep(str(token))
        self._server.use_token(str(token))
        log.info("enrolled as %s", answer["device"]["name"])
