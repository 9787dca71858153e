"""The few things the kiosk page asks of the server: passed on, or answered here while the server is away."""

import json
import re
from collections.abc import Mapping
from typing import Any

from flask import Blueprint, Response, request

from hardware.terminal.card_numbers import names_a_card
from kiosk.agent.desk import Desk, View
from kiosk.agent.errors import GivesNone, ServerUnreachable
from kiosk.agent.presence import Presence
from kiosk.agent.problems import problem
from kiosk.agent.server import ABSENT, Server

TICKET = re.compile(r"[A-Za-z0-9_-]{1,64}")
KEY = re.compile(r"[A-Za-z0-9_-]{8,64}")
TO_SERVER = ("Accept-Language", "Content-Type", "Idempotency-Key", "If-None-Match")
FROM_SERVER = ("Content-Type", "ETag", "Retry-After", "X-Request-Id")
OK, CREATED = 200, 201


def way_through(server: Server, desk: Desk, presence: Presence) -> Blueprint:
    """Return the paths of the server's API that the page uses. What the server answers has the device's token."""
    paths = Blueprint("proxy", __name__, url_prefix="/api/v1")
    front = Front(server, desk, presence)
    paths.add_url_rule("/kiosk/catalogue", "catalogue", front.catalogue)
    paths.add_url_rule("/tickets", "issue", front.issue, methods=["POST"])
    paths.add_url_rule("/appointments/check-in", "check_in", front.check_in, methods=["POST"])
    paths.add_url_rule("/tickets/<ticket>/print", "printing", front.printing)
    paths.add_url_rule("/kiosk/money", "money", front.passed_on, methods=["POST"])
    paths.add_url_rule("/kiosk/charges/<charge>/payments", "pay", front.pay, methods=["POST"])
    paths.add_url_rule("/kiosk/payments/<payment>", "payment", front.passed_on)
    paths.add_url_rule("/kiosk/payments/<payment>/cancel", "cancel", front.passed_on, methods=["POST"])
    paths.add_url_rule("/kiosk/payments/<payment>/papers", "papers", front.printed, methods=["POST"])
    return paths


class Front:
    """What the page's requests come to."""

    def __init__(self, server: Server, desk: Desk, presence: Presence) -> None:
        self._server = server
        self._desk = desk
        self._presence = presence

    def catalogue(self) -> Response:
        """What is offered: by the server, or by this kiosk alone."""
        if not self._server.has_token:
            return problem("agent.not_enrolled")
        answer = None if self._desk.alone else _forwarded(self._server)
        if answer is not None:
            if answer.status_code == OK:
                self._desk.took(answer.get_json())
            return answer
        offered = self._desk.offered()
        return problem("server.unreachable") if offered is None else _document(offered)

    def issue(self) -> Response:
        """Take a number. Where both could give it, the one whose turn it is, and the other when that one cannot."""
        if not self._server.has_token:
            return problem("agent.not_enrolled")
        key, wish = request.headers.get("Idempotency-Key", ""), request.get_json(silent=True)
        if not KEY.fullmatch(key) or names_a_card(key) or not isinstance(wish, dict):
            return problem("agent.invalid")
        try:
            return self._issued(key, wish)
        except GivesNone as none:
            return problem(none.reason)

    def check_in(self) -> Response:
        """Report for an appointment: the server alone knows it."""
        if not self._server.has_token:
            return problem("agent.not_enrolled")
        if self._server.away:
            return problem("agent.needs_server")
        answer = _forwarded(self._server)
        if answer is None:
            return problem("server.unreachable")
        if answer.status_code == CREATED:
            self._presence.issued()
        return answer

    def pay(self, charge: str) -> Response:
        """Begin a payment; a terminal of this kiosk is woken for it."""
        answer = self.passed_on(charge=charge)
        if answer.status_code in {OK, CREATED}:
            self._presence.paying()
        return answer

    def printed(self, payment: str) -> Response:
        """Order a paper; it waits at the server."""
        answer = self.passed_on(payment=payment)
        if answer.status_code == OK:
            self._presence.issued()
        return answer

    def passed_on(self, **names: str) -> Response:
        """What the server alone can answer: money is never taken without it."""
        if not all(TICKET.fullmatch(name) for name in names.values()):
            return problem("agent.not_found")
        if not self._server.has_token:
            return problem("agent.not_enrolled")
        return _forwarded(self._server) or problem("server.unreachable")

    def printing(self, ticket: str) -> Response:
        """How far a slip is."""
        if not TICKET.fullmatch(ticket):
            return problem("agent.not_found")
        own = self._desk.own_slip(ticket)
        return self.passed_on() if own is None else _document(own)

    def _issued(self, key: str, wish: View) -> Response:
        known = self._desk.known(key, wish)
        if known is not None:
            return _document(known, status=CREATED)
        if self._desk.alone:
            try:
                return self._given(key, wish)
            except GivesNone:
                if self._server.away:
                    raise
        answer = _forwarded(self._server)
        if answer is None:
            return self._given(key, wish)
        if answer.status_code != CREATED:
            return answer
        self._presence.issued()
        return _document(self._desk.heard(key, wish, answer.get_json()), status=CREATED)

    def _given(self, key: str, wish: View) -> Response:
        view = self._desk.give(key, wish)
        self._presence.gave()
        return _document(view, status=CREATED)


def _forwarded(server: Server) -> Response | None:
    """Return the server's answer, None when there is none or it says itself that it is not able to answer."""
    headers = {name: value for name in TO_SERVER if (value := request.headers.get(name)) is not None}
    try:
        answer = server.forward(request.method, request.path, body=request.get_data(), headers=headers)
    except ServerUnreachable:
        return None
    if answer.status_code in ABSENT:
        return None
    response = Response(answer.content, status=answer.status_code)
    for name in FROM_SERVER:
        if name in answer.headers:
            response.headers[name] = answer.headers[name]
    return response


def _document(document: Mapping[str, Any], *, status: int = 200) -> Response:
    return Response(json.dumps(document, ensure_ascii=False), status=status, content_type="application/json")
