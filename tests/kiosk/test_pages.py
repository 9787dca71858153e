"""What the agent serves on its own machine, and to whom."""

import json
from contextlib import closing
from pathlib import Path

import pytest
from kiosk_parts import Parts

from kiosk.agent.pages import PACKAGE, kiosk_pages
from kiosk.agent.server import Server

HOST = {"Host": "127.0.0.1:8001"}


class Page:
    """The kiosk's browser."""

    def __init__(self, client):
        self._client = client

    def ask(self, method, path, **more):
        return self._client.open(path, method=method, buffered=True, **{"headers": HOST, **more})

    def get(self, path, **more):
        return self.ask("GET", path, **more)

    def post(self, path, **more):
        return self.ask("POST", path, **more)


class Nobody:
    """An agent that is not enrolled."""

    def state(self):
        return {"connected": False, "enrolment": {"code": "BCDF-GHJK"}, "printer": None, "device": None}

    def gave(self):
        raise AssertionError("no number can have been given")

    def issued(self):
        raise AssertionError("no ticket can have been issued")

    def next_scan(self, *, seconds):
        return None


@pytest.fixture
def pages_of(tmp_path):
    def pages_at(server, **address):
        return kiosk_pages(server, Parts.over(tmp_path / "agent.sqlite", server).desk, Nobody(), **address)

    return pages_at


@pytest.fixture
def client(pages_of):
    server = Server("http://127.0.0.1:9")
    app = pages_of(server, host="127.0.0.1", port=8001)
    yield Page(app.test_client())
    server.close()


def test_every_file_the_page_names_is_served_for_ever_with_its_own_type(client):
    page = client.get("/")
    parts = [part.partition('"')[0] for part in page.text.split('="/')[1:]]
    types = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
    assert len(parts) > 3
    for part in parts:
        answer = client.get(f"/{part}")
        assert answer.status_code == 200
        assert answer.mimetype == types[Path(part).suffix]
        assert "immutable" in answer.headers["Cache-Control"]


@pytest.mark.parametrize("language", ["vi", "en", "zh"])
def test_the_texts_of_a_language_are_its_catalogue(client, language):
    answer = client.get(f"/assets/x/strings/{language}.json")
    assert answer.get_json() == json.loads((PACKAGE / "strings" / f"{language}.json").read_text(encoding="utf-8"))
    assert answer.headers["Cache-Control"] == "no-cache"


def test_a_font_is_a_font(client):
    name = "vendor/fonts/be-vietnam-pro-vietnamese-400-normal.woff2"
    assert client.get(f"/assets/x/{name}").mimetype == "font/woff2"


@pytest.mark.parametrize(
    "path",
    [
        "/assets/x/kiosk/../../slip.py",
        "/assets/x/kiosk/..%2f..%2fslip.py",
        "/assets/x/kiosk/%2fetc%2fpasswd",
        "/assets/x/kiosk/main.js%00",
        "/assets/x/nowhere/main.js",
        "/assets/x/strings/..%2fvi.json",
        "/assets/x/strings/fr.json",
        "/api/v1/counters",
        "/api/v1/tickets/abc",
        "/api/v1/tickets/a.b/print",
        "/token",
    ],
)
def test_nothing_else_is_served(client, path):
    answer = client.get(path)
    assert (answer.status_code, answer.get_json()["code"]) == (404, "agent.not_found")


@pytest.mark.parametrize("path", ["/", "/agent/state", "/nowhere", "/api/v1/kiosk/catalogue"])
def test_every_answer_bears_the_strict_headers(client, path):
    headers = client.get(path).headers
    assert "default-src 'self'" in headers["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:8001", "127.0.0.1", "127.0.0.1:8002", "127.0.0.1.evil:8001"]
)
def test_another_name_for_this_address_is_refused(client, host):
    assert client.get("/agent/state", headers={"Host": host}).status_code == 421


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://127.0.0.1:9999"},
    ],
)
def test_another_sites_page_cannot_take_a_ticket(client, headers):
    answer = client.post("/api/v1/tickets", json={}, headers=HOST | headers)
    assert (answer.status_code, answer.get_json()["code"]) == (403, "agent.forbidden")


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", "/kiosk/money"),
        ("POST", "/kiosk/charges/01JDB3V8/payments"),
        ("GET", "/kiosk/payments/01JDB3V8"),
        ("POST", "/kiosk/payments/01JDB3V8/cancel"),
        ("POST", "/kiosk/payments/01JDB3V8/papers"),
    ],
)
def test_what_is_asked_about_fees_is_passed_on_or_said_to_be_out_of_reach(pages_of, method, path):
    with closing(Server("http://127.0.0.1:9")) as server:
        client = pages_of(server, host="127.0.0.1", port=8001).test_client()
        strangers = client.open(f"/api/v1{path}", method=method, headers=HOST)
        assert strangers.get_json()["code"] == "agent.not_enrolled"
        server.use_token("a-token")
        answer = client.open(f"/api/v1{path}", method=method, headers=HOST)
        assert (answer.status_code, answer.get_json()["code"]) == (503, "server.unreachable")
        odd = client.open(f"/api/v1{path.replace('01JDB3V8', '01JD.B3')}", method=method, headers=HOST)
        assert odd.get_json()["code"] == ("agent.not_found" if "01JD" in path else "server.unreachable")


@pytest.mark.parametrize("headers", [{}, {"Sec-Fetch-Site": "same-origin", "Origin": "http://127.0.0.1:8001"}])
def test_the_kiosks_own_page_can(client, headers):
    answer = client.post("/api/v1/tickets", json={}, headers=HOST | headers)
    assert (answer.status_code, answer.get_json()["code"]) == (503, "agent.not_enrolled")


@pytest.mark.parametrize(
    ("language", "word"), [("vi", "đăng ký"), ("en", "enrolled"), ("zh", "注册"), ("fr", "đăng ký")]
)
def test_a_refusal_is_in_the_language_of_the_page(client, language, word):
    answer = client.get("/api/v1/kiosk/catalogue", headers=HOST | {"Accept-Language": language})
    assert answer.mimetype == "application/problem+json"
    assert word in answer.get_json()["detail"]


def test_a_body_that_is_too_large_is_called_that_and_never_passed_on(pages_of):
    with closing(Server("http://127.0.0.1:9")) as server:
        server.use_token("a-token")
        client = pages_of(server, host="127.0.0.1", port=8001).test_client()
        answer = client.post("/api/v1/tickets", json={"service": "x" * 65_536}, headers=HOST)
    assert (answer.status_code, answer.get_json()["code"]) == (413, "agent.too_large")


def test_wrong_methods_are_refused_as_problems(client):
    assert client.ask("DELETE", "/api/v1/tickets").get_json()["status"] == 405
    assert client.post("/agent/state").get_json()["status"] == 405


@pytest.mark.parametrize(
    ("host", "port", "name"),
    [
        ("127.0.0.2", 8001, "127.0.0.2:8001"),
        ("127.0.0.1", 80, "127.0.0.1"),
        ("::1", 8001, "[::1]:8001"),
        ("localhost", 80, "localhost"),
    ],
)
def test_the_page_opens_under_every_name_a_browser_gives_the_address(pages_of, host, port, name):
    with closing(Server("http://127.0.0.1:9")) as server:
        client = pages_of(server, host=host, port=port).test_client()
        assert client.get("/agent/state", headers={"Host": name}).status_code == 200
        assert client.get("/agent/state", headers={"Host": "evil.example"}).status_code == 421


def test_the_page_learns_which_version_of_itself_is_served(client):
    version = client.get("/agent/state").json["assets"]
    assert f"/assets/{version}/" in client.get("/").text


def test_the_page_asks_what_a_scanner_has_typed(client):
    card = "022204123289|012345678|Nguyễn Văn Ánh|01011990|Nam|Hạ Long|15042021"
    answer = client.post("/agent/scans", json={"text": card})
    assert answer.get_json() == {"kind": "citizen_card", "value": "022204123289"}
    for nonsense in ({}, {"text": 5}, [], "x"):
        assert client.post("/agent/scans", json=nonsense).get_json() == {"kind": "unknown", "value": None}
    assert client.get("/agent/scans").get_json() == {"kind": "none", "value": None}
    foreign = client.post("/agent/scans", json={"text": card}, headers=HOST | {"Origin": "https://evil.example"})
    assert foreign.status_code == 403
