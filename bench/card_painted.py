"""From the approval on the wire to "paid" on the kiosk's screen: as `card_paid`, with real Chromium before the page.

The clock stops when the browser has painted the frame with the result. The browser's clock is set against ours by the
quickest of some questions for its time, before each sale.
"""

import time
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, sync_playwright

from bench.card_paid import CardKiosk, charge_often
from bench.centre import furnish
from bench.first_byte import percentiles
from bench.kiosk import ARGUMENTS, CHROMIUM
from bench.server import Server

NOW = "() => performance.timeOrigin + performance.now()"
WATCH = """() => {
  window.paidAt = null;
  new MutationObserver(() => {
    if (window.paidAt === null && document.querySelector("[data-outcome=paid]")) {
      window.paidAt = 0;
      requestAnimationFrame(() => setTimeout(() => { window.paidAt = performance.timeOrigin + performance.now(); }));
    }
  }).observe(document.documentElement, { subtree: true, childList: true, attributes: true });
}"""
KEYS = "keys => keys.forEach((key) => document.dispatchEvent(new KeyboardEvent('keydown', { key })))"
QUESTIONS = 7
WARM_UP = 3
"""Sales that are not counted: a kiosk's browser is open for weeks."""
WAIT = 60_000


def measure_card_painted(folder: Path, tell: Callable[[str], None], *, sales: int) -> dict[str, Any]:
    """Sell so often at a kiosk; return milliseconds."""
    tell(f"{sales} card sales at a kiosk, approval to the painted screen")
    (folder / "agent").mkdir(parents=True)
    database = f"sqlite:///{folder / 'motcua.sqlite'}"
    (folder / "agent" / "token").write_text(furnish(database).kiosks[0])
    charge_often(folder / "motcua.sqlite", WARM_UP + sales)
    with ExitStack() as stack:
        server = stack.enter_context(Server(data=folder, database=database))
        kiosk = CardKiosk(folder, server.port)
        stack.callback(kiosk.end)
        playwright = stack.enter_context(sync_playwright())
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        stack.callback(browser.close)
        page = browser.new_page(viewport={"width": 1080, "height": 1920}, locale="vi-VN")
        page.set_default_timeout(WAIT)
        page.goto(kiosk.address)
        page.evaluate(WATCH)
        return _sold(page, kiosk, sales)


def _sold(page: Page, kiosk: CardKiosk, sales: int) -> dict[str, Any]:
    from_success, from_end = [], []
    for number in range(-WARM_UP, sales):
        page.locator(".fee-ways button").first.click()
        page.locator("[data-screen=fee_code]").wait_for()
        page.evaluate(KEYS, [*"BENCH-1", "Enter"])
        page.locator("[data-screen=fee_due]").wait_for()
        ahead = _ahead(page)
        page.evaluate("window.paidAt = null")
        page.locator(".fee-choices .button").last.click()
        painted = page.wait_for_function("() => window.paidAt", polling=50).json_value() / 1000 - ahead
        if number >= 0:
            from_success.append((painted - kiosk.success_at) * 1000)
            from_end.append((painted - kiosk.ended_at) * 1000)
        page.locator(".fee-end .button").first.click()
        page.locator("[data-screen=welcome]").wait_for()
    return {
        "sales": sales, "from_success_ms": percentiles(from_success), "from_last_word_ms": percentiles(from_end)
    }  # fmt: skip


def _ahead(page: Page) -> float:
    """Return by how many seconds the browser's clock is ahead of `time.monotonic`."""
    asked = []
    for _ in range(QUESTIONS):
        begun = time.monotonic()
        there = page.evaluate(NOW) / 1000
        ended = time.monotonic()
        asked.append((ended - begun, there - (begun + ended) / 2))
    return float(min(asked)[1])
