"""A small real server with the API of kiosk and phone pages, under the content policy, and a real browser."""

import contextlib
import hashlib
import json
import re
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from at_port import AtPort
from fee_counter import FeeCounter
from flask import Flask, Response, abort, jsonify, make_response, render_template, request, send_file
from jinja2 import FileSystemLoader
from playwright.sync_api import Page, expect

from kiosk.scanning.router import read_scan
from queue_server.web.strings import public_catalogue

ROOT = Path(__file__).parents[2]
CATALOGUE = json.loads((Path(__file__).parent / "catalogue.json").read_text(encoding="utf-8"))
POLICY = "default-src 'self'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'"
ASSETS = {
    **{root: ROOT / "kiosk/assets" / root for root in ("shared", "vendor", "kiosk")},
    "web": ROOT / "queue_server/web/assets/web",
}
STRINGS = ROOT / "kiosk/strings"
expect.set_options(timeout=15_000)
LABOUR = re.compile("Lao động|Labour|劳动")
PIXELS_PER_MM = 1080 / 268
"""A 21.5 inch screen of 1920 by 1080."""


class Centre:
    """The far side of the pages, with a real one's tricks: it falls silent, loses an answer, runs out of paper."""

    def __init__(self) -> None:
        self.catalogue = json.loads(json.dumps(CATALOGUE))
        self.agent: dict[str, object] = {
            "connected": True,
            "enrolment": None,
            "printer": {"state": "ready", "detail": None},
            "scanner": None,
            "device": {"name": "Kiosk 1", "pixels_per_mm": PIXELS_PER_MM},
        }
        self.scanned: list[str] = []
        self.silent = False
        self.answers_to_lose = 0
        self.refusal: tuple[int, str, str] | None = None
        self.reports: list[dict[str, object]] = []
        self.print: dict[str, object] = {"state": "sending", "outcome": None}
        self.asked: list[tuple[str, dict[str, object]]] = []
        self.tickets: dict[str, dict[str, object]] = {}
        self.followed = _followed()
        self.looks: list[int] = []
        self.cancels: list[str] = []
        self.fees = FeeCounter()
        self._server = AtPort(self._app())
        self.url = self._server.url

    def close(self) -> None:
        self._server.close()

    def _app(self) -> Flask:
        app = Flask("centre")
        app.jinja_loader = FileSystemLoader([ROOT / "kiosk/templates", ROOT / "queue_server/web/templates"])
        app.before_request(self._refuse_when_silent)
        app.after_request(_strict)
        app.add_url_rule("/", "kiosk", lambda: render_template("kiosk.html", assets="/assets/1", lang="vi"))
        app.add_url_rule("/t/<key>", "phone", lambda key: render_template("phone.html", assets="/assets/1", lang="vi"))
        app.add_url_rule("/assets/1/strings/<name>", "strings", lambda name: send_file(STRINGS / name))
        app.add_url_rule("/assets/1/strings/public/<language>.json", "public_strings", public_catalogue)
        app.add_url_rule("/assets/1/<root>/<path:name>", "asset", lambda root, name: send_file(ASSETS[root] / name))
        self.fees.serve(app)
        app.add_url_rule("/agent/state", "agent", lambda: self.agent)
        app.add_url_rule("/agent/scans", "scans", self._scan, methods=["GET", "POST"])
        app.add_url_rule("/api/v1/kiosk/catalogue", "catalogue", lambda: self.catalogue | moment())
        app.add_url_rule("/api/v1/tickets", "issue", self._issue, methods=["POST"])
        app.add_url_rule("/api/v1/appointments/check-in", "check_in", self._check_in, methods=["POST"])
        app.add_url_rule("/api/v1/tickets/<key>/print", "print", lambda key: self.print)
        app.add_url_rule("/api/v1/tickets/<key>", "follow", self._follow)
        app.add_url_rule("/api/v1/tickets/<key>/cancel", "cancel", self._cancel, methods=["POST"])
        return app

    def _scan(self) -> Response:
        """Tell what a keyboard scanner typed; hand out what the box's own scanner read."""
        if request.method == "POST":
            reading = read_scan(request.get_json()["text"])
        elif self.scanned:
            reading = read_scan(self.scanned.pop(0))
        else:
            time.sleep(0.2)
            return jsonify({"kind": "none", "value": None})
        return jsonify({"kind": reading.kind.value, "value": reading.value})

    def _refuse_when_silent(self) -> None:
        if self.silent and request.path.startswith("/api"):
            abort(503)

    def _issue(self) -> Response:
        key = request.headers["Idempotency-Key"]
        wish = request.get_json()
        self.asked.append((key, wish))
        if self.refusal is not None:
            return _problem(*self.refusal)
        number = len(self.tickets) + 12
        ticket = self.tickets.setdefault(key, self._ticket(wish, number))
        people = range(1, int(str(wish.get("people", 1))))
        ticket.setdefault("companions", [self._ticket(wish, number + place) for place in people])
        if self.answers_to_lose > 0:
            self.answers_to_lose -= 1
            abort(502)
        return make_response(jsonify(ticket), 201)

    def _check_in(self) -> Response:
        self.reports.append(request.get_json())
        if self.refusal is not None:
            return _problem(*self.refusal, service="tra-ket-qua")
        wish = {"service": "khai-sinh", "language": self.reports[-1]["language"] or "en", "priority": None}
        ticket = self._ticket(wish, 7) | {"appointment_at": "2026-11-23T02:30:00.000Z"}
        return make_response(jsonify(ticket), 201)

    def _ticket(self, wish: dict[str, object], number: int) -> dict[str, object]:
        found = [
            (group, service)
            for group in self.catalogue["groups"]
            for service in group["services"]
            if service["code"] == wish["service"]
        ]
        group, service = found[0]
        classes = [each for each in self.catalogue["priority_classes"] if each["code"] == wish["priority"]]
        key = hashlib.sha256(str(number).encode()).hexdigest()[:26]
        return {
            **{"id": key, "label": f"{group['letter']}{number:03}", "letter": group["letter"], "number": number},
            **{"state": "waiting", "language": wish["language"], "issued_at": moment()["server_time"]},
            **{"service": {name: service[name] for name in ("code", "names", "short_names", "bring")}},
            **{"priority": classes[0] if classes else None, "ahead": group["waiting"]},
            **{"expected": {"low_minutes": 20, "high_minutes": 45}, "hall": self.catalogue["hall"]},
            **{"centre": self.catalogue["centre"], "url": f"http://192.168.10.20:8080/t/{key}"},
            **{"print": {"job": "j1", "state": "queued"}},
            **{"itinerary": self._itinerary([wish["service"], *then]) if (then := wish.get("then")) else []},
        }

    def _itinerary(self, codes: list[object]) -> list[dict[str, object]]:
        services = {each["code"]: each for group in self.catalogue["groups"] for each in group["services"]}
        return [
            {"service": services[code], "hall": self.catalogue["hall"], "state": "later" if at else "now"}
            for at, code in enumerate(codes)
        ]

    def _follow(self, key: str) -> Response:
        if key != self.followed["id"]:
            return _problem(404, "not_found", "Không tìm thấy.")
        response = make_response(jsonify(self.followed | moment()))
        response.set_etag(hashlib.sha256(json.dumps(self.followed).encode()).hexdigest()[:16])
        response.make_conditional(request)
        self.looks.append(response.status_code)
        return response

    def _cancel(self, key: str) -> dict[str, object]:
        self.cancels.append(request.headers["Idempotency-Key"])
        self.followed |= {"id": key, "state": "cancelled", "cancellable": False, "ahead": None, "expected": None}
        return self.followed | moment()


class Citizen:
    """Somebody in front of a kiosk. Touches land where a finger would, and wait until the screen takes them."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.touches = 0

    def touches_button(self, name: str) -> None:
        self.page.get_by_role("button", name=name).click()
        self.touches += 1

    def speaks(self, language: str) -> None:
        self.page.locator(f".language[lang={language}]").click()
        self.touches += 1

    def taps_twice(self, name: str) -> None:
        """Two touches on one spot, as fast as a nervous finger."""
        button = self.page.get_by_role("button", name=name)
        button.click(trial=True)
        box = button.bounding_box()
        assert box is not None
        x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
        for pause in (120, 0):
            self.page.mouse.click(x, y)
            self.page.wait_for_timeout(pause)

    def sees(self, text: str) -> None:
        expect(self.page.locator("body")).to_contain_text(text)

    def screen(self) -> str | None:
        return self.page.locator(".page").get_attribute("data-screen")

    def is_at(self, screen: str) -> None:
        expect(self.page.locator(".page")).to_have_attribute("data-screen", screen)


def moment() -> dict[str, object]:
    at = datetime(2026, 11, 23, 2, 14, 30, tzinfo=UTC)
    return {"server_time": at.isoformat(timespec="milliseconds").replace("+00:00", "Z"), "clock_rate": 1}


def _followed() -> dict[str, object]:
    service = CATALOGUE["groups"][2]["services"][1]
    return {
        **{"id": "01JD9Z6Q4V8T3R5M7N2K1P0ABC", "label": "C014", "state": "waiting", "language": "vi", "priority": None},
        **{"service": {"names": service["names"], "bring": service["bring"]}, "counter": None, "ahead": 7},
        **{"expected": {"low_minutes": 20, "high_minutes": 45}, "hall": CATALOGUE["hall"]},
        **{"centre": CATALOGUE["centre"], "issued_at": moment()["server_time"], "called_at": None, "cancellable": True},
    }


def _problem(status: int, code: str, detail: str, **facts: str) -> Response:
    body = {"type": "about:blank", "title": code, "status": status, "code": code, "detail": detail, "request_id": "r1"}
    response = make_response(jsonify(body | facts), status)
    response.mimetype = "application/problem+json"
    return response


def _strict(response: Response) -> Response:
    response.headers["Content-Security-Policy"] = POLICY
    return response


@pytest.fixture
def centre() -> Iterator[Centre]:
    made = Centre()
    yield made
    made.close()


@pytest.fixture
def open_page(browser, centre):
    """Open a path at a size. The page's console must stay free of errors; `stopped` gives it a clock that we wind."""
    faults: list[str] = []
    with contextlib.ExitStack() as stack:

        def opened(path="/", *, width=1080, height=1920, stopped=False, **facts) -> Page:
            context = stack.enter_context(
                browser.new_context(viewport={"width": width, "height": height}, reduced_motion="reduce", **facts)
            )
            page = context.new_page()
            page.set_default_timeout(10_000)
            page.on("pageerror", lambda fault: faults.append(str(fault)))
            page.on("console", lambda line: faults.append(line.text) if "Security Policy" in line.text else None)
            if stopped:
                page.clock.install()
            page.goto(centre.url + path)
            return page

        yield opened
    assert faults == []


@pytest.fixture
def citizen(open_page) -> Citizen:
    """Somebody in front of a tall kiosk."""
    return Citizen(open_page())


@pytest.fixture
def screens():
    """Walk a kiosk page through all that a citizen can meet: yields the name of each screen while it is shown."""

    def walk(page: Page, centre: Centre, language: str) -> Iterator[str]:
        citizen = Citizen(page)
        citizen.is_at("welcome")
        yield "welcome"
        citizen.speaks(language)
        citizen.is_at("groups")
        yield "groups"
        page.locator(".precedence").first.click()
        citizen.is_at("appointment")
        for key in "02220412328":
            page.locator(".key", has_text=key).click()
        expect(page.locator(".entry-text")).to_have_text("022 204 123 28")
        page.locator(".entry .button").click()
        expect(page.locator(".entry-complaint")).not_to_be_empty()
        yield "appointment"
        page.locator(".tools .tool").first.click()
        citizen.is_at("groups")
        labour = page.locator(".choice", has_text=LABOUR)
        while not labour.is_visible():
            page.locator(".pager .tool").last.click()
        labour.click()
        citizen.is_at("services")
        page.locator(".choice").nth(1).click()
        citizen.is_at("dossier")
        page.locator(".entry .moment-ways .button").last.click()
        expect(page.locator(".entry-complaint")).not_to_be_empty()
        yield "dossier"
        page.locator(".entry .moment-ways .button").first.click()
        yield "dossier with letters"
        page.locator(".tools .tool").first.click()
        citizen.is_at("groups")
        page.locator(".several").click()
        page.locator(".choice").nth(2).click()
        page.locator(".choice").nth(1).click()
        citizen.is_at("visit")
        yield "visit"
        page.locator(".pick .tool").click()
        citizen.is_at("groups")
        page.locator(".several").click()
        page.locator(".choice").nth(2).click()
        citizen.is_at("services")
        yield "services"
        page.locator(".precedence").click()
        citizen.is_at("priority")
        yield "priority"
        page.locator(".choice").nth(1).click()
        citizen.is_at("services")
        yield "services with priority"
        centre.refusal = (409, "service.closed", "Dịch vụ này vừa đóng.")
        page.locator(".choice").nth(1).click()
        citizen.is_at("refused")
        yield "refused"
        centre.refusal = None
        centre.print = {"state": "queued", "outcome": "paper_out"}
        page.locator("main .button").last.click()
        page.locator(".choice").nth(1).click()
        expect(page.locator("[data-paper=paper_out]")).to_be_visible()
        yield "out of paper"
        centre.print = {"state": "printed", "outcome": None}
        expect(page.locator("[data-paper=printed]")).to_be_visible()
        yield "printed"

    return walk
