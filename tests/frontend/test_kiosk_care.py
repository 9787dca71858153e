"""The kiosk forgets its users, minds its surroundings and never goes blank."""

import re

import pytest
from playwright.sync_api import expect


@pytest.fixture
def still(open_page, centre):
    """A kiosk page in English whose clock we wind."""
    page = open_page(stopped=True)
    page.locator(".language[lang=en]").click()
    expect(page.locator(".page")).to_have_attribute("data-screen", "groups")
    return page


def wind(page, seconds):
    """Let so much time pass on the page, step by step as its timers would have it."""
    for _ in range(seconds):
        page.clock.run_for(1000)


def test_after_30_quiet_seconds_it_asks_and_one_touch_goes_on(still):
    wind(still, 29)
    expect(still.get_by_role("dialog")).to_be_hidden()
    wind(still, 3)
    expect(still.get_by_role("dialog")).to_be_visible()
    still.get_by_role("button", name="Continue").click()
    wind(still, 1)
    expect(still.get_by_role("dialog")).to_be_hidden()
    expect(still.locator(".page")).to_have_attribute("data-screen", "groups")


def test_unanswered_it_wipes_state_language_contrast_and_text_size(still):
    for name in ("Contrast", "Large text", "Lower"):
        still.get_by_role("button", name=name).click()
    still.get_by_role("button", name="I need priority").click()
    still.clock.run_for(1000)
    still.get_by_role("button", name="Aged 75").click()
    wind(still, 32)
    expect(still.get_by_role("dialog")).to_be_visible()
    wind(still, 21)
    expect(still.locator(".page")).to_have_attribute("data-screen", "welcome")
    root = still.locator("html")
    expect(root).to_have_attribute("lang", "vi")
    expect(root).to_have_attribute("data-contrast", "normal")
    expect(root).to_have_attribute("data-reach", "normal")
    assert root.evaluate("root => root.style.getPropertyValue('--scale')") == "1"
    still.clock.run_for(1000)
    still.locator(".language[lang=en]").click()
    expect(still.get_by_role("button", name="I need priority")).to_be_visible()
    assert still.evaluate("[localStorage.length, sessionStorage.length, document.cookie]") == [0, 0, ""]


def test_comforts_left_on_the_first_screen_are_wiped_too(open_page):
    page = open_page(stopped=True)
    page.get_by_role("button", name="Tương phản").click()
    expect(page.locator("html")).to_have_attribute("data-contrast", "high")
    wind(page, 52)
    expect(page.locator("html")).to_have_attribute("data-contrast", "normal")


def test_with_the_slip_in_hand_the_number_goes_home_by_itself(still, centre):
    centre.print = {"state": "printed", "outcome": "printed"}
    still.get_by_role("button", name="Collection of results").click()
    expect(still.locator("[data-paper=printed]")).to_be_visible()
    left = still.locator(".countdown").text_content()
    assert left is not None
    assert 8 <= int(re.sub(r"\D", "", left)) <= 15
    wind(still, 16)
    expect(still.locator(".page")).to_have_attribute("data-screen", "welcome")


def test_without_a_slip_the_number_stays_longer_and_longer_still_on_wish(still, centre):
    centre.print = {"state": "queued", "outcome": "paper_out"}
    still.get_by_role("button", name="Collection of results").click()
    expect(still.locator("[data-paper=paper_out]")).to_be_visible()
    still.get_by_role("button", name="Keep on screen").click()
    wind(still, 75)
    expect(still.locator(".page")).to_have_attribute("data-screen", "ticket")
    wind(still, 20)
    expect(still.locator(".page")).to_have_attribute("data-screen", "welcome")


def test_a_lost_server_is_told_on_a_screen_that_stays(still, centre):
    centre.silent = True
    wind(still, 12)
    expect(still.get_by_text("The server cannot be reached")).to_be_visible()
    expect(still.get_by_role("button", name="Collection of results")).to_be_visible()
    centre.silent = False
    wind(still, 4)
    expect(still.get_by_text("The server cannot be reached")).to_be_hidden()


def test_a_server_that_was_never_there_leaves_no_blank_page(open_page, centre):
    centre.silent = True
    page = open_page(stopped=True)
    expect(page.get_by_text("Đang khởi động…")).to_be_visible()
    wind(page, 8)
    expect(page.get_by_text("Mất kết nối với máy chủ")).to_be_visible()
    centre.silent = False
    wind(page, 4)
    expect(page.locator(".language[lang=vi]")).to_be_visible()


def test_a_kiosk_that_is_not_enrolled_shows_its_code_until_it_is(open_page, centre):
    centre.agent["enrolment"] = {"code": "BCDF-GHJK"}
    page = open_page(stopped=True)
    expect(page.get_by_text("BCDF-GHJK")).to_be_visible()
    centre.agent["enrolment"] = None
    wind(page, 6)
    expect(page.locator(".language[lang=vi]")).to_be_visible()


def test_a_printer_without_paper_is_told_before_anybody_asks(open_page, centre):
    centre.agent["printer"] = {"state": "faulty", "detail": "paper_out"}
    page = open_page()
    for words in ("Máy in hết giấy", "The printer is out of paper", "打印机缺纸"):
        expect(page.get_by_text(words)).to_be_visible()


def test_the_page_asks_for_little_and_only_from_its_own_host(open_page, centre):
    page = open_page()
    page.wait_for_load_state("networkidle")
    seen = page.evaluate("performance.getEntriesByType('resource').map((each) => [each.name, each.decodedBodySize])")
    assert len(seen) > 20
    assert all(url.startswith(centre.url) for url, _ in seen)
    assert sum(size for _, size in seen) < 350_000
