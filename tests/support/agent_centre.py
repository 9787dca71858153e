"""A server with one kiosk and a bad network, for agents."""

import json
import socket
from collections import Counter
from collections.abc import Callable, Collection
from contextlib import suppress
from threading import Event, Lock
from typing import Any

from at_port import AtPort
from flask import Flask, Response, request

SECRET = "a-secret-approved-beforehand-0001"


def named(text: str) -> dict[str, str]:
    return {"vi": text, "en": text, "zh": text}


def catalogue() -> dict[str, Any]:
    """What a centre with two services offers on the morning of 23 November 2026; one of them gives out results."""
    service = {
        **{"code": "birth", "names": named("Khai sinh"), "short_names": named("Khai sinh"), "bring": named("")},
        **{"asks_dossier": False, "open": True, "closed_reason": None, "opens_at": None},
        **{"windows": [["2026-11-23T00:15:00.000Z", "2026-11-23T10:00:00.000Z"]]},
    }
    results = service | {"code": "results", "asks_dossier": True}
    hall = {"code": "main", "names": named("Sảnh")}
    group = {"code": "civil", "names": named("Hộ tịch"), "letter": "A", "position": 0, "hall": hall, "waiting": 0}
    return {
        **{"centre": {"code": "qn", "names": named("Trung tâm")}, "hall": hall, "languages": ["vi", "en", "zh"]},
        **{"groups": [group | {"services": [service, results]}], "priority_classes": [], "appointments": True},
        **{"version": 1, "ticket_url": "http://motcua.test/t/"},
        **{"server_time": "2026-11-23T01:15:00.000Z", "clock_rate": 1},
    }


def lease(first: int, size: int, *, used: Collection[str] = ()) -> dict[str, Any]:
    """A block of that day."""
    known = [number for number in range(first, first + size) if f"A{number}" in used]
    return {
        **{"id": 1, "line": "civil", "letter": "A", "digits": 3, "first": first, "last": first + size - 1},
        **{"day": "2026-11-23", "until": "2026-11-23T17:00:00.000Z", "used": known},
    }


class Centre:
    """A server with one kiosk and a bad network. Deeds are done once a key, as the real server does them.

    `lose[name]` answers of that name are lost after the deed was done; `hold[name]` keeps them back until it is set;
    `absent` answers 503 to everything. `told` is what was reported, deed by deed. The kiosk holds `reserve`
    numbers from A801 on; `taken_in` are those that it told of, for the requests in `attempts`; `refuses` names labels
    with the code for which they are not taken in. `own_told` has the outcomes of their slips, by label. `printer` is
    what was chosen for its printer, `logo` the centre's.
    """

    def __init__(self) -> None:
        self.approved, self.known, self.absent = True, True, False
        self.secret, self.token = SECRET, "token-of-the-kiosk-0123456789"
        self.lose: Counter[str] = Counter()
        self.hold: dict[str, Event] = {}
        self.asked: Counter[str] = Counter()
        self.jobs: dict[str, dict[str, Any]] = {}
        self.told: list[tuple[str, str]] = []
        self.parts: list[Any] = []
        self.printer: dict[str, Any] | None = None
        self.logo: str | None = None
        self.reserve = 0
        self.taken_in: list[str] = []
        self.attempts: list[str] = []
        self.refuses: dict[str, str] = {}
        self.own: dict[str, str] = {}
        self.own_told: dict[str, str] = {}
        self.holders: dict[str, int] = {}
        self.app = self._app()
        self._answers: dict[str, tuple[int, Any]] = {}
        self._lock = Lock()
        self._server = AtPort(self.app)
        self.url = self._server.url

    def close(self) -> None:
        for event in self.hold.values():
            event.set()
        self._server.close()

    def state_of(self, label: str) -> str:
        return next(str(job["state"]) for job in self.jobs.values() if job["slip"]["label"] == label)

    def issue(self, label: str, *, copy: int = 0) -> None:
        """Order a slip that nobody asked for at the kiosk: a reprint by staff."""
        key = f"{label:0>26}"
        slip = {
            **{"id": key, "label": label, "letter": label[0], "number": int(label[1:]), "state": "waiting"},
            **{"language": "vi", "priority": None, "issued_at": "2026-11-23T01:15:00.000Z", "ahead": 3},
            **{"service": {"code": "birth", "names": named("Khai sinh"), "short_names": named("Khai sinh")}},
            **{
                "expected": None,
                "hall": {"code": "main", "names": named("Sảnh")},
                "url": f"http://motcua.test/t/{key}",
            },
            **{"centre": {"code": "qn", "names": named("Trung tâm")}},
        }
        slip["service"]["bring"] = named("")
        job = {"id": f"{key}-{copy}", "state": "queued", "copy": copy, "attempt": 0, "slip": slip, "outcome": None}
        self.jobs[job["id"]] = job

    def order(self, kind: str, paper: dict[str, Any], *, copy: int = 0) -> None:
        """Order a paper of a payment."""
        name = f"{paper['label']}-{kind}{copy}"
        self.jobs[name] = {
            **{"id": name, "kind": kind, "state": "queued", "copy": copy, "attempt": 0},
            **{"slip": paper, "outcome": None},
        }

    def _app(self) -> Flask:
        app = Flask("centre")
        app.before_request(self._arrived)
        for path, name, deed in (
            ("/enrolments", "enrol", self._enrol),
            ("/enrolments/poll", "poll", self._poll),
            ("/device/heartbeat", "beat", self._beat),
            ("/device/jobs/claim", "claim", self._claim),
            ("/device/jobs/<job>/report", "report", self._report),
            ("/tickets", "issue", self._ticket),
            ("/kiosk/leases", "lease", self._lease),
            ("/kiosk/leases/tickets", "tell", self._tell),
        ):
            app.add_url_rule(f"/api/v1{path}", name, self._served(name, deed), methods=["POST"])
        app.add_url_rule("/api/v1/healthz", "healthz", lambda: {"status": "ok", "seq": 1})
        app.add_url_rule("/api/v1/device", "own", self._own)
        app.add_url_rule("/api/v1/kiosk/catalogue", "catalogue", catalogue)
        app.add_url_rule("/api/v1/tickets/<ticket>/print", "print", self._print)
        return app

    def _arrived(self) -> Response | tuple[dict[str, str], int] | None:
        self.asked[str(request.endpoint)] += 1
        if self.absent:
            return Response("<html>Bad gateway</html>", status=503)
        public = request.endpoint in {"enrol", "poll", "healthz"}
        if not public and (not self.known or request.headers.get("Authorization") != f"Bearer {self.token}"):
            return {"code": "auth.required"}, 401
        return None

    def _served(self, name: str, deed: Callable[..., tuple[int, Any]]) -> Callable[..., Any]:
        def serve(**path: str) -> Any:
            with self._lock:
                key = f"{request.path} {request.headers.get('Idempotency-Key')}"
                status, answer = self._answers.get(key) or deed(**path)
                if name not in {"beat", "poll"}:
                    self._answers[key] = status, answer
                lost = self.lose[name] > 0
                self.lose[name] -= lost
            if name in self.hold:
                self.hold[name].wait(30)
            if lost:
                with suppress(OSError):
                    request.environ["werkzeug.socket"].shutdown(socket.SHUT_RDWR)
            return answer, status

        return serve

    def _own(self) -> dict[str, Any]:
        settings = {"pixels_per_mm": 4.0} | ({} if self.printer is None else {"printer": self.printer})
        device = {"id": "k1", "kind": "kiosk", "name": "Kiosk 1"}
        return {"device": device, "settings": settings, "settings_name": str(self.printer), "logo": self.logo}

    def _lease(self) -> tuple[int, Any]:
        """Blocks of a holder that comes anew begin where those of the others end."""
        begin = 801 + self.holders.setdefault(request.get_json()["holder"], self.reserve * len(self.holders))
        return 200, {"leases": [lease(begin, self.reserve, used=self.taken_in)] if self.reserve else []}

    def _tell(self) -> tuple[int, Any]:
        tickets = request.get_json()["tickets"]
        self.taken_in += [ticket["label"] for ticket in tickets]
        self.attempts += [ticket["attempt"] for ticket in tickets]
        return 200, {"tickets": [self._fate(each) for each in tickets]}

    def _fate(self, ticket: dict[str, Any]) -> dict[str, Any]:
        code = self.refuses.get(ticket["label"])
        if code is None:
            self.own[f"{ticket['id']}-0"] = ticket["label"]
        fate = {"fate": "refused" if code else "waiting", "code": code, "clipped": False}
        return {"id": ticket["id"], "label": ticket["label"]} | fate

    def _enrol(self) -> tuple[int, Any]:
        self.secret = f"secret-of-enrolment-{self.asked['enrol']}"
        return 201, {"code": "BCDF-GHJK", "secret": self.secret, "expires_at": "", "interval_seconds": 0.2}

    def _poll(self) -> tuple[int, Any]:
        if request.get_json()["secret"] != self.secret:
            return 404, {"code": "enrolment.unknown"}
        if not self.approved:
            return 200, {"state": "pending"}
        return 200, {"state": "approved", "device": self._own()["device"], "token": self.token}

    def _beat(self) -> tuple[int, Any]:
        self.parts = request.get_json()["parts"]
        waiting = sum(job["state"] != "printed" for job in self.jobs.values())
        return 200, {"jobs_waiting": waiting, "settings_name": str(self.printer)}

    def _claim(self) -> tuple[int, Any]:
        claimed = []
        for job in self.jobs.values():
            if job["state"] in {"queued", "unknown"}:
                job["copy"] += job["state"] == "unknown"
                job["attempt"] += 1
                job["state"] = "sending"
                claimed.append(
                    {name: job[name] for name in ("id", "attempt", "copy", "slip")}
                    | {"kind": job.get("kind", "print_slip")}
                )
        return 200, json.loads(json.dumps({"jobs": claimed}))

    def _report(self, job: str) -> tuple[int, Any]:
        outcome = request.get_json()["outcome"]
        if job in self.own:
            self.own_told[self.own[job]] = outcome
            return 200, {"state": outcome}
        found = self.jobs[job]
        self.told.append((found["slip"]["label"], outcome))
        certain = {"paper_out", "cover_open", "cutter", "overheated", "offline"}
        found["outcome"] = outcome
        found["state"] = outcome if outcome == "printed" else "queued" if outcome in certain else "unknown"
        return 200, {"state": found["state"]}

    def _ticket(self) -> tuple[int, Any]:
        label = f"A{len(self.jobs) + 1:03}"
        self.issue(label)
        return 201, self.jobs[f"{label:0>26}-0"]["slip"]

    def _print(self, ticket: str) -> dict[str, Any]:
        return {name: self.jobs[f"{ticket}-0"][name] for name in ("state", "outcome")}
