"""Answers overtake each other on a slow line: no page goes back to what was, and nobody's writing is lost."""

from datetime import timedelta

from dossier_office import CODE
from late_answers import Late
from playwright.sync_api import expect

from queue_server.domain.payment import Method


def test_a_counter_does_not_go_back_to_a_payment_that_was_called_off_while_it_was_looked_after(cashiers, at_fee):
    cashiers.begins(cashiers.charges(), Method.CARD, device=cashiers.terminal())
    fees = at_fee()
    call_off = fees.get_by_role("button", name="Hủy, chưa thu")
    expect(call_off).to_be_visible()
    looked = Late(fees.page, f"**/dossiers/{CODE}/money")
    looked.waits()
    call_off.click()
    expect(fees.get_by_text("Thẻ: Đã hủy", exact=True)).to_be_visible()
    looked.comes()
    assert (call_off.count(), fees.get_by_text("Thẻ: Đã hủy", exact=True).count()) == (0, 1)


def the_day_chosen_last_stays(page, day, shown, path, now):
    """Choose two days past and today again; the answer about the second comes last. `shown` is of today only."""
    expect(shown).to_be_visible()
    today = day.input_value()
    yesterday, before = (f"{now - timedelta(days=days):%Y-%m-%d}" for days in (1, 2))
    day.fill(yesterday)
    expect(shown).to_have_count(0)
    past = Late(page, f"**/{path}/{before}")
    day.fill(before)
    past.waits()
    day.fill(today)
    expect(shown).to_be_visible()
    past.comes()
    assert (shown.count(), day.input_value()) == (1, today)


def test_the_payments_are_of_the_day_chosen_last(site, cashiers, at_money):
    cashiers.types_card(cashiers.begins(cashiers.charges(), Method.CARD))
    page = at_money("manager")
    day = page.locator("#today").get_by_label("Ngày", exact=True)
    payment = page.locator("#today").get_by_role("row").filter(has_text="1111")
    the_day_chosen_last_stays(page, day, payment, "money/days", site.hall.at)


def test_the_managers_table_is_of_the_day_chosen_last(site, screens):
    site.hall.takes_ticket()
    page = screens.opens("/manager", site.tokens["manager"])
    ticket = page.get_by_role("region", name="Lượt").get_by_role("cell", name="A001", exact=True)
    day = page.get_by_label("Ngày", exact=True)
    the_day_chosen_last_stays(page, day, ticket, "manager/days", site.hall.at)


def test_what_is_written_about_one_credit_stays_when_another_has_just_been_settled(cashiers, at_money):
    for text in ("tien hoc phi", "tien dien nuoc"):
        cashiers.receives(cashiers.credit(text=text, amount=55_000))
    page = at_money("manager")
    settled, next_one = (page.get_by_role("article").filter(has_text=text) for text in ("hoc phi", "dien nuoc"))
    settled.get_by_role("button", name="Xử lý").click()
    settled.get_by_label("Lý do").fill("khách chuyển nhầm")
    sent = Late(page, "**/send-back", "POST")
    settled.get_by_role("button", name="Đã trả lại người chuyển").click()
    sent.waits()
    next_one.get_by_role("button", name="Xử lý").click()
    next_one.get_by_label("Lý do").fill("chờ khách gọi lại")
    sent.comes()
    expect(settled).to_have_count(0)
    expect(next_one.get_by_label("Lý do")).to_have_value("chờ khách gọi lại")


def test_a_list_that_is_opened_while_codes_are_on_their_way_stays_open(site, cashiers, screens):
    site.ids["desk"] = cashiers.clerk
    page = screens.opens("/console", site.signs_in("desk"))
    expect(page.get_by_role("cell", name=CODE)).to_be_visible()
    sent = Late(page, "**/counter/dossiers", "POST")
    field = page.get_by_label("Mã hồ sơ (gõ hoặc quét)")
    codes = [f"H49.22-261123-010{number}" for number in (1, 2)]
    for code in codes:
        field.press_sequentially(code, delay=50)
        page.keyboard.press("Enter")
    sent.waits()
    page.keyboard.press("F6")
    goals = page.get_by_role("group", name="Chuyển đến đâu?")
    expect(goals).to_be_visible()
    sent.comes()
    for code in codes:
        expect(page.get_by_role("cell", name=code)).to_be_visible()
    assert goals.is_visible()
