"""A simulated ZVT card terminal. A running command is a generator: it says, rests, and hears what the till answers."""

from collections import deque
from collections.abc import Callable, Generator, Mapping
from dataclasses import dataclass, replace

from hardware.simulators import zvt_messages as says
from hardware.simulators.bookings import Booking, Bookings
from hardware.simulators.cardholder import STEPS, Cardholder
from hardware.simulators.line import Line, TcpLine
from hardware.simulators.terminal import USUAL, Manner, SimulatedTerminal, TerminalFaults
from hardware.simulators.zvt_side import SerialSide, StreamSide
from hardware.terminal.till import Progress
from hardware.terminal.zvt.apdu import Apdu
from hardware.terminal.zvt.codes import DONG, Code, Result
from hardware.terminal.zvt.commands import Command
from hardware.terminal.zvt.exchange import T3, YES
from hardware.terminal.zvt.link import T2, TRIES

REFUSED_BY_BANK = 0x05
WRONG_PIN = 0x55
FLOOD_PACE = 0.02
LONGEST_WAIT = T2 * TRIES + T3
"""Seconds from a message to its answer, repetitions and all."""


@dataclass(slots=True)
class ZvtFaults(TerminalFaults):
    """What can be wrong with a ZVT terminal beside what can be with any."""

    only_nak: bool = False
    """It acknowledges nothing."""
    flood: bool = False
    """It says "please wait" for ever instead of asking the bank."""
    hundredfold: bool = False
    """It takes a hundred times what it was asked for."""
    declined_completes: bool = False
    """A refused sale ends with a completion instead of an abort."""
    deaf_to_refusal: bool = False
    """It keeps a payment that the till refused."""
    deaf_to_abort: bool = False
    """It goes on when it is asked to stop."""
    gives_up: bool = False
    """It stops a sale, before the bank is asked, whose till does not answer."""
    undoes_unheard: bool = False
    """It takes a payment back whose status information nobody answers."""
    unmasked: bool = False
    """It says whole card numbers wherever there is room for one."""
    late: int = 0
    """Seconds before each of its messages."""
    two_decimals: bool = False
    """It counts hundredths of a dong."""
    garble_at: int = -1
    """So many more bytes get out right, then one comes wrong; never when negative."""


@dataclass(frozen=True, slots=True)
class Say:
    """Send a message and resume with the till's answer, None when there was none."""

    message: Apdu
    answered: bool = True


@dataclass(frozen=True, slots=True)
class Rest:
    """Resume later."""

    seconds: float


Work = Generator[Say | Rest, Apdu | None, None]


class SimulatedZvt(SimulatedTerminal):
    """The terminal; on TCP, or when it is told so, what it says is a stream instead of frames."""

    title = "Simulated card terminal (ZVT)"
    faults: ZvtFaults

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
        self.faults = ZvtFaults()
        stream = stream or isinstance(line, TcpLine)
        self._side = StreamSide(self._sent) if stream else SerialSide(self._sent, self._unheard)
        self._side.spoil = self._spoilt
        self._visit = 0
        self._registered = self._abort = False
        self._work: Work | None = None
        self._doing: Say | Rest | None = None
        self._delayed = False
        self._until = self._now = 0.0
        self._owed: deque[bool] = deque()
        """For each message that a till has yet to answer, whether the running command waits for that."""

    @property
    def _hundredths(self) -> int:
        return 100 if self.faults.two_decimals else 1

    def received(self, data: bytes, now: float) -> None:
        """Take bytes."""
        if isinstance(self.line, TcpLine) and self.line.visits != self._visit:
            self._visit = self.line.visits
            self.forget()
        for message in self._side.hear(data, now) if data else []:
            self._take(message)

    def lives(self, now: float) -> None:
        """Go on with what is running, and repeat what was not acknowledged."""
        self._now = now
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
            self._until = self._now if waits else self._until
        else:
            self._owed = deque([True] if waits else [])

    def done_by_hand(self, name: str, given: Mapping[str, object]) -> None:
        """Let others stand before it, or "power": switch it off and on, which ends what is running."""
        if name != "power":
            super().done_by_hand(name, given)
            return
        self._work = self._doing = self.screen = None
        self._registered = False
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
            self._abort = self._work is not None
            self._aside(YES)
        elif command.code is Code.STATUS_ENQUIRY:
            self._aside(says.status(Result.SUCCESS if self._work is None else Result.BUSY))
        elif self._work is not None:
            self._aside(says.refused(Result.BUSY))
        else:
            self._begin(command)

    def _begin(self, command: Command) -> None:
        works: dict[Code, Callable[[Command], Work]] = {
            Code.REGISTRATION: self._registration,
            Code.AUTHORISATION: self._sale,
            Code.REFUND: self._refund,
            Code.REVERSAL: self._reversal,
            Code.REPEAT_RECEIPT: self._last,
            Code.TURNOVER_TOTALS: self._totals,
            Code.END_OF_DAY: self._totals,
            Code.DIAGNOSIS: self._nothing,
        }
        if command.code is not Code.REGISTRATION and not self._registered:
            self._aside(says.refused(Result.NOT_REGISTERED))
            return
        if command.code not in works:  # log-off: acknowledged and done
            self._registered = False
            self._aside(YES)
            return
        self._abort = False
        self._work = works[command.code](command)
        self._do(next(self._work))

    def _registration(self, command: Command) -> Work:
        if command.currency not in {None, DONG}:
            yield Say(says.refused(Result.CURRENCY), answered=False)
            return
        yield Say(YES, answered=False)
        self._registered = True
        yield Say(says.registered())

    def _nothing(self, command: Command) -> Work:  # noqa: ARG002 - all works take the command
        yield Say(YES, answered=False)
        yield Say(Apdu(Code.COMPLETION))

    def _sale(self, command: Command) -> Work:
        minor = command.amount or 0
        taken = minor * 100 if self.faults.hundredfold else minor + self._hundredths * self.faults.other_amount
        yield Say(YES, answered=False)
        if not (yield from self._card()):
            yield from self._unpaid(minor)
            return
        booking = self.bookings.book(amount=taken // self._hundredths)
        self.tell(f"booked {booking.amount} dong as {booking.trace}")
        yield from self._told(booking, taken)

    def _card(self) -> Generator[Say | Rest, Apdu | None, bool]:
        """Let the cardholder act and say whether the bank approves."""
        for step in STEPS[self.cardholder]:
            self.screen = step
            heard = yield Say(says.progress(step))
            yield Rest(self.pace)
            if (self._abort and not self.faults.deaf_to_abort) or (heard is None and self.faults.gives_up):
                return False
        while self.faults.flood and not self._abort:
            yield Say(says.progress(Progress.WAIT))
            yield Rest(FLOOD_PACE)
        until = self._now + self.patience
        while self.cardholder is Cardholder.TIMEOUT and self._now < until and not self._abort:
            yield Rest(min(self.patience, 1.0))
        return self.cardholder is Cardholder.APPROVE and not self.faults.flood

    def _unpaid(self, minor: int) -> Work:
        self.screen = None
        if self._abort or self.cardholder not in {Cardholder.DECLINE, Cardholder.WRONG_PIN}:
            yield Say(says.stopped(Result.STOPPED))
            return
        result = WRONG_PIN if self.cardholder is Cardholder.WRONG_PIN else REFUSED_BY_BANK
        yield Say(says.failure(result, minor))
        yield Say(Apdu(Code.COMPLETION) if self.faults.declined_completes else says.stopped(result))

    def _told(self, booking: Booking, minor: int) -> Work:
        self.screen = Progress.REMOVE_CARD
        answer = yield from self._final(says.success(booking, minor, unmasked=self.faults.unmasked))
        refused = answer is not None and answer.code >> 8 == 0x84 and answer != Apdu(Code.ACCEPTED_TOO)
        if (refused and not self.faults.deaf_to_refusal) or (answer is None and self.faults.undoes_unheard):
            self.bookings.take_back(booking.trace)
            self.screen = None
            yield Say(says.stopped(Result.PROCESSING))
            return
        for part in says.slip(booking, minor, unmasked=self.faults.unmasked):
            yield Say(part)
        yield Say(says.progress(Progress.REMOVE_CARD))
        self.screen = None
        yield from self._final(Apdu(Code.COMPLETION))

    def _final(self, message: Apdu) -> Generator[Say | Rest, Apdu | None, Apdu | None]:
        answer = yield Say(message)
        return (yield Say(message)) if self.faults.twice else answer

    def _refund(self, command: Command) -> Work:
        yield Say(YES, answered=False)
        minor = command.amount or 0
        if not (yield from self._card()):
            yield from self._unpaid(minor)
            return
        yield from self._told(self.bookings.book(amount=-(minor // self._hundredths)), minor)

    def _reversal(self, command: Command) -> Work:
        yield Say(YES, answered=False)
        meant = [each for each in self.bookings.day if says.receipt_number(each) == command.receipt]
        standing = [each for each in meant if not each.taken_back]
        if not standing:
            yield Say(says.stopped(Result.ALREADY_REVERSED if meant else Result.REVERSAL_IMPOSSIBLE))
            return
        self.bookings.take_back(standing[-1].trace)
        yield from self._told_again(replace(standing[-1], taken_back=True))

    def _last(self, command: Command) -> Work:  # noqa: ARG002
        yield Say(YES, answered=False)
        if self.bookings.last is None:
            yield Say(says.stopped(Result.NO_DATA))
            return
        yield from self._told_again(self.bookings.last)

    def _told_again(self, booking: Booking) -> Work:
        minor = abs(booking.amount) * self._hundredths
        yield from self._final(says.success(booking, minor, unmasked=self.faults.unmasked))
        yield from self._final(Apdu(Code.COMPLETION))

    def _totals(self, command: Command) -> Work:
        yield Say(YES, answered=False)
        standing = self.bookings.standing
        minor = max(0, sum(each.amount for each in standing)) * self._hundredths
        if command.code is Code.END_OF_DAY:
            self.bookings.end_day()
        yield Say(says.totals(len(standing), minor))
        yield Say(Apdu(Code.COMPLETION))

    def _do(self, doing: Say | Rest) -> None:
        self._doing = doing
        self._delayed = isinstance(doing, Say) and self.faults.late > 0
        if isinstance(doing, Rest):
            self._until = self._now + doing.seconds
        elif self._delayed:
            self._until = self._now + self.faults.late
        else:
            self._tell_till(doing)

    def _tell_till(self, say: Say) -> None:
        self._delayed = False
        self._side.say(say.message, self._now)
        self._until = self._now + (LONGEST_WAIT if say.answered else 0)
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
            self._until = self._now

    def _aside(self, message: Apdu) -> None:
        """Say something beside what is running."""
        self._side.say(message, self._now)
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
