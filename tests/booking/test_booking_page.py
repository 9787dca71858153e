"""Anybody books a time on a phone, keeps the code, and gives the time back."""

import re
from datetime import timedelta

import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import expect
from sqlalchemy import text

from queue_server.domain.appointment_code import read_code
from queue_server.store.unit import Unit
from queue_server.store.views import moment

NUMBER = "022 204 123 289"
KEEPS = "() => [localStorage.length, sessionStorage.length, document.cookie]"


@pytest.fixture
def days(site):
    """Short days, so that the lists are what people see: open from eight to ten on working days."""
    hours = "{" + ", ".join(f'"{day}": [["08:00", "10:00"]]' for day in ("mon", "tue", "wed", "thu", "fri")) + "}"
    with Unit(site.hall.store) as unit:
        unit.connection.execute(text("UPDATE service SET hours = :hours"), {"hours": hours})
        unit.connection.execute(text("UPDATE centre SET version = version + 1"))
    return site.hall


@pytest.fixture
def page(open_page, days):
    opened = open_page("/book")
    expect(opened.locator("h1")).to_have_text("Ông/bà cần hẹn làm việc gì?")
    return opened


def goes_to_the_number(page):
    page.get_by_role("button", name="birth").click()
    expect(page.locator("h1")).to_have_text("Chọn ngày")
    page.locator(".book-choice").nth(1).click()
    expect(page.locator("h1")).to_have_text("Chọn giờ")
    page.get_by_role("button", name="09:00").click()
    expect(page.locator("h1")).to_contain_text("Số căn cước")


def books(page, number=NUMBER):
    goes_to_the_number(page)
    page.get_by_label("12 số").fill(number)
    page.get_by_role("button", name="Đặt lịch hẹn").click()


def code_on(page):
    expect(page.locator("h1")).to_have_text("Đã đặt lịch hẹn")
    return page.locator(".book-code-text").inner_text()


def test_service_day_time_and_number_give_a_code_that_a_kiosk_can_scan(page, days, tmp_path):
    books(page)
    code = code_on(page)
    assert re.fullmatch("[A-Z0-9]{4}-[A-Z0-9]{4}", code)
    for words in ("09:00 · Thứ Ba, 24/11", "từ 08:30 đến 09:10", "Trung tâm", "Căn cước"):
        expect(page.locator("main")).to_contain_text(words)
    page.locator(".book-code .qr").screenshot(path=tmp_path / "qr.png")
    (scanned,) = zxingcpp.read_barcodes(Image.open(tmp_path / "qr.png"))
    assert scanned.text == read_code(code)
    days.passes(25 * 3600)
    assert days.checks_in(code=scanned.text)["label"] == "A001"


def test_nothing_of_the_citizen_stays_in_the_browser(page):
    books(page)
    code_on(page)
    assert page.evaluate(KEEPS) == [0, 0, ""]
    assert "022" not in page.content().replace(page.locator("script").first.inner_text(), "")
    page.go_back()
    expect(page.locator("h1")).to_have_text("Ông/bà cần hẹn làm việc gì?")
    page.go_forward()
    assert "022204" not in page.content()


def test_a_code_finds_the_appointment_and_gives_it_back(page, open_page, faults_of):
    books(page)
    code = code_on(page)
    other = open_page("/book", locale="en-GB")
    other.get_by_role("button", name="I have a code").click()
    other.get_by_label("Appointment code").fill("ACDE-FGHJ")
    other.get_by_role("button", name="Look", exact=True).click()
    expect(other.get_by_role("alert")).to_contain_text("not an appointment code")
    assert faults_of(other) == []
    other.get_by_label("Appointment code").fill(code.lower())
    other.get_by_role("button", name="Look", exact=True).click()
    expect(other.locator("h1")).to_have_text("Your appointment")
    other.get_by_role("button", name="Cancel the appointment").click()
    assert faults_of(other) == []
    other.get_by_role("button", name="Cancel it").click()
    expect(other.locator("h1")).to_have_text("The appointment is cancelled")
    assert faults_of(other) == []


def test_a_second_appointment_is_refused_in_plain_words(page, days):
    days.books(days.at + timedelta(days=1))
    books(page)
    expect(page.get_by_role("alert")).to_contain_text("đang có một lịch hẹn")


@pytest.mark.parametrize(("number", "words"), [("12", "Chưa đủ 12 chữ số"), ("000204123289", "Số căn cước chưa đúng")])
def test_a_wrong_number_is_said_to_be_so_and_can_be_corrected(page, number, words):
    books(page, number)
    expect(page.get_by_role("alert")).to_contain_text(words)
    page.get_by_label("12 số").fill(NUMBER)
    page.get_by_role("button", name="Đặt lịch hẹn").click()
    code_on(page)


def test_who_was_too_slow_sees_what_is_still_free(page, days):
    goes_to_the_number(page)
    slot = (days.at + timedelta(days=1)).replace(hour=2)
    for which in (1, 2):
        days.books(slot, citizen=f"02220400000{which}")
    page.get_by_label("12 số").fill(NUMBER)
    page.get_by_role("button", name="Đặt lịch hẹn").click()
    expect(page.get_by_role("alert")).to_contain_text("đã đủ người")
    expect(page.locator("h1")).to_have_text("Chọn giờ")
    expect(page.get_by_role("button", name="09:00")).to_be_disabled()
    page.get_by_role("button", name="09:30").click()
    page.get_by_label("12 số").fill(NUMBER)
    page.get_by_role("button", name="Đặt lịch hẹn").click()
    code_on(page)


@pytest.mark.parametrize(("locale", "language"), [("vi-VN", "vi"), ("en-GB", "en"), ("zh-CN", "zh")])
def test_axe_finds_nothing_at_any_step_and_nothing_is_cut_off(open_page, days, faults_of, locale, language):
    page = open_page("/book", locale=locale, size={"width": 320, "height": 568})
    found = {}
    for step in (".book-choice", ".book-choice", ".book-choice:not(:disabled)", "#citizen"):
        page.locator(step).first.wait_for()
        found[page.locator("h1").inner_text()] = faults_of(page)
        assert page.evaluate("document.scrollingElement.scrollWidth - innerWidth") <= 0
        if step != "#citizen":
            heading = page.locator("h1").inner_text()
            page.locator(step).last.click()
            expect(page.locator("h1")).not_to_have_text(heading)
    page.locator("#citizen").fill(NUMBER)
    page.locator(".book-first").click()
    page.locator(".book-code").wait_for()
    found["done"] = faults_of(page)
    assert page.evaluate("document.scrollingElement.scrollWidth - innerWidth") <= 0
    assert page.evaluate("document.documentElement.lang") == language
    assert {step: faults for step, faults in found.items() if faults} == {}


def test_a_centre_without_bookings_says_so(open_page, days):
    with Unit(days.store) as unit:
        unit.connection.execute(text("DELETE FROM booking"))
        unit.connection.execute(text("UPDATE centre SET version = version + 1"))
    expect(open_page("/book").locator("h1")).to_have_text("Hiện chưa có dịch vụ nào nhận đặt lịch hẹn.")


def test_times_are_those_of_the_centre(page, days):
    page.get_by_role("button", name="birth").click()
    expect(page.locator("h1")).to_have_text("Chọn ngày")
    page.locator(".book-choice").first.click()
    expect(page.locator(".book-choice").first).to_contain_text("08:30")
    assert moment(days.at) == "2026-11-23T01:00:00.000Z"
