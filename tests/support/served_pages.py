"""The real server over the small hall, and real browsers before it, as fixtures."""

import contextlib
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from at_port import AtPort
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

expect.set_options(timeout=15_000)
PHONE = {"width": 390, "height": 844}


@pytest.fixture
def address(site: Any) -> Iterator[str]:
    """Where the server is."""
    with contextlib.closing(AtPort(site.application.flask)) as http:
        yield http.url


@pytest.fixture
def open_page(browser: Any, address: str) -> Iterator[Callable[..., Page]]:
    """Open a path, as somebody who is signed in with that cookie or as anybody, `now` by the browser's clock.

    No page may break its own policy.
    """
    faults: list[str] = []
    with contextlib.ExitStack() as stack:

        def opened(
            path: str, *, cookie: str | None = None, locale: str = "vi-VN", size: Any = None, now: Any = None
        ) -> Page:
            context = stack.enter_context(
                browser.new_context(viewport=size or PHONE, locale=locale, reduced_motion="reduce")
            )
            if cookie is not None:
                context.add_cookies([{"name": "motcua_sid", "value": cookie, "url": address}])
            page: Page = context.new_page()
            if now is not None:
                page.clock.set_fixed_time(now)
            page.set_default_timeout(15_000)
            page.on("pageerror", lambda fault: faults.append(str(fault)))
            page.on("console", lambda line: faults.append(line.text) if "Security Policy" in line.text else None)
            page.goto(address + path)
            return page

        yield opened
    assert faults == []


@pytest.fixture
def faults_of() -> Callable[[Page], list[Any]]:
    """What axe finds wrong with a page."""

    def found(page: Page) -> list[Any]:
        violations = Axe().run(page).response["violations"]
        return [(fault["id"], [node["target"] for node in fault["nodes"]]) for fault in violations]

    return found
