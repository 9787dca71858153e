"""The server's half of card sales at a real port, for boxes that are processes of their own."""

from contextlib import suppress
from threading import Lock

import httpx
from at_port import AtPort
from flask import Flask, Response, request
from till_office import TillOffice


class OfficeAtPort(TillOffice):
    """`calls` counts the requests by path; `enrolments` of a terminal are approved at once."""

    def __init__(self):
        super().__init__()
        self.beats, self._one = [], Lock()
        app = Flask("office")
        app.add_url_rule("/api/v1/<path:path>", "any", self._any, methods=["GET", "POST"])
        self._server = AtPort(app)
        self.url = self._server.url

    def close(self):
        self._server.close()

    def _any(self, path):
        if path == "enrolments":
            return {"code": "BCDF-GHJK", "secret": "s", "expires_at": "", "interval_seconds": 0.1}, 201
        if path == "enrolments/poll":
            return {"state": "approved", "device": {"name": "POS 1"}, "token": "token"}
        if path == "device/heartbeat":
            self.beats.append(request.get_json()["parts"])
            return {"jobs_waiting": 0, "settings_name": "None"}
        asked = httpx.Request(
            request.method, request.url, content=request.get_data(),
            headers={"Idempotency-Key": request.headers.get("Idempotency-Key", "")},
        )  # fmt: skip
        with self._one, suppress(httpx.ConnectError):
            answer = self.handle_request(asked)
            return Response(answer.content, status=answer.status_code, content_type="application/json")
        return Response("<html>Bad gateway</html>", status=503)
