"""The page of money in a browser, over the real server: what one person does and another sees."""

from pathlib import Path

import pytest
from cashiers import Cashiers
from playwright.sync_api import expect

from queue_server.domain.payment import Method
from queue_server.web.strings import translate

SCREEN = {"width": 1366, "height": 1000}


@pytest.fixture
def cashiers(site):
    return Cashiers(site.hall)


@pytest.fixture
def at_money(site, open_page):
    """Opens the page of money as somebody of a role, on the hall's day."""

    def opened(role):
        return open_page("/money", cookie=site.tokens[role], size=SCREEN, now=site.hall.at)

    return opened


@pytest.fixture
def keep(request):
    folder = Path(str(request.config.rootpath)) / "artefacts"
    folder.mkdir(exist_ok=True)
    return lambda page, name: page.screenshot(path=folder / f"{name}.png", full_page=True)


def in_every_language(page, look):
    """Switch the page to each language and look at it with its texts; it ends in Vietnamese."""
    for language in ("en", "zh", "vi"):
        page.locator(f"header button[lang={language}]").click()
        look(lambda key, language=language, **facts: translate(key, language, facts))


def test_a_manager_closes_the_shift_of_a_clerk_who_left_and_a_third_person_signs(cashiers, at_money, faults_of, keep):
    cashiers.types_card(cashiers.begins(cashiers.charges(), Method.CARD))
    manager = at_money("manager")
    books = manager.locator("#books")
    clerk = "Cán bộ 1"
    books.get_by_role("button", name=f"Chốt thay ca của {clerk}").click()
    books.get_by_label("Lý do chốt thay").fill("nghỉ ốm dài ngày")

    def looks(said):
        expect(books.get_by_text(said("money.in_place.final", name=clerk))).to_be_visible()
        expect(books.get_by_label(said("money.in_place.reason"))).to_have_value("nghỉ ốm dài ngày")
        expect(books.get_by_role("button", name=said("money.in_place.sure"))).to_be_enabled()
        assert faults_of(manager) == []

    in_every_language(manager, looks)
    keep(manager, "close-in-place")
    books.get_by_role("button", name="Chốt thay, không sửa được nữa").click()
    shifts = books.get_by_role("listitem").filter(has_text="Người manager chốt thay, lý do: nghỉ ốm dài ngày")
    expect(shifts).to_contain_text("chờ người thứ hai ký xác nhận")
    expect(books.get_by_role("button", name="Chốt thay ca")).to_have_count(0)
    expect(manager.locator("#sign").get_by_role("button")).to_have_count(0)

    admin = at_money("admin")
    waits = admin.locator("#sign").get_by_role("article")
    expect(waits).to_contain_text("Người manager chốt thay, lý do: nghỉ ốm dài ngày")
    waits.get_by_role("button", name="Đã đối chiếu hóa đơn máy thẻ").click()
    waits.get_by_role("button", name="Ký xác nhận").click()
    expect(waits).to_have_count(0)
    expect(admin.locator("#books").get_by_text("Người admin đã ký xác nhận")).to_be_visible()
    in_every_language(
        admin,
        lambda said: expect(
            admin.locator("#books").get_by_text(
                said("money.in_place.done", name="Người manager", reason="nghỉ ốm dài ngày")
            )
        ).to_be_visible(),
    )
    keep(admin, "closed-in-place")
