"""Keypads at counters before the real application: pressed on a real pty, done at the server, seen on the pad."""

import threading
from contextlib import ExitStack

import httpx
import pytest

from hardware.host import DeviceHost
from hardware.keypad.driver import TREMBLES_WITHIN
from hardware.keypad.frame import Face, Lamp, PadFrames
from hardware.simulators.keypad import SimulatedPads
from hardware.simulators.line import PtyLine
from hardware.transport import SerialTransport
from kiosk.agent.enrolling import TokenFile
from kiosk.agent.keypads import MOVES, OLDEST_PRESS, OLDEST_STATE, SHOWN_FOR, USUAL_KEYS, KeypadAgent, face_of
from kiosk.agent.pad_codes import CODES, OTHER, code_of
from kiosk.agent.server import Server
from queue_server.domain.roles import DEVICE_KINDS, Permission
from queue_server.store.devices import find_device
from queue_server.store.journal import entries_since
from queue_server.store.unit import Unit
from queue_server.usecases.enrolling import approve_enrolment, revoke_device
from queue_server.web.api import api

KEYS = {move: key for key, move in USUAL_KEYS.items()}


class Wire(httpx.BaseTransport):
    """The way to the application. Without it the server is `away`; `loses` so many answers after they were given."""

    def __init__(self, flask):
        self.inner = httpx.WSGITransport(app=flask, raise_app_exceptions=False)
        self.away, self.loses, self.asked, self.tried = False, 0, [], []

    def handle_request(self, request):
        self.tried.append(request.url.path)
        if self.away:
            raise httpx.ConnectError("no route to host", request=request)
        answer = self.inner.handle_request(request)
        self.asked.append(request.url.path)
        if self.loses and request.url.path.endswith("/press"):
            self.loses -= 1
            raise httpx.ReadTimeout("too late", request=request)
        return answer


class Pads:
    """The simulated pads, the agent that drives them, and time that goes on when the test says so."""

    def __init__(self, folder, site):
        self.site, self.wire, self.time = site, Wire(site.application.flask), 100.0
        self.simulated = SimulatedPads(PtyLine(folder / "pads"), baud=1_000_000, tell=lambda _: None)
        self.simulated.line.open()
        self.host = DeviceHost()
        self.server = Server("http://motcua.test", transport=self.wire)
        self.agent = KeypadAgent(
            self.server, TokenFile(folder / "token"), self.host, lambda: SerialTransport(str(folder / "pads")),
            PadFrames(), addresses={3: 30}, clock=lambda: self.time,
        )  # fmt: skip

    def enrols(self):
        self.turn()
        hall = self.site.hall
        with Unit(hall.store) as unit:
            facts = {"centre_id": hall.centre_id, "hall": "main", "device_id": "pads", "at": hall.at}
            approve_enrolment(unit, code=self.agent.code, name="Bàn phím", **facts)
        self.turn(6)
        assert self.agent.code is None
        self.turn()

    def turn(self, seconds=1.0):
        """Let time pass and ask the server."""
        self.time += seconds
        self.agent.step(seconds=0)

    def press(self, pad, key):
        """Press a key and let the agent do it, once it has come through the line."""
        self.simulated.deed("press", {"pad": pad, "key": KEYS.get(key, key)})
        for _ in range(600):
            if not self.agent._presses.empty():
                break
            threading.Event().wait(0.05)
        self.agent.step(seconds=30)

    def shows(self, pad, text, lamp):
        """Wait until the pad shows that."""
        for _ in range(600):
            face = self.simulated.pads[pad].face
            if (face.text, face.lamp) == (text, lamp):
                return
            threading.Event().wait(0.05)
        raise AssertionError((pad, self.simulated.pads[pad].face))


@pytest.fixture
def pads(site, tmp_path):
    with ExitStack() as stack:
        opened = Pads(tmp_path, site)
        stack.callback(opened.server.close)
        stack.callback(opened.host.stop)
        thread = threading.Thread(target=opened.simulated.run)
        thread.start()
        stack.callback(thread.join, 20)
        stack.callback(opened.simulated.stop)
        opened.enrols()
        yield opened


@pytest.fixture
def desk(site):
    site.hall.sits(site.hall.clerks[0], 1)
    return site.hall


def journal(site, kind="ticket.called"):
    with site.hall.store.reading() as connection:
        return [entry.body for entry in entries_since(connection, 0) if entry.kind == kind]


def test_a_press_calls_the_next_ticket_and_the_pad_shows_it(site, desk, pads):
    desk.takes_ticket()
    desk.takes_ticket()
    pads.turn()
    pads.shows(1, "2", Lamp.FREE)
    pads.press(1, "call")
    pads.shows(1, "A001", Lamp.CALLING)
    assert pads.simulated.pads[1].face.waiting == 1
    assert [(body["label"], body["keypad"], body["clerk"]) for body in journal(site)] == [
        ("A001", "pads", desk.clerks[0])
    ]


def test_a_button_with_one_key_brings_a_turn_from_call_to_end(site, desk, pads):
    desk.takes_ticket()
    pads.turn()
    for text, lamp in (("A001", Lamp.CALLING), ("A001", Lamp.SERVING), ("0", Lamp.FREE), ("E20", Lamp.ERROR)):
        pads.press(1, "advance")
        pads.shows(1, text, lamp)
        pads.time += TREMBLES_WITHIN
    assert len(journal(site, "ticket.completed")) == 1


def test_a_press_whose_answer_is_lost_calls_once(site, desk, pads):
    desk.takes_ticket()
    desk.takes_ticket()
    pads.turn()
    pads.wire.loses = 1
    pads.press(1, "call")
    pads.shows(1, "A001", Lamp.CALLING)
    assert pads.wire.asked.count("/api/v1/keypads/press") == 2
    assert len(journal(site)) == 1


def test_a_press_that_no_answer_reaches_is_refused_and_the_next_look_says_what_came_of_it(site, desk, pads):
    desk.takes_ticket()
    desk.takes_ticket()
    pads.turn()
    pads.wire.loses = 9
    pads.press(1, "call")
    pads.shows(1, "E01", Lamp.ERROR)
    pads.wire.loses = 0
    pads.turn(SHOWN_FOR)
    pads.shows(1, "A001", Lamp.CALLING)
    assert len(journal(site)) == 1


def test_without_the_server_a_press_is_refused_on_the_pad_and_never_done_later(site, desk, pads):
    desk.takes_ticket()
    pads.turn()
    pads.wire.away = True
    pads.turn()
    pads.press(1, "call")
    pads.shows(1, "E01", Lamp.ERROR)
    pads.wire.away = False
    for _ in range(5):
        pads.turn()
    pads.shows(1, "1", Lamp.FREE)
    assert journal(site) == []
    assert "/api/v1/keypads/press" not in pads.wire.tried


def test_no_pad_goes_on_showing_what_was_when_the_server_is_away(desk, pads):
    pads.turn()
    pads.shows(1, "0", Lamp.FREE)
    pads.wire.away = True
    pads.turn(OLDEST_STATE + 1)
    pads.shows(1, "E01", Lamp.ERROR)
    pads.shows(2, "E01", Lamp.ERROR)
    pads.wire.away = False
    pads.turn()
    pads.shows(1, "0", Lamp.FREE)


def test_a_press_that_had_to_wait_too_long_is_refused(site, desk, pads):
    desk.takes_ticket()
    pads.turn()
    pads.simulated.deed("press", {"pad": 1, "key": KEYS["call"]})
    for _ in range(600):
        if not pads.agent._presses.empty():
            break
        threading.Event().wait(0.05)
    pads.turn(OLDEST_PRESS + 1)
    pads.shows(1, "E01", Lamp.ERROR)
    assert journal(site) == []


@pytest.mark.parametrize(("rests", "pad", "key", "code"), [
    (False, 2, "call", "E10"), (True, 1, "call", "E11"), (False, 1, "call", "E20"), (False, 1, "complete", "E22"),
    (False, 1, "9", "E03"), (False, 4, "call", "E04"),
])  # fmt: skip
def test_what_cannot_be_done_now_is_told_by_a_code_for_three_seconds(desk, pads, rests, pad, key, code):
    if rests:
        desk.does(desk.clerks[0], "rest", reason="lunch")
    pads.turn()
    pads.press(pad, key)
    pads.shows(pad, code, Lamp.ERROR)
    pads.turn(SHOWN_FOR)
    pads.shows(pad, *{1: ("----", Lamp.PAUSE) if rests else ("0", Lamp.FREE)}.get(pad, ("", Lamp.DARK)))


def test_whatever_the_pad_says_again_the_server_is_told_once(site, desk, pads):
    desk.takes_ticket()
    desk.takes_ticket()
    pads.turn()
    pads.simulated.change({"deaf": True, "noise": True})
    pads.press(1, "call")
    pads.shows(1, "A001", Lamp.CALLING)
    for _ in range(600):
        if pads.simulated.pads[1].saying is None:
            break
        threading.Event().wait(0.05)
    pads.turn()
    assert pads.wire.asked.count("/api/v1/keypads/press") == 1


def test_what_the_console_did_meanwhile_is_not_pressed_away(site, desk, pads):
    desk.takes_ticket()
    desk.takes_ticket()
    pads.turn()
    for move in ("call", "start"):
        desk.does(desk.clerks[0], move)
    pads.press(1, "advance")
    pads.shows(1, "E30", Lamp.ERROR)
    pads.turn(SHOWN_FOR)
    pads.shows(1, "A001", Lamp.SERVING)


def test_the_manager_sees_how_the_pads_are_and_who_was_shut_out_asks_anew(site, pads, tmp_path):
    pads.turn(10)
    with site.hall.store.reading() as connection:
        device = find_device(connection, "pads", centre_id=site.hall.centre_id)
    assert [(part["name"], part["kind"]) for part in device.parts] == [("keypads", "keypad")]
    with Unit(site.hall.store) as unit:
        revoke_device(unit, centre_id=site.hall.centre_id, device_id="pads", at=site.hall.at)
    pads.turn()
    pads.press(1, "call")
    pads.shows(1, "E02", Lamp.ERROR)
    pads.turn(5)
    assert pads.agent.code is not None
    assert not (tmp_path / "token").exists()


@pytest.mark.parametrize(
    ("state", "label", "face"),
    [
        ("calling", "A001", Face("A001", Lamp.CALLING, 3)), ("serving", "B2", Face("B2", Lamp.SERVING, 3)),
        ("free", None, Face("3", Lamp.FREE, 3)), ("ready", None, Face("3", Lamp.FREE, 3)),
        ("break", None, Face("----", Lamp.PAUSE, 3)), ("closed", None, Face("", Lamp.DARK, 3)),
    ],
)  # fmt: skip
def test_every_state_of_a_counter_has_its_face(state, label, face):
    assert face_of({"state": state, "label": label, "waiting": 3}) == face


def test_every_refusal_of_a_press_has_a_code_of_its_own_on_the_pad():
    (endpoint,) = [each for each in api if each.path == "/keypads/press"]
    shown = [code_of(reason) for reason in endpoint.refuses]
    assert OTHER not in shown
    assert len(set(CODES.values())) == len(CODES)
    assert all(len(code) == 3 for code in CODES.values())
    assert code_of("server.fault") == OTHER


def test_the_agent_knows_every_move_that_the_server_does():
    (endpoint,) = [each for each in api if each.path == "/keypads/press"]
    assert set(MOVES) == set(endpoint.takes.model_json_schema()["properties"]["move"]["enum"])
    assert Permission.KEYPAD_PRESS in DEVICE_KINDS["keypad"]
