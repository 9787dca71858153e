"""Fees on the citizen's phone: seen and paid by who holds the ticket's address, for its own dossiers and today."""

import json

import pytest
from sqlalchemy import text

from queue_server.domain.bank_credit import BankCredit
from queue_server.domain.vietqr import Account
from queue_server.store.schema import ProcedureRow
from queue_server.store.unit import Unit
from queue_server.usecases import crediting, fees

CODE = "H49.22-261123-0001"
ACCOUNT = Account(bank="970436", number="1019333430")
RULE = {
    "procedure": "1.001193", "channel": "counter", "kind": "le_phi", "name": "Lệ phí hộ tịch", "unit": "bản",
    "tiers": [{"begins": 1, "price": 8_000}], "exempt": [{"group": "poor", "percent": 50}],
    "basis": "Nghị quyết 62/2017/NQ-HĐND", "valid_from": "2026-01-01",
    "translations": {"name": {"en": "Civil status fee", "zh": "户籍费"}, "unit": {"en": "copies"}},
}  # fmt: skip


@pytest.fixture
def clerk(site, visit):
    """A clerk who serves a citizen with a dossier that costs 8,000 dong; the centre has an account."""
    terms = [{"kind": "counter", "duration": 3.0, "unit": "working_day"}]
    with Unit(site.hall.store) as unit:
        unit.connection.execute(text("UPDATE service SET returns_results = true WHERE code = 'marriage'"))
        unit.session.add(
            ProcedureRow(
                centre_id=site.hall.centre_id, code="1.001193", name="Khai sinh", short_name="Khai sinh", levels="[]",
                field="Hộ tịch", agency="", documents="", url="", channels=json.dumps(terms),
            )
        )  # fmt: skip
        facts = {"centre_id": site.hall.centre_id, "staff_id": site.ids["manager"], "at": site.hall.at}
        fees.set_account(unit, account=ACCOUNT, holder="TT PVHCC", **facts)
    clerk = visit("clerk")
    clerk.post("/counters/1/shift")
    return clerk


@pytest.fixture
def ticket(clerk, visit):
    """The address of the citizen's ticket, and the charge of its dossier."""
    ticket = visit("kiosk").post("/tickets", {"service": "birth", "language": "vi"}).json
    clerk.post("/counter/call")
    clerk.post("/counter/start")
    clerk.post("/counter/dossiers", {"code": CODE})
    clerk.post(f"/dossiers/{CODE}/procedure", {"procedure": "1.001193"})
    (rule,) = visit("manager").post("/money/fees", RULE).json["rules"]
    visit("admin").post(f"/money/fees/{rule['id']}/approve")
    return f"/tickets/{ticket['id']}"


@pytest.fixture
def phone(visit):
    return visit("anonymous")


def charges(clerk, group=None):
    answer = clerk.post(f"/dossiers/{CODE}/charges", {"group": group}).json
    return answer["charges"][-1]["id"]


def pays(site, code, amount=8_000):
    at = site.hall.at
    credit = BankCredit(
        provider="sepay", reference=f"FT{code}", account=ACCOUNT.number, amount=amount, text=f"CT {code}", at=at
    )
    with Unit(site.hall.store) as unit:
        return crediting.receive_credit(unit, centre_id=site.hall.centre_id, credit=credit, at=at).state


def test_a_fee_is_seen_explained_begun_and_paid_on_the_phone(site, clerk, ticket, phone):
    assert (phone.get(ticket).json["charges"], phone.get(ticket).json["transfers"]) == ([], False)
    charge = charges(clerk)
    (due,) = phone.get(ticket).json["charges"]
    assert (due["dossier"], due["state"], due["amount"], due["payment"]) == (CODE, "due", 8_000, None)
    assert due["fees"][0]["lines"] == [
        {"reason": "units", "quantity": 1, "price": 8_000, "amount": 8_000, "percent": None}
    ]
    begun = phone.post(f"{ticket}/charges/{charge}/payments")
    (open_,) = begun.json["charges"]
    transfer = open_["payment"]["transfer"]
    assert (open_["payment"]["state"], open_["payment"]["own"]) == ("pending", True)
    assert (transfer["account"], transfer["holder"], transfer["bank"]) == (ACCOUNT.number, "TT PVHCC", "Vietcombank")
    seen = {"If-None-Match": phone.get(ticket).headers["ETag"]}
    assert phone.get(ticket, headers=seen).status_code == 304
    assert pays(site, transfer["content"]) == "matched"
    paid = phone.get(ticket, headers=seen)
    assert paid.status_code == 200
    (charge_,) = paid.json["charges"]
    assert (charge_["state"], charge_["payment"]["transfer"]) == ("paid", None)
    assert charge_["payment"]["ended_at"] is not None


def test_what_the_counter_began_is_shown_and_neither_doubled_nor_taken_down(clerk, ticket, phone):
    charge = charges(clerk)
    clerk.post(f"/charges/{charge}/payments", {"method": "vietqr"})
    (shown,) = phone.get(ticket).json["charges"]
    assert (shown["payment"]["own"], shown["payment"]["transfer"]["amount"]) == (False, 8_000)
    assert phone.post(f"{ticket}/charges/{charge}/payments").json["code"] == "payment.open"
    refused = phone.post(f"{ticket}/payments/{shown['payment']['id']}/cancel")
    assert (refused.status_code, refused.json["code"]) == (409, "payment.illegal_move")


def test_a_card_at_the_counter_bars_the_phone(clerk, ticket, phone):
    charge = charges(clerk)
    clerk.post(f"/charges/{charge}/payments", {"method": "card"})
    (shown,) = phone.get(ticket).json["charges"]
    assert (shown["payment"]["method"], shown["payment"]["transfer"]) == ("card", None)
    assert phone.post(f"{ticket}/charges/{charge}/payments").json["code"] == "payment.open"
    assert phone.post(f"{ticket}/payments/{shown['payment']['id']}/cancel").json["code"] == "payment.illegal_move"


def test_a_code_taken_down_on_the_phone_frees_the_fee_for_the_counter(clerk, ticket, phone):
    charge = charges(clerk)
    (begun,) = phone.post(f"{ticket}/charges/{charge}/payments").json["charges"]
    again = clerk.post(f"/charges/{charge}/payments", {"method": "card"})
    assert again.json["code"] == "payment.open"
    (after,) = phone.post(f"{ticket}/payments/{begun['payment']['id']}/cancel").json["charges"]
    assert (after["state"], after["payment"]) == ("due", None)
    assert clerk.post(f"/charges/{charge}/payments", {"method": "card"}).status_code == 200


def test_nobody_pays_or_sees_what_is_not_of_the_tickets_dossiers(clerk, ticket, phone, visit):
    charge = charges(clerk)
    other = visit("kiosk").post("/tickets", {"service": "birth", "language": "vi"}).json["id"]
    assert phone.get(f"/tickets/{other}").json["charges"] == []
    assert phone.post(f"/tickets/{other}/charges/{charge}/payments").json["code"] == "not_found"
    (begun,) = phone.post(f"{ticket}/charges/{charge}/payments").json["charges"]
    assert phone.post(f"/tickets/{other}/payments/{begun['payment']['id']}/cancel").json["code"] == "not_found"
    assert phone.post(f"{ticket}/payments/nothing/cancel").json["code"] == "not_found"


def test_a_number_for_fetching_a_result_shows_what_is_due_for_it_before_it_is_called(site, clerk, ticket, phone, visit):
    charge = charges(clerk)
    with Unit(site.hall.store) as unit:
        unit.connection.execute(text("UPDATE dossier SET state = 'ready'"))
    wish = {"service": "marriage", "language": "vi", "dossier": CODE}
    fetching = visit("kiosk").post("/tickets", wish).json["id"]
    (due,) = phone.get(f"/tickets/{fetching}").json["charges"]
    assert (due["id"], due["dossier"], due["state"]) == (charge, CODE, "due")


def test_the_day_after_nothing_is_shown_and_nothing_begun(site, clerk, ticket, phone):
    charge = charges(clerk)
    site.hall.passes(24 * 3600)
    assert phone.get(ticket).json["charges"] == []
    assert phone.post(f"{ticket}/charges/{charge}/payments").json["code"] == "not_found"


def test_what_was_paid_on_an_earlier_number_or_taken_back_is_not_shown(site, clerk, ticket, phone, visit):
    charge = charges(clerk)
    (begun,) = phone.post(f"{ticket}/charges/{charge}/payments").json["charges"]
    pays(site, begun["payment"]["transfer"]["content"])
    site.hall.passes(1)
    again = clerk.post(f"/dossiers/{CODE}/charges", {"again": True}).json["charges"][-1]["id"]
    clerk.post(f"/charges/{again}/withdraw", {"reason": "nhập nhầm"})
    assert [each["id"] for each in phone.get(ticket).json["charges"]] == [charge]
    site.hall.passes(60)
    clerk.post("/counter/complete")
    later = visit("kiosk").post("/tickets", {"service": "birth", "language": "vi"}).json["id"]
    clerk.post("/counter/call")
    clerk.post("/counter/start")
    clerk.post("/counter/dossiers", {"code": CODE})
    assert phone.get(f"/tickets/{later}").json["charges"] == []


def test_whom_a_fee_spares_is_not_told(clerk, ticket, phone):
    charges(clerk, group="poor")
    answer = phone.get(ticket)
    assert answer.json["charges"][0]["amount"] == 4_000
    assert "poor" not in answer.text


def test_a_ticket_that_begins_and_takes_down_without_end_is_told_to_wait(clerk, ticket, phone):
    charge = charges(clerk)
    codes = {phone.post(f"{ticket}/charges/{charge}/payments").json.get("code") for _ in range(14)}
    assert "rate.limited" in codes


def test_the_citizen_reads_the_fee_in_each_language_that_the_centre_gave_it_and_staff_in_the_words_of_the_law(
    phone, clerk, ticket, visit
):
    (rule,) = visit("manager").get("/money/fees").json["rules"]
    assert rule["translations"] == RULE["translations"]
    charges(clerk)
    said = {
        "names": {"vi": "Lệ phí hộ tịch", "en": "Civil status fee", "zh": "户籍费"},
        "units": {"vi": "bản", "en": "copies"},
        "bases": {"vi": "Nghị quyết 62/2017/NQ-HĐND"},
    }
    (due,) = phone.get(ticket).json["charges"]
    ((at_kiosk,),) = [each["fees"] for each in visit("kiosk").post("/kiosk/money", {"code": CODE}).json["charges"]]
    assert said.items() <= due["fees"][0].items()
    assert said.items() <= at_kiosk.items()
    (staff,) = clerk.get(f"/dossiers/{CODE}/money").json["charges"]
    assert "Civil status fee" not in json.dumps(staff)
    assert staff["fees"][0]["name"] == "Lệ phí hộ tịch"


def test_a_fee_charged_before_fees_had_translations_is_read_in_vietnamese(phone, clerk, ticket, site):
    charges(clerk)
    with Unit(site.hall.store) as unit:
        (kept,) = unit.connection.execute(text("SELECT fees FROM charge")).scalars()
        old = [{name: fact for name, fact in fee.items() if name != "translations"} for fee in json.loads(kept)]
        unit.connection.execute(text("UPDATE charge SET fees = :fees"), {"fees": json.dumps(old)})
    (due,) = phone.get(ticket).json["charges"]
    assert due["fees"][0]["names"] == {"vi": "Lệ phí hộ tịch"}
