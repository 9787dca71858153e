"""A simulated terminal of the pipe protocol: it takes commands when idle, and hears only ACK and NAK in a sale."""

from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from hardware.simulators.bookings import Booking, Bookings
from hardware.simulators.cardholder import STEPS, Cardholder
from hardware.simulators.line import Line
from hardware.simulators.terminal import USUAL, Manner, SimulatedTerminal
from hardware.terminal.pipe import codes
from hardware.terminal.pipe.answers import DoneAnswer, Intermediate, SaleAnswer, TerminalMessage, TotalsAnswer
from hardware.terminal.pipe.fields import Function, Malformed
from hardware.terminal.pipe.frame import Byte, Message, PipeParser, Signal
from hardware.terminal.pipe.requests import Ask, DetailsRequest, Request, ReversalRequest, SaleRequest, request_of
from hardware.terminal.till import Progress

BAUD = 115_200
SENDINGS = 3
"""A message is said twice more when NAK comes or nothing (POS Integrado, Mensaje de Venta, 4)."""
MERCHANT, TERMINAL = "597029414300", "MOTCUA01"
ASKS: Mapping[Progress, str] = {
    Progress.CARD: "78", Progress.CONFIRM: "79", Progress.PIN: "81", Progress.WAIT: "82",
}  # fmt: skip
ENDS: Mapping[Cardholder, str] = {
    Cardholder.APPROVE: "00",
    Cardholder.DECLINE: "01",
    Cardholder.CANCEL: "07",
    Cardholder.TIMEOUT: "22",
    Cardholder.WRONG_PIN: "93",
}


@dataclass(slots=True)
class Saying:
    """A message that waits for its ACK."""

    text: str
    sendings: int = 0
    due: float = 0.0


class SimulatedPipeTerminal(SimulatedTerminal):
    """The terminal. A sale goes on without a line, and what it says then is lost after three sendings."""

    title = "Simulated card terminal (pipe protocol)"

    def __init__(
        self,
        line: Line,
        bookings: Bookings,
        *,
        manner: Manner = USUAL,
        baud: int = BAUD,
        tell: Callable[[str], None] = print,
    ) -> None:
        super().__init__(line, bookings, manner=manner, baud=baud, tell=tell)
        self._parser = PipeParser()
        self._says: deque[Saying] = deque()
        self._sale: SaleRequest | None = None
        self._steps: deque[Progress] = deque()
        self._next_step = 0.0

    def received(self, data: bytes, now: float) -> None:
        """Take bytes."""
        for heard in self._parser.feed(data):
            if isinstance(heard, Message):
                self._asked(heard.text, now)
            elif heard is Signal.ACK and self._says:
                self._says.popleft()
            elif heard is Signal.NAK and self._says:
                self._says[0].due = now
            elif heard is Signal.GARBLED and self._sale is None:
                self.send(bytes((Byte.NAK,)))

    def lives(self, now: float) -> None:
        """Go on with the sale, and say what is to be said."""
        if self._sale is not None and now >= self._next_step:
            self._step(self._sale, now)
        while self._says and self._says[0].due <= now:
            if self._says[0].sendings == SENDINGS:
                self._says.popleft()
            else:
                self._transmit(self._says[0], now)

    def forget(self) -> None:
        """Forget what came of a command."""
        self._parser = PipeParser()

    def _asked(self, text: str, now: float) -> None:
        if self._sale is not None:
            return
        self._says.clear()
        try:
            request = request_of(text)
        except Malformed:
            self.send(bytes((Byte.NAK,)))
            return
        if not self.faults.lost_ack or request == Ask(Function.POLL):
            self.send(bytes((Byte.ACK,)))
        if isinstance(request, SaleRequest):
            self._sale, self._steps = request, deque(STEPS[self.cardholder])
            self._next_step = now + self.pace
            return
        for answer in self._answers(request):
            self._tell(answer)

    def _step(self, sale: SaleRequest, now: float) -> None:
        """Ask the next thing of the cardholder, or end the sale."""
        if self._steps:
            self.screen = self._steps.popleft()
            patient = self.cardholder is Cardholder.TIMEOUT and not self._steps
            self._next_step = now + (self.patience if patient else self.pace)
            if sale.progress:
                self._tell(Intermediate(ASKS[self.screen]))
            return
        answer = self._ended(sale)
        self._sale = self.screen = None
        for _ in range(2 if self.faults.twice else 1):
            self._tell(answer)

    def _ended(self, sale: SaleRequest) -> SaleAnswer:
        code = ENDS[self.cardholder]
        if code != codes.APPROVED:
            return SaleAnswer(
                function=Function.SALE_ANSWER, code=code, merchant=MERCHANT, terminal=TERMINAL, ticket=sale.ticket,
                amount=sale.amount,
            )  # fmt: skip
        booking = self.bookings.book(
            amount=sale.amount + self.faults.other_amount,
            reference="OTHER" if self.faults.other_reference else sale.ticket,
        )
        self.tell(f"booked {booking.amount} for {booking.reference}")
        return _told(booking, Function.SALE_ANSWER)

    def _answers(self, request: Request) -> list[TerminalMessage]:
        if isinstance(request, ReversalRequest):
            return [self._reversal(request)]
        if isinstance(request, DetailsRequest):
            listed = [_told(each, Function.DETAIL) for each in self.bookings.standing]
            return [*listed, _nothing(Function.DETAIL)] if request.to_till else []
        return self._plain(request) if isinstance(request, Ask) else []

    def _plain(self, request: Ask) -> list[TerminalMessage]:
        if request.function == Function.LAST_SALE:
            last = self.bookings.last
            function = Function.LAST_SALE_ANSWER
            return [_nothing(function) if last is None else _told(last, function)]
        if request.function == Function.TOTALS:
            amounts = [each.amount for each in self.bookings.standing]
            return [TotalsAnswer(code=codes.APPROVED, count=len(amounts), amount=sum(amounts))]
        if request.function == Function.CLOSE:
            self.bookings.end_day()
            return [_done(Function.CLOSE_ANSWER)]
        return [_done(Function.KEYS_ANSWER)] if request.function == Function.KEYS else []

    def _reversal(self, request: ReversalRequest) -> DoneAnswer:
        booking = self.bookings.of(int(request.operation))
        if booking is None:
            return _done(Function.REVERSAL_ANSWER, "05", operation=request.operation)
        code = codes.ALREADY_TAKEN_BACK if booking.taken_back else codes.APPROVED
        self.bookings.take_back(booking.trace)
        return _done(Function.REVERSAL_ANSWER, code, approval=booking.approval_code, operation=request.operation)

    def _tell(self, message: TerminalMessage) -> None:
        self._says.append(Saying(message.to_text()))

    def _transmit(self, saying: Saying, now: float) -> None:
        frame = Message(saying.text).to_bytes()
        if self.faults.wrong_check and not saying.sendings:
            frame = frame[:-1] + bytes((frame[-1] ^ 1,))
        saying.sendings, saying.due = saying.sendings + 1, now + self.again_after
        self.send(frame)


def _told(booking: Booking, function: Function) -> SaleAnswer:
    year, month, day = booking.at[:10].split("-")
    return SaleAnswer(
        function=function,
        code=codes.ALREADY_TAKEN_BACK if booking.taken_back else codes.APPROVED,
        merchant=MERCHANT,
        terminal=TERMINAL,
        ticket=booking.reference,
        approval=booking.approval_code,
        amount=booking.amount,
        last4=booking.last4,
        operation=f"{booking.trace:06}",
        card_type="CR",
        brand="VI",
        date=day + month + year,
        time=booking.at[11:19].replace(":", ""),
    )


def _nothing(function: Function) -> SaleAnswer:
    return SaleAnswer(function=function, code=codes.NO_SALE, merchant=MERCHANT, terminal=TERMINAL)


def _done(function: Function, code: str = codes.APPROVED, *, approval: str = "", operation: str = "") -> DoneAnswer:
    return DoneAnswer(
        function=function, code=code, merchant=MERCHANT, terminal=TERMINAL, approval=approval, operation=operation
    )
