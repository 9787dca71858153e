"""Applications of the tests, served at free ports of this machine."""

from collections.abc import Iterable
from contextlib import suppress
from threading import Thread
from typing import Any

from werkzeug.serving import WSGIRequestHandler, make_server


class _Quiet(WSGIRequestHandler):
    def log(self, *_: object) -> None:
        """Say nothing about an answer."""


class AtPort:
    """A WSGI application served by threads; `url` is where. Bodies are answered whole: nothing is streamed."""

    def __init__(self, app: Any) -> None:
        self._server = make_server("127.0.0.1", 0, _whole(app), threaded=True, request_handler=_Quiet)
        self._thread = Thread(target=self._server.serve_forever, args=(0.02,), daemon=True)
        self._thread.start()
        self.url = f"http://127.0.0.1:{self._server.port}"

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


def _whole(app: Any) -> Any:
    """Read and close a body before it is sent: werkzeug's server leaves it open where the client resets."""

    def answer(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        body = app(environ, start_response)
        try:
            return [b"".join(body)]
        finally:
            with suppress(AttributeError):
                body.close()

    return answer
