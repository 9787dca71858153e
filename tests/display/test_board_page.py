"""The lobby board in a real browser, against a hall that calls, falls silent and forgets."""

import re
import time

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

SIZES = [(1920, 1080), (1366, 768)]
LABELS = ("B104", "A010", "D031", "C003", "A011", "B105", "A012")

CAPITAL_HEIGHT = """(element) => {
  const pen = document.createElement("canvas").getContext("2d");
  const style = getComputedStyle(element);
  pen.font = `${style.fontWeight} ${style.fontSize} ${style.fontFamily}`;
  return pen.measureText("H").actualBoundingBoxAscent;
}"""

CUT_OFF = """() => {
  const edge = (box) => box.left < 0 || box.top < 0 || box.right > innerWidth || box.bottom > innerHeight;
  const shown = (element) => element.getClientRects().length > 0;
  const holdsText = (element) => Array.from(element.childNodes).some((node) => node.nodeType === 3 && node.data.trim());
  const all = Array.from(document.querySelectorAll("#picture *"));
  const texts = all.filter((element) => shown(element) && holdsText(element));
  const outside = texts.filter((element) => edge(element.getBoundingClientRect()));
  const panels = Array.from(document.querySelectorAll(".current, .last, .next, .bar, .next-head")).filter(shown);
  const spilling = panels.filter(
    (panel) => panel.scrollWidth > panel.clientWidth + 1 || panel.scrollHeight > panel.clientHeight + 1
  );
  return outside.concat(spilling).map((element) => element.className || element.id || element.tagName);
}"""


@pytest.fixture
def busy_hall(hall):
    for counter, label in enumerate(LABELS, start=3):
        hall.calls_ticket(label, counter, waiting=tuple(f"A{number:03d}" for number in range(13, 36)))
    return hall


def current(page):
    return page.locator("#current-label"), page.locator("#current-counter")


def shows(page, label, counter):
    expect(current(page)[0]).to_have_text(label)
    expect(current(page)[1]).to_have_text(str(counter))


def test_the_board_shows_the_call_the_calls_before_it_who_is_next_and_how_many_wait(busy_hall, open_board):
    page = open_board()
    shows(page, "A012", 9)
    expect(page.locator("#last tr")).to_have_text(["B1058", "A0117", "C0036", "D0315", "A0104", "B1043"])
    expect(page.locator("#next li")).to_have_text([f"A{number:03d}" for number in range(13, 19)])
    expect(page.locator("#waiting")).to_have_text("23")
    expect(page.locator("#centre")).to_have_text("Trung tâm Phục vụ hành chính công tỉnh Quảng Ninh")
    expect(page.locator("#hall")).to_have_text("Sảnh A – Tầng 1")
    expect(page.locator("#time")).to_have_text(re.compile(r"^\d\d:\d\d$"))
    expect(page).to_have_title("Bảng gọi số")


def test_a_board_before_the_first_call_of_the_day_is_not_blank(hall, open_board):
    page = open_board()
    shows(page, "–", "–")
    expect(page.locator("#current")).to_contain_text("Mời số")
    expect(page.locator("#waiting")).to_have_text("0")


def test_the_current_call_is_readable_from_ten_metres_on_a_55_inch_screen(busy_hall, open_board):
    page = open_board(width=1920, height=1080)
    shows(page, "A012", 9)
    for part in current(page):
        assert part.evaluate(CAPITAL_HEIGHT) >= 190


@pytest.mark.parametrize(("width", "height"), [*SIZES, (1080, 1920)])
def test_nothing_is_cut_off(busy_hall, open_board, width, height):
    page = open_board(width=width, height=height, touch_first=True)
    expect(page.locator("#sound")).to_be_visible()
    for label, counter in [("W012", 9), ("W1000", 100), ("W-K2-07", 88)]:
        busy_hall.calls_ticket(label, counter, waiting=tuple(f"W{number}" for number in range(1000, 1100)))
        shows(page, label, counter)
        assert page.evaluate(CUT_OFF) == []


def test_a_new_call_flashes_gently_and_is_told_to_assistive_technology(busy_hall, open_board):
    page = open_board()
    shows(page, "A012", 9)
    expect(page.locator("#current.is-fresh")).to_have_count(0)
    busy_hall.calls_ticket("A013", 15)
    shows(page, "A013", 15)
    expect(page.locator("#current.is-fresh")).to_have_count(1)
    expect(page.get_by_role("status")).to_have_text("Mời số A013 đến quầy 15")
    flash = (
        "(element) => [getComputedStyle(element).animationDuration, getComputedStyle(element).animationIterationCount]"
    )
    duration, times = current(page)[0].evaluate(flash)
    assert float(duration.rstrip("s")) >= 1 / 3
    assert float(duration.rstrip("s")) * float(times) <= 5
    expect(page.locator("#current.is-fresh")).to_have_count(0, timeout=7000)


def test_a_recall_flashes_again_and_a_change_of_the_line_does_not(busy_hall, open_board):
    page = open_board()
    shows(page, "A012", 9)
    busy_hall.waiting = ["A020"]
    busy_hall.publish()
    expect(page.locator("#waiting")).to_have_text("1")
    expect(page.locator(".is-fresh")).to_have_count(0)
    busy_hall.calls_ticket("A012", 9, recalls=1)
    expect(page.locator("#current.is-fresh")).to_have_count(1)


def test_who_asked_for_less_motion_sees_a_frame_and_no_flashing(busy_hall, open_board):
    page = open_board(motion="reduce")
    shows(page, "A012", 9)
    busy_hall.calls_ticket("A013", 15)
    expect(page.locator("#current.is-fresh")).to_have_count(1)
    assert current(page)[0].evaluate("(element) => getComputedStyle(element).animationName") == "none"


def test_an_older_state_never_replaces_a_newer_one(busy_hall, open_board):
    page = open_board()
    shows(page, "A012", 9)
    calls = busy_hall.calls
    busy_hall.calls = calls[1:]
    busy_hall.publish(seq=1)
    busy_hall.calls = calls
    busy_hall.waiting = ["Z999"]
    busy_hall.publish()
    expect(page.locator("#next li")).to_have_text(["Z999"])
    shows(page, "A012", 9)


def test_a_server_restored_from_a_copy_counts_from_a_lower_number_and_the_board_follows(busy_hall, open_board):
    page = open_board()
    shows(page, "A012", 9)
    busy_hall.wait_for_boards(1)
    busy_hall.seq = 1
    busy_hall.calls = busy_hall.calls[2:]
    busy_hall.cuts_every_connection()
    shows(page, "A011", 7)


def test_a_lost_server_leaves_the_last_state_with_a_strip_and_the_board_catches_up_by_itself(busy_hall, open_board):
    page = open_board()
    shows(page, "A012", 9)
    busy_hall.fall_silent()
    began = time.monotonic()
    strip = page.get_by_role("alert")
    expect(strip).to_be_hidden()
    expect(strip).to_be_visible(timeout=12_000)
    assert 4 <= time.monotonic() - began <= 11
    expect(strip).to_have_text(re.compile(r"^Mất kết nối \d\d:\d\d – .* · Connection lost \d\d:\d\d$"))
    shows(page, "A012", 9)
    assert page.evaluate(CUT_OFF) == []
    busy_hall.silent = False
    busy_hall.calls_ticket("B106", 4)
    shows(page, "B106", 4)
    expect(strip).to_be_hidden()


def test_a_page_opened_while_the_server_is_away_waits_and_then_shows_the_hall(busy_hall, open_board):
    busy_hall.silent_api = True
    page = open_board()
    expect(page.locator("#current")).to_be_hidden()
    expect(page.locator("#time")).to_be_visible()
    busy_hall.silent_api = False
    shows(page, "A012", 9)


def test_a_board_loads_itself_anew_once_when_the_server_has_another_version_of_it(busy_hall, open_board):
    page = open_board()
    shows(page, "A012", 9)
    busy_hall.version = "2"
    with page.expect_event("load"):
        busy_hall.publish()
    shows(page, "A012", 9)
    assert "/assets/2/" in page.content()


def test_an_old_page_kept_by_a_cache_is_not_loaded_for_ever(busy_hall, open_board):
    page = open_board()
    shows(page, "A012", 9)
    loads = []
    page.on("load", lambda page: loads.append(page.url))
    with page.expect_event("load"):
        busy_hall.says_version("2")
    busy_hall.wait_for_boards(1)
    busy_hall.calls_ticket("D001", 4)
    shows(page, "D001", 4)
    assert len(loads) == 1


def test_an_unknown_board_shows_its_code_large_until_a_manager_approves(busy_hall, open_board):
    busy_hall.known = False
    page = open_board()
    code = page.locator("#enrolment-code")
    expect(code).to_have_text("BCDF-GHJK")
    expect(page.locator("#enrolment")).to_contain_text("Người quản lý mở mục Thiết bị")
    assert code.evaluate(CAPITAL_HEIGHT) >= 120
    assert page.evaluate(CUT_OFF) == []
    busy_hall.approve()
    shows(page, "A012", 9)
    expect(code).to_be_hidden()


def test_an_expired_code_is_replaced(busy_hall, open_board):
    busy_hall.known = False
    page = open_board()
    expect(page.locator("#enrolment-code")).to_have_text("BCDF-GHJK")
    busy_hall.enrolments["secret-0"] = "expired"
    expect(page.locator("#enrolment-code")).to_have_text("BCDF-GHJL")


def test_a_board_approved_beforehand_claims_its_place_and_hides_the_secret(busy_hall, open_board):
    busy_hall.known = False
    busy_hall.enrolments["secret-of-the-demo"] = "approved"
    page = open_board(fragment="#claim=secret-of-the-demo")
    shows(page, "A012", 9)
    assert page.evaluate("location.href") == f"{busy_hall.url}/board"


def test_a_revoked_board_asks_for_a_new_code_within_ten_seconds(busy_hall, open_board):
    page = open_board()
    shows(page, "A012", 9)
    busy_hall.known = False
    expect(page.locator("#enrolment-code")).to_be_visible(timeout=10_000)
    expect(page.locator("#live")).to_be_hidden()


def test_the_picture_wanders_every_minute_so_that_nothing_burns_in(busy_hall, open_board):
    page = open_board(
        script="window.realInterval = setInterval; window.setInterval = (deed, ms) => realInterval(deed, ms / 100);"
    )
    shows(page, "A012", 9)
    picture = page.locator("#picture")
    places = set()
    for _ in range(30):
        places.add(picture.evaluate("(element) => element.style.transform"))
        page.wait_for_timeout(150)
    assert len(places) >= 4
    assert all(abs(int(shift)) <= 4 for place in places for shift in re.findall(r"-?\d+", place))


@pytest.mark.parametrize("known", [True, False])
def test_axe_finds_nothing(busy_hall, open_board, known):
    busy_hall.known = known
    page = open_board(touch_first=True)
    expect(page.locator("#current-label" if known else "#enrolment-code")).to_have_text(re.compile("."))
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
