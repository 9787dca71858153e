"""A hall to hang a board in: a small real server with the board's API, live push and voices, and a real browser."""

import contextlib
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from at_port import AtPort
from flask import Flask, Response, abort, render_template, request, send_file
from flask_socketio import SocketIO, emit
from playwright.sync_api import Page

from display.voices import build, find

ROOT = Path(__file__).parents[2]
PLACE = {"vi": "Trung tâm Phục vụ hành chính công tỉnh Quảng Ninh", "en": "Quang Ninh Centre", "zh": "广宁省中心"}
HALL = {"vi": "Sảnh A – Tầng 1", "en": "Hall A – Ground floor", "zh": "A厅"}
TOUCH_FIRST = """
let touched = false;
addEventListener("pointerdown", () => { touched = true; }, true);
window.AudioContext = class extends AudioContext {
  constructor() { super(); this.suspend(); }
  get state() { return touched ? super.state : "suspended"; }
  resume() { return touched ? super.resume() : new Promise(() => {}); }
};
"""
"""A browser's autoplay rule, told in script: the driver's own evaluations count as touches to the real one."""

ASSETS = {
    "display": ROOT / "display/assets/display",
    "strings": ROOT / "display/strings",
    "shared": ROOT / "kiosk/assets/shared",
    "vendor": ROOT / "kiosk/assets/vendor",
}


class Hall:
    """The server's side of a board, with a real one's tricks: it forgets the board, falls silent, loses a clip."""

    def __init__(self, voices: Path) -> None:
        self.voices = voices
        self.seq = 1
        self.calls: list[dict[str, object]] = []
        self.waiting: list[str] = []
        self.known = True
        self.version = "1"
        self.cached: str | None = None
        self.enrolments: dict[str, str] = {}
        self.silent = False
        self.silent_api = False
        self.lost_clips: set[str] = set()
        self.socket = SocketIO(async_mode="threading")
        self.sids: set[str] = set()
        self._joined = threading.Condition()
        self._server = AtPort(self._app())
        self.url = self._server.url

    def close(self) -> None:
        self.fall_silent()
        self._server.close()

    def calls_ticket(self, label: str, counter: int, *, waiting: tuple[str, ...] = (), recalls: int = 0) -> None:
        """A clerk calls: every board gets the new state."""
        self.calls = [each for each in self.calls if each["label"] != label]
        fact = {"label": label, "counter": counter, "called_at": stamp(), "state": "called", "recalls": recalls}
        self.calls.insert(0, fact)
        self.waiting = list(waiting)
        self.publish()

    def begins_service(self, label: str) -> None:
        self.calls = [{**each, "state": "serving"} if each["label"] == label else each for each in self.calls]
        self.publish()

    def publish(self, *, seq: int | None = None) -> None:
        self.seq += 1
        self.socket.emit("board", self.view() | ({} if seq is None else {"seq": seq}))

    def speaks(self, seq: int, label: str, counter: int, *, clips: tuple[str | int, ...], seconds: float = 60) -> None:
        """Every board gets an announcement that is good for so many seconds."""
        facts = {"seq": seq, "label": label, "counter": counter, "language": "vi", "called_at": stamp()}
        self.socket.emit("announcement", facts | {"expires_at": stamp(seconds), "clips": clips, "text": {}})

    def fall_silent(self) -> None:
        """Answer nothing but 503 and cut the live connections, as a dying server does."""
        self.silent = True
        self.cuts_every_connection()

    def cuts_every_connection(self) -> None:
        for sid in list(self.sids):
            self.socket.server.disconnect(sid)

    def says_version(self, version: str) -> None:
        """Claim another version of the pages while a cache on the way keeps giving the old ones."""
        self.version, self.cached = version, self.version
        self.publish()

    def approve(self) -> None:
        """A manager enters the newest code."""
        self.enrolments[list(self.enrolments)[-1]] = "approved"

    def wait_for_boards(self, count: int) -> None:
        """Return when so many boards listen."""
        with self._joined:
            assert self._joined.wait_for(lambda: len(self.sids) >= count, timeout=10)

    def view(self) -> dict[str, object]:
        return {
            **{"seq": self.seq, "server_time": stamp(), "clock_rate": 1},
            **{"centre": {"code": "qn", "names": PLACE}, "hall": {"code": "a", "names": HALL}},
            **{"calls": self.calls[:7], "next": self.waiting[:6], "waiting": len(self.waiting)},
            "assets": self.version,
        }

    def _app(self) -> Flask:
        app = Flask("hall", template_folder=str(ROOT / "display/templates"))
        app.before_request(self._refuse_when_silent)
        app.after_request(_strict)
        app.add_url_rule("/board", "page", self._page)
        app.add_url_rule("/assets/<version>/<root>/<path:name>", "asset", _asset)
        app.add_url_rule("/voices/<path:name>", "voice", self._voice)
        app.add_url_rule("/api/v1/board", "board", lambda: self.view() if self.known else abort(401))
        app.add_url_rule("/api/v1/enrolments", "enrol", self._enrol, methods=["POST"])
        app.add_url_rule("/api/v1/enrolments/poll", "poll", self._poll, methods=["POST"])
        self.socket.on_event("connect", self._connected)
        self.socket.on_event("disconnect", lambda *_: self.sids.discard(request.sid))
        self.socket.init_app(app)
        return app

    def _page(self) -> str:
        return render_template("board.html", assets=f"/assets/{self.cached or self.version}", lang="vi")

    def _refuse_when_silent(self) -> None:
        if self.silent or (self.silent_api and request.path.startswith("/api")):
            abort(503)

    def _connected(self, *_: object) -> bool | None:
        if self.silent or not self.known:
            return False
        emit("board", self.view())
        with self._joined:
            self.sids.add(request.sid)
            self._joined.notify_all()
        return None

    def _voice(self, name: str) -> Response:
        path = None if name in self.lost_clips else find(name.removesuffix(".wav"), custom=None, built=self.voices)
        return abort(404) if path is None else send_file(path)

    def _enrol(self) -> tuple[dict[str, object], int]:
        assert request.get_json() == {"kind": "board", "name": None}
        secret = f"secret-{len(self.enrolments)}"
        self.enrolments[secret] = "pending"
        code = f"BCDF-GHJ{'KLMN'[len(self.enrolments) - 1]}"
        return {"code": code, "secret": secret, "expires_at": stamp(600), "interval_seconds": 1}, 201

    def _poll(self) -> dict[str, str]:
        state = self.enrolments.get(request.get_json()["secret"]) or abort(404)
        self.known = self.known or state == "approved"
        return {"state": state}


def stamp(seconds: float = 0) -> str:
    at = datetime.now(UTC) + timedelta(seconds=seconds)
    return at.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _asset(version: str, root: str, name: str) -> Response:
    return send_file(ASSETS[root] / name)


def _strict(response: Response) -> Response:
    response.headers["Content-Security-Policy"] = "default-src 'self'"
    return response


@pytest.fixture(scope="session")
def bank_folder(tmp_path_factory) -> Path:
    """A complete clip bank."""
    folder: Path = tmp_path_factory.mktemp("voices")
    build(folder, lambda done, total: None)
    return folder


@pytest.fixture
def hall(bank_folder) -> Iterator[Hall]:
    made = Hall(bank_folder)
    yield made
    made.close()


@pytest.fixture
def open_board(browser, hall):
    """Open the board's page at a size; `touch_first` gives it a browser that wants a touch before it makes sounds."""
    with contextlib.ExitStack() as stack:

        def opened(
            *, width=1920, height=1080, touch_first=False, fragment="", script="", motion="no-preference"
        ) -> Page:
            context = stack.enter_context(
                browser.new_context(viewport={"width": width, "height": height}, reduced_motion=motion)
            )
            page = context.new_page()
            page.add_init_script(script + (TOUCH_FIRST if touch_first else ""))
            page.goto(f"{hall.url}/board{fragment}")
            return page

        yield opened
