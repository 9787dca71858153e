"""The far side of the kiosk's screens about fees: one dossier, one charge, a terminal whose steps a test sets."""

import time

from flask import Flask, abort, jsonify, request

CODE = "H49.22-261123-0001"
LINE = {"quantity": 2, "price": 2_000, "amount": 4_000, "percent": None}
FEES = [
    {
        "kind": "phi", "name": "Phí chứng thực bản sao từ bản chính giấy tờ, văn bản do cơ quan Việt Nam cấp",
        "unit": "trang", "basis": "Thông tư 226/2016/TT-BTC", "amount": 9_000,
        "names": {
            "vi": "Phí chứng thực bản sao từ bản chính giấy tờ, văn bản do cơ quan Việt Nam cấp",
            "en": "Fee for certifying copies of originals issued by authorities of Viet Nam",
        },
        "units": {"vi": "trang", "en": "page(s)"},
        "lines": [
            LINE | {"reason": "units"},
            LINE | {"reason": "units", "quantity": 8, "price": 1_000, "amount": 8_000},
            LINE | {"reason": "exempt", "amount": -3_000, "percent": 25},
        ],
    },
    {
        "kind": "le_phi", "name": "Lệ phí hộ tịch", "unit": "bản", "basis": "Nghị quyết 62/2017/NQ-HĐND",
        "amount": 16_000, "lines": [LINE | {"reason": "units", "price": 8_000, "amount": 16_000}],
    },
]  # fmt: skip
TRANSFER = {
    "vietqr": "00020101021238540010A00000072701240006970436011010193334300208QRIBFTTA"
    "53037045405250005802VN62140810MCYVCXRHCP6304D336",
    "bank": "Vietcombank", "account": "1019333430", "holder": "TRUNG TAM PVHCC QUANG NINH", "amount": 25_000,
    "content": "MCYVCXRHCP",
}  # fmt: skip


class FeeCounter:
    """`charge` is what is due, None for a dossier without; `payment` the attempt; `begun` what was asked for."""

    def __init__(self):
        self.charge = {"id": "c1", "dossier": CODE, "state": "due", "amount": 25_000, "fees": FEES, "payment": None}
        self.account, self.unknown, self.away = True, False, False
        self.payment = None
        self.card = {"n": 0, "stage": "waiting", "verdict": None}
        self.begun, self.cancelled, self.given_up, self.papers = [], [], [], []

    def serve(self, app: Flask):
        """Answer for the server and for the agent's terminal."""
        for path, name, deed, method in (
            ("/api/v1/kiosk/money", "money", self._money, "POST"),
            ("/api/v1/kiosk/charges/<charge>/payments", "pay", self._pay, "POST"),
            ("/api/v1/kiosk/payments/<payment>", "payment", self._payment, "GET"),
            ("/api/v1/kiosk/payments/<payment>/cancel", "cancel_payment", self._cancel, "POST"),
            ("/api/v1/kiosk/payments/<payment>/papers", "papers", self._papers, "POST"),
            ("/agent/card/<payment>", "card", self._card, "GET"),
            ("/agent/card/<payment>/abort", "abort", self._abort, "POST"),
        ):
            app.add_url_rule(path, name, deed, methods=[method])

    def becomes(self, state, **facts):
        """Let the payment be in that state."""
        self.payment = self.payment | {"state": state, "transfer": None} | facts

    def steps(self, stage, verdict=None):
        """Let the terminal be at that step."""
        self.card = {"n": self.card["n"] + 1, "stage": stage, "verdict": verdict}

    def _money(self):
        if self.away:
            abort(503)
        if self.unknown:
            return jsonify({"code": "dossier.unknown", "detail": "Không tìm thấy."}), 404
        charges = [] if self.charge is None else [self.charge | {"payment": self._held()}]
        return jsonify({"dossier": CODE, "account": self.account, "charges": charges})

    def _held(self):
        open_ones = {"created", "pending", "in_doubt", "confirmed"}
        return self.payment if self.payment is not None and self.payment["state"] in open_ones else None

    def _pay(self, charge):
        method = request.get_json()["method"]
        self.steps("waiting")
        self.begun.append((method, request.headers["Idempotency-Key"]))
        self.payment = {
            "id": f"p{len(self.begun)}", "method": method, "state": "pending", "amount": 25_000, "own": True,
            "ended_at": None, "transfer": TRANSFER if method == "vietqr" else None, "dossier": CODE,
            "code": TRANSFER["content"], "device": "kiosk-1", "paper": None,
        }  # fmt: skip
        return jsonify(self.payment)

    def _payment(self, payment):
        return jsonify(self.payment)

    def _cancel(self, payment):
        self.cancelled.append(payment)
        if self.payment["method"] == "card" and self.payment["state"] == "pending":
            return jsonify({"code": "payment.illegal_move", "detail": ""}), 409
        self.becomes("cancelled")
        return jsonify(self.payment)

    def _papers(self, payment):
        self.papers.append(request.get_json()["kind"])
        self.payment = self.payment | {"paper": {"kind": self.papers[-1], "state": "printed", "outcome": None}}
        return jsonify(self.payment)

    def _card(self, payment):
        until = time.monotonic() + 2
        while int(request.args["seen"]) == self.card["n"] and time.monotonic() < until:
            time.sleep(0.02)
        return jsonify(self.card)

    def _abort(self, payment):
        self.given_up.append(payment)
        return "", 204
