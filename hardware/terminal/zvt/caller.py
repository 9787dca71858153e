"""The line to a ZVT terminal: opened and registered when it is needed, one command after another, nothing left over."""

from collections.abc import Callable
from time import monotonic

from hardware.errors import TransportLost
from hardware.terminal.till import Prints, TerminalFacts, TerminalRefused, Watch
from hardware.terminal.zvt.codes import KIOSK, PRINTS_TEXT, Code, Result
from hardware.terminal.zvt.commands import Command
from hardware.terminal.zvt.exchange import YES, Asked, Ended, Exchange
from hardware.terminal.zvt.link import T1, Clock, GaveUp, Link, SerialLink
from hardware.terminal.zvt.machine import At
from hardware.terminal.zvt.receipts import ZvtSettings
from hardware.transport import Connect, Transport

RECALL_SECONDS = 60.0
"""How long a terminal is asked whether it is ready before its last transaction is asked for."""
ASKS_AGAIN = 1.0
MOST_LEFT_OVER = 20
"""Messages of an earlier command that are answered before a new one."""
NOT_LEFT_RUNNING = frozenset({At.REFUSED, At.STOPPED})
BUSY = frozenset({Result.BUSY, Result.CARD_INSERTED})

MakeLink = Callable[[Transport, Clock], Link]
WantsAbort = Callable[[], bool]


def never() -> bool:
    """Wish for no abort."""
    return False


class Caller:
    """Runs commands. Methods raise TransportLost when the line is gone or nobody answers, TerminalRefused as said."""

    def __init__(
        self, connect: Connect, settings: ZvtSettings, *, link: MakeLink = SerialLink, clock: Clock = monotonic
    ) -> None:
        self._connect = connect
        self._settings = settings
        self._make_link = link
        self._clock = clock
        self._link: Link | None = None
        self._registered = False
        self._terminal_id: str | None = None

    def ready(self) -> None:
        """Have the line open, nothing left on it, and the till registered. Raises TerminalRefused."""
        link = self._settled()
        if not self._registered:
            self._register(link)

    def look(self) -> TerminalFacts:
        """Ask how the terminal is; it may be busy. Raises TerminalRefused when it is not able to take commands."""
        self.ready()
        ended = self._enquired()
        status = _status(ended)
        if status is None or status not in BUSY | {Result.SUCCESS}:
            raise TerminalRefused(code_of(status) or "status")
        software = None if ended.completed is None else ended.completed.software
        return TerminalFacts(terminal_id=self._terminal_id, software=software)

    def run(
        self, command: Command, asked: Asked | None = None, watch: Watch | None = None, wants_abort: WantsAbort = never
    ) -> Ended:
        """Do a command on a line that is ready; what happens to the line meanwhile is in how it ended.

        It is done once more when the terminal refuses it because it knows no till any more, as after a power cut.
        Raises TerminalRefused when it then cannot be registered.
        """
        link = self._link or self._settled()
        ended = self._once(link, command, asked, watch, wants_abort)
        if ended.at in NOT_LEFT_RUNNING and ended.result == Result.NOT_REGISTERED and self._registered:
            self._registered = False
            self._register(link)
            ended = self._once(link, command, asked, watch, wants_abort)
        return ended

    def ask(self, code: Code) -> Ended:
        """Do a command that moves no money. Raises TerminalRefused when the till cannot be registered."""
        self.ready()
        return _heard(self.run(Command(code=code, password=self._settings.password)))

    def last(self) -> tuple[bool, Ended]:
        """Ask for the last transaction when nothing is running; the first value says whether that is certain.

        Raises TerminalRefused when the terminal is busy all the time.
        """
        until = self._clock() + RECALL_SECONDS
        while self._clock() < until:
            idle = self._idle()
            if idle is not None:
                ended = self.ask(Code.REPEAT_RECEIPT)
                if ended.info is not None or ended.result not in BUSY:
                    return idle, ended
            self._pause(self._clock() + ASKS_AGAIN)
        raise TerminalRefused("busy")

    def close(self) -> None:
        """Give the line back."""
        if self._link is not None:
            self._link.close()
        self._link, self._registered = None, False

    def _once(
        self, link: Link, command: Command, asked: Asked | None, watch: Watch | None, wants_abort: WantsAbort
    ) -> Ended:
        ended = Exchange(link, self._clock, asked=asked, watch=watch, wants_abort=wants_abort).run(command)
        if ended.lost:
            self.close()
        return ended

    def _settled(self) -> Link:
        """Return the link with nothing left on it; a line that died unnoticed is opened anew."""
        for known in (self._link is not None, False):
            try:
                self._link = self._link or self._make_link(self._connect(), self._clock)
                self._settle(self._link)
                return self._link
            except (TransportLost, GaveUp) as error:
                self.close()
                if not known:
                    raise TransportLost(str(error)) from error
        raise AssertionError

    def _settle(self, link: Link) -> None:
        """Let the terminal say what an earlier command left."""
        for _ in range(MOST_LEFT_OVER):
            if link.receive(seconds=T1) is None:
                return
            link.send(YES)

    def _register(self, link: Link) -> None:
        settings = self._settings
        prints = settings.prints is Prints.TILL
        command = Command(
            code=Code.REGISTRATION,
            password=settings.password,
            config=KIOSK | (PRINTS_TEXT if prints else 0),
            currency=settings.currency,
            blocks=prints,
        )
        ended = _heard(self._once(link, command, None, None, never))
        if ended.at is not At.ENDED or ended.completed is None:
            raise TerminalRefused(code_of(ended.result) or "registration")
        if ended.completed.currency not in {None, settings.currency}:
            raise TerminalRefused(f"{Result.CURRENCY:02x}")
        self._registered, self._terminal_id = True, ended.completed.terminal_id

    def _idle(self) -> bool | None:
        """Say that the terminal does nothing, or that it cannot say so (False); None when it is busy."""
        told = _status(self._enquired())
        return None if told is None or told in BUSY else told == Result.SUCCESS

    def _enquired(self) -> Ended:
        enquiry = Command(code=Code.STATUS_ENQUIRY, password=self._settings.password)
        return _heard(self._once(self._settled(), enquiry, None, None, never))

    def _pause(self, until: float) -> None:
        """Wait, and answer what the terminal says meanwhile of what is running."""
        link = self._settled()
        try:
            while (left := until - self._clock()) > 0:
                if link.receive(seconds=left) is not None:
                    link.send(YES)
        except GaveUp as error:
            raise TransportLost(str(error)) from error


def code_of(result: int | None) -> str | None:
    """Return a terminal's code as it is written, two hexadecimal digits."""
    return None if result is None else f"{result:02x}"


def _status(ended: Ended) -> int | None:
    return ended.result if ended.completed is None else ended.completed.status


def _heard(ended: Ended) -> Ended:
    if ended.at is At.UNKNOWN:
        raise TransportLost("the terminal fell silent")
    return ended
