"""A clerk over the API with a dossier that can cost something."""

import json

from queue_server.store.schema import ProcedureRow
from queue_server.store.unit import Unit

CODE = "H49.22-261123-0001"
RULE = {
    "procedure": "1.001193", "channel": "counter", "kind": "le_phi", "name": "Lệ phí hộ tịch", "unit": "bản",
    "tiers": [{"begins": 1, "price": 8_000}], "exempt": [{"group": "poor", "percent": 100}],
    "basis": "Nghị quyết 62/2017/NQ-HĐND", "valid_from": "2026-01-01",
}  # fmt: skip


def clerk_with_a_dossier(site, visit, rule=RULE):
    """A clerk who has a dossier of a procedure in hand, for which the manager has proposed a fee."""
    terms = [{"kind": "counter", "duration": 3.0, "unit": "working_day"}]
    with Unit(site.hall.store) as unit:
        unit.session.add(
            ProcedureRow(
                centre_id=site.hall.centre_id, code="1.001193", name="Thủ tục đăng ký khai sinh", levels="[]",
                short_name="Khai sinh", field="Hộ tịch", agency="", documents="", url="", channels=json.dumps(terms),
            )
        )  # fmt: skip
    clerk = visit("clerk")
    clerk.post("/counters/1/shift")
    clerk.post("/counter/walk-in", {"service": "birth"})
    clerk.post("/counter/dossiers", {"code": CODE})
    assert clerk.post(f"/dossiers/{CODE}/procedure", {"procedure": "1.001193"}).status_code == 200
    assert visit("manager").post("/money/fees", rule).status_code == 200
    return clerk


def approve_fee(visit):
    (rule,) = visit("manager").get("/money/fees").json["rules"]
    visit("admin").post(f"/money/fees/{rule['id']}/approve")
