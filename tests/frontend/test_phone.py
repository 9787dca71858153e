"""A citizen follows the number on a phone."""

import re

import pytest
from playwright.sync_api import expect

PHONE = {"width": 390, "height": 844, "locale": "fr-FR"}


@pytest.fixture
def phone(open_page, centre):
    """A phone with the page of the ticket open, and a clock that we wind."""
    page = open_page(f"/t/{centre.followed['id']}", stopped=True, **PHONE)
    expect(page.locator(".number")).to_contain_text("C014")
    return page


COUNT_FLIGHTS = """() => {
  if (window.inFlight !== undefined) return;
  const send = window.fetch;
  window.inFlight = 0;
  window.fetch = (...asked) => {
    window.inFlight += 1;
    return send(...asked).finally(() => { window.inFlight -= 1; });
  };
}"""


def wind(page, seconds):
    """Let seconds pass on the page's clock; an answer takes no time on it, however long the machine takes."""
    page.evaluate(COUNT_FLIGHTS)
    for _ in range(seconds):
        page.clock.run_for(1000)
        while page.evaluate("window.inFlight"):
            pass


def test_it_shows_the_place_the_wait_and_what_to_bring(phone):
    for words in ("Còn 7 người phía trước", "20–45 phút", "Sảnh A – Tầng 1", "Căn cước công dân hoặc hộ chiếu"):
        expect(phone.locator("main")).to_contain_text(words)


def test_when_called_it_names_the_counter_large_and_in_the_title(phone, centre):
    centre.followed |= {"state": "called", "counter": 5, "ahead": None, "called_at": "2026-11-23T02:14:00.000Z"}
    wind(phone, 16)
    counter = phone.get_by_text("Quầy 5", exact=True)
    expect(counter).to_be_visible()
    assert counter.evaluate("each => parseFloat(getComputedStyle(each).fontSize)") >= 48
    expect(phone).to_have_title(re.compile("C014 · Quầy 5"))


def test_it_looks_more_often_when_the_turn_is_near(phone, centre):
    before = len(centre.looks)
    wind(phone, 31)
    far = len(centre.looks) - before
    centre.followed |= {"ahead": 1}
    wind(phone, 15)
    before = len(centre.looks)
    wind(phone, 31)
    near = len(centre.looks) - before
    assert far <= 2
    assert near >= 5


def test_an_unchanged_ticket_costs_a_bare_answer(phone, centre):
    wind(phone, 16)
    assert centre.looks == [200, 304]


def test_a_hidden_page_rests_and_catches_up_when_seen(phone, centre):
    phone.evaluate(
        "() => { Object.defineProperty(document, 'hidden', { get: () => window.away, configurable: true });"
        " window.away = true; document.dispatchEvent(new Event('visibilitychange')); }"
    )
    centre.followed |= {"ahead": 2}
    before = len(centre.looks)
    wind(phone, 60)
    assert len(centre.looks) == before
    phone.evaluate("() => { window.away = false; document.dispatchEvent(new Event('visibilitychange')); }")
    expect(phone.get_by_text("Sắp đến lượt ông/bà")).to_be_visible()


def test_giving_the_number_back_takes_two_touches(phone, centre):
    phone.get_by_role("button", name="Hủy số này").click()
    assert centre.cancels == []
    phone.get_by_role("button", name="Giữ số").click()
    phone.get_by_role("button", name="Hủy số này").click()
    phone.get_by_role("button", name="Hủy số C014").click()
    expect(phone.get_by_text("Số này đã hủy")).to_be_visible()
    expect(phone.get_by_role("button", name="Hủy")).to_have_count(0)
    assert len(centre.cancels) == 1


def test_a_finished_ticket_is_looked_at_no_more(phone, centre):
    centre.followed |= {"state": "completed", "ahead": None, "cancellable": False}
    wind(phone, 16)
    expect(phone.get_by_text("Đã hoàn tất")).to_be_visible()
    before = len(centre.looks)
    wind(phone, 60)
    assert len(centre.looks) == before


def test_a_lost_server_is_told_beside_what_was_last_known(phone, centre):
    centre.silent = True
    wind(phone, 25)
    expect(phone.get_by_text("Mất kết nối. Thông tin lúc 09:14")).to_be_visible()
    expect(phone.locator(".number")).to_contain_text("C014")
    centre.silent = False
    wind(phone, 6)
    expect(phone.get_by_text("Mất kết nối")).to_be_hidden()


def test_the_ticket_speaks_its_own_language_until_another_is_chosen(open_page, centre):
    centre.followed |= {"language": "zh"}
    page = open_page(f"/t/{centre.followed['id']}", **PHONE)
    expect(page.get_by_text("前面还有 7 人")).to_be_visible()
    page.get_by_role("button", name="EN").click()
    expect(page.get_by_text("7 people ahead of you")).to_be_visible()
    expect(page.locator("html")).to_have_attribute("lang", "en")


def test_an_unknown_ticket_says_what_to_do(open_page):
    page = open_page("/t/NOSUCHTICKET", width=390, height=844, locale="en-GB")
    expect(page.get_by_role("heading", name="This number was not found")).to_be_visible()
    expect(page.get_by_text("scan the code on your slip again")).to_be_visible()


def test_a_booked_time_is_told_and_why_the_number_was_called(open_page, centre):
    centre.followed |= {
        "appointment_at": "2026-11-23T02:30:00.000Z", "state": "called", "counter": 5, "ahead": None, "expected": None,
        "called_at": "2026-11-23T02:14:00.000Z", "reason": "booked",
    }  # fmt: skip
    page = open_page(f"/t/{centre.followed['id']}", **PHONE)
    for words in ("Giờ hẹn09:30", "hẹn trước"):
        expect(page.locator("main")).to_contain_text(words)
