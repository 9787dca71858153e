"""A fee at the kiosk, before a whole centre: looked up, explained, paid by a code that the simulated bank scans."""

import io
import json
import re
import signal
import subprocess
import sys
from urllib.request import Request, urlopen

import pytest
import zxingcpp
from due_fees import ACCOUNT, DueFees
from PIL import Image
from playwright.sync_api import expect

from queue_server.domain.vietqr import read_vietqr

WAIT = 30_000
SCREEN = {"width": 1080, "height": 1920}


@pytest.fixture(scope="module")
def fees(demo):
    made = DueFees(f"sqlite:///{demo.data / 'motcua.sqlite'}")
    yield made
    made.close()


@pytest.fixture(scope="module")
def bank(demo, fees):
    """The simulated bank in a process of its own, which tells the server over HTTP."""
    (demo.data / "sepay-hmac.secrets").write_text("a-secret-of-this-test\n")
    server = re.match(r"https?://[^/]+", demo.console)[0]
    command = [sys.executable, "-m", "queue_server.cli", "simulate", "bank", "--server", server]
    process = subprocess.Popen(
        [*command, "--data", str(demo.data), "--http", "0"], stdout=subprocess.PIPE, text=True, bufsize=1
    )
    page = re.search(r"http://\S+", process.stdout.readline())[0]

    def scans(payload, **faults):
        for path, facts in (("faults", faults), ("deed/pay", {"payload": payload})):
            urlopen(Request(f"{page}{path}", data=json.dumps(facts).encode()), timeout=30).close()

    yield scans
    process.send_signal(signal.SIGINT)
    process.communicate(timeout=30)


@pytest.fixture(scope="module")
def kiosk(demo, fees, screens):
    page = screens.open(demo.kiosk, **SCREEN)
    page.set_default_timeout(WAIT)
    return page


def scanned(kiosk, text):
    kiosk.keyboard.type(text, delay=1)
    kiosk.keyboard.press("Enter")


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
