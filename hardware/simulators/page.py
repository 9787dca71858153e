"""The simulated printer's own page: the paper as it comes out, and a switch for every fault."""

import html
import json
from dataclasses import asdict
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

from hardware.simulators.printer import SimulatedPrinter

SHOWN = 12
LARGEST_REQUEST = 4_096
HEAD = """<!doctype html><html lang="en"><meta charset="utf-8"><meta http-equiv="refresh" content="3">
<title>Simulated printer</title><style>
body{font:16px sans-serif;background:#dfe3e8;margin:24px} form{display:inline}
button{font:inherit;padding:8px 14px;margin:4px;border:1px solid #445;border-radius:6px;background:#fff}
button[aria-pressed=true]{background:#a11;color:#fff} .paper{display:flex;flex-wrap:wrap;gap:24px;margin-top:24px}
figure{margin:0} img{background:#fff;width:288px;box-shadow:0 2px 8px #0005}</style>
<h1>Simulated printer</h1>"""


def serve_page(printer: SimulatedPrinter, port: int) -> ThreadingHTTPServer:
    """Serve GET /, /slips/<name>, /state and POST /faults (JSON) or /switch (form) on the loopback address."""
    server = ThreadingHTTPServer(("127.0.0.1", port), _handler(printer))
    Thread(target=server.serve_forever, name="simulator-page", daemon=True).start()
    return server


def _handler(printer: SimulatedPrinter) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            if self.path == "/":
                self._send(200, "text/html; charset=utf-8", _page(printer).encode())
            elif self.path == "/state":
                self._send(200, "application/json", json.dumps(_state(printer)).encode())
            elif self.path.startswith("/slips/"):
                self._picture(printer.slips / Path(self.path).name)
            else:
                self._send(404, "text/plain", b"not found")

        def do_POST(self) -> None:
            body = self.rfile.read(min(int(self.headers.get("Content-Length") or 0), LARGEST_REQUEST))
            try:
                if self.path == "/switch":
                    name = body.decode().partition("=")[2]
                    printer.change({name: not getattr(printer.faults, name, None)})
                    self.send_response(303)
                    self.send_header("Location", "/")
                    self.end_headers()
                    return
                printer.change(dict(json.loads(body)))
            except (ValueError, TypeError) as error:
                self._send(422, "text/plain", f"unknown fault or wrong value: {error}".encode())
                return
            self._send(200, "application/json", json.dumps(_state(printer)).encode())

        def log_message(self, *_arguments: object) -> None:
            return

        def _picture(self, path: Path) -> None:
            if path.suffix == ".png" and path.is_file():
                self._send(200, "image/png", path.read_bytes())
            else:
                self._send(404, "text/plain", b"not found")

        def _send(self, status: int, kind: str, body: bytes) -> None:
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

    return Handler


def _state(printer: SimulatedPrinter) -> dict[str, object]:
    return {"faults": asdict(printer.faults), "printed": printer.printed, "said": printer.said}


def _page(printer: SimulatedPrinter) -> str:
    switches = "".join(
        f'<form method="post" action="/switch"><button name="fault" value="{name}" '
        f'aria-pressed="{str(value).lower()}">{html.escape(name)}</button></form>'
        for name, value in asdict(printer.faults).items()
        if isinstance(value, bool)
    )
    newest = sorted(printer.slips.glob("slip-*.png"), reverse=True)[:SHOWN]
    slips = "".join(
        f'<figure><img src="/slips/{slip.name}" alt="{slip.name}"><figcaption>{slip.name}</figcaption></figure>'
        for slip in newest
    )
    return f'{HEAD}<div>{switches}</div><div class="paper">{slips}</div></html>'
