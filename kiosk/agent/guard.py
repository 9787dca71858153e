"""Who may speak to the agent: the kiosk page of this machine, no other site and no other name for this address."""

from flask import Flask, Response, request

from kiosk.agent.problems import problem

NAMES = ("127.0.0.1", "localhost", "[::1]")
HTTP = 80
"""The port that a browser leaves out of the host's name."""
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'self';"
        " frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}


def guard(app: Flask, *, host: str, port: int) -> None:
    """Check every request and put the headers on every answer; the agent listens on that host and port."""
    names = {*NAMES, f"[{host}]" if ":" in host else host}
    hosts = {f"{name}:{port}" for name in names} | (names if port == HTTP else set())

    @app.before_request
    def only_this_page() -> Response | None:
        """Refuse other host names (DNS rebinding) and writes that another site's page sends."""
        if request.headers.get("Host", "") not in hosts:
            return problem("agent.forbidden", status=421)
        if request.method not in SAFE and not _from_own_page(hosts):
            return problem("agent.forbidden")
        return None

    @app.after_request
    def add_headers(response: Response) -> Response:
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        response.headers.setdefault("Cache-Control", "no-store")
        return response


def _from_own_page(hosts: set[str]) -> bool:
    site = request.headers.get("Sec-Fetch-Site", "same-origin")
    origin = request.headers.get("Origin")
    return site in {"same-origin", "none"} and (origin is None or origin.removeprefix("http://") in hosts)
