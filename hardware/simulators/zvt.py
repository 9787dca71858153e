"""A simulated ZVT card terminal: what it does is in `zvt_works`, here it talks."""

from collections import deque
from collections.abc import Callable, Mapping

from hardware.simulators import zvt_messages as says
from hardware.simulators.bookings import Bookings
from hardware.simulators.line import Line, TcpLine
from hardware.simulators.terminal import USUAL, Manner
from hardware.simulators.zvt_side import SerialSide, StreamSide
from hardware.simulators.zvt_works import Rest, Say, Work, ZvtWorks
from hardware.terminal.zvt.apdu import Apdu
from hardware.terminal.zvt.codes import Code, Result
from hardware.terminal.zvt.commands import Command
from hardware.terminal.zvt.exchange import T3, YES
from hardware.terminal.zvt.link import T2, TRIES

LONGEST_WAIT = T2 * TRIES + T3
"""Seconds from a message to its answer, repetitions and all."""


class SimulatedZvt(ZvtWorks):
    """The terminal; on TCP, or when it is told so, what it says is a stream instead of frames."""

    title = "Simulated card terminal (ZVT)"

    def __init__(
        self,
        line: Line,
        bookings: Bookings,
        *,
        manner: Manner = USUAL,
        stream: bool = False,
        baud: int = 9_600,
        tell: Callable[[str], None] = print,
    ) -> None:
        super().__init__(line, bookings, manner=manner, baud=baud, tell=tell)
        stream = stream or isinstance(line, TcpLine)
        self._side = StreamSide(self._sent) if stream else SerialSide(self._sent, self._unheard)
        self._side.spoil = self._spoilt
        self._visit = 0
        self._work: Work | None = None
        self._doing: Say | Rest | None = None
        self._delayed = False
        self._until = 0.0
        self._owed: deque[bool] = deque()
        """For each message that a till has yet to answer, whether the running command waits for that."""

    def received(self, data: bytes, now: float) -> None:
        """Take bytes."""
        if isinstance(self.line, TcpLine) and self.line.visits != self._visit:
            self._visit = self.line.visits
            self.forget()
        for message in self._side.hear(data, now) if data else []:
            self._take(message)

    def lives(self, now: float) -> None:
        """Go on with what is running, and repeat what was not acknowledged."""
        self.now = now
        self._side.lost_ack, self._side.only_nak = self.faults.lost_ack, self.faults.only_nak
        self._side.lives(now)
        if self._work is None or now < self._until:
            return
        if self._delayed and isinstance(self._doing, Say):
            self._tell_till(self._doing)
        else:
            self._answer_comes(None)

    def forget(self) -> None:
        """Lose what came of a message and what is owed for those that were said; on a stream nothing is said again."""
        self._side.forget()
        waits = isinstance(self._doing, Say) and self._doing.answered and not self._delayed
        if isinstance(self._side, StreamSide):
            self._owed.clear()
            self._until = self.now if waits else self._until
        else:
            self._owed = deque([True] if waits else [])

    def done_by_hand(self, name: str, given: Mapping[str, object]) -> None:
        """Let others stand before it, or "power": switch it off and on, which ends what is running."""
        if name != "power":
            super().done_by_hand(name, given)
            return
        self._work = self._doing = self.screen = None
        self.registered = False
        self._owed.clear()

    def _take(self, message: Apdu) -> None:
        if message.code >> 8 in {0x80, 0x84}:
            if self._owed and self._owed.popleft():
                self._answer_comes(message)
            return
        command = Command.from_apdu(message)
        if command is None:
            self._aside(says.refused(Result.NOT_POSSIBLE))
        elif command.code is Code.ABORT:
            self.told_to_abort = self._work is not None
            self._aside(YES)
        elif command.code is Code.STATUS_ENQUIRY:
            self._aside(says.status(Result.SUCCESS if self._work is None else Result.BUSY))
        elif self._work is not None:
            self._aside(says.refused(Result.BUSY))
        else:
            self._begin(command)

    def _begin(self, command: Command) -> None:
        if command.code is not Code.REGISTRATION and not self.registered:
            self._aside(says.refused(Result.NOT_REGISTERED))
            return
        if command.code not in self.works:  # log-off: acknowledged and done
            self.registered = False
            self._aside(YES)
            return
        self.told_to_abort = False
        self._work = self.works[command.code](command)
        self._do(next(self._work))

    def _do(self, doing: Say | Rest) -> None:
        self._doing = doing
        self._delayed = isinstance(doing, Say) and self.faults.late > 0
        if isinstance(doing, Rest):
            self._until = self.now + doing.seconds
        elif self._delayed:
            self._until = self.now + self.faults.late
        else:
            self._tell_till(doing)

    def _tell_till(self, say: Say) -> None:
        self._delayed = False
        self._side.say(say.message, self.now)
        self._until = self.now + (LONGEST_WAIT if say.answered else 0)
        if say.answered:
            self._owed.append(True)

    def _answer_comes(self, answer: Apdu | None) -> None:
        """Go on with the running command."""
        if self._work is None or (answer is not None and isinstance(self._doing, Rest)):
            return
        if answer is None and isinstance(self._doing, Say) and self._doing.answered:
            self._owed.clear()
        try:
            self._do(self._work.send(answer))
        except StopIteration:
            self._work = self._doing = None
            self.screen = None

    def _unheard(self, message: Apdu) -> None:
        if isinstance(self._doing, Say) and self._doing.message == message:
            self._until = self.now

    def _aside(self, message: Apdu) -> None:
        """Say something beside what is running."""
        self._side.say(message, self.now)
        if message.code == Code.COMPLETION:
            self._owed.append(False)

    def _sent(self, data: bytes) -> None:
        at = self.faults.garble_at
        if 0 <= at < len(data):
            data = data[:at] + bytes((data[at] ^ 0x40,)) + data[at + 1 :]
        self.faults.garble_at = max(-1, at - len(data)) if at >= len(data) else (-1 if at >= 0 else at)
        self.send(data)

    def _spoilt(self, frame: bytes, copy: int) -> bytes:
        return frame[:-1] + bytes((frame[-1] ^ 0xFF,)) if self.faults.wrong_check and copy == 0 else frame
