"""Paying at the kiosk: every screen can be seen, read, reached and operated, and none of them loses a payment."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from fee_counter import CODE
from playwright.sync_api import expect

from tests.frontend.test_accessibility import (
    TALL,
    WIDE,
    nothing_is_out_of_sight,
    read_is_large,
    touched_is_large_and_apart,
)

KEYS = "keys => keys.forEach((key) => document.dispatchEvent(new KeyboardEvent('keydown', { key })))"
COVERED = """() => [...document.querySelectorAll("main button")].filter((each) => each.checkVisibility())
  .filter((each) => { const { left, top, width, height } = each.getBoundingClientRect();
    return !each.contains(document.elementFromPoint(left + width / 2, top + height - 4)); })
  .filter(() => !("settling" in document.querySelector("#kiosk").dataset)).map((each) => each.textContent)"""
TRIES = 5
"""So often a page sends a request before it says that nobody answers."""
READY = {"state": "ready", "detail": None}


@pytest.fixture
def counter(centre):
    centre.catalogue["account"] = True
    centre.agent["terminal"] = READY
    return centre.fees


def scanned(page, text=CODE):
    page.evaluate(KEYS, [*text, "Enter"])


def at(page, screen):
    expect(page.locator(".page")).to_have_attribute("data-screen", screen)


def chooses(page, way):
    page.locator(".fee-choices .button").nth({"vietqr": 0, "card": 1}[way]).click()
    expect(page.locator(("[data-stage]", ".fee-qr .qr")[way == "vietqr"])).to_be_visible()


def shown(page, outcome):
    expect(page.locator(f"[data-outcome={outcome}]")).to_be_visible()


def every_screen(page, counter, language):
    """Walk through all that somebody who pays can meet; yields the name of each screen while it is shown."""
    at(page, "welcome")
    yield "welcome"
    page.locator(f".fee-ways [lang={language}]").click()
    at(page, "fee_code")
    counter.unknown = True
    scanned(page)
    expect(page.locator(".entry-complaint")).not_to_be_empty()
    yield "unknown"
    counter.unknown = False
    scanned(page)
    at(page, "fee_due")
    page.locator(".footer .precedence").click()
    expect(page.locator(".notice")).to_be_visible()
    yield "due, with help"
    page.locator(".footer .precedence").click()
    chooses(page, "vietqr")
    yield "vietqr"
    page.locator("main .moment-ways .button").last.click()
    expect(page.locator(".fee-sure")).to_be_visible()
    yield "vietqr, to be taken down"
    page.locator(".fee-sure .button").last.click()
    at(page, "fee_due")
    chooses(page, "card")
    counter.steps("pin")
    expect(page.locator("[data-stage=pin]")).to_be_visible()
    yield "card"
    counter.steps("ended", "declined")
    counter.becomes("failed")
    shown(page, "declined")
    yield "declined"
    page.locator(".fee-end .button").first.click()
    at(page, "fee_due")
    chooses(page, "card")
    counter.steps("ended", "in_doubt")
    counter.becomes("in_doubt")
    shown(page, "doubt")
    yield "in doubt"
    counter.becomes("confirmed", ended_at="2026-11-23T02:14:30.000Z")
    shown(page, "paid")
    expect(page.locator("[data-paper=printed]")).to_be_visible()
    yield "paid"
    page.locator(".fee-end .button").first.click()
    at(page, "welcome")


@pytest.mark.parametrize(
    ("size", "language", "comfort"),
    [
        (TALL, "vi", None),
        (WIDE, "en", None),
        (TALL, "zh", "Hạ thấp"),
        (TALL, "vi", "Chữ lớn"),
        (WIDE, "vi", "Chữ lớn"),
        (WIDE, "vi", "Tương phản"),
    ],
)
def test_every_screen_about_fees_can_be_seen_read_reached_and_operated(
    open_page, counter, request, size, language, comfort
):
    page = open_page(**size)
    if comfort is not None:
        page.get_by_role("button", name=comfort).click()
    pictures = request.config.rootpath / "artefacts" / "fees"
    pictures.mkdir(parents=True, exist_ok=True)
    for screen in every_screen(page, counter, language):
        page.screenshot(path=pictures / f"{size['width']}-{language}-{comfort}-{screen}.png")
        nothing_is_out_of_sight(page, screen)
        assert page.evaluate(COVERED) == [], screen
        if comfort in {None, "Tương phản"}:
            read_is_large(page, screen)
            touched_is_large_and_apart(page, screen)
            found = Axe().run(page).response["violations"]
            assert [(each["id"], [node["target"] for node in each["nodes"]]) for each in found] == [], screen
        if "vietqr" in screen:
            assert page.locator(".fee-qr .qr").bounding_box()["width"] >= 60 * 1080 / 268


def test_with_large_text_within_low_reach_every_way_from_the_first_screen_can_be_touched(open_page, counter):
    page = open_page(**TALL)
    for comfort in ("Chữ lớn", "Hạ thấp"):
        page.get_by_role("button", name=comfort).click()
    nothing_is_out_of_sight(page, "welcome")
    assert page.evaluate(COVERED) == []


def test_answers_that_are_lost_begin_no_second_attempt_however_often_it_is_tried(open_page, counter):
    page = open_page()
    at(page, "welcome")
    scanned(page)
    at(page, "fee_due")
    page.route("**/payments", lost(TRIES))
    page.locator(".fee-choices .button").first.click()
    expect(page.locator(".notice")).to_contain_text("không bị thu hai lần")
    chooses(page, "vietqr")
    assert len(counter.begun) == TRIES + 1
    assert len({key for _, key in counter.begun}) == 1


def lost(times):
    """So many answers are lost after the server has given them."""
    left = [None] * times

    def handle(route):
        if left:
            left.pop()
            route.fetch()
            route.abort()
        else:
            route.continue_()

    return handle


def test_an_idle_screen_goes_home_and_cancels_nothing_that_is_open(open_page, counter):
    page = open_page(stopped=True)
    at(page, "welcome")
    scanned(page)
    at(page, "fee_due")
    page.clock.run_for(1_000)
    chooses(page, "vietqr")
    expect(page.locator(".fee-qr .qr")).to_be_visible()
    page.clock.run_for(140_000)
    at(page, "fee_paying")
    page.clock.run_for(40_000)
    at(page, "welcome")
    assert (counter.cancelled, counter.payment["state"]) == ([], "pending")
    scanned(page)
    at(page, "fee_paying")
    assert len(counter.begun) == 1


def test_a_card_that_no_terminal_was_asked_for_is_taken_back_when_nobody_is_there(open_page, counter, centre):
    page = open_page()
    at(page, "welcome")
    scanned(page)
    at(page, "fee_due")
    chooses(page, "card")
    counter.payment = counter.payment | {"state": "created"}
    centre.agent["terminal"] = {"state": "offline", "detail": None}
    expect(page.locator("[data-stage=not_ready]")).to_be_visible()
    page.locator(".tools .tool").first.click()
    at(page, "welcome")
    for _ in range(300):
        if counter.cancelled:
            break
        page.wait_for_timeout(100)
    assert (counter.cancelled, counter.payment["state"]) == (["p1"], "cancelled")


def test_a_kiosk_without_the_server_says_so_and_offers_the_counter(open_page, counter):
    page = open_page()
    at(page, "welcome")
    page.locator(".fee-ways [lang=vi]").click()
    counter.away = True
    scanned(page)
    expect(page.locator(".entry-complaint")).to_contain_text("Mời ông/bà nộp tại quầy")
    counter.away = False
    counter.account = False
    scanned(page)
    at(page, "fee_due")
    expect(page.locator(".fee-choices .button")).to_have_count(1)


def test_a_fee_is_read_in_the_citizens_language_and_what_the_centre_did_not_translate_is_marked_as_vietnamese(
    open_page, counter
):
    page = open_page(**TALL)
    page.locator(".fee-ways [lang=en]").click()
    scanned(page)
    at(page, "fee_due")
    lines = page.locator(".fee-lines")
    expect(lines.locator("td[lang=en]").first).to_contain_text("Fee for certifying copies")
    expect(lines).to_contain_text("2 page(s) × 2.000")
    expect(lines.locator("td[lang=vi]")).to_have_text("Lệ phí hộ tịch")
