"""Pages of staff in real browsers, served by the real server over the small hall on SQLite."""

from pathlib import Path

import pytest
from cashiers import Cashiers
from dossier_office import CODE
from playwright.sync_api import expect
from staff_screens import Screens


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    return sqlite_url


@pytest.fixture
def screens(site, open_page, faults_of, request):
    return Screens(site, open_page, faults_of, Path(str(request.config.rootpath)) / "artefacts")


@pytest.fixture
def cashiers(site):
    return Cashiers(site.hall)


@pytest.fixture
def at_money(site, screens):
    """Opens the page of money as somebody of a role."""
    return lambda role: screens.opens("/money", site.tokens[role])


@pytest.fixture
def at_fee(site, cashiers, screens):
    """Opens the fee of the dossier in hand as the clerk at the counter; gives what the console shows of it."""

    def opens():
        site.ids["desk"] = cashiers.clerk
        page = screens.opens("/console", site.signs_in("desk"))
        expect(page.get_by_role("cell", name=CODE)).to_be_visible()
        page.keyboard.press("Delete")
        return page.get_by_role("group", name="Phí, lệ phí")

    return opens
