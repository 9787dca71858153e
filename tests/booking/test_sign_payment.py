"""The browser sign at a counter while a fee is paid by payment code, read back from the picture of the screen."""

import io
from pathlib import Path

import pytest
import zxingcpp
from axe_playwright_python.sync_playwright import Axe
from cashiers import ACCOUNT, Cashiers
from PIL import Image
from playwright.sync_api import expect

from queue_server.domain.vietqr import VietQr, vietqr_text

PATIENCE = 30_000


@pytest.fixture
def cashiers(site):
    return Cashiers(site.hall)


@pytest.fixture
def opened(site, address, browser):
    """Opens the sign of counter 1 on a screen of a size."""
    contexts = []

    def open_sign(width=1366, height=768):
        context = browser.new_context(viewport={"width": width, "height": height}, reduced_motion="reduce")
        contexts.append(context)
        context.add_cookies([{"name": "motcua_device", "value": site.tokens["board"], "url": address}])
        page = context.new_page()
        page.goto(f"{address}/sign/1")
        expect(page.locator("#state")).to_have_text("Đang phục vụ", timeout=PATIENCE)
        return page

    yield open_sign
    for context in contexts:
        context.close()


def read_back(page):
    (read,) = zxingcpp.read_barcodes(Image.open(io.BytesIO(page.screenshot())).convert("L"))
    return read


def payload(payment):
    return vietqr_text(VietQr(account=ACCOUNT, amount=payment.amount, purpose=payment.code))


def keep(page, request, name):
    folder = Path(str(request.config.rootpath)) / "artefacts"
    folder.mkdir(exist_ok=True)
    page.screenshot(path=folder / f"{name}.png")


def dark(code):
    """How wide the dark part of the code is on the screen, and its quiet zone in modules."""
    seen = code.evaluate(
        "code => { const dark = code.querySelector('.qr-dark'), { x, width } = dark.getBBox();"
        " return [dark.getBoundingClientRect().width, x, code.viewBox.baseVal.width - x - width]; }"
    )
    return seen[0], min(seen[1:])


def inner_width(page):
    """The width of the page within its margin."""
    return page.locator(".picture").evaluate(
        "each => each.clientWidth - 2 * parseFloat(getComputedStyle(each).paddingLeft)"
    )


@pytest.mark.parametrize(
    ("width", "height", "least"), [(1366, 768, 0.6 * 768), (1080, 1920, 0.78 * 1080), (1024, 1280, 0.5 * 1024)]
)
def test_the_code_can_be_read_off_the_sign_and_nothing_is_cut_off(cashiers, opened, request, width, height, least):
    page = opened(width, height)
    payment = cashiers.begins(cashiers.charges(quantity=2))
    code = page.locator("#code svg")
    expect(code).to_be_visible(timeout=PATIENCE)
    expect(page.locator("#state")).to_have_text("Quét để nộp phí, lệ phí")
    assert read_back(page).text == payload(payment)
    across, quiet = dark(code)
    assert (across >= least, quiet) == (True, 4)
    expect(page.locator("#label")).to_have_text("A001")
    expect(page.locator("#amount")).to_have_text("32.000 đồng")
    expect(page.locator("#holder")).to_have_text("Đơn vị thu: TT PVHCC")
    expect(page.locator("#content")).to_have_text(f"Nội dung: {payment.code}")
    for part in ("#counter", "#label", "#state", "#amount", "#content", "#code"):
        found = page.locator(part).bounding_box()
        assert min(found["x"], found["y"]) >= 0, part
        assert found["x"] + found["width"] <= width + 1, part
        assert found["y"] + found["height"] <= height + 1, part
    assert Axe().run(page).response["violations"] == []
    keep(page, request, f"sign-pay-{width}x{height}")


def test_on_a_tall_screen_the_code_takes_all_the_width_that_the_page_has(cashiers, opened):
    page = opened(1080, 1920)
    cashiers.begins(cashiers.charges())
    code = page.locator("#code svg")
    expect(code).to_be_visible(timeout=PATIENCE)
    box, all_of_it = code.bounding_box(), inner_width(page)
    assert (box["width"], box["height"]) == pytest.approx((all_of_it, all_of_it), abs=1)


def test_it_says_received_for_some_seconds_and_is_then_its_usual_self(site, cashiers, opened, request):
    page = opened()
    payment = cashiers.begins(cashiers.charges())
    expect(page.locator("#code svg")).to_be_visible(timeout=PATIENCE)
    cashiers.receives(cashiers.credit(payment))
    expect(page.locator("#state")).to_have_text("Đã nhận", timeout=PATIENCE)
    expect(page.locator("#code svg")).to_have_count(0)
    expect(page.locator("#amount")).to_have_text("16.000 đồng")
    keep(page, request, "sign-paid")
    site.hall.passes(11)
    expect(page.locator("#state")).to_have_text("Đang phục vụ", timeout=PATIENCE)
    expect(page.locator("#code")).to_be_hidden()
    expect(page.locator("#amount")).to_have_text("")


def test_a_code_comes_back_after_a_loss_and_a_call_takes_its_place(site, cashiers, opened):
    page = opened()
    payment = cashiers.begins(cashiers.charges())
    expect(page.locator("#code svg")).to_be_visible(timeout=PATIENCE)
    page.context.set_offline(True)
    expect(page.locator("#offline")).to_be_visible(timeout=PATIENCE)
    expect(page.locator("#code")).to_be_hidden()
    expect(page.locator("#label")).to_have_text("A001")
    page.context.set_offline(False)
    expect(page.locator("#code svg")).to_be_visible(timeout=PATIENCE)
    page.reload()
    expect(page.locator("#code svg")).to_be_visible(timeout=PATIENCE)
    assert read_back(page).text == payload(payment)
    site.hall.takes_ticket()
    site.hall.does(cashiers.clerk, "complete")
    site.hall.does(cashiers.clerk, "call")
    expect(page.locator("#label")).to_have_text("A002", timeout=PATIENCE)
    expect(page.locator("#state")).to_have_text("Mời vào quầy")
    expect(page.locator("#code")).to_be_hidden()
