"""Signs at counters, driven from the public API as an outside client would: what is called is what the panel shows."""

import threading
from contextlib import ExitStack

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from hardware.host import DeviceHost
from hardware.sign.driver import LedSigns
from hardware.sign.frame import FramePattern
from hardware.simulators.line import PtyLine
from hardware.simulators.sign import SimulatedSigns
from hardware.transport import SerialTransport
from kiosk.agent.enrolling import TokenFile
from kiosk.agent.server import Server
from kiosk.agent.signs import SETTLES_WITHIN, SIGNS, SignAgent, text_of
from queue_server.store.devices import find_device
from queue_server.store.unit import Unit
from queue_server.usecases.enrolling import approve_enrolment, revoke_device


@pytest.fixture
def panels(tmp_path):
    """Simulated panels on a pty, and the line's own end of it in a device host."""
    simulated = SimulatedSigns(PtyLine(tmp_path / "signs"), baud=1_000_000, tell=lambda _: None)
    simulated.line.open()
    thread = threading.Thread(target=simulated.run)
    thread.start()
    signs, host = LedSigns(lambda: SerialTransport(str(tmp_path / "signs")), FramePattern()), DeviceHost()
    host.add(SIGNS, signs)
    yield simulated, signs, host
    host.stop()
    simulated.stop()
    thread.join(20)


@pytest.fixture
def agent(site, address, panels, tmp_path):
    """An agent of signs that a manager has let in."""
    _, signs, host = panels
    with ExitStack() as stack:
        server = Server(address)
        stack.callback(server.close)
        made = SignAgent(server, TokenFile(tmp_path / "token"), host, signs, addresses={3: 30})
        made.step()
        with Unit(site.hall.store) as unit:
            facts = {"centre_id": site.hall.centre_id, "hall": "main", "device_id": "leds", "at": site.hall.at}
            approve_enrolment(unit, code=made.code, name="LED", **facts)
        made.step()
        assert made.code is None
        yield made


def shows(panels, texts):
    simulated = panels[0]
    for _ in range(400):
        if {at: simulated.state()["texts"][str(at)] for at in texts} == texts:
            return
        threading.Event().wait(0.05)
    raise AssertionError(simulated.state())


def test_a_panel_shows_whom_its_counter_calls_until_the_counter_closes(site, agent, panels):
    hall = site.hall
    hall.takes_ticket()
    hall.sits(hall.clerks[0], 1)
    agent.step()
    shows(panels, {1: "-", 2: ""})
    hall.does(hall.clerks[0], "call")
    agent.step()
    shows(panels, {1: "A001", 2: ""})
    for move in ("start", "complete"):
        hall.does(hall.clerks[0], move)
    agent.step()
    shows(panels, {1: "-", 2: ""})


def test_without_the_server_the_panels_go_dark_and_come_back_with_it(site, agent, panels):
    hall = site.hall
    hall.sits(hall.clerks[0], 1)
    agent.step()
    shows(panels, {1: "-"})
    server = agent._server
    agent._server, agent._heard_at = Gone(), agent._heard_at - SETTLES_WITHIN
    agent.step()
    shows(panels, {1: ""})
    agent._server = server
    agent.step()
    shows(panels, {1: "-"})


class Gone(Server):
    """A server out of reach."""

    has_token = True

    def __init__(self):
        super().__init__("http://127.0.0.1:9")


def test_the_manager_sees_how_the_panels_are(site, agent):
    agent.step()
    with site.hall.store.reading() as connection:
        device = find_device(connection, "leds", centre_id=site.hall.centre_id)
    assert [(part["name"], part["kind"]) for part in device.parts] == [("signs", "sign")]


def test_signs_that_were_shut_out_ask_anew(site, agent, tmp_path):
    with Unit(site.hall.store) as unit:
        revoke_device(unit, centre_id=site.hall.centre_id, device_id="leds", at=site.hall.at)
    agent.step()
    agent.step()
    assert agent.code is not None
    assert not (tmp_path / "token").exists()


def test_the_browser_sign_shows_its_counters_number_large_and_in_words_what_it_does(site, address, browser):
    hall = site.hall
    hall.takes_ticket()
    context = browser.new_context(viewport={"width": 1366, "height": 768}, reduced_motion="reduce")
    context.add_cookies([{"name": "motcua_device", "value": site.tokens["board"], "url": address}])
    page = context.new_page()
    page.goto(f"{address}/sign/1")
    expect(page.locator("#state")).to_have_text("Quầy đóng")
    hall.sits(hall.clerks[0], 1)
    hall.does(hall.clerks[0], "call")
    expect(page.locator("#label")).to_have_text("A001")
    expect(page.locator("#state")).to_have_text("Mời vào quầy")
    assert page.locator("#label").bounding_box()["height"] > 250
    assert Axe().run(page).response["violations"] == []
    context.close()


@pytest.mark.parametrize(
    ("state", "label", "text"),
    [("calling", "A001", "A001"), ("serving", "B2", "B2"), ("free", None, "-"), ("ready", None, "-"),
     ("break", None, "----"), ("closed", None, "")],
)  # fmt: skip
def test_every_state_of_a_counter_has_its_text(state, label, text):
    assert text_of({"state": state, "label": label}) == text
