"""What the server refuses, how it says so, and what every answer carries."""

import json
import re

import pytest

from queue_server.web.api import api
from queue_server.web.problems import STATUS
from queue_server.web.security import HEADERS

BODIES = [endpoint for endpoint in api if endpoint.takes is not None and not endpoint.raw]
NAMES = [f"{endpoint.method} {endpoint.path}" for endpoint in BODIES]
ISSUE = {"service": "birth", "language": "vi", "priority": None}
DEEP = b"[" * 60_000
TEXTS = (
    *("service", "language", "login", "password", "secret", "code", "name", "hall"),
    *("kind", "ticket", "line", "note", "outcome", "detail", "software"),
)
BAD = {
    "nothing at all": b"",
    "not JSON": b"{service: birth}",
    "a NUL byte": b"\x00",
    "half a UTF-8 letter": b'{"service": "\xe1\xbb"}',
    "depth without end": DEEP,
    "a list": b"[]",
    "a number": b"1e400",
    "not a number": b"NaN",
    "null": b"null",
    "unknown members": b'{"surprise": 1}',
    "NUL in every text": json.dumps(dict.fromkeys(TEXTS, "a\x00b" * 6)).encode(),
    "a lone surrogate": b'{"login": "\\ud800", "password": "x"}',
}  # fmt: skip


def visitor_for(endpoint, visit):
    if not endpoint.needs:
        return visit("anonymous")
    if "keypad.press" in endpoint.needs:
        return visit("keypad")
    devices = {"ticket.issue", "kiosk.pay", "terminal.work", "device.self"}
    return visit("kiosk") if devices.intersection(endpoint.needs) else visit("admin")


def path_of(endpoint):
    return re.sub(r"<\w+>", "x", re.sub(r"<int:\w+>", "1", endpoint.path))


def is_a_problem(answer, *codes):
    document = answer.get_json()
    assert answer.content_type == "application/problem+json"
    assert document["code"] in codes
    assert document["status"] == answer.status_code == STATUS[document["code"]]
    assert document["type"] == f"urn:motcua:problem:{document['code']}"
    assert document["detail"] != f"error.{document['code']}"
    assert "{" not in document["detail"]
    assert document["request_id"] == answer.headers["X-Request-Id"]
    return document


@pytest.mark.parametrize("endpoint", BODIES, ids=NAMES)
def test_bad_bodies_of_every_kind_are_refused_and_never_break_the_server(visit, endpoint):
    for body in BAD.values():
        answer = visitor_for(endpoint, visit).post(path_of(endpoint), data=body, content_type="application/json")
        is_a_problem(answer, "input.not_json", "input.invalid")


@pytest.mark.parametrize("endpoint", BODIES, ids=NAMES)
def test_another_content_type_is_refused(visit, endpoint):
    for kind in ("text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", ""):
        answer = visitor_for(endpoint, visit).post(path_of(endpoint), data=b"{}", content_type=kind)
        is_a_problem(answer, "input.media_type")


@pytest.mark.parametrize("endpoint", BODIES, ids=NAMES)
def test_a_huge_body_is_refused(visit, endpoint):
    body = json.dumps({"name": "a" * ((endpoint.largest or 65_536) + 4_000)}).encode()
    answer = visitor_for(endpoint, visit).post(path_of(endpoint), data=body, content_type="application/json")
    is_a_problem(answer, "input.too_large")


def test_a_refused_field_is_named(visit):
    answer = visit("kiosk").post("/tickets", ISSUE | {"language": "fr", "service": "Birth!"})
    fields = {error["field"] for error in is_a_problem(answer, "input.invalid")["errors"]}
    assert fields == {"language", "service"}


@pytest.mark.parametrize("database_url", ["sqlite", "postgres"], indirect=True)
@pytest.mark.parametrize(
    "name", ["x" * 500, "a%00b", "%F0%9F%8E%AB", "../../etc/passwd", "%ED%A0%80", "'; DROP TABLE ticket;--"]
)
def test_odd_names_in_addresses_are_simply_not_found(visit, name):
    kiosk, admin = visit("kiosk"), visit("admin")
    answers = [
        kiosk.get(f"/tickets/{name}"),
        kiosk.get(f"/tickets/{name}/print"),
        kiosk.post(f"/tickets/{name}/cancel"),
        kiosk.post(f"/device/jobs/{name}/report", {"outcome": "printed"}),
        admin.post(f"/devices/{name}/revoke"),
        admin.get(f"/manager/days/{name}"),
    ]
    for answer in answers:
        is_a_problem(answer, "not_found")


@pytest.mark.parametrize("number", ["0", "99999999999999999999999999", "9" * 400])
def test_a_counter_number_of_any_size_is_simply_not_found(visit, number):
    is_a_problem(visit("clerk").post(f"/counters/{number}/shift"), "not_found")


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "POST"])
def test_a_method_the_address_does_not_take_is_refused_with_those_it_does(visit, method):
    answer = visit("admin").asks(method, "/me")
    is_a_problem(answer, "http.method_not_allowed")
    assert "GET" in answer.headers["Allow"]


@pytest.mark.parametrize(
    ("accepted", "begins"),
    [
        (None, "Không"), ("vi-VN", "Không"), ("fr", "Không"), ("en-GB,en;q=0.9", "Nobody"),
        ("zh-CN,zh;q=0.9,en;q=0.1", "本窗口"), ("de, en;q=0.5", "Nobody"), ("\x7f;;q=2,,", "Không"),
    ],
)  # fmt: skip
def test_a_refusal_speaks_the_language_of_the_browser_and_vietnamese_otherwise(site, visit, accepted, begins):
    clerk = visit("clerk")
    clerk.post("/counters/1/shift")
    document = is_a_problem(clerk.post("/counter/call", headers={"Accept-Language": accepted}), "line.empty")
    assert document["detail"].startswith(begins)
    assert document["title"].startswith("Nobody")


@pytest.mark.parametrize(
    ("who", "method", "path"),
    [
        ("admin", "GET", "/api/v1/me"), ("anonymous", "GET", "/api/v1/me"), ("anonymous", "GET", "/api/v1/nowhere"),
        ("anonymous", "GET", "/nowhere"), ("anonymous", "DELETE", "/api/v1/me"), ("anonymous", "GET", "/sign-in"),
        ("anonymous", "GET", "/t/x"), ("anonymous", "GET", "/"), ("anonymous", "GET", "/assets/x/shared/nothing.js"),
        ("anonymous", "GET", "/assets/x/strings/public/vi.json"), ("anonymous", "GET", "/voices/nothing.wav"),
        ("anonymous", "POST", "/api/v1/sign-in"), ("anonymous", "OPTIONS", "/api/v1/sign-in"),
    ],
)  # fmt: skip
def test_every_answer_carries_the_headers_that_protect_a_browser(visit, who, method, path):
    answer = visit(who).client.open(path, method=method)
    assert {name: answer.headers.get(name) for name in HEADERS} == HEADERS
    assert "unsafe" not in answer.headers["Content-Security-Policy"]
    assert "Access-Control-Allow-Origin" not in answer.headers
    assert answer.headers["X-Request-Id"]
    if path.startswith("/api/"):
        assert "no-store" in answer.headers["Cache-Control"]


@pytest.mark.parametrize("path", ["..%2f..%2fpyproject.toml", "../strings/vi.json", "%2e%2e/%2e%2e/x", ".", "a%00b"])
def test_assets_give_nothing_outside_their_folders(visit, path):
    for root in ("shared", "kiosk", "web", "nowhere"):
        assert visit("anonymous").client.get(f"/assets/x/{root}/{path}").status_code == 404
    assert visit("anonymous").client.get(f"/voices/{path}.wav").status_code == 404


def test_a_service_is_named_once_in_a_visit(visit):
    wish = {"service": "birth", "language": "vi", "then": ["birth"]}
    refused = visit("kiosk").post("/tickets", wish, headers={"Accept-Language": "en"})
    assert (refused.status_code, refused.json["code"]) == (409, "itinerary.repeated")
    twice = visit("kiosk").post("/tickets", wish | {"then": ["marriage", "marriage"]})
    assert (twice.status_code, twice.json["code"]) == (422, "input.invalid")
