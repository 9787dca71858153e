"""Papers of payments, as the server describes them, as documents."""

import pytest
from payment_papers import CONFIRMATION, PAPER, PAYMENT_CODE, QR

from hardware.document import Mark, Qr
from kiosk.papers import KINDS, paper_document
from kiosk.views import SlipError

PAPERS = {"confirmation": CONFIRMATION, "payment_code": PAYMENT_CODE}


def drawn(kind, copy=0, **changes):
    return paper_document(kind, PAPERS[kind] | changes, copy=copy, logo=None)


def words(document):
    return [block.text for block in document.blocks if hasattr(block, "text")]


def test_a_confirmation_names_each_fee_the_card_the_counter_and_the_statutory_receipt():
    said = words(drawn("confirmation"))
    for line in (
        "For: Lệ phí hộ tịch: VND 8,000", "For: Phí xác minh: VND 8,000", "VND 16,000", "Counter 3",
        "Paid by: Bank card •••• 1111", "Official receipt no. AA/26E 0000123", "In words: Mười sáu nghìn đồng",
    ):  # fmt: skip
        assert line in said


def test_a_payment_code_is_drawn_large_with_the_same_transfer_in_words():
    document = drawn("payment_code")
    (code,) = (block for block in document.blocks if isinstance(block, Qr))
    assert (code.data, code.module) == (QR, 7)
    said = words(document)
    for line in (
        "MÃ THANH TOÁN", "PAYMENT CODE", "Message: MCHKLRTWXA", "Account holder: TT PVHCC",
        "Account: 1019333430 – Vietcombank", "Dossier: H49.22-261123-0001", "VND 16,000",
    ):  # fmt: skip
        assert line in said


@pytest.mark.parametrize("kind", PAPERS)
def test_a_copy_is_marked_and_the_first_is_not(kind):
    assert [sum(isinstance(block, Mark) for block in drawn(kind, copy).blocks) for copy in (0, 1, 2)] == [0, 1, 1]


@pytest.mark.parametrize(
    ("kind", "changes"),
    [
        *((kind, {field: None}) for kind in PAPERS for field in ("label", "language", "centre", "amount", "in_words")),
        *((kind, {"fees": fees}) for kind in PAPERS for fees in ([], None, ["x"], [{"name": "x", "amount": 0}])),
        *(("confirmation", {"amount": amount}) for amount in (0, -1, True, 10**12, "1")),
        *(("confirmation", {field: 7}) for field in ("method", "last4", "paid_at", "official", "place")),
        ("confirmation", {"method": "cash"}),
        ("payment_code", {"transfer": None}),
        ("payment_code", {"transfer": {"vietqr": "x" * 401, "bank": "b", "account": "1", "holder": "h"}}),
        ("payment_code", {"shown_at": "soon"}),
    ],
)
def test_a_paper_of_the_wrong_shape_is_refused(kind, changes):
    with pytest.raises(SlipError):
        drawn(kind, **changes)


def test_a_kind_that_nobody_knows_is_refused():
    assert set(KINDS) == {"print_slip", "slip_copy", *PAPERS}
    with pytest.raises(SlipError):
        paper_document("poster", PAPER, copy=0, logo=None)
