"""Headers that every answer carries, and the checks that keep other sites' pages out."""

import hmac

from flask import Flask, Request, Response, abort, g, request

from queue_server.domain.ids import fingerprint
from queue_server.web.caller import Caller
from queue_server.web.problems import Refused

CONTENT_SECURITY_POLICY = (
    "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'self';"
    " frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


def check_same_site(caller: Caller, asked: Request) -> None:
    """Refuse a write that a cookie authorises unless our own page sent it. Raises Refused (csrf.failed)."""
    if asked.method in SAFE_METHODS or not caller.by_cookie:
        return
    if asked.headers.get("Sec-Fetch-Site", "same-origin") not in {"same-origin", "none"}:
        raise Refused("csrf.failed")
    if caller.csrf is not None and not hmac.compare_digest(
        fingerprint(caller.csrf), fingerprint(asked.headers.get("X-CSRF-Token", ""))
    ):
        raise Refused("csrf.failed")


def secure(app: Flask, *, https: bool) -> None:
    """Put the headers on every answer of the app; an address with a NUL byte in it names nothing."""
    always = HEADERS | ({"Strict-Transport-Security": "max-age=31536000; includeSubDomains"} if https else {})

    @app.before_request
    def refuse_nul() -> None:
        # No file and no text of PostgreSQL can hold one: both would break instead of saying "not found".
        if "\x00" in request.path:
            abort(404)

    @app.after_request
    def add_headers(response: Response) -> Response:
        response.headers.extend(always)
        if request.path.startswith("/api/"):
            response.headers.setdefault("Cache-Control", "no-store")
        if request_id := g.get("request_id"):
            response.headers["X-Request-Id"] = request_id
        return response
