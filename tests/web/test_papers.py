"""Papers of payments: where they are printed, that none comes twice unmarked; numbers of statutory receipts."""

import pytest
from cashiers import ACCOUNT, CODE, Cashiers

from queue_server.domain.payment import Method
from queue_server.domain.vietqr import VietQr, vietqr_text
from queue_server.store.devices import find_kiosk
from queue_server.store.schema_devices import DeviceRow
from queue_server.store.unit import Unit
from queue_server.usecases.confirmations import print_confirmation


@pytest.fixture
def desk(site):
    return Cashiers(site.hall)


@pytest.fixture
def clerk(site, visit, desk):
    """A clerk in a hall with one kiosk: the other was revoked."""
    with Unit(site.hall.store) as unit:
        unit.session.get(DeviceRow, "kiosk-1").revoked_at = 1
    return visit("clerk")


@pytest.fixture
def kiosk(visit):
    return visit("kiosk")


def shown(desk):
    return desk.begins(desk.charges())


def paid(desk):
    payment = desk.begins(desk.charges(), Method.CARD)
    return desk.types_card(payment)


def claimed(kiosk):
    return [(job["id"], job["kind"], job["copy"]) for job in kiosk.post("/device/jobs/claim").json["jobs"]]


def test_a_confirmation_says_what_was_paid_for_what_how_and_when(desk, clerk, kiosk):
    payment = paid(desk)
    assert clerk.post(f"/payments/{payment.id}/papers", {"kind": "confirmation", "language": "en"}).json == {
        "print": {"job": f"{payment.id}-c0", "state": "queued"}, "kiosk": "kiosk",
    }  # fmt: skip
    (job,) = kiosk.post("/device/jobs/claim").json["jobs"]
    said = job["slip"]
    assert (job["kind"], said["label"], said["language"], said["dossier"]) == ("confirmation", payment.code, "en", CODE)
    assert (said["amount"], said["in_words"]) == (16_000, "Mười sáu nghìn đồng")
    assert said["fees"] == [{"name": "Lệ phí hộ tịch", "amount": 8_000}, {"name": "Phí xác minh", "amount": 8_000}]
    assert (said["method"], said["last4"], said["official"]) == ("card", "1111", None)


def test_a_payment_code_on_paper_is_the_code_on_the_screen(desk, clerk, kiosk):
    payment = shown(desk)
    assert clerk.post(f"/payments/{payment.id}/papers", {"kind": "payment_code"}).status_code == 200
    (job,) = kiosk.post("/device/jobs/claim").json["jobs"]
    asked = VietQr(account=ACCOUNT, amount=16_000, purpose=payment.code)
    assert job["slip"]["transfer"]["vietqr"] == vietqr_text(asked)
    assert (job["slip"]["transfer"]["holder"], job["slip"]["label"]) == ("TT PVHCC", payment.code)


def test_from_the_second_time_on_each_paper_is_a_marked_copy_and_counted(desk, clerk, kiosk):
    payment, ask = paid(desk), {"kind": "confirmation"}
    for _ in range(12):
        clerk.post(f"/payments/{payment.id}/papers", ask)
    assert set(claimed(kiosk)) == {(f"{payment.id}-c{copy}", "confirmation", copy) for copy in range(12)}
    kiosk.post(f"/device/jobs/{payment.id}-c11/report", {"outcome": "paper_out", "detail": None})
    assert clerk.get(f"/payments/{payment.id}/papers").json == {
        "confirmation": {"state": "queued", "outcome": "paper_out", "kiosk": "kiosk", "copies": 11},
        "payment_code": None,
    }


def test_a_paper_of_which_the_kiosk_says_nothing_comes_again_marked(site, desk, clerk, kiosk):
    payment = paid(desk)
    clerk.post(f"/payments/{payment.id}/papers", {"kind": "confirmation"})
    assert claimed(kiosk) == [(f"{payment.id}-c0", "confirmation", 0)]
    assert claimed(kiosk) == []
    site.hall.passes(121)
    assert claimed(kiosk) == [(f"{payment.id}-c0", "confirmation", 1)]
    kiosk.post(f"/device/jobs/{payment.id}-c0/report", {"outcome": "printed", "detail": None})
    clerk.post(f"/payments/{payment.id}/papers", {"kind": "confirmation"})
    assert claimed(kiosk) == [(f"{payment.id}-c2", "confirmation", 2)]


def test_a_code_that_was_paid_or_taken_down_before_it_was_printed_comes_no_more(desk, clerk, kiosk):
    payment = shown(desk)
    clerk.post(f"/payments/{payment.id}/papers", {"kind": "payment_code"})
    clerk.post(f"/payments/{payment.id}/cancel")
    assert claimed(kiosk) == []
    printed = clerk.get(f"/payments/{payment.id}/papers").json["payment_code"]
    assert (printed["state"], printed["outcome"]) == ("failed", "not_needed")


def test_the_money_of_a_dossier_names_every_paper_that_was_ordered_and_what_became_of_it(
    site, desk, clerk, kiosk, visit
):
    open_one = shown(desk)
    clerk.post(f"/payments/{open_one.id}/papers", {"kind": "payment_code"})
    clerk.post(f"/payments/{open_one.id}/cancel")
    claimed(kiosk)
    payment = desk.types_card(desk.begins(desk.charges_of(open_one), Method.CARD))
    for _ in range(2):
        clerk.post(f"/payments/{payment.id}/papers", {"kind": "confirmation"})
    claimed(kiosk)
    site.hall.passes(3)
    kiosk.post(f"/device/jobs/{payment.id}-c0/report", {"outcome": "printed", "detail": None})
    (charge,) = visit("auditor").get(f"/dossiers/{CODE}/money").json["charges"]
    papers = {each["id"]: each["papers"] for each in charge["payments"]}
    assert [(each["kind"], each["state"], each["outcome"]) for each in papers[open_one.id]] == [
        ("payment_code", "failed", "not_needed"),
    ]  # fmt: skip
    first, second = papers[payment.id]
    assert (first["copy"], first["state"], first["kiosk"]) == (0, "printed", "kiosk")
    assert (first["ordered_at"][:19], first["heard_at"][:19]) == ("2026-11-23T01:00:00", "2026-11-23T01:00:03")
    assert (second["copy"], second["state"]) == (1, "sending")


def test_no_paper_says_what_is_not_so(desk, clerk):
    open_one = shown(desk)
    early = clerk.post(f"/payments/{open_one.id}/papers", {"kind": "confirmation"})
    assert (early.status_code, early.json["code"]) == (409, "payment.no_paper")
    clerk.post(f"/payments/{open_one.id}/cancel")
    late = clerk.post(f"/payments/{open_one.id}/papers", {"kind": "payment_code"})
    assert (late.status_code, late.json["code"]) == (409, "payment.no_paper")


def test_among_several_kiosks_one_is_named_once_and_then_it_is_that_one(desk, visit, kiosk):
    payment, clerk = paid(desk), visit("clerk")
    unsaid = clerk.post(f"/payments/{payment.id}/papers", {"kind": "confirmation"})
    assert (unsaid.status_code, unsaid.json["code"]) == (409, "slip.kiosk_needed")
    assert {each["id"] for each in clerk.get("/kiosks").json["kiosks"]} == {"kiosk-1", "kiosk-device"}
    named = {"kind": "confirmation", "device": "kiosk-device"}
    assert clerk.post(f"/payments/{payment.id}/papers", named).json["kiosk"] == "kiosk"
    assert clerk.post(f"/payments/{payment.id}/papers", {"kind": "confirmation"}).json["kiosk"] == "kiosk"


def test_a_kiosk_that_took_the_payment_is_named_on_its_confirmation(site, desk, kiosk):
    payment = paid(desk)
    with Unit(site.hall.store) as unit:
        found = find_kiosk(unit.connection, "kiosk-device", centre_id=site.hall.centre_id)
        print_confirmation(unit, payment=payment, kiosk=found, language="zh", at=site.hall.at)
    (job,) = kiosk.post("/device/jobs/claim").json["jobs"]
    assert job["slip"]["place"]["names"]["zh"] == found.name


RECEIPT = {"series": "aa/26e", "number": "0000123"}


def test_the_number_of_the_statutory_receipt_is_kept_and_printed(desk, clerk, kiosk):
    payment = paid(desk)
    assert clerk.post(f"/payments/{payment.id}/receipt", RECEIPT).json["receipt"] == "AA/26E 0000123"
    clerk.post(f"/payments/{payment.id}/papers", {"kind": "confirmation"})
    assert kiosk.post("/device/jobs/claim").json["jobs"][0]["slip"]["official"] == "AA/26E 0000123"


def test_a_receipt_number_belongs_to_one_payment_of_the_centre(desk, clerk):
    payment = paid(desk)
    clerk.post(f"/payments/{payment.id}/receipt", RECEIPT)
    assert clerk.post(f"/payments/{payment.id}/receipt", RECEIPT).status_code == 200
    second = desk.types_card(desk.begins(desk.charges(again=True), Method.CARD))
    refused = clerk.post(f"/payments/{second.id}/receipt", RECEIPT)
    assert (refused.status_code, refused.json["code"]) == (409, "receipt.number_taken")


def test_a_receipt_number_is_corrected_with_a_reason_and_is_free_again_then(desk, clerk):
    payment = paid(desk)
    clerk.post(f"/payments/{payment.id}/receipt", RECEIPT)
    other = RECEIPT | {"number": "0000124"}
    assert clerk.post(f"/payments/{payment.id}/receipt", other).json["code"] == "payment.reason_needed"
    corrected = clerk.post(f"/payments/{payment.id}/receipt", other | {"reason": "gõ nhầm"})
    assert corrected.json["receipt"] == "AA/26E 0000124"
    second = desk.types_card(desk.begins(desk.charges(again=True), Method.CARD))
    assert clerk.post(f"/payments/{second.id}/receipt", RECEIPT).status_code == 200


@pytest.mark.parametrize(("series", "number"), [("", "1"), ("AA", ""), ("A_A", "1"), ("AA", "12A"), ("AA", "1" * 11)])
def test_what_is_no_receipt_number_is_refused(desk, clerk, series, number):
    refused = clerk.post(f"/payments/{paid(desk).id}/receipt", {"series": series, "number": number})
    assert (refused.status_code, refused.json["code"]) == (409, "receipt.wrong_number")


def test_what_is_not_paid_has_no_receipt(desk, clerk):
    refused = clerk.post(f"/payments/{shown(desk).id}/receipt", RECEIPT)
    assert (refused.status_code, refused.json["code"]) == (409, "payment.no_paper")
