"""A day at a centre on which card numbers come in by every door."""

import re
import socket
from contextlib import ExitStack, closing
from datetime import UTC, datetime
from itertools import count, cycle

import httpx
from card_number_pushes import TEXTS, Filler, every_call, grouped, headers_with
from card_number_scan import CARDS

from bench.card_kiosk import await_
from bench.due_fees import ACCOUNT, PROCEDURE
from queue_server.domain.bank_signing import payos_signature

AT_THE_KIOSK = (
    ("GET", "/{}"), ("GET", "/assets/{}/kiosk/{}"), ("GET", "/agent/state?pan={}"),
    ("GET", "/agent/card/{}?seen=99"), ("POST", "/agent/card/{}/abort"), ("GET", "/api/v1/kiosk/catalogue"),
    ("POST", "/api/v1/tickets"), ("POST", "/api/v1/appointments/check-in"), ("GET", "/api/v1/tickets/{}/print"),
    ("POST", "/api/v1/kiosk/money"), ("POST", "/api/v1/kiosk/charges/{}/payments"),
    ("GET", "/api/v1/kiosk/payments/{}"), ("POST", "/api/v1/kiosk/payments/{}/cancel"),
    ("POST", "/api/v1/kiosk/payments/{}/papers"), ("PUT", "/api/v1/{}"),
)  # fmt: skip
MIDDLE_OF_A_SALE = 400
"""Bytes: the terminal tells its last transaction first, with whole card numbers."""
CALLERS = ("clerk", "manager", "admin", "spare", "till", "anonymous")


class Day:
    """What the server and the kiosk answer is kept in the centre's exports."""

    def __init__(self, centre):
        self.centre = centre
        self.today = f"{datetime.now(UTC):%Y-%m-%d}"
        self._numbers = count(1)

    def hears(self, answer):
        """Keep an answer; none is a fault of the server."""
        assert answer.status_code != 500, (answer.request.method, answer.request.url, answer.text)
        with (self.centre.exports / "answers.txt").open("a") as heard:
            heard.write(f"{answer.status_code} {answer.headers} {answer.text}\n")
        return answer

    # By cards

    def card_pays(self, kiosk="kiosk", terminal="zvt"):
        """Somebody pays at a terminal that says whole card numbers wherever it can."""
        self.centre.says(terminal, "faults", {"unmasked": True})
        self.paid(self._begins(kiosk, "card")[0])

    def card_pays_at_the_counter(self):
        """A clerk takes a card at a terminal with a box of its own, which says whole card numbers too."""
        self.centre.says("sixty", "faults", {"unmasked": True})
        with closing(self.centre.comes_as("clerk")) as clerk:
            self._opens_the_counter(clerk)
            code = self.centre.fees.dossier()
            answers = self._deed(clerk, f"dossiers/{code}/charges", {"quantity": 10})
            await_(lambda: clerk.get(f"/api/v1/dossiers/{code}/money").json()["terminal"]["answers"])
            self._deed(clerk, f"charges/{answers['charges'][0]['id']}/payments", {"method": "card"})
        self.paid(code)

    def _deed(self, client, path, body):
        headers = {"Idempotency-Key": f"deed-{next(self._numbers):04}"}
        return self.hears(client.post(f"/api/v1/{path}", json=body, headers=headers)).json()

    def box_dies_in_a_sale(self):
        """The box is killed when the terminal has booked and not yet said so; it asks once it is back."""
        self._person("timeout")
        before = len(self._booked())
        code, _, _ = self._begins("kiosk", "card")
        await_(lambda: self.centre.says("zvt", "state")["screen"] == "card")
        self.centre.says("zvt", "faults", {"late": 3})
        self._person("approve")
        await_(lambda: len(self._booked()) > before)
        self.centre.programs.kill("kiosk")
        self.centre.says("zvt", "faults", {"late": 0})
        self.centre.says("zvt", "deed/power", {})
        self.centre.starts_kiosk()
        return code

    def driver_fails(self):
        """What the terminal and the printer say becomes nonsense in the middle, and then their lines are gone."""
        self.centre.says("zvt", "faults", {"garble_at": MIDDLE_OF_A_SALE})
        code, _, _ = self._begins("kiosk", "card")
        await_(lambda: self.centre.fees.payments(code)[0][0] != "created")
        self.centre.says("zvt", "faults", {"drop": True})
        self.centre.says("printer", "faults", {"garble": True})
        return code

    def driver_recovers(self):
        """Everything is plugged in again."""
        self.centre.says("printer", "faults", {"garble": False})
        self.centre.says("zvt", "faults", {"drop": False, "garble_at": -1})
        self.centre.ready("kiosk")

    def _booked(self):
        return self.centre.says("zvt", "state")["booked"]

    def _person(self, does):
        self.centre.says("zvt", "deed/cardholder", {"does": does})

    def _begins(self, kiosk, method):
        code, token = self.centre.fees.due(), self.centre.tokens["spare"]
        headers = {"Authorization": f"Bearer {token}"} if kiosk == "server" else {}
        (charge,) = self.centre.says(kiosk, "api/v1/kiosk/money", {"code": code}, **headers)["charges"]
        begun = self.centre.says(
            kiosk, f"api/v1/kiosk/charges/{charge['id']}/payments", {"method": method},
            **headers, **{"Idempotency-Key": f"payment-{next(self._numbers):04}"},
        )  # fmt: skip
        return code, charge["id"], begun

    def paid(self, code):
        await_(lambda: self.centre.fees.payments(code) == [("confirmed", 12_000)])

    def ended(self, code):
        await_(lambda: self.centre.fees.payments(code)[0][0] in {"confirmed", "failed", "cancelled"})

    # By the bank

    def bank_tells(self):
        """A payer writes a card number beside the payment code; both providers, a list and statements tell of more."""
        code, _, begun = self._begins("kiosk", "vietqr")
        transfer = begun["transfer"]
        for text in (f"{transfer['content']} the {CARDS[1]}", *TEXTS[:8]):
            self._pays(transfer["amount"], text)
        self.paid(code)
        with closing(self.centre.comes_as("anonymous")) as client:
            for number, text in enumerate(TEXTS[::3]):
                self._sepay(client, number, text)
                self._payos(client, number, text)

    def _pays(self, amount, text):
        self.centre.says("bank", "deed/pay", {"account": ACCOUNT.number, "amount": amount, "text": text})

    def _sepay(self, client, number, text):
        card = CARDS[number % len(CARDS)]
        told = {
            "id": int(card) if number % 2 else number, "transactionDate": f"{self.today} 08:00:00", "content": text,
            "accountNumber": ACCOUNT.number if number % 5 else card, "transferType": "in", "code": text,
            "transferAmount": int(card) if number % 7 == 0 else 5_000 + number, "referenceCode": card,
            "description": text, "subAccount": card, "gateway": text,
        }  # fmt: skip
        key = "a-secret-of-this-test" if number % 6 else card
        self.hears(client.post("/api/v1/bank/sepay", json=told, headers={"Authorization": f"Apikey {key}"}))

    def _payos(self, client, number, text):
        card = CARDS[number % len(CARDS)]
        data = {
            "orderCode": int(card), "amount": 7_000 + number, "description": text, "accountNumber": ACCOUNT.number,
            "reference": card if number % 2 else f"{text}-{number}", "transactionDateTime": f"{self.today} 09:00:00",
            "paymentLinkId": f"{number}-{card}", "code": "00", "desc": text, "counterAccountNumber": card,
        }  # fmt: skip
        signature = payos_signature(data, secret=b"a-secret-of-this-test")
        self.hears(client.post("/api/v1/bank/payos", json={"data": data, "signature": signature, "desc": text}))

    # By people, devices and programs

    def every_endpoint(self):
        """Everybody asks everything of the server, card numbers in every field, address and header."""
        with ExitStack() as open_ones:
            clients = {who: open_ones.enter_context(closing(self.centre.comes_as(who))) for who in CALLERS}
            document = clients["clerk"].get("/api/v1/openapi.json").json()
            self._opens_the_counter(clients["clerk"])
            known, places = self._places()
            calls = [
                self.hears(client.request(method, address, headers=headers, json=body))
                for method, address, headers, body in every_call(document, Filler(document, known), places)
                for client in clients.values()
            ]
            signed_out, revoked = clients["clerk"].get("/api/v1/me"), clients["spare"].get("/api/v1/device")
        assert (signed_out.status_code, revoked.status_code) == (401, 401)
        return len(calls)

    def _places(self):
        """What bodies may name, and what addresses may."""
        code, charge, begun = self._begins("server", "vietqr")
        known = {"charge": charge, "service": "certification", "procedure": PROCEDURE, "code": code}
        return known, known | {
            "payment": begun["id"], "day": self.today, "until": self.today, "which": "late",
            "device": "spare", "centre": "quang-ninh", "login": "quay2", "words": "chung thuc", "group": "-",
            **dict.fromkeys(("number", "rule", "credit", "quantity", "close", "telling"), "1"),
        }  # fmt: skip

    def _opens_the_counter(self, clerk):
        for path, body in (
            ("counters/1/shift", {}),
            ("counter/walk-in", {"service": "certification"}),
            ("counter/call", {}),
        ):
            self.hears(clerk.post(f"/api/v1/{path}", json=body, headers={"Idempotency-Key": f"opens-{len(path):04}"}))

    def administrator_writes(self):
        """A centre's document with card numbers in all its words, put in force, and in all else, refused."""
        with closing(self.centre.comes_as("admin")) as admin:
            for at, words in enumerate(("names only", "everywhere")):
                now = admin.get("/api/v1/admin/centre").json()
                document = _filled(now["document"], cycle(CARDS), everywhere=words == "everywhere")
                body = {"document": document, "based_on": now["fingerprint"], "note": CARDS[0]}
                headers = {"Idempotency-Key": f"document-{at}"}
                saved = self.hears(admin.post("/api/v1/admin/centre", json=body, headers=headers))
                assert saved.status_code == (422 if words == "everywhere" else 200), saved.text
                self.hears(admin.post("/api/v1/admin/centre/check", json={"document": document}))
            toml = admin.get("/api/v1/admin/centre.toml").text
            toml = re.sub(r'vi = "[^"]*"', f'vi = "Sảnh {CARDS[4]}"', toml)
            self.hears(admin.post("/api/v1/admin/centre/read", json={"text": toml}))
            self.hears(admin.post("/api/v1/admin/centre/read", json={"text": f"x = {CARDS[0]} y"}))

    def requests_are_broken(self):
        """What no program of ours sends, up to lines that are no HTTP."""
        for port in (self.centre.ports["server"], self.centre.ports["kiosk"]):
            with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=20) as client:
                for content in (f'{{"name": "{CARDS[0]}', f"[{CARDS[0]}]", CARDS[0], f'{{"{CARDS[0]}": {CARDS[1]}}}'):
                    for path in ("/api/v1/sign-in", "/api/v1/tickets", "/api/v1/bank/sepay", f"/{CARDS[0]}"):
                        headers = {"Content-Type": "application/json", "Idempotency-Key": f"broken-{CARDS[3]}"}
                        self.hears(client.post(path, content=content, headers=headers))
            _says_nonsense(port, f"{CARDS[0]} {CARDS[1]} HTTP/9\r\nHost: {CARDS[2]}\r\n\r\n")
            _says_nonsense(port, f"GET / HTTP/1.1\r\nHost: x\r\nContent-Length: {CARDS[0]}\r\nBad {CARDS[1]}\r\n\r\n")

    def kiosk_is_asked(self):
        """Everything that the kiosk's own page may ask, and what its scanner reads or types."""
        with httpx.Client(base_url=f"http://127.0.0.1:{self.centre.ports['kiosk']}", timeout=20) as page:
            for turn, card in enumerate(CARDS):
                text = TEXTS[(turn * 7) % len(TEXTS)]
                for method, path in AT_THE_KIOSK:
                    body = {"text": text, "code": card, "service": card, "method": card, "language": "vi", "kind": text}
                    address = path.replace("{}", card)
                    more = {} if method == "GET" else {"json": body}
                    self.hears(page.request(method, address, headers=headers_with(card, turn=turn), **more))
                assert page.post("/agent/scans", json={"text": text}).json()["kind"] != "none"
                self.centre.says("scanner", "deed/scan", {"text": text})
                assert page.get("/agent/scans").status_code == 200

    def server_is_away(self):
        """The server is killed; the kiosk gives numbers alone, and tells of them when the server is back."""
        self.centre.programs.kill("server")
        with httpx.Client(base_url=f"http://127.0.0.1:{self.centre.ports['kiosk']}", timeout=20) as page:
            await_(lambda: not page.get("/agent/state").json()["connected"])
            for turn, card in enumerate(CARDS):
                for key, wish in (
                    (card, {}), (f"k-{grouped(card, '-')}", {}), (f"alone-{turn:04}", {"priority": card}),
                    (f"alone-{turn:04}", {"priority": grouped(card)}), (f"other-{turn}", {"service": card}),
                    (f"third-{turn}", {card: card}),
                ):  # fmt: skip
                    body = {"service": "certification", "language": "vi"} | wish
                    answer = page.post("/api/v1/tickets", json=body, headers={"Idempotency-Key": key})
                    self.hears(answer)
            assert page.get("/agent/state").json()["untold"] >= len(CARDS)
            self.centre.starts_server()
            await_(lambda: page.get("/agent/state").json()["untold"] == 0)


def _filled(document, numbers, *, everywhere):
    """Return a centre's document with a card number in each name, or in each text whatever it is."""
    if isinstance(document, list):
        return [_filled(each, numbers, everywhere=everywhere) for each in document]
    if isinstance(document, dict):
        spoken = document.keys() >= {"vi", "en", "zh"}
        return {
            key: f"Tên {next(numbers)}" if spoken or key == "name" else _filled(each, numbers, everywhere=everywhere)
            for key, each in document.items()
        }
    return next(numbers) if everywhere and isinstance(document, str) else document


def _says_nonsense(port, text):
    with socket.create_connection(("127.0.0.1", port), timeout=20) as line:
        line.sendall(text.encode())
        line.settimeout(3)
        line.recv(4_096)
