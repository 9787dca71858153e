"""Staff keep the appointments: the day's list, booking for a citizen, cancelling, checking in by hand."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from queue_server.domain.appointment_code import read_code, shown_code

DESK = {"width": 1400, "height": 900}


@pytest.fixture
def page(site, open_page):
    """A clerk at the page, on the hall's Monday."""
    opened = open_page("/appointments", cookie=site.signs_in("clerk"), size=DESK)
    opened.locator("input[type=date]").fill("2026-11-23")
    expect(opened.locator("h1")).to_have_text("Thứ Hai, 23/11")
    opened.get_by_role("heading", name="Chỗ đã đặt").wait_for()
    return opened


@pytest.fixture
def booked(site):
    """For half past eight; now it is eight."""
    return site.hall.books(site.hall.at + timedelta(minutes=30))


def test_a_clerk_books_for_a_citizen_and_tells_the_code(site, page):
    page.locator("select[name=slot]").select_option(label="10:30 · còn 2 chỗ")
    page.get_by_label("12 số trên thẻ căn cước").fill("022 204 123 289")
    page.get_by_role("button", name="Đặt lịch hẹn").click()
    told = page.locator(".appointments-booked b").inner_text()
    row = page.locator("tbody tr")
    for words in ("10:30", "022******289", told, "Đã hẹn"):
        expect(row).to_contain_text(words)
    site.hall.passes(2 * 3600)
    assert site.hall.checks_in(code=read_code(told))["label"] == "A001"
    assert "022204123289" not in page.content()


def test_a_wrong_number_is_said_to_be_so(page):
    page.get_by_label("12 số trên thẻ căn cước").fill("022")
    page.get_by_role("button", name="Đặt lịch hẹn").click()
    expect(page.get_by_role("alert")).to_contain_text("Số căn cước chưa đúng")


@pytest.mark.parametrize("way", ["button", "code", "number"])
def test_a_clerk_checks_a_citizen_in_by_hand(booked, page, way):
    if way == "button":
        page.reload()
        page.locator("input[type=date]").fill("2026-11-23")
        page.locator("tbody").get_by_role("button", name="Cấp số").click()
    else:
        page.get_by_label("Mã hẹn, 12 số căn cước").fill(shown_code(booked.code) if way == "code" else "022204123289")
        page.get_by_role("button", name="Cấp số").last.click()
    expect(page.get_by_role("status").first).to_contain_text("Đã cấp số A001")
    expect(page.locator("tbody tr")).to_contain_text("Đã đến · A001")


def test_cancelling_takes_two_touches(booked, page):
    page.reload()
    page.locator("input[type=date]").fill("2026-11-23")
    page.locator("tbody").get_by_role("button", name="Hủy", exact=True).click()
    page.locator("tbody").get_by_role("button", name="Hủy lịch hẹn").click()
    expect(page.get_by_role("status").first).to_contain_text("Đã hủy lịch hẹn")
    expect(page.locator("tbody tr")).to_contain_text("Đã hủy")


def test_the_days_before_and_after_are_one_touch_away(page):
    page.get_by_role("button", name="Ngày sau").click()
    expect(page.locator("h1")).to_have_text("Thứ Ba, 24/11")
    page.get_by_role("button", name="Ngày trước").click()
    expect(page.locator("h1")).to_have_text("Thứ Hai, 23/11")


def test_nobody_who_may_not_keep_appointments_sees_them(site, open_page):
    auditor = open_page("/appointments", cookie=site.signs_in("auditor"), size=DESK)
    expect(auditor.get_by_role("alert")).to_contain_text("không được phép")
    expect(open_page("/appointments", size=DESK).locator("h1")).to_be_visible()


@pytest.mark.parametrize("language", ["vi", "en", "zh"])
def test_axe_finds_nothing(site, booked, open_page, faults_of, language):
    page = open_page("/appointments", cookie=site.signs_in("manager"), size=DESK)
    page.locator(f"button[lang={language}]").click()
    page.locator("input[type=date]").fill("2026-11-23")
    page.locator("tbody tr").wait_for()
    assert faults_of(page) == []
    page.locator("tbody button").last.click()
    assert faults_of(page) == []
    page.set_viewport_size({"width": 420, "height": 900})
    assert page.evaluate("document.scrollingElement.scrollWidth - innerWidth") <= 0
