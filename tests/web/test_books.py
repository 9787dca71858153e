"""The books over the API: a clerk closes a shift, a colleague signs it, a manager closes the day."""

import pytest
from fee_visits import CODE, approve_fee, clerk_with_a_dossier

DAY = "2026-11-23"


@pytest.fixture
def clerk(site, visit):
    """A clerk who has taken 8,000 dong by a card typed in."""
    clerk = clerk_with_a_dossier(site, visit)
    approve_fee(visit)
    (charge,) = clerk.post(f"/dossiers/{CODE}/charges").json["charges"]
    begun = clerk.post(f"/charges/{charge['id']}/payments", {"method": "card"}).json
    payment = begun["charges"][0]["payments"][0]["id"]
    assert clerk.post(f"/payments/{payment}/card", {"approval_code": "123456", "last4": "1111"}).json
    return clerk


def test_a_shift_is_closed_by_its_clerk_and_signed_by_another_once_the_cards_are_checked(clerk, visit):
    mine = clerk.get("/money/shift").json
    assert (mine["figures"]["total"], [each["dossier"] for each in mine["movements"]]) == (8_000, [CODE])
    close = clerk.post("/money/shift/close").json
    assert (close["to_sign"], close["signed_by"], close["figures"]) == (True, None, mine["figures"])
    again = clerk.post("/money/shift/close")
    assert (again.status_code, again.json["code"]) == (409, "books.nothing_taken")
    manager = visit("manager")
    (to_sign,) = manager.get("/money/shift").json["to_sign"]
    sign = f"/money/shifts/{close['id']}/sign"
    assert clerk.post(sign).json["code"] == "payment.second_person"
    assert manager.post(sign).json["code"] == "books.cards_unchecked"
    (card,) = to_sign["unchecked"]
    assert manager.post(f"/payments/{card['payment']}/check").status_code == 200
    assert manager.post(sign).json["signed_by"] is not None
    assert manager.post(sign).json["code"] == "books.signed"
    assert manager.get("/money/shift").json["to_sign"] == []


def test_a_day_is_closed_with_a_reason_while_something_is_not_settled_and_then_stands(clerk, visit):
    manager, auditor = visit("manager"), visit("auditor")
    before = auditor.get(f"/money/books/{DAY}").json
    assert (before["closed_at"], before["unsettled"], before["figures"]["total"]) == (None, 2, 8_000)
    path = f"/money/books/{DAY}/close"
    assert manager.post(path, {}).json["code"] == "payment.reason_needed"
    closed = manager.post(path, {"reason": "cán bộ chưa chốt ca"}).json
    assert closed["figures"] == before["figures"]
    assert auditor.get(f"/money/books/{DAY}").json == closed
    assert auditor.get("/money/books").json == {
        "last": DAY, "days": [{"day": DAY, "total": 8_000, "unsettled": 2}],
    }  # fmt: skip
    assert manager.post(path, {}).json["code"] == "books.day_closed"


@pytest.mark.parametrize("day", ["2026-11-24", "2026-02-30", "x"])
def test_a_day_that_has_not_come_has_no_books(clerk, visit, day):
    assert visit("auditor").get(f"/money/books/{day}").status_code == 404
    assert visit("manager").post(f"/money/books/{day}/close", {}).json["code"] in {"books.day_ahead", "not_found"}
