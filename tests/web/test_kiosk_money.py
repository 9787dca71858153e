"""Fees at the kiosk over the API: what is due, one attempt at a time, and nothing said of persons."""

import pytest
from cashiers import Cashiers
from dossier_office import CODE


@pytest.fixture
def cashiers(site):
    return Cashiers(site.hall)


@pytest.fixture
def kiosk(visit):
    return visit("kiosk")


def due(kiosk, code=CODE):
    return kiosk.post("/kiosk/money", {"code": code}).json["charges"]


def test_what_is_due_is_told_line_by_line_and_names_nobody(cashiers, kiosk):
    assert due(kiosk) == []
    cashiers.charges(quantity=2)
    answer = kiosk.post("/kiosk/money", {"code": f" {CODE.lower()} "}).json
    (charge,) = answer["charges"]
    assert (answer["dossier"], answer["account"], charge["state"], charge["amount"]) == (CODE, True, "due", 32_000)
    assert [(fee["name"], fee["lines"][0]["quantity"], fee["amount"]) for fee in charge["fees"]] == [
        ("Lệ phí hộ tịch", 2, 16_000),
        ("Phí xác minh", 2, 16_000),
    ]
    assert charge["payment"] is None
    assert not {"raised_by", "clerk", "name", "citizen"} & (answer.keys() | charge.keys())


def test_who_is_spared_everything_owes_nothing_and_what_was_taken_back_is_not_shown(cashiers, kiosk):
    cashiers.withdraws(cashiers.charges())
    assert due(kiosk) == []
    cashiers.charges(group="poor")
    (charge,) = due(kiosk)
    assert (charge["state"], charge["amount"]) == ("paid", 0)
    assert charge["fees"][0]["lines"][-1]["percent"] == 100


def test_a_payment_code_begun_at_the_kiosk_is_paid_by_the_banks_word(cashiers, kiosk):
    charge = cashiers.charges()
    begun = [
        kiosk.post(f"/kiosk/charges/{charge.id}/payments", {"method": "vietqr"}, key="one-wish-1").json
        for _ in range(2)
    ]
    assert begun[0] == begun[1]
    payment = begun[0]
    assert (payment["state"], payment["amount"], payment["own"]) == ("pending", 16_000, True)
    assert (payment["transfer"]["holder"], payment["transfer"]["content"]) == ("TT PVHCC", payment["code"])
    first = kiosk.get(f"/kiosk/payments/{payment['id']}")
    tag = {"If-None-Match": first.headers["ETag"]}
    cashiers.hall.passes(1)
    assert kiosk.get(f"/kiosk/payments/{payment['id']}", headers=tag).status_code == 304
    cashiers.receives(cashiers.credit(amount=16_000, text=payment["code"]))
    paid = kiosk.get(f"/kiosk/payments/{payment['id']}", headers=tag)
    assert (paid.status_code, paid.json["state"], paid.json["transfer"]) == (200, "confirmed", None)
    (charge,) = due(kiosk)
    assert (charge["state"], charge["payment"]["id"]) == ("paid", payment["id"])


def test_who_comes_back_is_shown_the_very_same_attempt_also_by_its_pay_code(cashiers, kiosk):
    charge = cashiers.charges()
    payment = kiosk.post(f"/kiosk/charges/{charge.id}/payments", {"method": "vietqr"}).json
    for code in (CODE, payment["code"], f"https://example.test/{payment['code'].lower()}"):
        assert due(kiosk, code)[0]["payment"]["id"] == payment["id"]
    again = kiosk.post(f"/kiosk/charges/{charge.id}/payments", {"method": "card"})
    assert (again.status_code, again.json["code"]) == (409, "payment.open")
    cancelled = kiosk.post(f"/kiosk/payments/{payment['id']}/cancel").json
    assert (cancelled["state"], cancelled["transfer"]) == ("cancelled", None)
    assert due(kiosk)[0]["payment"] is None
    gone = kiosk.post(f"/kiosk/payments/{payment['id']}/cancel")
    assert (gone.status_code, gone.json["code"]) == (409, "payment.illegal_move")


def test_a_new_charge_that_is_due_stands_before_what_was_paid(cashiers, kiosk):
    first = cashiers.charges()
    payment = cashiers.begins(first)
    cashiers.receives(cashiers.credit(payment))
    second = cashiers.charges(again=True)
    assert [charge["id"] for charge in due(kiosk)] == [second.id, first.id]


def test_a_code_of_no_dossier_is_refused_and_nothing_of_another_centre_is_found(cashiers, kiosk):
    unknown = kiosk.post("/kiosk/money", {"code": "H49.22-261123-7777"})
    assert (unknown.status_code, unknown.json["code"]) == (404, "dossier.unknown")
    assert kiosk.post("/kiosk/charges/x/payments", {"method": "card"}).status_code == 404
    assert kiosk.get("/kiosk/payments/x").status_code == 404


def test_papers_come_out_of_this_kiosk_once_for_one_wish_and_are_refused_when_they_would_mislead(cashiers, kiosk):
    charge = cashiers.charges()
    payment = kiosk.post(f"/kiosk/charges/{charge.id}/payments", {"method": "vietqr"}).json
    papers = f"/kiosk/payments/{payment['id']}/papers"
    early = kiosk.post(papers, {"kind": "confirmation"})
    assert (early.status_code, early.json["code"], payment["paper"]) == (409, "payment.no_paper", None)
    code = kiosk.post(papers, {"kind": "payment_code", "language": "en"}).json["paper"]
    assert code == {"kind": "payment_code", "state": "queued", "outcome": None}
    cashiers.receives(cashiers.credit(amount=16_000, text=payment["code"]))
    cashiers.hall.passes(1)
    for _ in range(2):
        paid = kiosk.post(papers, {"kind": "confirmation"}, key=f"paper-{payment['id']}").json
    assert (paid["paper"]["kind"], paid["state"]) == ("confirmation", "confirmed")
    claimed = kiosk.post("/device/jobs/claim").json["jobs"]
    assert [(job["kind"], job["copy"]) for job in claimed] == [("confirmation", 0)]
    assert kiosk.get(f"/kiosk/payments/{payment['id']}").json["paper"]["state"] == "sending"


def test_an_attempt_that_a_clerk_began_is_shown_at_the_kiosk_and_not_taken_down_there(cashiers, kiosk):
    payment = cashiers.begins(cashiers.charges())
    shown = due(kiosk)[0]["payment"]
    assert (shown["id"], shown["own"]) == (payment.id, False)
    refused = kiosk.post(f"/kiosk/payments/{payment.id}/cancel")
    assert (refused.status_code, refused.json["code"]) == (409, "payment.illegal_move")
    assert due(kiosk)[0]["payment"]["state"] == "pending"
