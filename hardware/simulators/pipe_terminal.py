"""A simulated terminal of the pipe protocol."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from hardware.simulators.acknowledged_terminal import CARD, AcknowledgedTerminal
from hardware.simulators.bookings import Booking, Bookings
from hardware.simulators.cardholder import Cardholder
from hardware.simulators.line import Line
from hardware.simulators.terminal import USUAL, Manner
from hardware.terminal.pipe import codes
from hardware.terminal.pipe.answers import DoneAnswer, Intermediate, SaleAnswer, TerminalMessage, TotalsAnswer
from hardware.terminal.pipe.fields import Function, Malformed
from hardware.terminal.pipe.frame import Message, PipeParser
from hardware.terminal.pipe.requests import Ask, DetailsRequest, Request, ReversalRequest, SaleRequest, request_of
from hardware.terminal.till import Progress

BAUD = 115_200
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


class SimulatedPipeTerminal(AcknowledgedTerminal[Message, SaleRequest]):
    """The terminal."""

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
        super().__init__(line, bookings, PipeParser, manner=manner, baud=baud, tell=tell)

    def asked(self, said: Message) -> SaleRequest | None:
        """Take a command; a poll is always acknowledged."""
        try:
            request = request_of(said.text)
        except Malformed:
            self.refuse()
            return None
        self.take(always=request == Ask(Function.POLL))
        if isinstance(request, SaleRequest):
            return request
        for answer in self._answers(request):
            self.say(_frame(answer))
        return None

    def progress(self, sale: SaleRequest, step: Progress) -> bytes | None:
        """Return the intermediate message, where they were asked for."""
        return _frame(Intermediate(ASKS[step])) if sale.progress else None

    def ended(self, sale: SaleRequest) -> bytes:
        """Return the final answer."""
        return _frame(self._ended(sale))

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
        return self._told(booking, Function.SALE_ANSWER)

    def _told(self, booking: Booking, function: Function) -> SaleAnswer:
        told = _told(booking, function)
        if not self.faults.unmasked:
            return told
        return replace(told, terminal=CARD, approval=f"OK {CARD}", last4=CARD, card_type=CARD, brand=f"VI {CARD}")

    def _answers(self, request: Request) -> list[TerminalMessage]:
        if isinstance(request, ReversalRequest):
            return [self._reversal(request)]
        if isinstance(request, DetailsRequest):
            listed = [self._told(each, Function.DETAIL) for each in self.bookings.standing]
            return [*listed, _nothing(Function.DETAIL)] if request.to_till else []
        return self._plain(request) if isinstance(request, Ask) else []

    def _plain(self, request: Ask) -> list[TerminalMessage]:
        if request.function == Function.LAST_SALE:
            last = self.bookings.last
            function = Function.LAST_SALE_ANSWER
            return [_nothing(function) if last is None else self._told(last, function)]
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


def _frame(message: TerminalMessage) -> bytes:
    return Message(message.to_text()).to_bytes()
