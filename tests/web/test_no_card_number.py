"""No card number anywhere: pushed through every field, address and header, it is in no file and no log."""

import base64
import json
import logging
import re
from pathlib import Path

import pytest

from hardware.clean_log import clean_logs
from queue_server.store.schema import ProcedureRow
from queue_server.store.unit import Unit
from queue_server.web.api.bank import SEPAY_KEYS

# Test numbers that the schemes publish, and one of Napas.
CARDS = [
    "4111111111111111", "5555555555554444", "2223003122003222", "378282246310005", "6011111111111117",
    "3530111333300000", "6200000000000005", "9704000000000018", "4222222222222",
]  # fmt: skip
SHAPES = [
    "{}", "thẻ {}.", ";{}=30121010000012345678?", "%B{}^NGUYEN/VAN A^3012101000000?", "22 {} 23",
]  # fmt: skip
CODE = "H49.22-261123-0001"
PLACES = {
    "device": "kiosk-1", "day": "2026-11-23", "centre": "test", "service": "birth", "number": "1", "which": "late",
    "code": CODE, "words": "khai sinh", "login": "clerk2", "rule": "1", "credit": "1", "quantity": "1", "group": "-",
}  # fmt: skip
EXACT = {"secret", "password", "png", "logo", "content", "signature"}
"""What is compared or unpacked and then forgotten; a centre's own account is no cardholder's either."""


def grouped(card):
    return " ".join(card[at : at + 4] for at in range(0, len(card), 4))


TEXTS = [shape.format(card) for card in CARDS for shape in SHAPES] + [grouped(card) for card in CARDS]
FOUND = re.compile(b"|".join(card.encode() for card in [*CARDS, *map(grouped, CARDS)]))


class Filler:
    """Fills a schema of the OpenAPI document, each text with another card number where its length and letters allow."""

    def __init__(self, document, known):
        self.schemas, self.known = document["components"]["schemas"], known
        self.turn = 0

    def fill(self, schema, name=""):
        if "$ref" in schema:
            return self.fill(self.schemas[schema["$ref"].rsplit("/", 1)[1]], name)
        if "anyOf" in schema:
            return self.fill(next(each for each in schema["anyOf"] if each.get("type") != "null"), name)
        if "const" in schema or "enum" in schema:
            return schema.get("const", schema.get("enum", [None])[0])
        kind = schema.get("type", "object")
        if kind == "object":
            return {key: self.fill(each, key) for key, each in schema.get("properties", {}).items()}
        if kind == "array":
            return [self.fill(schema["items"], name)] if "items" in schema else []
        if kind == "string":
            return self.text(schema, name)
        return {"integer": schema.get("minimum", 1), "number": schema.get("minimum", 1), "boolean": False}[kind]

    def text(self, schema, name):
        if name in self.known and self.turn % 3:
            return self.known[name]
        if name in EXACT:
            return base64.b64encode(b"a,b").decode()
        fitting = [
            text
            for text in TEXTS
            if len(text) <= schema.get("maxLength", 1_000)
            and len(text) >= schema.get("minLength", 0)
            and re.search(schema.get("pattern", ""), text)
        ]
        self.turn += 1
        return fitting[self.turn % len(fitting)] if fitting else self.known.get(name, "x")


@pytest.fixture
def log(site):
    """What the server would write to its log, in a file beside the database."""
    handler = logging.FileHandler(Path(site.hall.store.url.database).parent / "server.log")
    root = logging.getLogger()
    root.addHandler(handler)
    level = root.level
    root.setLevel(logging.DEBUG)
    clean_logs()
    yield handler
    root.removeHandler(handler)
    root.setLevel(level)
    handler.close()


def files_with_card_numbers(folder):
    return {
        f"{path.name}: {found.group().decode()} in {path.read_bytes()[max(0, found.start() - 60) : found.end() + 20]!r}"
        for path in sorted(folder.rglob("*"))
        if path.is_file()
        for found in [FOUND.search(path.read_bytes())]
        if found
    }


def opens_an_office(site, visit):
    """A centre in the middle of its work, so that what is asked for is also done."""
    with Unit(site.hall.store) as unit:
        unit.session.add(
            ProcedureRow(
                centre_id=site.hall.centre_id, code="1.001193", name="Khai sinh", levels="[]", short_name="Khai sinh",
                field="Hộ tịch", agency="", documents="", url="",
                channels=json.dumps([{"kind": "counter", "duration": 3.0, "unit": "working_day"}]),
            )
        )  # fmt: skip
    clerk = visit("clerk")
    clerk.post("/counters/1/shift")
    clerk.post("/counter/walk-in", {"service": "birth"})
    clerk.post("/counter/dossiers", {"code": CODE})
    clerk.post(f"/dossiers/{CODE}/procedure", {"procedure": "1.001193"})
    rule = {
        "procedure": "1.001193", "channel": "counter", "kind": "phi", "name": TEXTS[0], "unit": TEXTS[1],
        "tiers": [{"begins": 1, "price": 8_000}], "exempt": [{"group": TEXTS[5], "percent": 100}],
        "basis": TEXTS[2], "valid_from": "2026-01-01",
    }  # fmt: skip
    (proposed,) = visit("manager").post("/money/fees", rule).json["rules"]
    visit("admin").post(f"/money/fees/{proposed['id']}/approve")
    visit("manager").post("/money/account", {"bank": "970436", "number": "1019333430", "holder": TEXTS[3]})
    (charge,) = clerk.post(f"/dossiers/{CODE}/charges").json["charges"]
    begun = clerk.post(f"/charges/{charge['id']}/payments", {"method": "card"}).json
    return charge["id"], begun["charges"][0]["payments"][0]["id"]


def test_pushed_through_every_field_of_every_endpoint_it_is_in_no_file_and_no_log(site, visit, log):
    charge, payment = opens_an_office(site, visit)
    known = {"charge": charge, "service": "birth", "procedure": "1.001193", "code": CODE, "move": "fail"}
    places = PLACES | {"charge": charge, "payment": payment}
    document = visit("auditor").get("/openapi.json").json
    filler = Filler(document, known)
    calls = 0
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            if path.endswith(("/sign-out", "/revoke")):
                continue
            body = operation.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema")
            for who in ("admin", "manager", "clerk", "kiosk", "anonymous"):
                asked = path.removeprefix("/api/v1")
                for card in (None, CARDS[calls % len(CARDS)]):
                    address = re.sub(r"\{(\w+)\}", lambda part: card or places.get(part[1], "x"), asked)  # noqa: B023
                    answer = visit(who).asks(
                        method.upper(), f"{address}?language={CARDS[0]}" if card else address,
                        headers={"Idempotency-Key": card or f"sweep-{calls:06}", "X-Anything": CARDS[1]},
                        **({} if body is None else {"json": filler.fill(body)}),
                    )  # fmt: skip
                    assert answer.status_code < 500, (method, address, answer.text)
                    calls += 1
    visit("manager").post("/money/fees", data=b'{"name": "4111111111111111', content_type="application/json")
    log.flush()
    assert calls > 400
    assert files_with_card_numbers(Path(log.baseFilename).parent) == set()


def test_from_the_bank_it_is_kept_in_no_text_and_no_name(site, visit, log):
    visit("manager").post("/money/account", {"bank": "970436", "number": "1019333430", "holder": "TT PVHCC"})
    key = site.application.context.data / SEPAY_KEYS
    key.parent.mkdir(exist_ok=True)
    key.write_text("a-key-of-the-provider")
    for number, text in enumerate(TEXTS):
        told = {
            "id": int(CARDS[number % len(CARDS)]) if number < 9 else number, "transactionDate": "2026-11-23 08:00:00",
            "accountNumber": "1019333430", "content": text, "transferType": "in", "transferAmount": 5_000 + number,
            "referenceCode": CARDS[number % len(CARDS)], "description": text, "subAccount": text, "code": text,
        }  # fmt: skip
        answer = visit("anonymous").post("/bank/sepay", told, headers={"Authorization": "Apikey a-key-of-the-provider"})
        assert answer.status_code == 200, answer.text
    credits = visit("manager").get("/money").json["credits"]
    assert len(credits) == len(TEXTS)
    assert FOUND.search(json.dumps(credits).encode()) is None
    log.flush()
    assert files_with_card_numbers(Path(log.baseFilename).parent) == set()


def test_a_fault_of_our_own_writes_none_into_the_log(tmp_path, log):
    try:
        raise ValueError(f"cannot read {CARDS[0]}")
    except ValueError:
        logging.getLogger("motcua.web").exception("at /api/v1/dossiers/%s", CARDS[1])
    log.flush()
    written = Path(log.baseFilename).read_text(encoding="utf-8")
    assert "Traceback" in written
    assert FOUND.search(written.encode()) is None
