"""The agent's own refusals as problem documents (RFC 9457), in the language of the request."""

import json
import logging
from collections.abc import Mapping
from secrets import token_hex

from flask import Flask, Response, request
from werkzeug.exceptions import HTTPException

from kiosk.texts import LANGUAGES, text

log = logging.getLogger("motcua.agent")

STATUS: Mapping[str, int] = {
    "agent.forbidden": 403,
    "agent.not_found": 404,
    "agent.too_large": 413,
    "agent.not_enrolled": 503,
    "agent.invalid": 400,
    "agent.closed": 409,
    "agent.needs_server": 409,
    "agent.no_clock": 409,
    "agent.no_reserve": 409,
    "server.unreachable": 503,
    "agent.fault": 500,
}
"""Every code the agent itself answers with, and its HTTP status."""
TEXTS: Mapping[str, str] = {"server.unreachable": "agent.unreachable"}
"""Codes whose text has another key."""
CODES: Mapping[int, str] = {404: "agent.not_found", 413: "agent.too_large"}
"""What a refusal of the framework is called; any other is forbidden."""


def problem(code: str, *, status: int | None = None) -> Response:
    """Make a problem document."""
    language = request.accept_languages.best_match(LANGUAGES, default="vi") or "vi"
    key = TEXTS.get(code, code)
    document = {
        "type": f"urn:motcua:problem:{code}",
        "title": text(key, "en"),
        "status": status or STATUS[code],
        "code": code,
        "detail": text(key, language),
        "request_id": token_hex(8),
    }
    return Response(
        json.dumps(document, ensure_ascii=False),
        status=status or STATUS[code],
        content_type="application/problem+json",
    )


def handle_errors(app: Flask) -> None:
    """Answer with problem documents whatever goes wrong."""

    @app.errorhandler(HTTPException)
    def refused(error: HTTPException) -> Response:
        return problem(CODES.get(error.code or 0, "agent.forbidden"), status=error.code)

    @app.errorhandler(Exception)
    def fault(error: Exception) -> Response:
        answer = problem("agent.fault")
        # The rule, not the path: a ticket's secret id stands in that.
        log.error("%s %s failed: %s", request.method, request.url_rule, answer.get_data(as_text=True), exc_info=error)
        return answer
