"""The serial link of a ZVT till: what is broken is said to be, and a frame cut off does not swallow the next one."""

from collections import deque
from dataclasses import dataclass, field

from hardware.simulators.wired import Clock
from hardware.terminal.zvt.apdu import Apdu
from hardware.terminal.zvt.codes import Code
from hardware.terminal.zvt.exchange import YES
from hardware.terminal.zvt.frame import to_frame
from hardware.terminal.zvt.link import T1, SerialLink

ACK, NAK = b"\x06", b"\x15"
WAIT = Apdu(Code.INTERMEDIATE_STATUS, b"\x0e")


@dataclass
class Heard:
    """A line on which these pieces come, one a read; an empty one is silence."""

    pieces: deque
    clock: Clock
    written: list = field(default_factory=list)

    def read(self, *, seconds):
        piece = self.pieces.popleft() if self.pieces else b""
        self.clock.now += 0 if piece else seconds
        return piece

    def write(self, data, *, seconds):
        self.written.append(data)

    def discard(self):
        pass

    def close(self):
        pass


def linked(*pieces):
    line = Heard(deque(pieces), Clock())
    return SerialLink(line, line.clock), line


def test_a_frame_with_a_wrong_checksum_is_answered_nak_and_its_repetition_ack():
    frame = to_frame(WAIT)
    link, line = linked(frame[:-1] + b"\x00", frame)
    assert link.receive(seconds=1) == WAIT
    assert line.written == [NAK, ACK]


def test_a_frame_cut_off_is_given_up_after_a_silence_and_the_next_one_is_heard():
    link, line = linked(to_frame(WAIT)[:5], b"", to_frame(YES))
    assert link.receive(seconds=2) == YES
    assert line.written == [NAK, ACK]
    assert T1 <= line.clock.now < 2
