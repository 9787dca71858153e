"""The kiosk page and all it loads, on the loopback address."""

import hashlib
import mimetypes
import re
from collections.abc import Mapping
from pathlib import Path

from flask import Blueprint, Flask, Response, abort, jsonify, render_template, request, send_file

from kiosk.agent.desk import Desk
from kiosk.agent.guard import guard
from kiosk.agent.presence import Presence
from kiosk.agent.problems import handle_errors
from kiosk.agent.proxy import way_through
from kiosk.agent.server import Server
from kiosk.scanning.router import Kind, Reading, read_scan
from kiosk.texts import FOLDER as STRINGS
from kiosk.texts import LANGUAGES

PACKAGE = Path(__file__).parent.parent
ROOTS: Mapping[str, Path] = {name: PACKAGE / "assets" / name for name in ("shared", "vendor", "kiosk")}
FOREVER = "public, max-age=31536000, immutable"
LARGEST_BODY = 16_384
PAYMENT = re.compile(r"[A-Za-z0-9_-]{1,64}")
HELD_SECONDS = 5.0
"""How long the page's question for a scan or a card stays open: less than a page waits for any answer."""

mimetypes.add_type("text/javascript", ".js")
mimetypes.add_type("font/woff2", ".woff2")


def kiosk_pages(server: Server, desk: Desk, presence: Presence, *, host: str, port: int) -> Flask:
    """Compose the agent's web application."""
    app = Flask("kiosk", template_folder=str(PACKAGE / "templates"), static_folder=None)
    app.config["MAX_CONTENT_LENGTH"] = LARGEST_BODY
    app.url_map.merge_slashes = False
    guard(app, host=host, port=port)
    handle_errors(app)
    app.register_blueprint(_pages(assets_version(), presence))
    app.register_blueprint(way_through(server, desk, presence))
    return app


def assets_version() -> str:
    """Return a name for the present contents of all assets and texts; it changes when any of them does."""
    digest = hashlib.sha256()
    for root in (*ROOTS.values(), STRINGS):
        for file in sorted(path for path in root.rglob("*") if path.is_file()):
            digest.update(str(file.relative_to(root)).encode() + file.read_bytes())
    return digest.hexdigest()[:12]


def _pages(version: str, presence: Presence) -> Blueprint:
    pages = Blueprint("pages", __name__)

    @pages.get("/")
    def page() -> str:
        return render_template("kiosk.html", assets=f"/assets/{version}", lang="vi")

    @pages.get("/agent/state")
    def state() -> Response:
        return jsonify({**presence.state(), "assets": version})

    @pages.get("/agent/scans")
    def next_scan() -> Response:
        """What the box's scanner has read since; "none" when nothing was for a while."""
        return _read(presence.next_scan(seconds=HELD_SECONDS))

    @pages.post("/agent/scans")
    def scanned_by_keyboard() -> Response:
        """Tell what a scanner typed into the page: a JSON object with its `text`, of which nothing is kept."""
        given = request.get_json(silent=True)
        text = given.get("text") if isinstance(given, dict) else None
        return _read(read_scan(text) if isinstance(text, str) else Reading(Kind.UNKNOWN))

    @pages.get("/agent/card/<payment>")
    def card_stage(payment: str) -> Response:
        """How far a payment by card is: held open until that is not `seen` any more."""
        seen = request.args.get("seen", default=0, type=int)
        stage = presence.card_stage(_payment(payment), seen=seen, seconds=HELD_SECONDS)
        if stage is None:
            abort(404)
        return jsonify(stage)

    @pages.post("/agent/card/<payment>/abort")
    def give_up_card(payment: str) -> Response:
        """Ask the terminal to give up; what really becomes of the payment is told by its stage."""
        presence.give_up_card(_payment(payment))
        return Response(status=204)

    @pages.get("/favicon.ico")
    def no_icon() -> Response:
        return Response(status=204)

    @pages.get("/assets/<asked>/strings/<language>.json")
    def strings(asked: str, language: str) -> Response:
        if language not in LANGUAGES:
            abort(404)
        return _cached(send_file(STRINGS / f"{language}.json"), current=asked == version)

    @pages.get("/assets/<asked>/<root>/<path:name>")
    def asset(asked: str, root: str, name: str) -> Response:
        return _cached(send_file(_file(root, name)), current=asked == version)

    return pages


def _payment(name: str) -> str:
    if not PAYMENT.fullmatch(name):
        abort(404)
    return name


def _read(reading: Reading | None) -> Response:
    kind = "none" if reading is None else reading.kind.value
    return jsonify({"kind": kind, "value": None if reading is None else reading.value})


def _file(root: str, name: str) -> Path:
    folder = ROOTS.get(root)
    if folder is None or "\0" in name:
        abort(404)
    file = (folder / name).resolve()
    if not file.is_relative_to(folder.resolve()) or not file.is_file():
        abort(404)
    return file


def _cached(response: Response, *, current: bool) -> Response:
    response.headers["Cache-Control"] = FOREVER if current else "no-cache"
    return response
