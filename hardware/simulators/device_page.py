"""A simulated device's own page on the loopback address: what is to be seen, a switch for every fault, deeds by hand.

GET / and /state (JSON); POST /faults {"name": true}, POST /deed/NAME {…}. The page's own forms post the same paths.
"""

import html
import json
from collections.abc import Callable, Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from types import MappingProxyType
from typing import Protocol
from urllib.parse import parse_qsl

LARGEST_REQUEST = 4_096
REFRESH = '<meta http-equiv="refresh" content="2">'
HEAD = """<!doctype html><html lang="en"><meta charset="utf-8">{refresh}<title>{title}</title><style>
body{{font:16px sans-serif;background:#dfe3e8;margin:24px}} form{{display:inline}}
button,input{{font:inherit;padding:8px 14px;margin:4px;border:1px solid #445;border-radius:6px;background:#fff}}
button[aria-pressed=true]{{background:#a11;color:#fff}} section{{display:flex;flex-wrap:wrap;gap:16px;margin-top:24px}}
figure{{margin:0;padding:12px;background:#fff;border-radius:8px}}
.led{{background:#111;color:#f33;font:bold 48px monospace;padding:12px 24px;border-radius:8px;min-width:4ch}}
.dark{{color:#333}}</style><h1>{title}</h1>"""


class OnAPage(Protocol):
    """What a page can show: see `serial_device.SerialDevice`, whose methods these are."""

    title: str
    changes_by_itself: bool

    @property
    def faults(self) -> object:
        """The switches, as a dataclass."""

    def change(self, changes: Mapping[str, object]) -> None:
        """Set faults. Raises ValueError."""

    def state(self) -> dict[str, object]:
        """Return what scripts see, the faults among it."""

    def deed(self, name: str, given: Mapping[str, object]) -> None:
        """Do what a person at it does. Raises ValueError."""

    def page(self) -> str:
        """Return its own part of the page, as HTML."""


Asked = Callable[[str], tuple[int, Mapping[str, str], str] | None]
"""Answer another address: status, headers and JSON, or None where there is nothing."""


def serve_device_page(device: OnAPage, port: int, *, asked: Asked = lambda _path: None) -> ThreadingHTTPServer:
    """Serve the page, and what `asked` answers beside it, until the process ends."""
    server = ThreadingHTTPServer(("127.0.0.1", port), _handler(device, asked))
    Thread(target=server.serve_forever, name="simulator-page", daemon=True).start()
    return server


def button(deed: str, label: str, **fields: str) -> str:
    """Return a button that does a deed."""
    hidden = "".join(
        f'<input type="hidden" name="{name}" value="{html.escape(value)}">' for name, value in fields.items()
    )
    return f'<form method="post" action="/deed/{deed}">{hidden}<button>{html.escape(label)}</button></form>'


def _handler(device: OnAPage, asked: Asked) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            if self.path == "/":
                self._send(200, "text/html; charset=utf-8", _page(device))
            elif self.path == "/state":
                self._state()
            else:
                status, headers, text = asked(self.path) or (404, {}, "{}")
                self._send(status, "application/json", text, headers)

        def do_POST(self) -> None:
            body = self.rfile.read(min(int(self.headers.get("Content-Length") or 0), LARGEST_REQUEST))
            form = self.headers.get("Content-Type", "").startswith("application/x-www-form-urlencoded")
            try:
                given = _read(body.decode(), form=form and not body.lstrip().startswith(b"{"))
                _do(device, self.path, given)
            except (ValueError, TypeError) as error:
                self._send(422, "text/plain", f"unknown or wrong: {error}")
                return
            if self.headers.get("Accept", "").startswith("text/html"):
                self.send_response(303)
                self.send_header("Location", "/")
                self.end_headers()
            else:
                self._state()

        def log_message(self, *_arguments: object) -> None:
            return

        def _state(self) -> None:
            self._send(200, "application/json", json.dumps(device.state(), ensure_ascii=False))

        def _send(self, status: int, kind: str, text: str, headers: Mapping[str, str] = MappingProxyType({})) -> None:
            body = text.encode()
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

    return Handler


def _read(body: str, *, form: bool) -> dict[str, object]:
    given: object = dict(parse_qsl(body)) if form else json.loads(body or "{}")
    if not isinstance(given, dict):
        raise ValueError("not an object")
    return {str(name): value for name, value in given.items()}


def _do(device: OnAPage, path: str, given: dict[str, object]) -> None:
    if path == "/faults":
        device.change(given)
    elif path == "/switch":
        name = str(given.get("fault"))
        device.change({name: not getattr(device.faults, name, None)})
    elif path.startswith("/deed/"):
        device.deed(path.removeprefix("/deed/"), given)
    else:
        raise ValueError(path)


def _page(device: OnAPage) -> str:
    state = device.state()
    faults = state["faults"]
    assert isinstance(faults, dict)
    switches = "".join(
        f'<form method="post" action="/switch"><button name="fault" value="{name}" '
        f'aria-pressed="{str(value).lower()}">{html.escape(name)}</button></form>'
        for name, value in faults.items()
        if isinstance(value, bool)
    )
    refresh = REFRESH if device.changes_by_itself else ""
    head = HEAD.format(title=html.escape(device.title), refresh=refresh)
    return f"{head}{device.page()}<div>{switches}</div></html>"
