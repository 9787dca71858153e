"""The server's half of card sales as a box sees it: payments, their states, what it was told; with a bad network."""

import json
from collections import deque
from contextlib import suppress

import httpx

from hardware.terminal.till import Verdict

FATES = {
    Verdict.APPROVED: "confirmed", Verdict.DECLINED: "failed", Verdict.NOT_STARTED: "failed",
    Verdict.CANCELLED: "cancelled", Verdict.IN_DOUBT: "in_doubt",
}  # fmt: skip
OPEN = ("created", "pending", "in_doubt")


class TillOffice(httpx.BaseTransport):
    """`net` says of each request in turn what the network does with it: "" nothing, "lost" on the way there,
    "unheard" on the way back, "late": it is lost and comes once more when the next one does, "twice".
    """

    def __init__(self):
        self.payments, self.told, self.days = {}, [], []
        self.net, self.late = deque(), []
        self.absent = self.close_day = False
        self.answers = {}
        self.heard = lambda _payment: None

    def wants(self, payment, amount, reference="AB12CD"):
        self.payments[payment] = {
            "payment": payment, "reference": reference, "amount": amount, "state": "created", "newest": None,
            "asked_at": None,
        }  # fmt: skip

    def state(self, payment):
        return self.payments[payment]["state"]

    def verdicts(self, payment):
        return [told["verdict"] for name, told in self.told if name == payment]

    def handle_request(self, request):
        fate = self.net.popleft() if self.net else ""
        if self.absent or fate in {"lost", "late"}:
            self.late += [request] if fate == "late" else []
            raise httpx.ConnectError("no way there")
        answer = self.answer(request)
        if fate == "twice":
            answer = self.answer(request)
        while self.late:
            self.answer(self.late.pop())
        if fate == "unheard":
            raise httpx.ReadTimeout("no way back")
        return answer

    def answer(self, request):
        key = request.headers.get("Idempotency-Key")
        if request.method == "POST" and key in self.answers:
            return self.answers[key]
        status, body = self.done(request)
        answer = httpx.Response(status, json=body)
        if status < 300:
            self.answers[key] = answer
        return answer

    def done(self, request):
        path = request.url.path.removeprefix("/api/v1/terminal/").split("/")
        body = json.loads(request.content or b"{}")
        if path == ["sales"]:
            sales = [each for each in self.payments.values() if each["state"] in OPEN]
            return 200, {"sales": json.loads(json.dumps(sales)), "close_day": self.close_day}
        if path == ["day"]:
            self.days.append(body)
            self.close_day = False
            return 200, {}
        payment = self.payments[path[1]]
        return self.begun(payment, body) if path[2] == "begin" else self.ended(payment, body)

    def begun(self, payment, body):
        if payment["state"] != "created":
            return 409, {"code": "payment.illegal_move"}
        payment |= {"state": "pending", "newest": body["newest"]}
        return 200, {"state": "pending"}

    def ended(self, payment, body):
        self.told.append((payment["payment"], body))
        verdict, receipt = Verdict(body["verdict"]), body["receipt"] or {}
        wrong = verdict is Verdict.APPROVED and receipt.get("amount") != payment["amount"]
        if payment["state"] in {"pending", "in_doubt"}:
            payment["state"] = "in_doubt" if wrong else FATES[verdict]
        with suppress(KeyError):
            self.heard(payment["payment"])
        return 200, {"state": payment["state"]}
