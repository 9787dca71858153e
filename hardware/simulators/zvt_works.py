"""What a simulated ZVT terminal does on each command: a generator that says, rests, and hears what the till answers."""

from collections.abc import Callable, Generator
from dataclasses import dataclass, replace

from hardware.simulators import zvt_messages as says
from hardware.simulators.bookings import Booking, Bookings
from hardware.simulators.cardholder import STEPS, Cardholder
from hardware.simulators.line import Line
from hardware.simulators.terminal import USUAL, Manner, SimulatedTerminal, TerminalFaults
from hardware.terminal.till import Progress
from hardware.terminal.zvt.apdu import Apdu
from hardware.terminal.zvt.codes import DONG, PRINTS_TEXT, Code, Result
from hardware.terminal.zvt.commands import Command
from hardware.terminal.zvt.exchange import YES

REFUSED_BY_BANK = 0x05
WRONG_PIN = 0x55
FLOOD_PACE = 0.02


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
    reverses_last: bool = False
    """It takes back its last booking whatever receipt it is told, and says that it was the other."""
    two_decimals: bool = False
    """It counts hundredths of a dong."""
    by_lines: bool = False
    """It knows no blocks, and sends its receipts line by line."""
    babbles: int = 0
    """Lines without sense on the cardholder's receipt."""
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


class ZvtWorks(SimulatedTerminal):
    """The terminal without its talking. `works` has what it does on each command."""

    faults: ZvtFaults

    def __init__(
        self,
        line: Line,
        bookings: Bookings,
        *,
        manner: Manner = USUAL,
        baud: int,
        tell: Callable[[str], None] = print,
    ) -> None:
        super().__init__(line, bookings, manner=manner, baud=baud, tell=tell)
        self.faults = ZvtFaults()
        self.registered = self.told_to_abort = False
        self._till_prints = self._till_takes_blocks = False
        self.now = 0.0
        self.works: dict[Code, Callable[[Command], Work]] = {
            Code.REGISTRATION: self._registration,
            Code.AUTHORISATION: self._sale,
            Code.REFUND: self._refund,
            Code.REVERSAL: self._reversal,
            Code.REPEAT_RECEIPT: self._last,
            Code.TURNOVER_TOTALS: self._totals,
            Code.END_OF_DAY: self._totals,
            Code.DIAGNOSIS: self._nothing,
        }

    @property
    def _hundredths(self) -> int:
        return 100 if self.faults.two_decimals else 1

    def _registration(self, command: Command) -> Work:
        if command.currency not in {None, DONG}:
            yield Say(says.refused(Result.CURRENCY), answered=False)
            return
        yield Say(YES, answered=False)
        self.registered = True
        self._till_prints = (command.config or 0) & PRINTS_TEXT == PRINTS_TEXT
        self._till_takes_blocks = command.blocks
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
            if (self.told_to_abort and not self.faults.deaf_to_abort) or (heard is None and self.faults.gives_up):
                return False
        while self.faults.flood and not self.told_to_abort:
            yield Say(says.progress(Progress.WAIT))
            yield Rest(FLOOD_PACE)
        until = self.now + self.patience
        while self.cardholder is Cardholder.TIMEOUT and self.now < until and not self.told_to_abort:
            yield Rest(min(self.patience, 1.0))
        return self.cardholder is Cardholder.APPROVE and not self.faults.flood

    def _unpaid(self, minor: int) -> Work:
        self.screen = None
        if self.told_to_abort or self.cardholder not in {Cardholder.DECLINE, Cardholder.WRONG_PIN}:
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
        yield from self._printed(booking, minor)
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
        standing = [each for each in meant if each in self.bookings.standing]
        if not standing:
            yield Say(says.stopped(Result.ALREADY_REVERSED if meant else Result.REVERSAL_IMPOSSIBLE))
            return
        self.screen = Progress.WAIT
        yield Say(says.progress(Progress.WAIT))
        yield Rest(self.pace)
        undone = self.bookings.standing[-1] if self.faults.reverses_last else standing[-1]
        booking = self.bookings.reverse(undone.trace)
        self.tell(f"took {undone.trace} back as {booking.trace}")
        named = replace(booking, undoes=standing[-1].trace, amount=-standing[-1].amount)
        minor = abs(named.amount) * self._hundredths
        yield from self._final(says.success(named, minor, unmasked=self.faults.unmasked))
        yield from self._printed(named, minor)
        self.screen = None
        yield from self._final(Apdu(Code.COMPLETION))

    def _last(self, command: Command) -> Work:  # noqa: ARG002
        yield Say(YES, answered=False)
        if self.bookings.last is None:
            yield Say(says.stopped(Result.NO_DATA))
            return
        yield from self._told_again(self.bookings.last)

    def _told_again(self, booking: Booking) -> Work:
        minor = abs(booking.amount) * self._hundredths
        yield from self._final(says.success(booking, minor, unmasked=self.faults.unmasked))
        yield from self._printed(booking, minor)
        yield from self._final(Apdu(Code.COMPLETION))

    def _printed(self, booking: Booking, minor: int) -> Work:
        """Have the till print the receipts, where it said that it does."""
        blocks = self._till_takes_blocks and not self.faults.by_lines
        unmasked, more = self.faults.unmasked, self.faults.babbles
        for part in says.slips(booking, minor, blocks=blocks, unmasked=unmasked, more=more):
            if self._till_prints:
                yield Say(part)

    def _totals(self, command: Command) -> Work:
        yield Say(YES, answered=False)
        standing = self.bookings.standing
        minor = max(0, sum(each.amount for each in standing)) * self._hundredths
        if command.code is Code.END_OF_DAY:
            self.bookings.end_day()
        yield Say(says.totals(len(standing), minor))
        yield Say(Apdu(Code.COMPLETION))
