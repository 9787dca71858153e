"""The way through to the server, for the few things the kiosk page asks of it."""

import re

from flask import Blueprint, Response, request

from kiosk.agent.errors import ServerUnreachable
from kiosk.agent.presence import Presence
from kiosk.agent.problems import problem
from kiosk.agent.server import Server

TICKET = re.compile(r"[A-Za-z0-9_-]{1,64}")
TO_SERVER = ("Accept-Language", "Content-Type", "Idempotency-Key")
FROM_SERVER = ("Content-Type", "Retry-After", "X-Request-Id")


def way_through(server: Server, presence: Presence) -> Blueprint:
    """Return the paths that are passed on with the device's token."""
    paths = Blueprint("proxy", __name__, url_prefix="/api/v1")

    @paths.get("/kiosk/catalogue")
    def offer() -> Response:
        return _passed_on(server)

    @paths.post("/tickets")
    @paths.post("/appointments/check-in")
    def issue() -> Response:
        answer = _passed_on(server)
        if answer.status_code == 201:
            presence.issued()
        return answer

    @paths.get("/tickets/<ticket>/print")
    def printing(ticket: str) -> Response:
        return _passed_on(server) if TICKET.fullmatch(ticket) else problem("agent.not_found")

    return paths


def _passed_on(server: Server) -> Response:
    if not server.has_token:
        return problem("agent.not_enrolled")
    headers = {name: value for name in TO_SERVER if (value := request.headers.get(name)) is not None}
    try:
        answer = server.forward(request.method, request.path, body=request.get_data(), headers=headers)
    except ServerUnreachable:
        return problem("server.unreachable")
    response = Response(answer.content, status=answer.status_code)
    for name in FROM_SERVER:
        if name in answer.headers:
            response.headers[name] = answer.headers[name]
    return response
