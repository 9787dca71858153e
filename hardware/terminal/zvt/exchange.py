"""One command from its first byte to its end: feeds what comes to the table of `machine` and answers the terminal."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field, fields

from hardware.errors import TransportLost
from hardware.terminal.till import Progress, Watch
from hardware.terminal.zvt.apdu import Apdu
from hardware.terminal.zvt.codes import Code, Result, progress_of
from hardware.terminal.zvt.commands import Command
from hardware.terminal.zvt.link import Clock, GaveUp, Link
from hardware.terminal.zvt.machine import ENDS, TRANSITIONS, At, Came
from hardware.terminal.zvt.prints import Paper, Printing
from hardware.terminal.zvt.replies import (
    Accepted,
    Completed,
    Progressing,
    Refused,
    Reply,
    StatusInformation,
    Stopped,
    reply_of,
)

T3 = 5.0
"""Seconds from a command to its 80 00 00 or 84 xx."""
T4 = 180.0
"""Seconds between two messages of a running command."""
SHORT = 30.0
"""The same for commands that neither a citizen nor a bank is waited for."""
PATIENCE = {Code.STATUS_ENQUIRY: T3, Code.REGISTRATION: SHORT, Code.REPEAT_RECEIPT: SHORT}
TAKES_CARD = frozenset({Code.AUTHORISATION, Code.REFUND})
"""A terminal that is given up during such a command must take no card afterwards."""
SENT_ONCE = TAKES_CARD | {Code.REVERSAL}
"""Such a command is not sent again into silence: some terminals take back another transaction when told twice."""
LONGEST_SECONDS = 900.0
"""A terminal that goes on and on is given up after that, whatever it says."""
MOST_MESSAGES = 2_000
LISTENS = 0.1
"""Seconds after which a wish to abort is looked for."""

YES = Apdu(Code.ACCEPTED)
NO_GOODS = Apdu(0x8400 | Result.PROCESSING)
"""84 66: the goods were not handed out, so the terminal takes its payment back (PA00P015, status information)."""
UNSETTLED = frozenset({At.SENT, At.RESENT})


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What the answers are compared with; None where nothing is asked."""

    minor: int | None = None
    currency: int | None = None
    trace: int | None = None
    """Of the transaction before: a success that bears it is that one's, come again."""
    refuses: bool = False
    """Whether a wrong amount is answered with "take it back"."""


@dataclass(slots=True)
class Ended:
    """How a command ended and what was told until then."""

    at: At = At.SENT
    info: StatusInformation | None = None
    paper: Paper = field(default_factory=Paper)
    result: int | None = None
    completed: Completed | None = None
    lost: bool = False
    """The line does not work any more."""


class Exchange:
    """One command over a link. `wants_abort` is looked at while it runs."""

    def __init__(
        self,
        link: Link,
        clock: Clock,
        *,
        asked: Asked | None = None,
        watch: Watch | None = None,
        wants_abort: Callable[[], bool] = lambda: False,
    ) -> None:
        self._link = link
        self._clock = clock
        self._asked = asked or Asked()
        self._watch = watch
        self._wants_abort = wants_abort
        self._aborting = False
        self._patience = T4
        self._shown: Progress | None = None
        self.ended = Ended()

    def run(self, command: Command) -> Ended:
        """Send the command and stay with it until its end. Never raises for what happens on the line."""
        self._patience = PATIENCE.get(command.code, T4)
        if command.code is Code.STATUS_ENQUIRY:
            self.ended.at = At.RUNNING  # it is answered at once, without an acknowledgement of its own
        try:
            if self._link.send(command.to_apdu(), once=command.code in SENT_ONCE) > 1:
                self._move(Came.RESENT)
            self._follow()
            if self.ended.at not in ENDS:
                self._give_up(command)
        except (TransportLost, GaveUp):
            self.ended.lost = True
            self._move(Came.NOTHING)
        return self.ended

    def _follow(self) -> None:
        began = self._clock()
        for _ in range(MOST_MESSAGES):
            message = self._wait(began + LONGEST_SECONDS)
            if message is None:
                break
            self._take(message)
            if self.ended.at in ENDS:
                return

    def _give_up(self, command: Command) -> None:
        self._move(Came.NOTHING)
        if command.code in TAKES_CARD:
            self._link.send(Command(code=Code.ABORT).to_apdu())

    def _wait(self, latest: float) -> Apdu | None:
        until = min(latest, self._clock() + (T3 if self.ended.at in UNSETTLED else self._patience))
        while self._clock() < until:
            self._abort_if_asked()
            if message := self._link.receive(seconds=LISTENS):
                return message
        return None

    def _abort_if_asked(self) -> None:
        if self._wants_abort() and not self._aborting and self.ended.at not in UNSETTLED:
            self._aborting = True
            with suppress(GaveUp):
                self._link.send(Command(code=Code.ABORT).to_apdu())

    def _take(self, message: Apdu) -> None:
        reply = reply_of(message)
        came = self._came(reply)
        if self.ended.at not in UNSETTLED:
            self._note(reply)
        self._move(came)
        if isinstance(reply, Refused) and self.ended.at is At.REFUSED:
            self.ended.result = reply.error
        if isinstance(reply, Accepted | Refused):
            return
        answer = NO_GOODS if came is Came.WRONG and self._asked.refuses else YES
        if self.ended.at in ENDS:
            with suppress(TransportLost, GaveUp):
                self._link.send(answer)
        else:
            self._link.send(answer)

    def _came(self, reply: Reply) -> Came:
        match reply:
            case StatusInformation():
                return self._judged(reply)
            case Accepted():
                return Came.ACCEPTED
            case Refused():
                return Came.REFUSED
            case Completed():
                return Came.COMPLETED
            case Stopped():
                return Came.STOPPED
        return Came.PROGRESS

    def _judged(self, info: StatusInformation) -> Came:
        asked = self._asked
        again = asked.trace is not None and info.trace == asked.trace
        if info.result is None or again:
            return Came.PROGRESS
        if info.result != Result.SUCCESS:
            return Came.BAD
        if asked.minor is None:
            return Came.GOOD
        if info.amount is None:
            return Came.PROGRESS
        return Came.GOOD if info.amount == asked.minor and info.currency in {None, asked.currency} else Came.WRONG

    def _note(self, reply: Reply) -> None:
        match reply:
            case StatusInformation():
                self.ended.info = merged(self.ended.info, reply)
                self.ended.result = self.ended.info.result
            case Stopped():
                self.ended.result = reply.result
            case Completed():
                self.ended.completed = reply
            case Printing():
                self.ended.paper.take(reply)
            case Progressing():
                self._show(reply)

    def _show(self, reply: Progressing) -> None:
        progress = None if reply.status is None else progress_of(reply.status)
        if progress is not None and progress is not self._shown and self._watch is not None:
            self._shown = progress
            self._watch(progress)

    def _move(self, came: Came) -> None:
        if self.ended.at not in ENDS:
            self.ended.at = TRANSITIONS[self.ended.at, came]


def merged(before: StatusInformation | None, after: StatusInformation) -> StatusInformation:
    """Return what two messages about one transaction tell together; the later one prevails."""
    if before is None:
        return after
    told = {each.name: getattr(after, each.name) for each in fields(after)}
    kept = {each.name: getattr(before, each.name) for each in fields(before)}
    return StatusInformation(**kept | {name: value for name, value in told.items() if value is not None})
