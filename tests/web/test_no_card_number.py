"""No card number anywhere: pushed through every field, address and header, it is in no file and no log."""

import json
import logging
from pathlib import Path

import pytest
from card_number_pushes import TEXTS, Filler, every_call
from card_number_scan import CARDS, card_number_in, files_with_card_numbers

from hardware.clean_errors import CleanStream
from queue_server.store.schema import ProcedureRow
from queue_server.store.unit import Unit
from queue_server.web.api.bank import SEPAY_KEYS

CODE = "H49.22-261123-0001"
PLACES = {
    "device": "kiosk-1", "day": "2026-11-23", "centre": "test", "service": "birth", "number": "1", "which": "late",
    "code": CODE, "words": "khai sinh", "login": "clerk2", "rule": "1", "credit": "1", "quantity": "1", "group": "-",
}  # fmt: skip


@pytest.fixture
def log(site):
    """The file of what the server would write to its log, beside the database."""
    file = Path(site.hall.store.url.database).parent / "server.log"
    root, stream = logging.getLogger(), CleanStream(file.open("wb"))
    handler, level = logging.StreamHandler(stream), root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    yield file
    root.removeHandler(handler)
    root.setLevel(level)
    stream.close()


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
    filler, calls = Filler(document, known), 0
    for method, address, headers, body in every_call(document, filler, places):
        for who in ("clerk", "manager", "admin", "kiosk", "anonymous"):
            answer = visit(who).asks(
                method, address.removeprefix("/api/v1"), headers=headers, **({} if body is None else {"json": body})
            )
            assert answer.status_code < 500, (method, address, answer.text)
            calls += 1
    visit("manager").post("/money/fees", data=b'{"name": "4111111111111111', content_type="application/json")
    assert calls > 400
    assert files_with_card_numbers(log.parent) == {}


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
    assert card_number_in(json.dumps(credits).encode()) is None
    assert files_with_card_numbers(log.parent) == {}


def test_a_fault_of_our_own_writes_none_into_the_log(tmp_path, log):
    try:
        raise ValueError(f"cannot read {CARDS[0]}")
    except ValueError:
        logging.getLogger("motcua.web").exception("at /api/v1/dossiers/%s", CARDS[1])
    written = log.read_text(encoding="utf-8")
    assert "Traceback" in written
    assert card_number_in(written.encode()) is None
