"""A fee at the kiosk, before a whole centre: looked up, explained, paid by a code that the simulated bank scans."""

import io
import json
import re
from urllib.request import Request, urlopen

import pytest
import zxingcpp
from fee_screens import is_paid, with_a_dossier
from PIL import Image
from playwright.sync_api import expect

from bench.card_kiosk import CardKiosk, await_
from bench.due_fees import ACCOUNT, DueFees
from queue_server.domain.vietqr import read_vietqr

WITH_FEES = True
WAIT = 30_000
KEYS = "keys => keys.forEach((key) => document.dispatchEvent(new KeyboardEvent('keydown', { key })))"
SCREEN = {"width": 1080, "height": 1920}


@pytest.fixture(scope="module")
def fees(demo):
    made = DueFees(f"sqlite:///{demo.data / 'motcua.sqlite'}")
    yield made
    made.close()


@pytest.fixture(scope="module")
def bank(demo):
    """The demonstration's simulated bank, which tells the server over HTTP."""

    def scans(payload, **faults):
        for path, facts in (("faults", faults), ("deed/pay", {"payload": payload})):
            urlopen(Request(f"{demo.bank}{path}", data=json.dumps(facts).encode()), timeout=30).close()

    return scans


@pytest.fixture(scope="module")
def kiosk_page(demo, fees, screens):
    page = screens.open(demo.kiosk, **SCREEN)
    page.set_default_timeout(WAIT)
    return page


@pytest.fixture
def kiosk(kiosk_page, demo):
    """The kiosk of the demonstration as the next citizen finds it."""
    return begins(kiosk_page, demo.kiosk)


def begins(page, address):
    page.goto(address)
    at(page, "welcome")
    return page


def scanned(kiosk, text):
    """Keys as fast as a scanner's, however slow this machine is."""
    kiosk.evaluate(KEYS, [*text, "Enter"])


def at(kiosk, screen):
    expect(kiosk.locator(".page")).to_have_attribute("data-screen", screen, timeout=WAIT)


def goes_home(kiosk):
    kiosk.locator(".footer .tool", has_text="Về đầu").click()
    at(kiosk, "welcome")


def test_a_fee_is_looked_up_explained_and_paid_when_the_bank_tells(kiosk, fees, bank, screens):
    code = fees.due(quantity=10)
    kiosk.get_by_role("button", name="Nộp phí, lệ phí").click()
    at(kiosk, "fee_code")
    kiosk.keyboard.type(code, delay=60)
    kiosk.get_by_role("button", name="Xem số tiền").click()
    at(kiosk, "fee_due")
    lines = kiosk.locator(".fee-lines")
    for said in ("Phí chứng thực", "2 trang × 2.000", "8 trang × 1.000", "12.000 đồng"):
        expect(lines).to_contain_text(said)
    screens.keep(kiosk, "kiosk-fee-due")
    kiosk.get_by_role("button", name="Quét mã VietQR").click()
    at(kiosk, "fee_paying")
    picture = kiosk.locator(".fee-qr .qr")
    expect(picture).to_be_visible()
    screens.keep(kiosk, "kiosk-fee-vietqr")
    (read,) = zxingcpp.read_barcodes(Image.open(io.BytesIO(picture.screenshot())).convert("L"))
    asked = read_vietqr(read.text)
    assert (asked.account, asked.amount) == (ACCOUNT, 12_000)
    bank(read.text, twice=True)
    at(kiosk, "fee_end")
    expect(kiosk.locator("[data-outcome=paid]")).to_contain_text("12.000 đồng")
    expect(kiosk.locator("[data-paper=printed]")).to_be_visible(timeout=WAIT)
    screens.keep(kiosk, "kiosk-fee-paid")
    kiosk.get_by_role("button", name="Xong").click()
    at(kiosk, "welcome")
    scanned(kiosk, asked.purpose)
    at(kiosk, "fee_due")
    expect(kiosk.get_by_role("heading", name="Hồ sơ này đã nộp đủ")).to_be_visible()
    goes_home(kiosk)


def test_who_went_away_comes_back_to_the_very_same_code(kiosk, fees, bank):
    code = fees.due(quantity=1)
    scanned(kiosk, code)
    kiosk.get_by_role("button", name="Quét mã VietQR").click()
    shown = kiosk.locator(".ticket-facts div").last
    expect(shown).to_contain_text("MC ")
    content = shown.inner_text()
    goes_home(kiosk)
    scanned(kiosk, code)
    at(kiosk, "fee_paying")
    assert shown.inner_text() == content
    kiosk.get_by_role("button", name="Chọn cách nộp khác").click()
    kiosk.get_by_role("button", name="Chưa chuyển, bỏ mã này").click()
    at(kiosk, "fee_due")
    kiosk.get_by_role("button", name="Quét mã VietQR").click()
    expect(shown).to_contain_text("MC ")
    assert shown.inner_text() != content
    goes_home(kiosk)


def test_what_is_spared_not_reckoned_or_unknown_is_said_in_words(kiosk, fees):
    kiosk.get_by_role("button", name="Nộp phí, lệ phí").click()
    for code, heading in (
        (fees.due(group="poor"), "Hồ sơ này không phải nộp tiền"),
        (fees.dossier(), "Hồ sơ này chưa được tính phí"),
    ):
        scanned(kiosk, code)
        expect(kiosk.get_by_role("heading", name=heading)).to_be_visible()
    scanned(kiosk, "H49.22-261126-9999")
    at(kiosk, "fee_code")
    expect(kiosk.get_by_role("alert")).to_contain_text("Không tìm thấy hồ sơ")
    goes_home(kiosk)


def booked(terminal):
    """The amounts that the terminal at that address has booked."""
    with urlopen(f"{terminal}state", timeout=30) as answer:
        return [each["amount"] for each in json.load(answer)["booked"]]


def test_a_newcomer_pays_a_dossier_of_the_demonstration_by_card(demo, kiosk, fees, screens):
    certificate, extract, passport = demo.to_pay
    before = booked(demo.kiosk_terminal)
    people = screens.open(demo.kiosk_terminal, 1100, 700)
    for language, name, home in (("zh", "护照工本费", "首页"), ("en", "Passport fee", "Start over")):
        kiosk.locator(f".fee-ways [lang={language}]").click()
        scanned(kiosk, passport)
        expect(kiosk.locator(".fee-lines")).to_contain_text(name)
        screens.keep(kiosk, f"demo-fee-{language}")
        kiosk.locator(".footer .tool", has_text=home).click()
    kiosk.get_by_role("button", name="Nộp phí, lệ phí").click()
    kiosk.keyboard.type(passport, delay=60)
    kiosk.get_by_role("button", name="Xem số tiền").click()
    for does, outcome in (("is refused by the bank", "declined"), ("pays", "paid")):
        people.get_by_role("button", name="does nothing").click()
        kiosk.get_by_role("button", name="Thẻ ngân hàng").click()
        expect(kiosk.locator("[data-stage=card]")).to_be_visible(timeout=WAIT)
        screens.keep(kiosk, "demo-card-asked")
        expect(people.get_by_text("insert card")).to_be_visible()
        people.get_by_role("button", name=does).click()
        ended(kiosk, outcome)
        if outcome == "declined":
            kiosk.get_by_role("button", name="Chọn cách nộp khác").click()
    expect(kiosk.locator("[data-paper=printed]")).to_be_visible(timeout=WAIT)
    screens.keep(kiosk, "demo-card-paid")
    expect(people.get_by_text("200,000 dong")).to_be_visible()
    screens.keep(people, "demo-terminal")
    assert booked(demo.kiosk_terminal) == [*before, 200_000]
    assert fees.payments(passport) == [("failed", 200_000), ("confirmed", 200_000)]
    assert (fees.payments(certificate), fees.payments(extract)) == ([], [])
    kiosk.get_by_role("button", name="Xong").click()


def test_a_clerk_of_the_demonstration_takes_a_card_at_the_counters_terminal(demo, screens):
    before = booked(demo.counter_terminal), booked(demo.kiosk_terminal)
    console, fees = with_a_dossier(screens, demo, "quay1", 1, "H49.22-261126-0901")
    fees.get_by_role("button", name="Thu khoản này").click()
    expect(fees.get_by_role("button", name="Thẻ, máy POS số 1")).to_be_enabled()
    console.keyboard.press("2")
    is_paid(fees, "2.000 đồng")
    screens.keep(console, "demo-counter-card")
    assert (booked(demo.counter_terminal), booked(demo.kiosk_terminal)) == ([*before[0], 2_000], before[1])


@pytest.fixture(scope="module")
def cards(demo, fees, tmp_path_factory):
    """One more kiosk of the centre, with a card terminal."""
    server = re.match(r"https?://[^/]+", demo.console)[0]
    box = CardKiosk(tmp_path_factory.mktemp("cards"), server=server, token=fees.kiosk("kiosk-cards"), pace=0.3)
    yield box.starts()
    box.ends()


@pytest.fixture(scope="module")
def till_page(cards, screens):
    page = screens.open(cards.page, **SCREEN)
    page.set_default_timeout(WAIT)
    return page


@pytest.fixture
def till(till_page, cards):
    """That kiosk as the next citizen finds it, who pays."""
    cards.people("approve")
    return begins(till_page, cards.page)


def pays_by_card(till, fees):
    code = fees.due(quantity=10)
    at(till, "welcome")
    scanned(till, code)
    at(till, "fee_due")
    till.get_by_role("button", name="Thẻ ngân hàng").click()
    at(till, "fee_paying")
    return code


def ended(till, outcome):
    expect(till.locator(f"[data-outcome={outcome}]")).to_be_visible(timeout=WAIT)


def test_a_card_pays_at_the_kiosks_terminal(till, cards, fees, screens):
    before = cards.booked()
    code = pays_by_card(till, fees)
    screens.keep(till, "kiosk-fee-card")
    ended(till, "paid")
    screens.keep(till, "kiosk-fee-card-paid")
    assert (cards.booked(), fees.payments(code)) == ([*before, 12_000], [("confirmed", 12_000)])
    till.get_by_role("button", name="Xong").click()


def test_a_card_that_is_declined_pays_nothing_and_another_card_may(till, cards, fees, screens):
    before = len(cards.booked())
    cards.people("decline")
    code = pays_by_card(till, fees)
    ended(till, "declined")
    screens.keep(till, "kiosk-fee-declined")
    cards.people("approve")
    till.get_by_role("button", name="Chọn cách nộp khác").click()
    till.get_by_role("button", name="Thẻ ngân hàng").click()
    ended(till, "paid")
    assert len(cards.booked()) == before + 1
    assert fees.payments(code) == [("failed", 12_000), ("confirmed", 12_000)]
    till.get_by_role("button", name="Xong").click()


def test_who_gives_up_at_the_terminal_has_paid_nothing(till, cards, fees):
    before = cards.booked()
    cards.people("timeout")
    code = pays_by_card(till, fees)
    expect(till.locator("[data-stage=card]")).to_be_visible()
    till.get_by_role("button", name="Hủy giao dịch").click()
    ended(till, "cancelled")
    cards.people("approve")
    assert (cards.booked(), [state for state, _ in fees.payments(code)]) == (before, ["cancelled"])
    till.get_by_role("button", name="Xong").click()


def test_a_cable_cut_in_the_middle_is_not_sure_until_the_terminal_is_asked_and_nothing_is_paid_twice(
    till, cards, fees, screens
):
    before = len(cards.booked())
    cards.people("timeout")
    code = pays_by_card(till, fees)
    expect(till.locator("[data-stage=card]")).to_be_visible()
    cards.faults(cut_after=10)
    cards.people("approve")
    ended(till, "doubt")
    expect(till.locator(".fee-end")).to_contain_text("Xin đừng trả lần nữa")
    screens.keep(till, "kiosk-fee-doubt")
    cards.faults(drop=False)
    ended(till, "paid")
    assert (len(cards.booked()), fees.payments(code)) == (before + 1, [("confirmed", 12_000)])
    till.get_by_role("button", name="Xong").click()


def test_a_box_that_dies_in_a_sale_asks_the_terminal_when_it_is_back_and_the_kiosk_says_what_it_booked(
    till, cards, fees
):
    before = len(cards.booked())
    code = pays_by_card(till, fees)
    expect(till.locator("[data-stage=card]")).to_be_visible()
    cards.dies()
    cards.starts()
    await_(lambda: fees.payments(code)[0][0] in {"confirmed", "failed"})
    paid = fees.payments(code)[0][0] == "confirmed"
    till.goto(cards.page)
    till.get_by_role("button", name="Nộp phí, lệ phí").click()
    at(till, "fee_code")
    scanned(till, code)
    heading = "Hồ sơ này đã nộp đủ" if paid else "Phí, lệ phí phải nộp"
    expect(till.get_by_role("heading", name=heading)).to_be_visible(timeout=WAIT)
    assert (len(cards.booked()) - before, len(fees.payments(code))) == (int(paid), 1)
