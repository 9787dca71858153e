"""The driver of a pipe terminal: our reference goes out as the ticket, and only its echo with the amount is a payment.

A sale is sent once. It is sent again only when the terminal says NAK, for a terminal that says nothing may have begun,
and a second sale would be a second charge. What became of it then says `recall`.
"""

from collections.abc import Callable
from dataclasses import replace
from time import monotonic

from hardware.errors import TransportLost
from hardware.terminal.acknowledged import ACK_SECONDS, AcknowledgedLink, Taken
from hardware.terminal.pipe import codes
from hardware.terminal.pipe.answers import (
    DoneAnswer,
    Intermediate,
    SaleAnswer,
    TerminalMessage,
    TotalsAnswer,
    answer_of,
)
from hardware.terminal.pipe.fields import Function, Malformed
from hardware.terminal.pipe.frame import Message, PipeParser
from hardware.terminal.pipe.outcome import (
    done,
    in_doubt,
    not_started,
    of_another,
    recalled,
    recalled_reversal,
    receipt_of,
    reversed_by,
    sold,
    trace_of,
    unsupported,
)
from hardware.terminal.pipe.requests import Ask, DetailsRequest, Request, ReversalRequest, SaleRequest
from hardware.terminal.till import Answer, CardReceipt, Progress, Sale, TerminalFacts, TerminalRefused, Totals, Watch
from hardware.transport import Connect

ANSWER_SECONDS = 150.0
"""Timeout2: until the next message of what needs a person or the bank. The vendor's till software waits so long."""
OWN_ANSWER_SECONDS = 10.0
"""The same for what the terminal knows by itself."""
MOST_SALE_SECONDS = 600.0
"""A sale that still says intermediate messages after so long is not waited for."""
ASKINGS = 2
MOST_DETAILS = 1_000
PipeLink = AcknowledgedLink[Message]


class PipeTill:
    """A Till (`terminal.till`) on a pipe terminal. One thread uses it.

    `ack_seconds` is the Timeout1 that an acquirer's kit names, `amount_exponent` how many decimals the terminal gives
    an amount: 0, or 2 with dong too. `abort` does nothing, for the protocol has no such command: the citizen presses
    the red key, or the terminal loses its patience. `refund` is always NOT_STARTED; a sale is taken back with
    `reverse`.
    """

    def __init__(
        self,
        connect: Connect,
        *,
        ack_seconds: float = ACK_SECONDS,
        amount_exponent: int = 0,
        clock: Callable[[], float] = monotonic,
    ) -> None:
        """Make one. Raises ValueError for other decimals."""
        if amount_exponent not in {0, 2}:
            raise ValueError("a terminal's amounts have 0 or 2 decimals")
        self._unit = 10**amount_exponent
        self._connect = connect
        self._ack_seconds = ack_seconds
        self._clock = clock
        self._link: PipeLink | None = None

    def look(self) -> TerminalFacts:
        """Poll it; the protocol tells nothing of it. Raises TransportLost."""
        self._ready()
        return TerminalFacts()

    def newest(self) -> int | None:
        """Return the operation number of the last sale; None when the day has none.

        Raises TransportLost and TerminalRefused.
        """
        last = self._last_sale()
        trace = trace_of(last)
        if trace is None and last.code not in {codes.APPROVED, codes.NO_SALE}:
            raise TerminalRefused(last.code)
        return trace

    def sell(self, sale: Sale, *, watch: Watch) -> Answer:
        """Take the amount from a card."""
        try:
            request = SaleRequest(amount=sale.amount * self._unit, ticket=sale.reference)
            link = self._ready()
        except (ValueError, TransportLost) as error:
            return not_started(error)
        try:
            return self._sold(link, request, sale, watch)
        except TransportLost:
            self.close()
            return in_doubt("line lost")

    def recall(self, sale: Sale, *, after: int | None) -> Answer:
        """Say what became of a sale whose end was not seen."""
        try:
            last = self._last_sale()
        except TransportLost as lost:
            return in_doubt(str(lost))
        return recalled(sale, last, after=after)

    def reverse(self, receipt: CardReceipt) -> Answer:
        """Take back a sale of the day; asked for again, it is still APPROVED.

        A terminal counts anew with each of its days: a number that it lists for another sale is not taken back.
        """
        try:
            request = ReversalRequest(receipt.number or "")
        except ValueError as error:
            return not_started(error)
        if receipt.reference is not None and of_another(receipt, self._details() or ()):
            return not_started("the terminal gave that number to another sale since")
        said = self._done(request, Function.REVERSAL_ANSWER)
        return reversed_by(request.operation, said) if isinstance(said, DoneAnswer) else said

    def recall_reversal(self, receipt: CardReceipt, *, after: int | None) -> Answer:
        """Say by the terminal's last sale and its list of the day whether the sale is taken back."""
        try:
            last = self._last_sale()
            return recalled_reversal(receipt, last, self._details(), after=after)
        except TransportLost as lost:
            return in_doubt(str(lost))

    def refund(self, sale: Sale) -> Answer:  # noqa: ARG002 - there is none
        """Do nothing: the protocol takes back whole sales only."""
        return unsupported("this terminal only takes back whole sales")

    def recall_refund(self, sale: Sale, *, after: int | None) -> Answer:  # noqa: ARG002
        """Say that it cannot have been begun."""
        return self.refund(sale)

    def abort(self) -> None:
        """Do nothing: the protocol has no such command."""

    def totals(self) -> Totals:
        """Read the terminal's day without closing it. Raises TransportLost and TerminalRefused."""
        totals = self._asked(Ask(Function.TOTALS), Function.TOTALS_ANSWER)
        if not isinstance(totals, TotalsAnswer) or totals.code not in {codes.APPROVED, codes.NO_SALE}:
            raise TerminalRefused(totals.code if isinstance(totals, TotalsAnswer) else "totals")
        return Totals(count=totals.count, amount=totals.amount, receipts=self._details())

    def end_day(self) -> Answer:
        """Close the terminal's day at the bank; its last sale is forgotten, so what is in doubt comes first."""
        said = self._done(Ask(Function.CLOSE), Function.CLOSE_ANSWER)
        return done(said) if isinstance(said, DoneAnswer) else said

    def load_keys(self) -> Answer:
        """Have the terminal fetch its keys, which it asks for with code 26."""
        said = self._done(Ask(Function.KEYS), Function.KEYS_ANSWER)
        return done(said) if isinstance(said, DoneAnswer) else said

    def close(self) -> None:
        """Give the line back."""
        if self._link is not None:
            self._link.line.close()
        self._link = None

    def _sold(self, link: PipeLink, request: SaleRequest, sale: Sale, watch: Watch) -> Answer:
        until = self._clock() + MOST_SALE_SECONDS
        proof = frozenset({Function.SALE_ANSWER, Function.INTERMEDIATE})
        if _told(link, request, proof, again=False) is not Taken.YES:
            return in_doubt("not acknowledged")
        while self._clock() < until and (message := link.message(seconds=ANSWER_SECONDS)) is not None:
            if message.function not in proof:
                continue
            try:
                said = self._read(message)
            except Malformed:
                return in_doubt("malformed answer")
            if isinstance(said, Intermediate):
                watch(codes.ASKS.get(said.code, Progress.WAIT))
            elif isinstance(said, SaleAnswer) and (answer := sold(sale, said)) is not None:
                return answer
        return in_doubt("no answer")

    def _last_sale(self) -> SaleAnswer:
        last = self._asked(Ask(Function.LAST_SALE), Function.LAST_SALE_ANSWER)
        if not isinstance(last, SaleAnswer):
            raise TransportLost("the terminal tells no last sale")
        return last

    def _details(self) -> tuple[CardReceipt, ...] | None:
        """Return the day's sales, which an empty one ends; None when the terminal does not list them to the end."""
        receipts: list[CardReceipt] = []
        try:
            detail: TerminalMessage | None = self._asked(DetailsRequest(), Function.DETAIL)
            while isinstance(detail, SaleAnswer) and detail.approval and len(receipts) < MOST_DETAILS:
                if (receipt := receipt_of(detail)) not in receipts[-1:]:  # said again for want of an ACK
                    receipts.append(receipt)
                detail = self._heard(self._open(), Function.DETAIL, OWN_ANSWER_SECONDS)
        except TransportLost:
            return None
        return None if detail is None else tuple(receipts)

    def _done(self, request: Request, answer: Function) -> DoneAnswer | Answer:
        """Have the terminal do what may be asked for again, and return its answer or what is to be said without one."""
        try:
            self._ready()
        except TransportLost as lost:
            return not_started(lost)
        try:
            said = self._asked(request, answer, seconds=ANSWER_SECONDS)
        except TransportLost as lost:
            return in_doubt(str(lost))
        return said if isinstance(said, DoneAnswer) else in_doubt("malformed answer")

    def _asked(self, request: Request, answer: Function, *, seconds: float = OWN_ANSWER_SECONDS) -> TerminalMessage:
        """Return the answer to what may be asked again. Raises TransportLost, also for silence.

        It is asked again when it was acknowledged but not answered: the acknowledgement may have been of what an
        earlier talk left in the terminal.
        """
        for _ in range(ASKINGS):
            link = self._taken(request, answer)
            try:
                said = self._heard(link, answer, seconds)
            except TransportLost:
                self.close()
                raise
            if said is not None:
                return said
        raise TransportLost("the terminal does not answer")

    def _heard(self, link: PipeLink, answer: Function, seconds: float) -> TerminalMessage | None:
        until = self._clock() + seconds
        while (message := link.message(seconds=until - self._clock())) is not None:
            if message.function == answer:
                try:
                    return self._read(message)
                except Malformed:
                    return None
        return None

    def _read(self, message: Message) -> TerminalMessage:
        """Read a message, its amount in dong; one that is no whole number of them is none. Raises Malformed."""
        said = answer_of(message.text)
        if not isinstance(said, SaleAnswer | TotalsAnswer) or said.amount is None or self._unit == 1:
            return said
        dong, rest = divmod(said.amount, self._unit)
        if isinstance(said, SaleAnswer):
            return replace(said, amount=None if rest else dong)
        if rest:
            raise Malformed("a sum that is no whole number of dong")
        return replace(said, amount=dong)

    def _ready(self) -> PipeLink:
        """Return the line to a terminal that waits for commands. Raises TransportLost."""
        return self._taken(Ask(Function.POLL))

    def _taken(self, request: Request, *answers: Function) -> PipeLink:
        """Have the terminal take what may be asked again. Raises TransportLost, also for silence."""
        link = self._open()
        try:
            taken = _told(link, request, frozenset(answers), again=True)
        except TransportLost:
            self.close()
            raise
        if taken is not Taken.YES:
            raise TransportLost("the terminal does not answer")
        return link

    def _open(self) -> PipeLink:
        if self._link is None:
            self._link = AcknowledgedLink(self._connect(), self._clock, PipeParser, ack_seconds=self._ack_seconds)
        return self._link


def _told(link: PipeLink, request: Request, answers: frozenset[str], *, again: bool) -> Taken:
    return link.command(
        Message(request.to_text()).to_bytes(), proves=lambda message: message.function in answers, again=again
    )
