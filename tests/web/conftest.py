"""Visitors of the server: a browser or an agent with what identifies it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count
from typing import Any

import pytest
from werkzeug.test import TestResponse

keys = count()
PEOPLE = {"admin", "manager", "auditor", "clerk", "province"}


@pytest.fixture
def database_url(request: pytest.FixtureRequest) -> str:
    """The quick database, unless a test names the others too."""
    url = request.getfixturevalue(f"{getattr(request, 'param', 'sqlite')}_url")
    assert isinstance(url, str)
    return url


@dataclass(slots=True)
class Visitor:
    """Somebody at the server's door. Writes carry an idempotency key and, of people, the CSRF token."""

    client: Any
    headers: dict[str, str] = field(default_factory=dict)

    def get(self, path: str, **more: Any) -> TestResponse:
        return self.asks("GET", path, **more)

    def post(self, path: str, body: Any = None, *, key: str | None = "", **more: Any) -> TestResponse:
        """A write; `key` None leaves the idempotency key out."""
        headers = {} if key is None else {"Idempotency-Key": key or f"key-{next(keys):08}"}
        if "data" not in more:
            more["json"] = {} if body is None else body
        return self.asks("POST", path, headers=headers | more.pop("headers", {}), **more)

    def asks(self, method: str, path: str, *, headers: dict[str, Any] | None = None, **more: Any) -> TestResponse:
        merged = {name: value for name, value in (self.headers | (headers or {})).items() if value is not None}
        return self.client.open(f"/api/v1{path}", method=method, headers=merged, **more)


@pytest.fixture
def visit(site: Any) -> Callable[[str], Visitor]:
    """Come as somebody: "anonymous", a role, "kiosk", "board", "keypad", "terminal" or "revoked"."""

    def come(who: str) -> Visitor:
        client = site.application.flask.test_client()
        if who in PEOPLE:
            client.set_cookie("motcua_sid", site.signs_in(who))
            return Visitor(client, {"X-CSRF-Token": site.CSRF})
        if who == "board":
            client.set_cookie("motcua_device", site.tokens["board"])
            return Visitor(client)
        token = site.tokens.get(who)
        return Visitor(client, {"Authorization": f"Bearer {token}"} if token else {})

    return come
