"""Money over the API: rules by two people, a fee charged and paid, what managers settle."""

import base64

import pytest
from fee_visits import CODE, RULE, clerk_with_a_dossier


@pytest.fixture
def clerk(site, visit):
    return clerk_with_a_dossier(site, visit)


def test_a_fee_counts_when_a_second_person_has_approved_it(clerk, visit):
    refused = clerk.post(f"/dossiers/{CODE}/charges", {"quantity": 2})
    assert (refused.status_code, refused.json["code"]) == (409, "fee.unknown")
    (rule,) = visit("manager").get("/money/fees").json["rules"]
    own = visit("manager").post(f"/money/fees/{rule['id']}/approve")
    assert (own.status_code, own.json["code"]) == (409, "payment.second_person")
    (approved,) = visit("admin").post(f"/money/fees/{rule['id']}/approve").json["rules"]
    assert approved["approved_at"] is not None
    assert clerk.get(f"/dossiers/{CODE}/fees/2/-").json["amount"] == 16_000
    assert clerk.get(f"/dossiers/{CODE}/fees/2/poor").json["amount"] == 0
    (charge,) = clerk.post(f"/dossiers/{CODE}/charges", {"quantity": 2}).json["charges"]
    assert (charge["state"], charge["amount"]) == ("due", 16_000)


def test_a_payment_begun_twice_with_one_key_is_one_and_a_card_pays_it(clerk, visit):
    (rule,) = visit("manager").get("/money/fees").json["rules"]
    visit("admin").post(f"/money/fees/{rule['id']}/approve")
    (charge,) = clerk.post(f"/dossiers/{CODE}/charges").json["charges"]
    nowhere = clerk.post(f"/charges/{charge['id']}/payments", {"method": "vietqr"})
    assert (nowhere.status_code, nowhere.json["code"]) == (409, "payment.no_account")
    begun = [clerk.post(f"/charges/{charge['id']}/payments", {"method": "card"}, key="same-key-1") for _ in range(2)]
    assert begun[0].json == begun[1].json
    (payment,) = begun[0].json["charges"][0]["payments"]
    paid = clerk.post(f"/payments/{payment['id']}/card", {"approval_code": "123456", "last4": "1111"}).json
    assert paid["charges"][0]["state"] == "paid"
    assert visit("manager").post(f"/payments/{payment['id']}/check").json["checked"] is True
    day = visit("auditor").get("/money/days/2026-11-23").json
    assert [each["id"] for each in day["payments"]] == [payment["id"]]
    assert {name: dong for name, dong in day["accounts"].items() if dong} == {"card": 8_000, "le_phi": -8_000}


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"tiers": [{"begins": 2, "price": 8_000}]}, "fee.tiers"),
        ({"tiers": [{"begins": 1, "price": 8_000}, {"begins": 1, "price": 9_000}]}, "fee.tiers"),
        ({"valid_from": "2026-02-30"}, "fee.days"),
        ({"valid_until": "2025-12-31"}, "fee.days"),
        ({"tiers": [{"begins": 1, "price": 8}]}, "input.invalid"),
    ],
)
def test_a_rule_that_cannot_be_is_refused_by_name(clerk, visit, change, code):
    assert visit("manager").post("/money/fees", RULE | change).json["code"] == code


def test_nothing_of_another_centre_can_be_touched(clerk, visit):
    for path, body in (
        ("/charges/x/payments", {"method": "card"}),
        ("/payments/x/cancel", {}),
        ("/charges/x/withdraw", {"reason": "nhầm"}),
    ):
        assert clerk.post(path, body).status_code == 404
    assert visit("manager").post("/money/credits/1/send-back", {"reason": "nhầm"}).status_code == 404


SHEET = """Mã thủ tục;Cách nộp;Loại;Tên khoản thu;Đơn vị tính;Mức thu;Miễn, giảm;Căn cứ pháp lý;Hiệu lực từ
2.000815;Trực tiếp;Phí;Phí chứng thực;trang;1: 2.000; 3: 1.000;Hộ nghèo: 100;Thông tư 226/2016;01/01/2026
"""


def sheet(text, **more):
    return {"name": "phi.csv", "content": base64.b64encode(text.encode()).decode(), **more}


def test_a_file_of_rules_is_looked_at_then_proposed_and_written_out_again(clerk, visit):
    manager = visit("manager")
    text = SHEET.replace("1: 2.000; 3: 1.000", '"1: 2.000; 3: 1.000"')
    looked = manager.post("/money/fees/sheet", sheet(text, dry=True)).json
    assert looked == {"proposed": 1, "known": 0, "replacing": 0, "mistakes": []}
    assert len(manager.get("/money/fees").json["rules"]) == 1
    assert manager.post("/money/fees/sheet", sheet(text)).json == looked
    (new,) = [each for each in manager.get("/money/fees").json["rules"] if each["procedure"] == "2.000815"]
    assert (new["approved_at"], new["exempt"], new["tiers"][1]) == (None, {"poor": 100}, {"begins": 3, "price": 1_000})
    written = manager.get("/money/fees.csv").text
    assert "2.000815,Trực tiếp,Phí,Phí chứng thực,trang,1: 2000; 3: 1000,,Hộ nghèo: 100" in written
    assert manager.post("/money/fees/sheet", sheet(written)).json["known"] == 2


def test_mistakes_of_a_file_are_told_in_the_readers_words_and_nothing_is_proposed(clerk, visit):
    manager = visit("manager")
    told = manager.post("/money/fees/sheet", sheet(SHEET.replace("1: 2.000; 3: 1.000", "160"))).json
    (mistake,) = told["mistakes"]
    assert (mistake["row"], mistake["column"], mistake["code"]) == (2, "Mức thu (đồng)", "small")
    assert mistake["message"].startswith("“160” (cột “Mức thu (đồng)”) dưới 1.000 đồng")
    assert len(manager.get("/money/fees").json["rules"]) == 1
    for body in (sheet("x") | {"name": "x.xlsx"}, sheet("x") | {"content": "?"}):
        refused = manager.post("/money/fees/sheet", body)
        assert (refused.status_code, refused.json["code"]) == (409, "fee.sheet")
