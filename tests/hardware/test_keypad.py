"""Call keypads: frames and the parser by themselves, the driver against simulated pads under every fault."""

import queue
from itertools import pairwise
from threading import Event

import pytest
from hypothesis import given
from hypothesis import strategies as some

from hardware.device import DeviceState
from hardware.errors import TransportLost, WriteTimedOut
from hardware.faulty import Noisy, OneByteAtATime
from hardware.host import DeviceHost
from hardware.keypad.driver import (
    ANSWER_SECONDS,
    REFRESH_SECONDS,
    REPEATED_WITHIN,
    TREMBLES_WITHIN,
    TRIES,
    CallPads,
)
from hardware.keypad.frame import HEARD, Face, Lamp, PadFrames, Press, PressParser
from hardware.pattern import PatternWrong
from hardware.simulators.keypad import LONGEST, SimulatedPads
from hardware.transport import SerialTransport

FRAMES = PadFrames()
MAKES = (
    FRAMES,
    PadFrames(r"\xaa{from}{addr:raw}{key}{checksum:sum:raw}\x55", None, None),
    PadFrames("{addr}{key}{count}{checksum:crc16}", "{addr}{key}{checksum:crc16}", "{addr}{text}{checksum:crc16}", 6),
)
PRESSES = some.builds(
    Press, some.integers(0, 99), some.sampled_from("0123456789AB"), some.sampled_from([b"%d" % n for n in range(10)])
)
UNTIL_LOOKS = 600


def said(make, press):
    return press if make.counts else Press(press.address, press.key)


def cut_at(data, places):
    edges = [0, *sorted(place % (len(data) + 1) for place in places), len(data)]
    return [data[start:end] for start, end in pairwise(edges)]


@pytest.mark.parametrize(
    ("make", "frame"),
    [
        (MAKES[0], b"\x020315\x0304"),
        (MAKES[1], b"\xaa\x031\x34\x55"),
        (MAKES[2], b"0315AC2A"),
    ],
)
def test_a_pattern_makes_the_press_that_it_says(make, frame):
    assert make.press_bytes(Press(3, "1", b"5")) == frame
    assert make.press_in(frame) == said(make, Press(3, "1", b"5"))


def test_the_answer_names_pad_and_count_and_the_face_says_text_lamp_and_how_many_wait():
    assert FRAMES.answer_bytes(Press(3, "1", b"5")) == b"\x06035\x0335"
    assert FRAMES.face_bytes(3, Face("a12", Lamp.CALLING, 120)) == b"\x0503C A1299\x0321"


@pytest.mark.parametrize(
    "patterns",
    [{"press": "{addr}"}, {"press": "{key}"}, {"press": "{addr}{key}{text}"}, {"press": r"{addr}{key}\x"},
     {"answer": "{count}"}, {"face": "{text}"}, {"width": 0}],
)  # fmt: skip
def test_patterns_that_make_no_frame_are_refused_with_the_reason(patterns):
    with pytest.raises(PatternWrong):
        PadFrames(**patterns)


@given(
    address=some.integers(0, 99),
    face=some.builds(
        Face, some.text(some.sampled_from("0123456789ABE-"), max_size=4), some.sampled_from(Lamp), some.integers(0, 99)
    ),
)
def test_a_face_that_was_encoded_is_decoded(address, face):
    assert FRAMES.face_in(FRAMES.face_bytes(address, face)) == (address, face)


@given(
    make=some.sampled_from(MAKES),
    presses=some.lists(PRESSES, max_size=5),
    places=some.lists(some.integers(0, 10_000)),
)
def test_however_the_bytes_are_cut_the_same_presses_come(make, presses, places):
    parser, data = PressParser(make), b"".join(make.press_bytes(press) for press in presses)
    heard = [press for piece in cut_at(data, places) for press in parser.feed(piece)]
    assert heard == [said(make, press) for press in presses]


@given(pieces=some.lists(some.binary(max_size=300), max_size=20), press=PRESSES)
def test_whatever_comes_less_than_a_frame_is_kept_and_a_press_said_again_is_understood(pieces, press):
    parser = PressParser(FRAMES)
    for piece in pieces:
        parser.feed(piece)
        assert len(parser._pending) < FRAMES.press_length
    assert press in parser.feed(FRAMES.press_bytes(press) * 2)


@given(press=PRESSES, at=some.integers(0, 100), flip=some.integers(1, 255))
def test_a_press_with_one_wrong_byte_is_none(press, at, flip):
    frame = bytearray(FRAMES.press_bytes(press))
    frame[at % len(frame)] ^= flip
    assert PressParser(FRAMES).feed(bytes(frame)) == []


class Line:
    """A line on which the given pieces come, a read each; what is written is kept. None is a cable that is pulled."""

    def __init__(self, *pieces, stalled=False):
        self.pieces, self.written, self.stalled = list(pieces), [], stalled

    def read(self, *, seconds):
        piece = self.pieces.pop(0) if self.pieces else b""
        if piece is None:
            raise TransportLost("cable pulled")
        return piece

    def write(self, data, *, seconds):
        if self.stalled:
            raise WriteTimedOut(0)
        if data:
            self.written.append(data)

    def discard(self):
        pass

    def close(self):
        pass


def driver(line, make=FRAMES, **more):
    presses, time = [], [0.0]
    return CallPads(lambda: line, make, presses.append, clock=lambda: time[0], **more), presses, time


CALL = Press(3, "1", b"5")
FRAME = FRAMES.press_bytes(CALL)


def test_a_press_that_is_said_again_is_answered_again_and_handed_on_once():
    line = Line(FRAME, FRAME + FRAME, FRAME)
    pads, presses, time = driver(line)
    for _ in range(3):
        pads.look()
        time[0] += REPEATED_WITHIN * 0.9
    assert presses == [CALL]
    assert line.written == [FRAMES.answer_bytes(CALL)] * 4


def test_the_next_press_of_the_same_key_is_another_and_so_is_the_same_count_much_later():
    line = Line(FRAME, FRAMES.press_bytes(Press(3, "1", b"6")), FRAMES.press_bytes(Press(4, "1", b"6")))
    pads, presses, time = driver(line)
    for _ in range(3):
        pads.look()
        time[0] += TREMBLES_WITHIN
    time[0] = 2 * TREMBLES_WITHIN + REPEATED_WITHIN
    line.pieces.append(FRAMES.press_bytes(Press(4, "1", b"6")))
    pads.look()
    assert presses == [CALL, Press(3, "1", b"6"), Press(4, "1", b"6"), Press(4, "1", b"6")]


def test_a_finger_that_trembles_presses_once_and_another_key_at_once_is_another_press():
    line = Line(FRAME, FRAMES.press_bytes(Press(3, "1", b"6")), FRAMES.press_bytes(Press(3, "2", b"7")))
    pads, presses, time = driver(line)
    for _ in range(3):
        pads.look()
        time[0] += TREMBLES_WITHIN * 0.4
    assert presses == [CALL, Press(3, "2", b"7")]


def test_pads_that_count_nothing_have_the_same_key_within_a_second_as_one_press():
    make = MAKES[1]
    line = Line(*[make.press_bytes(CALL)] * 3)
    pads, presses, time = driver(line, make)
    pads.look()
    time[0] = TREMBLES_WITHIN * 0.9
    pads.look()
    time[0] = TREMBLES_WITHIN * 2
    pads.look()
    assert presses == [Press(3, "1")] * 2
    assert line.written == []


def test_noise_and_a_cable_pulled_within_a_press_lose_no_more_than_that_press():
    line = Line(FRAME)
    pads, presses, _ = driver(Noisy(line, b"\x02\xff\x0009"))
    pads.look()
    pads.look()
    assert presses == [CALL]
    line = Line(FRAME[:4], None)
    pads, presses, _ = driver(line)
    pads.look()
    with pytest.raises(TransportLost):
        pads.look()
    pads.close()
    line.pieces = [FRAME[4:]]
    pads.look()
    assert presses == []
    line.pieces = [FRAME]
    pads.look()
    assert presses == [CALL]


def test_changed_faces_are_sent_first_and_all_again_every_thirty_seconds():
    line = Line()
    pads, _, time = driver(line)
    pads.show({1: Face("1"), 2: Face("2")})
    for _ in range(5):
        pads.look()
    assert [FRAMES.face_in(each) for each in line.written] == [(1, Face("1")), (2, Face("2"))]
    time[0] = REFRESH_SECONDS
    pads.show({2: Face("3", Lamp.ERROR)})
    for _ in range(5):
        pads.look()
    assert [FRAMES.face_in(each) for each in line.written[2:]] == [(2, Face("3", Lamp.ERROR)), (1, Face("1"))]


def test_after_a_pulled_cable_every_pad_is_told_at_once_what_it_shows():
    line = Line()
    pads, _, _ = driver(line)
    pads.show({1: Face("1"), 2: Face("2")})
    for _ in range(2):
        pads.look()
    pads.close()
    for _ in range(2):
        pads.look()
    assert [FRAMES.face_in(each) for each in line.written] == [(1, Face("1")), (2, Face("2"))] * 2


def test_a_pad_that_never_says_it_heard_is_named_until_it_says_anything_and_keeps_no_other_waiting():
    line = Line()
    pads, _, time = driver(line, answers=True)
    pads.show({1: Face("1"), 2: Face("2")})
    for _ in range(2 * TRIES + 2):
        condition = pads.look()
        time[0] += ANSWER_SECONDS * 1.5
    assert condition.fault == "pads_silent 1,2"
    assert len(line.written) == 2 * TRIES
    line.pieces.append(FRAMES.press_bytes(Press(1, HEARD, b"0")))
    assert pads.look().fault == "pads_silent 2"


def test_a_line_that_takes_no_bytes_is_a_fault_and_no_error():
    line = Line(FRAME, stalled=True)
    pads, presses, time = driver(line)
    pads.show({1: Face("1")})
    assert pads.look().fault == "pads_silent 1"
    assert presses == [CALL]
    line.stalled, time[0] = False, REFRESH_SECONDS
    assert pads.look().fault is None


@given(pieces=some.lists(some.binary(max_size=80), max_size=30))
def test_whatever_comes_simulated_pads_keep_little_and_understand_the_next_face(pieces):
    pads = SimulatedPads(line=None, tell=lambda _: None)
    for at, piece in enumerate(pieces):
        pads.received(piece, at * 0.001)
        assert len(pads._pending) <= LONGEST
    pads.received(FRAMES.face_bytes(2, Face("C007")) * 2, 1_000.0)
    assert pads.pads[2].face == Face("C007")


@pytest.fixture
def presses():
    return queue.Queue()


@pytest.fixture
def host():
    host = DeviceHost()
    yield host
    host.stop()


def until(holds):
    for _ in range(UNTIL_LOOKS):
        if found := holds():
            return found
        Event().wait(0.05)
    raise AssertionError(holds)


def plugged_in(host, simulator, presses, wire="pty", *options, wrap=lambda line: line, **more):
    simulated = simulator("keypad", wire, *options)
    pads = CallPads(lambda: wrap(SerialTransport(simulated.url, baud=9_600)), FRAMES, presses.put, **more)
    host.add("pads", pads)
    until(lambda: host.health()[0].state is DeviceState.READY)
    return simulated, pads


def quiet(simulated, address="1"):
    """Wait until the pad has said its press as often as it does."""
    until(lambda: not simulated.state()["pads"][address]["says"])


def heard(presses):
    press = presses.get(timeout=30)
    return press.address, press.key


@pytest.mark.parametrize("wire", ["pty", "tcp"])
def test_a_press_comes_in_and_the_pad_is_answered_and_shows_what_it_is_told(host, simulator, presses, wire):
    simulated, pads = plugged_in(host, simulator, presses, wire)
    simulated.deed("press", pad=2, key="1")
    assert heard(presses) == (2, "1")
    quiet(simulated, "2")
    pads.show({2: Face("A012", Lamp.CALLING, 7)})
    shown = until(lambda: (pad := simulated.state()["pads"]["2"])["text"] and pad)
    assert shown == {"text": "A012", "lamp": "calling", "waiting": 7, "pressed": 1, "says": False}
    assert "A012" in simulated.page()
    assert host.health()[0].last_job_at is not None


@pytest.mark.parametrize("fault", [{"repeats": True}, {"deaf": True}, {"noise": True}, {"deaf": True, "noise": True}])
def test_whatever_goes_wrong_with_a_press_it_is_one(host, simulator, presses, fault):
    simulated, _ = plugged_in(host, simulator, presses)
    simulated.faults(**fault)
    simulated.deed("press", pad=1, key="1")
    assert heard(presses) == (1, "1")
    quiet(simulated)
    simulated.deed("press", pad=2, key="2")
    assert heard(presses) == (2, "2")
    assert presses.empty()


def test_a_press_comes_in_over_a_line_that_gives_a_byte_at_a_time(host, simulator, presses):
    simulated, _ = plugged_in(host, simulator, presses, wrap=OneByteAtATime)
    simulated.deed("press", pad=1, key="4")
    assert heard(presses) == (1, "4")


def test_a_press_that_came_as_noise_is_said_again_until_it_gets_through(host, simulator, presses):
    simulated, _ = plugged_in(host, simulator, presses)
    simulated.faults(garble=True)
    simulated.deed("press", pad=1, key="1")
    quiet(simulated)
    assert presses.empty()
    simulated.faults(garble=False)
    simulated.deed("press", pad=1, key="1")
    assert heard(presses) == (1, "1")


def test_a_dead_pad_is_named_and_the_others_go_on(host, simulator, presses):
    simulated, pads = plugged_in(host, simulator, presses, "pty", "--answers", answers=True)
    simulated.faults(dead="2")
    pads.show({1: Face("1"), 2: Face("2")})
    until(lambda: host.health()[0].detail == "pads_silent 2")
    simulated.deed("press", pad=2, key="1")
    simulated.deed("press", pad=1, key="1")
    assert heard(presses) == (1, "1")
    simulated.faults(dead="")
    pads.show({2: Face("3")})
    until(lambda: host.health()[0].state is DeviceState.READY)


def test_a_pulled_cable_is_noticed_and_afterwards_all_pads_are_told_anew(host, simulator, presses):
    simulated, pads = plugged_in(host, simulator, presses)
    pads.show({1: Face("A001")})
    until(lambda: simulated.state()["pads"]["1"]["text"] == "A001")
    simulated.faults(drop=True)
    until(lambda: host.health()[0].state is DeviceState.OFFLINE)
    simulated.deed("power")
    simulated.faults(drop=False)
    until(lambda: simulated.state()["pads"]["1"]["text"] == "A001")
    simulated.deed("press", pad=1, key="1")
    assert heard(presses) == (1, "1")


def test_a_simulator_refuses_what_it_does_not_know(simulator):
    pads = simulator("keypad", "pty")
    assert pads.refuses("/faults", '{"on_fire": true}')
    assert pads.refuses("/deed/press", '{"pad": 9, "key": "1"}')
    assert pads.refuses("/deed/press", '{"pad": 1, "key": "11"}')
    assert pads.refuses("/deed/eat", "{}")
