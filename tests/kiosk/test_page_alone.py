"""A kiosk box that loses its server before the citizen's eyes, and finds it again: real processes, real Chromium."""

import json
import re
import signal
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from threading import Event
from types import SimpleNamespace

import pytest
import zxingcpp
from lease_kiosks import set_reserve
from PIL import Image
from playwright.sync_api import expect

from queue_server.domain.ids import fingerprint
from queue_server.store.engine import Store
from queue_server.store.schema import StaffRow
from queue_server.store.staff import insert_sign_in
from queue_server.store.unit import Unit

LONG = 60_000
"""Milliseconds; far beyond what anything takes: a loaded machine may be slow, and nothing here is about time."""
SIGN_IN = "sign-in-of-the-manager-0001"


def until(holds):
    for _ in range(LONG // 50):
        if found := holds():
            return found
        Event().wait(0.05)
    raise AssertionError(holds)


@pytest.fixture
def ready(box):
    """Server, printer and kiosk at work, the kiosk with its numbers in reserve, and a manager who is signed in."""
    store = Store(f"sqlite:///{box.folder / 'motcua.sqlite'}")
    set_reserve(SimpleNamespace(store=store))
    with Unit(store) as unit:
        person = StaffRow(centre_id=1, login="quanly", name="Quản lý", password_hash="-", roles=json.dumps(["manager"]))
        unit.session.add(person)
        unit.session.flush()
        at = datetime.now(UTC)
        insert_sign_in(unit.connection, token_hash=fingerprint(SIGN_IN), staff_id=person.id, csrf="csrf", at=at)
    store.close()
    box.start("kiosk")
    until(lambda: box.state()["connected"] and box.state()["printer"]["state"] == "ready")
    until(lambda: remembers(box, "lease") and remembers(box, "fact WHERE name = 'catalogue'"))
    return box


def remembers(box, what):
    with closing(sqlite3.connect(box.folder / "agent" / "agent.sqlite")) as database:
        return database.execute(f"SELECT count(*) FROM {what}").fetchone()[0]


@pytest.fixture
def screen(browser):
    """Opens a page in a browser of its own."""
    contexts = []

    def opened(address, *, cookies=()):
        context = browser.new_context(viewport={"width": 1080, "height": 1920}, locale="vi-VN")
        contexts.append(context)
        context.add_cookies(list(cookies))
        page = context.new_page()
        page.set_default_timeout(LONG)
        page.goto(address)
        return page

    yield opened
    for context in contexts:
        context.close()


def sees(page, text):
    expect(page.get_by_text(text).first).to_be_visible(timeout=LONG)


def test_a_number_taken_while_the_server_is_away_is_printed_and_is_in_the_hall_once_it_is_back(ready, screen):
    kiosk = screen(ready.page)
    sees(kiosk, "Chạm vào đây để lấy số")
    ready.kill("server", signal.SIGTERM)
    sees(kiosk, re.compile("Mạng đang mất. Ông/bà vẫn lấy được số"))

    kiosk.get_by_role("button", name="Tiếng Việt").click()
    kiosk.locator("main button").first.click()
    kiosk.locator("main button").first.click()
    sees(kiosk, "A801")
    sees(kiosk, "Mạng đang mất: số này vẫn có giá trị")
    sees(kiosk, "Mời ông/bà nhận phiếu.")
    expect(kiosk.get_by_text("Phía trước")).to_have_count(0)
    (slip,) = until(ready.slips)
    with Image.open(slip) as paper:
        (code,) = zxingcpp.read_barcodes(paper.convert("L"))
    assert code.text.startswith(f"{ready.server}/t/")

    ready.start("server")
    until(lambda: ready.state()["connected"] and ready.state()["untold"] == 0)
    sees(screen(code.text), "A801")
    cookie = {"name": "motcua_sid", "value": SIGN_IN, "url": ready.server}
    manager = screen(f"{ready.server}/manager", cookies=[cookie])
    expect(manager.get_by_role("cell", name="A801", exact=True).first).to_be_visible(timeout=LONG)
    assert len(ready.slips()) == 1
