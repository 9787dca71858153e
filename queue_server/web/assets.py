"""Pages, and one versioned mount for everything they load."""

import hashlib
import json
import mimetypes
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

from flask import Blueprint, Response, abort, send_file
from jinja2 import ChoiceLoader, Environment, FileSystemLoader, select_autoescape

import display
import kiosk
from queue_server.domain.centre import LANGUAGES
from queue_server.web.problems import language
from queue_server.web.strings import catalogue, public_catalogue

_KIOSK = Path(kiosk.__file__).parent
_DISPLAY = Path(display.__file__).parent
_WEB = Path(__file__).parent

ROOTS: Mapping[str, Path] = {
    "shared": _KIOSK / "assets" / "shared",
    "vendor": _KIOSK / "assets" / "vendor",
    "kiosk": _KIOSK / "assets" / "kiosk",
    "display": _DISPLAY / "assets" / "display",
    "web": _WEB / "assets" / "web",
}
"""First part of the path under /assets/<version>/ and the folder behind it."""

PAGES: Mapping[str, str] = {
    "/board": "board.html",
    "/sign/<counter>": "sign.html",
    "/t/<ticket>": "phone.html",
    "/book": "book.html",
}
"""Pages of their own, and their templates."""

MANAGER_STYLE = "web/manager/styles/manager"
STAFF_STYLES: Mapping[str, tuple[str, ...]] = {
    "sign_in": ("web/sign_in/sign_in",),
    "console": ("web/console/styles/console", "web/console/styles/money"),
    "manager": ("vendor/uplot", MANAGER_STYLE),
    "admin": ("web/admin/styles/admin", "web/admin/styles/entries"),
    "province": (MANAGER_STYLE, "web/province/province"),
    "dossiers": ("web/dossiers/styles/dossiers",),
    "money": ("web/money/styles/money",),
    "appointments": ("web/appointments/styles/appointments",),
}
"""Pages of the staff, which all have one template: the folder of a page's scripts, and its styles after the common."""
FOREVER = 31_536_000

mimetypes.add_type("text/javascript", ".js")
mimetypes.add_type("text/javascript", ".mjs")
mimetypes.add_type("font/woff2", ".woff2")

_templates = Environment(
    loader=ChoiceLoader([FileSystemLoader(folder / "templates") for folder in (_WEB, _DISPLAY, _KIOSK)]),
    autoescape=select_autoescape(),
)


def assets_version() -> str:
    """Return a name for the present contents of all assets and texts; it changes when any of them does."""
    digest = hashlib.sha256()
    for root in ROOTS.values():
        for file in sorted(path for path in root.rglob("*") if path.is_file()):
            digest.update(str(file.relative_to(root)).encode() + file.read_bytes())
    for code in LANGUAGES:
        digest.update(json.dumps(catalogue(code), sort_keys=True).encode())
    return digest.hexdigest()[:12]


def pages_blueprint(version: str) -> Blueprint:
    """Return the pages and their assets under that version's name."""
    pages = Blueprint("pages", __name__)

    def page(template: str, facts: Mapping[str, object], **_path: str) -> Response:
        html = _templates.get_template(template).render(assets=f"/assets/{version}", lang=language(), **facts)
        return Response(html, content_type="text/html; charset=utf-8", headers={"Cache-Control": "no-cache"})

    for path, template in PAGES.items():
        pages.add_url_rule(path, f"page {path}", partial(page, template, {}))
    for name, styles in STAFF_STYLES.items():
        path = f"/{name.replace('_', '-')}"
        pages.add_url_rule(path, f"page {path}", partial(page, "staff.html", {"name": name, "styles": styles}))
    one_dossier = {"name": "dossiers", "styles": STAFF_STYLES["dossiers"]}
    pages.add_url_rule("/dossiers/<code>", "page /dossiers/<code>", partial(page, "staff.html", one_dossier))

    @pages.get("/")
    def home() -> Response:
        return Response(status=302, headers={"Location": "/sign-in"})

    @pages.get("/favicon.ico")
    def no_icon() -> Response:
        return Response(status=204)

    @pages.get("/assets/<asked>/strings/<code>.json")
    def strings(asked: str, code: str) -> Response:
        return _cached(_texts(catalogue, code), current=asked == version)

    @pages.get("/assets/<asked>/strings/public/<code>.json")
    def public_strings(asked: str, code: str) -> Response:
        return _cached(_texts(public_catalogue, code), current=asked == version)

    @pages.get("/assets/<asked>/<root>/<path:name>")
    def asset(asked: str, root: str, name: str) -> Response:
        return _cached(send_file(_file(root, name)), current=asked == version)

    return pages


def _texts(texts_in: Callable[[str], Mapping[str, str]], code: str) -> Response:
    if code not in LANGUAGES:
        abort(404)
    return Response(json.dumps(texts_in(code), ensure_ascii=False), content_type="application/json")


def _file(root: str, name: str) -> Path:
    folder = ROOTS.get(root)
    if folder is None:
        abort(404)
    file = (folder / name).resolve()
    if not file.is_relative_to(folder.resolve()) or not file.is_file():
        abort(404)
    return file


def _cached(response: Response, *, current: bool) -> Response:
    if current:
        response.headers["Cache-Control"] = f"public, max-age={FOREVER}, immutable"
    else:
        response.headers["Cache-Control"] = "no-cache"
    return response
