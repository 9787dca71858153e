"""The driver of a terminal of the "60" dialect, complete with an acquirer's kit.

A sale is sent once, as to a pipe terminal (decision 043): our reference goes out with it, and only a reply with that
reference and that amount is a payment. What became of it otherwise says `recall`, by the same reference.
"""

from collections.abc import Callable
from time import monotonic

from hardware.errors import TransportLost
from hardware.terminal.acknowledged import AcknowledgedLink, Taken
from hardware.terminal.sixty.frame import TlvMessage, TlvParser
from hardware.terminal.sixty.kit import Kit
from hardware.terminal.till import (
    LARGEST_AMOUNT,
    UNSUPPORTED,
    Answer,
    CardReceipt,
    Progress,
    Sale,
    TerminalFacts,
    TerminalRefused,
    Totals,
    Verdict,
    Watch,
)
from hardware.transport import Connect

MOST_SALE_SECONDS = 600.0
OWN_ANSWER_SECONDS = 10.0
"""For what the terminal knows by itself."""
NOBODYS = "000000"
"""A reference that no sale of ours has: a question for it shows that the terminal is there."""
CARD_END = 4

SixtyLink = AcknowledgedLink[TlvMessage]


class SixtyTill:
    """A Till (`terminal.till`) on a terminal of the dialect. One thread uses it. Raises KitIncomplete at once.

    `abort` does nothing, for no such command is known. `refund` is always NOT_STARTED, and so is `reverse` where the
    kit has no code of "void" or no field of "trace". The day's totals are not known to be told by any.
    """

    def __init__(self, connect: Connect, kit: Kit, *, clock: Callable[[], float] = monotonic) -> None:
        kit.check_complete()
        self._connect = connect
        self._kit = kit
        self._clock = clock
        self._link: SixtyLink | None = None

    def look(self) -> TerminalFacts:
        """Ask for a transaction that nobody has; what the terminal is it does not tell. Raises TransportLost."""
        self._asked_for(NOBODYS)
        return TerminalFacts()

    def newest(self) -> None:
        """Make sure that the terminal is there; it tells no last transaction. Raises TransportLost."""
        self._asked_for(NOBODYS)

    def sell(self, sale: Sale, *, watch: Watch) -> Answer:
        """Take the amount from a card."""
        try:
            request = self._kit.sale(amount=sale.amount, reference=sale.reference)
            self._asked_for(NOBODYS)
            link = self._open()
        except (ValueError, TransportLost) as error:
            return Answer(verdict=Verdict.NOT_STARTED, detail=str(error))
        try:
            taken = self._told(link, "sale", request, again=False)
            if taken is not Taken.YES:
                return _in_doubt("not acknowledged")
            watch(Progress.CARD)
            said = self._reply(link, "sale", self._kit.answer_seconds)
        except TransportLost:
            self.close()
            return _in_doubt("line lost")
        return _in_doubt("no answer") if said is None else self._sold(sale, said)

    def recall(self, sale: Sale, *, after: int | None) -> Answer:  # noqa: ARG002 - the reference alone decides
        """Say what became of a sale whose end was not seen, by its reference."""
        try:
            said = self._asked_for(sale.reference)
        except TransportLost as lost:
            return _in_doubt(str(lost))
        if said.response in self._kit.unknown:
            return Answer(verdict=Verdict.NOT_STARTED, code=said.response)
        if said.response in self._kit.approved:
            return self._sold(sale, said)
        return _in_doubt("the terminal does not say", said)

    def reverse(self, receipt: CardReceipt) -> Answer:
        """Take back a transaction by its trace; it is asked for once."""
        if "void" not in self._kit.codes or "trace" not in self._kit.fields or not receipt.number:
            return _unsupported("the kit has no way to take a sale back")
        try:
            self._asked_for(NOBODYS)
            link = self._open()
        except TransportLost as lost:
            return Answer(verdict=Verdict.NOT_STARTED, detail=str(lost))
        try:
            taken = self._told(link, "void", self._kit.request("void", trace=receipt.number), again=False)
            said = self._reply(link, "void", self._kit.answer_seconds) if taken is Taken.YES else None
        except (TransportLost, ValueError):
            self.close()
            said = None
        if said is None:
            return _in_doubt("no answer")
        named = self._kit.values(said).get("trace", receipt.number)
        if said.response in self._kit.approved and named != receipt.number:
            return _in_doubt("the terminal names another transaction", said)
        return self._ended(said)

    def recall_reversal(self, receipt: CardReceipt, *, after: int | None) -> Answer:  # noqa: ARG002
        """Leave it in doubt: no way is known to ask what became of it."""
        return _in_doubt("a person has to look at the terminal")

    def refund(self, sale: Sale) -> Answer:  # noqa: ARG002 - there is none
        """Do nothing: no such command is known."""
        return _unsupported("this terminal only takes back whole sales")

    def recall_refund(self, sale: Sale, *, after: int | None) -> Answer:  # noqa: ARG002
        """Say that it cannot have been begun."""
        return self.refund(sale)

    def abort(self) -> None:
        """Do nothing: no such command is known."""

    def totals(self) -> Totals:
        """Raise TerminalRefused: no such command is known."""
        raise TerminalRefused("totals")

    def close(self) -> None:
        """Give the line back."""
        if self._link is not None:
            self._link.line.close()
        self._link = None

    def _sold(self, sale: Sale, said: TlvMessage) -> Answer:
        values = self._kit.values(said)
        if said.response not in self._kit.approved:
            return self._ended(said)
        if values.get("reference") != sale.reference:
            return _in_doubt("the terminal names another reference", said)
        if self._kit.dong(values.get("amount")) != sale.amount:
            return _in_doubt("the terminal names another amount", said)
        return self._ended(said)

    def _ended(self, said: TlvMessage) -> Answer:
        if said.response in self._kit.approved:
            verdict = Verdict.APPROVED
        else:
            verdict = Verdict.CANCELLED if said.response in self._kit.cancelled else Verdict.DECLINED
        text = self._kit.values(said).get("text")
        return Answer(verdict=verdict, code=said.response, detail=text, receipt=self._receipt(said))

    def _receipt(self, said: TlvMessage) -> CardReceipt:
        values = self._kit.values(said)
        trace, card, amount = values.get("trace"), values.get("card", ""), self._kit.dong(values.get("amount"))
        return CardReceipt(
            amount=amount if amount is not None and amount <= LARGEST_AMOUNT else None,
            trace=int(trace) if trace is not None and trace.isascii() and trace.isdigit() else None,
            number=trace,
            reference=values.get("reference"),
            approval_code=values.get("approval"),
            last4=card[-CARD_END:] if card[-CARD_END:].isdigit() and len(card) >= CARD_END else None,
            brand=values.get("brand"),
            terminal_id=values.get("terminal"),
            merchant_id=values.get("merchant"),
        )

    def _asked_for(self, reference: str) -> TlvMessage:
        """Return what the terminal says of a reference. Raises TransportLost, also for silence."""
        try:
            link = self._open()
            taken = self._told(link, "retrieve", self._kit.request("retrieve", reference=reference), again=True)
            said = self._reply(link, "retrieve", OWN_ANSWER_SECONDS) if taken is Taken.YES else None
        except TransportLost:
            self.close()
            raise
        if said is None:
            raise TransportLost("the terminal does not answer")
        return said

    def _told(self, link: SixtyLink, name: str, request: TlvMessage, *, again: bool) -> Taken:
        return link.command(request.to_bytes(), proves=lambda said: self._kit.answers(name, said), again=again)

    def _reply(self, link: SixtyLink, name: str, seconds: float) -> TlvMessage | None:
        """Return the final reply; one that says "more" is followed by another."""
        last = self._clock() + MOST_SALE_SECONDS
        while self._clock() < last and (said := link.message(seconds=seconds)) is not None:
            if self._kit.answers(name, said) and not said.more:
                return said
        return None

    def _open(self) -> SixtyLink:
        if self._link is None:
            self._link = AcknowledgedLink(self._connect(), self._clock, TlvParser, ack_seconds=self._kit.ack_seconds)
        return self._link


def _unsupported(why: str) -> Answer:
    return Answer(verdict=Verdict.NOT_STARTED, code=UNSUPPORTED, detail=why)


def _in_doubt(why: str, said: TlvMessage | None = None) -> Answer:
    return Answer(verdict=Verdict.IN_DOUBT, code=None if said is None else said.response, detail=why)
