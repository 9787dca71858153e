"""LED panels: frames by themselves, the driver against simulated panels that lose power, cable and temper."""

from threading import Event

import pytest
from hypothesis import given
from hypothesis import strategies as some

from hardware.device import DeviceState
from hardware.errors import WriteTimedOut
from hardware.host import DeviceHost
from hardware.pattern import PatternWrong, crc16, shown
from hardware.sign.driver import ACK, NAK, REFRESH_SECONDS, TRIES, LedSigns
from hardware.sign.frame import USUAL, FramePattern, SignText
from hardware.simulators.sign import SimulatedSigns
from hardware.transport import SerialTransport

PATTERNS = (
    USUAL,
    r"\xaa{from}{addr:raw}{text}{checksum:sum:raw}\x55",
    "{addr}{text}{checksum:crc16}",
    r"${addr}:{text}\r",
)


def until(holds, *, looks=400):
    for _ in range(looks):
        if found := holds():
            return found
        Event().wait(0.05)
    raise AssertionError(holds)


@pytest.mark.parametrize(
    ("pattern", "frame"),
    [
        (USUAL, b"\x0203A012\x0372"),
        (r"\xaa{from}{addr:raw}{text}{checksum:sum:raw}\x55", b"\xaa\x03A012\xd7\x55"),
        (r"${addr}:{text}\r", b"$03:A012\r"),
    ],
)
def test_a_pattern_makes_the_frame_that_it_says(pattern, frame):
    assert FramePattern(pattern).encode(SignText(3, "A012")) == frame


def test_the_checksums_are_those_of_their_publications():
    assert crc16(b"123456789") == 0x4B37
    assert crc16(bytes.fromhex("0103000000 0A".replace(" ", ""))).to_bytes(2, "little") == bytes.fromhex("C5CD")


@pytest.mark.parametrize(
    "pattern",
    ["{text}", "{addr}", "{addr}{text}{text}", "{addr}{text}{colour}", "{addr}{text}{checksum:md5}", r"{addr}{text}\x"],
)
def test_a_pattern_that_makes_no_frame_is_refused_with_the_reason(pattern):
    with pytest.raises(PatternWrong):
        FramePattern(pattern)


@given(
    pattern=some.sampled_from(PATTERNS),
    address=some.integers(0, 99),
    text=some.text(some.sampled_from("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ-"), max_size=4),
)
def test_what_was_encoded_is_decoded(pattern, address, text):
    frame = FramePattern(pattern)
    assert frame.decode(frame.encode(SignText(address, text))) == SignText(address, text)
    assert len(frame.encode(SignText(address, text))) == frame.length


@given(pattern=some.sampled_from(PATTERNS[:3]), at=some.integers(0, 100), flip=some.integers(1, 255))
def test_a_frame_with_one_wrong_byte_says_nothing_else(pattern, at, flip):
    frame = FramePattern(pattern)
    good = bytearray(frame.encode(SignText(7, "B104")))
    good[at % len(good)] ^= flip
    assert frame.decode(bytes(good)) in {None, SignText(7, "B104")}


@given(text=some.text(max_size=40), width=some.integers(1, 16))
def test_whatever_the_text_a_panel_gets_as_many_characters_as_it_has(text, width):
    assert len(shown(text, width)) == width
    assert shown(text, width).isascii()


@given(pieces=some.lists(some.binary(max_size=80), max_size=30))
def test_whatever_comes_panels_keep_less_than_a_frame_and_then_understand_the_next(pieces):
    signs = SimulatedSigns(line=None, tell=lambda _: None)
    for at, piece in enumerate(pieces):
        signs.received(piece, at * 0.001)
        assert len(signs._pending) < FramePattern().length
    signs.received(b"", 1_000.0)
    signs.received(FramePattern().encode(SignText(2, "C007")), 1_001.0)
    assert signs.texts[2] == "C007"


class Line:
    """A line that keeps what is written and answers as told."""

    def __init__(self, *answers, stalled=False):
        self.written, self.answers, self.stalled = [], list(answers), stalled

    def write(self, data, *, seconds):
        if self.stalled:
            raise WriteTimedOut(0)
        self.written.append(data)

    def read(self, *, seconds):
        return self.answers.pop(0) if seconds and self.answers else b""

    def discard(self):
        pass

    def close(self):
        pass


def driver(line, **more):
    time = [0.0]
    return LedSigns(lambda: line, FramePattern(), clock=lambda: time[0], **more), time


def test_what_changed_is_sent_first_and_everything_again_every_thirty_seconds():
    line, frame = Line(), FramePattern()
    signs, time = driver(line)
    signs.show({1: "A001", 2: "A002"})
    for _ in range(5):
        signs.look()
    assert line.written == [frame.encode(SignText(1, "A001")), frame.encode(SignText(2, "A002"))]
    time[0] = REFRESH_SECONDS
    signs.show({2: "A003"})
    for _ in range(5):
        signs.look()
    assert [frame.decode(each) for each in line.written[2:]] == [SignText(2, "A003"), SignText(1, "A001")]


def test_a_panel_that_says_no_is_asked_again_and_then_a_fault_until_it_says_yes():
    line = Line(bytes((NAK,)), b"", bytes((NAK,)))
    signs, time = driver(line, answers=True)
    signs.show({4: "A001"})
    assert signs.look().fault == "panels_silent 4"
    assert len(line.written) == TRIES
    line.answers = [bytes((ACK,))]
    time[0] = REFRESH_SECONDS
    assert signs.look().fault is None


def test_a_line_that_takes_no_bytes_is_a_fault_and_no_error():
    signs, _ = driver(Line(stalled=True))
    signs.show({1: "A001"})
    assert signs.look().fault == "panels_silent 1"


@pytest.fixture
def host():
    host = DeviceHost()
    yield host
    host.stop()


def panels(host, simulator, wire="pty", *options, **more):
    simulated = simulator("sign", wire, *options)
    signs = LedSigns(lambda: SerialTransport(simulated.url, baud=9_600), FramePattern(), **more)
    host.add("signs", signs)
    return simulated, signs


@pytest.mark.parametrize("wire", ["pty", "tcp"])
def test_panels_show_what_they_are_told(host, simulator, wire):
    simulated, signs = panels(host, simulator, wire)
    signs.show({1: "A012", 2: "-", 3: "B007"})
    until(
        lambda: (texts := simulated.state()["texts"]) and (texts["1"], texts["2"], texts["3"]) == ("A012", "-", "B007")
    )
    assert "A012" in simulated.page()


def test_after_a_pulled_cable_all_panels_are_told_anew(host, simulator):
    simulated, signs = panels(host, simulator)
    signs.show({1: "A012"})
    until(lambda: simulated.state()["texts"]["1"] == "A012")
    simulated.faults(drop=True)
    until(lambda: host.health()[0].state is DeviceState.OFFLINE)
    simulated.deed("power")
    simulated.faults(drop=False)
    until(lambda: simulated.state()["texts"]["1"] == "A012")
    assert (
        until(lambda: (health := host.health()[0]).state is DeviceState.READY and health).troubles[-1].until is not None
    )


def test_a_panel_without_power_is_named(host, simulator):
    simulated, signs = panels(host, simulator, "pty", "--answers", answers=True)
    simulated.faults(dead="2")
    signs.show({1: "A012", 2: "A013"})
    faulty = until(lambda: (health := host.health()[0]).state is DeviceState.FAULTY and health)
    assert faulty.detail == "panels_silent 2"
    until(lambda: simulated.state()["texts"]["1"] == "A012")
