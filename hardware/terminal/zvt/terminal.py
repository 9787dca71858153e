"""A ZVT terminal as a till: money counts as taken only when success, the amount asked and the completion came."""

from collections.abc import Callable
from dataclasses import replace
from threading import Lock
from time import monotonic

from hardware.errors import TransportLost
from hardware.terminal.till import (
    LARGEST_AMOUNT,
    NOT_LAST,
    Answer,
    CardReceipt,
    Prints,
    Sale,
    TerminalFacts,
    TerminalRefused,
    Totals,
    Verdict,
    Watch,
)
from hardware.terminal.zvt.caller import NOT_LEFT_RUNNING, Caller, MakeLink, code_of, never
from hardware.terminal.zvt.codes import Code, Result
from hardware.terminal.zvt.commands import Command
from hardware.terminal.zvt.exchange import Asked, Ended
from hardware.terminal.zvt.link import Clock, SerialLink
from hardware.terminal.zvt.machine import At, verdict_of
from hardware.terminal.zvt.receipts import Sought, ZvtSettings, found, receipt_of, takes_back, undone
from hardware.terminal.zvt.replies import StatusInformation
from hardware.transport import Connect

READ = frozenset({At.DONE, At.FAILED, At.ENDED})
"""Ends of a command that told what it was asked for."""


class ZvtTerminal:
    """The till (`hardware.terminal.till.Till`). The line is opened and the till registered when it is first needed."""

    def __init__(
        self,
        connect: Connect,
        settings: ZvtSettings | None = None,
        *,
        link: MakeLink = SerialLink,
        clock: Clock = monotonic,
    ) -> None:
        self._settings = settings or ZvtSettings()
        self._caller = Caller(connect, self._settings, link=link, clock=clock)
        self._before: StatusInformation | None = None
        self._lock = Lock()
        self._selling = self._abort_wanted = False

    def look(self) -> TerminalFacts:
        """Register where that is not done yet and ask for the status. Raises TransportLost and TerminalRefused."""
        return self._caller.look()

    def newest(self) -> int | None:
        """Return the trace of the last transaction. Raises TransportLost and TerminalRefused."""
        ended = self._caller.ask(Code.REPEAT_RECEIPT)
        self._before = ended.info
        if ended.info is None:
            if _tells_nothing(ended):
                return None
            raise TerminalRefused(code_of(ended.result) or "nothing told")
        if ended.info.trace is None:
            raise TerminalRefused("no trace")
        return ended.info.trace

    def sell(self, sale: Sale, *, watch: Watch) -> Answer:
        """Take the amount from a card."""
        if not 0 < sale.amount <= LARGEST_AMOUNT:
            return Answer(verdict=Verdict.NOT_STARTED, code="amount")
        with self._lock:
            self._selling, self._abort_wanted = True, False
        try:
            return self._sold(sale, watch)
        finally:
            with self._lock:
                self._selling = False

    def recall(self, sale: Sale, *, after: int | None) -> Answer:
        """Ask until the terminal is ready, then for its last transaction; nothing is ever tried again blindly."""
        sought = Sought(
            minor=self._settings.minor(sale.amount),
            currency=self._settings.currency,
            after=after,
            before=self._before if self._before is not None and self._before.trace == after else None,
        )
        return self._recalled(lambda last, idle: found(last, sought, idle=idle), none_before=after is None)

    def reverse(self, receipt: CardReceipt) -> Answer:
        """Take back a transaction of the day, the last one unless the settings say that any can be.

        One that is taken back already is taken back. Any other but the last is NOT_STARTED with code `not_last`.
        """
        if receipt.number is None or not receipt.number.isdecimal():
            return Answer(verdict=Verdict.NOT_STARTED, code="receipt")
        known = None if self._settings.reverses_any else self._of_last(receipt)
        if known is not None:
            return known
        command = Command(code=Code.REVERSAL, password=self._settings.password, receipt=int(receipt.number))
        minor = None if receipt.amount is None else self._settings.minor(receipt.amount)
        answer = self._moved(command, Asked(minor=minor, currency=self._settings.currency))
        taken_back = answer.code == code_of(Result.ALREADY_REVERSED) and answer.verdict is not Verdict.IN_DOUBT
        return replace(answer, verdict=Verdict.APPROVED) if taken_back else answer

    def recall_reversal(self, receipt: CardReceipt, *, after: int | None) -> Answer:
        """Ask until the terminal is ready, then whether its last transaction is the reversal."""
        return self._recalled(lambda last, idle: undone(last, receipt, after=after, idle=idle))

    def refund(self, sale: Sale) -> Answer:
        """Pay the amount back to a card."""
        if not 0 < sale.amount <= LARGEST_AMOUNT:
            return Answer(verdict=Verdict.NOT_STARTED, code="amount")
        minor = self._settings.minor(sale.amount)
        command = Command(code=Code.REFUND, password=self._settings.password, amount=minor)
        return self._moved(command, self._asked(minor))

    def recall_refund(self, sale: Sale, *, after: int | None) -> Answer:
        """Ask as for a sale: a terminal tells of both alike."""
        return self.recall(sale, after=after)

    def abort(self) -> None:
        """Ask the terminal to give up the running sale; without one nothing is done."""
        with self._lock:
            self._abort_wanted = self._selling

    def totals(self) -> Totals:
        """Read the day's totals, or close the day where the settings say so. Raises TransportLost, TerminalRefused."""
        ended = self._caller.ask(Code.END_OF_DAY if self._settings.ends_day else Code.TURNOVER_TOTALS)
        told = None if ended.info is None or ended.at not in READ else ended.info.totals
        amount = None if told is None else self._settings.dong(told[1])
        if told is None or amount is None:
            raise TerminalRefused(code_of(ended.result) or "no totals")
        return Totals(count=told[0], amount=amount)

    def close(self) -> None:
        """Give the line back."""
        self._caller.close()

    def _recalled(
        self, judge: Callable[[StatusInformation, bool], tuple[Verdict, str | None]], *, none_before: bool = False
    ) -> Answer:
        """Let the last transaction be judged; `none_before`: the terminal had none when it was asked."""
        try:
            idle, ended = self._caller.last()
        except TransportLost:
            return Answer(verdict=Verdict.IN_DOUBT, code="line")
        except TerminalRefused as refused:
            return Answer(verdict=Verdict.IN_DOUBT, code=refused.reason)
        if ended.info is None:
            nothing = idle and none_before and _tells_nothing(ended)
            return Answer(verdict=Verdict.NOT_STARTED if nothing else Verdict.IN_DOUBT, code=code_of(ended.result))
        verdict, why = judge(ended.info, idle)
        return self._answer(ended, verdict, code=why)

    def _sold(self, sale: Sale, watch: Watch) -> Answer:
        minor = self._settings.minor(sale.amount)
        command = Command(code=Code.AUTHORISATION, amount=minor, currency=self._settings.currency)
        ended = self._done(command, replace(self._asked(minor), refuses=True), watch)
        if isinstance(ended, Answer):
            return ended
        answer = self._answer(ended)
        if ended.at is At.UNDONE:
            return replace(answer, code="amount")
        return self._taken_back(answer) if ended.at is At.WRONG_DONE else answer

    def _taken_back(self, answer: Answer) -> Answer:
        """Reverse what was booked with a wrong amount although it was refused."""
        taken = None if answer.receipt is None else self.reverse(replace(answer.receipt, amount=None))
        good = taken is not None and taken.verdict is Verdict.APPROVED
        return replace(answer, verdict=Verdict.CANCELLED if good else Verdict.IN_DOUBT, code="amount")

    def _of_last(self, receipt: CardReceipt) -> Answer | None:
        """Return why a transaction cannot be taken back as the terminal's last one, None when it can."""
        try:
            last = self._caller.ask(Code.REPEAT_RECEIPT)
        except TransportLost:
            return Answer(verdict=Verdict.NOT_STARTED, code="line")
        except TerminalRefused as refused:
            return Answer(verdict=Verdict.NOT_STARTED, code=refused.reason)
        if last.info is not None and last.at is At.DONE and takes_back(last.info, receipt):
            return replace(self._answer(last), code=code_of(Result.ALREADY_REVERSED))
        if last.info is None or str(last.info.receipt) != str(int(receipt.number or "0")):
            return Answer(verdict=Verdict.NOT_STARTED, code=NOT_LAST)
        return None

    def _moved(self, command: Command, asked: Asked) -> Answer:
        ended = self._done(command, asked)
        if isinstance(ended, Answer):
            return ended
        answer = self._answer(ended)
        wrong = ended.at in {At.UNDONE, At.WRONG_DONE}
        return replace(answer, verdict=Verdict.IN_DOUBT, code="amount") if wrong else answer

    def _asked(self, minor: int) -> Asked:
        before = None if self._before is None else self._before.trace
        return Asked(minor=minor, currency=self._settings.currency, trace=before)

    def _done(self, command: Command, asked: Asked, watch: Watch | None = None) -> Ended | Answer:
        """Do what moves money; an answer at once when it could not even be begun."""
        wants_abort = never if watch is None else self._wants_abort
        try:
            self._caller.ready()
            if wants_abort():
                return Answer(verdict=Verdict.CANCELLED)
            ended = self._caller.run(command, asked, watch, wants_abort)
        except TransportLost:
            return Answer(verdict=Verdict.NOT_STARTED, code="line")
        except TerminalRefused as refused:
            return Answer(verdict=Verdict.NOT_STARTED, code=refused.reason)
        if ended.info is not None and ended.info.trace is not None:
            self._before = ended.info
        return ended

    def _wants_abort(self) -> bool:
        return self._abort_wanted

    def _answer(self, ended: Ended, verdict: Verdict | None = None, *, code: str | None = None) -> Answer:
        info, verdict = ended.info, verdict or verdict_of(ended.at, ended.result)
        on_paper = verdict is Verdict.APPROVED and self._settings.prints is Prints.TILL
        return Answer(
            verdict=verdict,
            code=code or code_of(ended.result),
            detail=None if info is None else info.text,
            receipt=None if info is None else receipt_of(info, self._settings),
            lines=ended.paper.cardholders() if on_paper else (),
        )


def _tells_nothing(ended: Ended) -> bool:
    """Say whether a terminal that was asked for its last transaction said that it has none."""
    empty = ended.at is At.ENDED and not ended.paper.said
    return empty or (ended.at in NOT_LEFT_RUNNING and ended.result == Result.NO_DATA)
