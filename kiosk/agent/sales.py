"""Card sales: taken from the server, asked of the terminal once, their end told until the server has heard it.

The order is what keeps money: the terminal's last trace, the intent on our disk, "it begins" on the server's disk,
"sent" on ours, the first byte, the answer on our disk, the answer told. Whatever is found between is asked for at the
terminal before anything else is done, and never sent again. (docs/decisions/045.) What is given back goes the same
way: here a sale is either. (docs/decisions/054.)
"""

import logging
from collections.abc import Callable, Mapping, Sequence
from time import monotonic
from typing import Any

from hardware.errors import TransportLost
from hardware.terminal.device import TerminalDevice
from hardware.terminal.till import Answer, Progress, TerminalRefused, Verdict
from kiosk.agent.card_board import ENDED, CardBoard
from kiosk.agent.deeds import Wish, facts_of, path_of, wishes_in
from kiosk.agent.errors import Refused
from kiosk.agent.sale_journal import Kept, SaleJournal
from kiosk.agent.sale_states import SaleState
from kiosk.agent.server import Server

log = logging.getLogger("motcua.agent")

LOOKS_EVERY = 1.0
"""Seconds between two questions to the server whether somebody wants to pay."""
RECALLS_EVERY = 3.0
"""Seconds between two questions to the terminal what became of a sale in doubt."""
TELLS_AGAIN = 60.0
"""Seconds after which the server is told once more what it does not seem to know."""
PENDING = frozenset({"pending", "in_doubt"})


class SaleRunner:
    """Sells at one terminal, one after the other. One thread calls `turn`; `abort` may come from any.

    `ended` is called when the server has heard how a sale ended: there may be paper for it.
    """

    def __init__(
        self,
        server: Server,
        journal: SaleJournal,
        terminal: TerminalDevice,
        board: CardBoard,
        *,
        clock: Callable[[], float] = monotonic,
        ended: Callable[[], None] = lambda: None,
    ) -> None:
        self._server = server
        self._journal = journal
        self._terminal = terminal
        self._board = board
        self._clock = clock
        self._ended = ended
        self._selling: str | None = None
        self._recall_at = self._day_at = 0.0
        self._told_again: dict[str, float] = {}

    def turn(self) -> float:
        """Do what there is to do and return the seconds until there may be more. Raises ServerUnreachable, Refused."""
        self._recover()
        if not self._server.has_token:
            return LOOKS_EVERY
        self._tell()
        answer = self._server.get("/terminal/sales")
        wishes = wishes_in(answer)
        if self._compared(wishes):
            return 0.0
        if any(each.state is not SaleState.BEGINNING for each in self._journal.open()):
            return LOOKS_EVERY
        if answer["close_day"] and self._clock() >= self._day_at:
            self._close_day()
        wish = next((each for each in wishes if self._is_new(each)), None)
        return 0.0 if wish is not None and self._sold(wish) else LOOKS_EVERY

    def abort(self, payment: str) -> None:
        """The citizen gives it up: nothing is begun any more; a sale that runs is asked to stop, and may still pay."""
        self._board.unwant(payment)
        if self._selling == payment:
            self._terminal.abort()

    def _recover(self) -> None:
        """Ask the terminal what became of all that was sent and not answered."""
        waits = [each for each in self._journal.open() if each.state is not SaleState.BEGINNING]
        if not waits or self._clock() < self._recall_at:
            return
        for each in waits:
            with self._terminal.taken() as till:
                answer = each.deed.recalled(till, after=each.newest)
            self._take(each, answer)
        self._recall_at = self._clock() + RECALLS_EVERY

    def _take(self, kept: Kept, answer: Answer) -> None:
        log.info("payment %s: the terminal says %s (%s)", kept.payment, answer.verdict.value, answer.code)
        self._journal.answered(kept, answer)

    def _tell(self) -> None:
        """Tell the server every answer that it does not have. Raises ServerUnreachable, Refused for what passes."""
        for each in self._journal.untold():
            try:
                self._post(f"{_path(each)}/outcome", {**(each.answer or {}), **facts_of(each.deed)}, key=each.key)
            finally:
                self._board.show(each.payment, ENDED, each.verdict)
            self._journal.told(each)
            self._ended()
        if (day := self._journal.day()) is not None:
            self._post("/terminal/day", day[1], key=day[0])
            self._journal.told_day()

    def _post(self, path: str, body: Mapping[str, Any], *, key: str) -> None:
        """Tell; what the server will never take is left at that, loudly: it stays in the journal."""
        try:
            self._server.post(path, body, key=key)
        except Refused as refused:
            if refused.passes:
                raise
            log.error("the server does not take the terminal's word (%s): %s", refused.reason, path)

    def _compared(self, wishes: Sequence[Wish]) -> bool:
        """Bring the journal and what the server calls open together; say whether there is something to do at once."""
        known = self._journal.all_of([wish.id for wish in wishes])
        open_there = {wish.id: wish.state for wish in wishes}
        acted = [self._adopted(wish) for wish in wishes if wish.id not in known]
        acted += [self._unfinished(each, open_there.get(each.payment)) for each in self._journal.open()]
        acted += [self._unheard(known[wish.id], wish) for wish in wishes if wish.id in known]
        return any(acted)

    def _adopted(self, wish: Wish) -> bool:
        """A sale that began on a disk that is lost may have been sent: it is asked for, never sold."""
        if wish.state not in PENDING:
            return False
        self._journal.adopt(wish.id, wish.deed, newest=wish.newest)
        return True

    def _unfinished(self, kept: Kept, state: str | None) -> bool:
        """See to a sale that never left, and to one in doubt that somebody has decided."""
        if kept.state is SaleState.BEGINNING and state is None:
            self._journal.forget(kept.payment)
            return True
        if kept.state is SaleState.BEGINNING and state in PENDING:
            self._take(kept, Answer(verdict=Verdict.NOT_STARTED, code="interrupted"))
            return True
        if kept.state is SaleState.DOUBT and kept.told and state is None:
            log.warning("payment %s: decided at the server, the terminal is not asked any more", kept.payment)
            self._journal.settled(kept.payment)
            return True
        return False

    def _unheard(self, kept: Kept, wish: Wish) -> bool:
        """Tell a server that was set back to an older copy what it has lost: that a sale began, and how it ended."""
        at, created = self._clock(), wish.state == "created"
        lost = kept.told if kept.state is SaleState.ENDED else created and kept.state is not SaleState.BEGINNING
        if not lost or at < self._told_again.get(kept.payment, at):
            return False
        self._told_again[kept.payment] = at + TELLS_AGAIN
        if created:
            self._begins(kept)
        self._journal.tell_again(kept.payment)
        return True

    def _begins(self, kept: Kept) -> bool:
        """Have it on the server's disk that the sale begins; False when that is refused. Raises ServerUnreachable."""
        try:
            self._server.post(f"{_path(kept)}/begin", {"newest": kept.newest})
        except Refused as refused:
            if refused.passes:
                raise
            log.warning("payment %s: not begun, the server says %s", kept.payment, refused.reason)
            return False
        return True

    def _is_new(self, wish: Wish) -> bool:
        if wish.state != "created" or wish.late or self._board.is_unwanted(wish.id):
            return False
        kept = self._journal.all_of([wish.id]).get(wish.id)
        return kept is None or kept.state is SaleState.BEGINNING

    def _sold(self, wish: Wish) -> bool:
        """Have it paid or given back; False when the terminal is not there or the server refuses: nothing was sent."""
        payment, deed = wish.id, wish.deed
        with self._terminal.taken() as till:
            try:
                newest = till.newest()
            except (TransportLost, TerminalRefused) as error:
                log.warning("payment %s waits: %s", payment, error)
                return False
            self._journal.begin(payment, deed, newest=newest)
            kept = self._journal.known(payment)
            if not self._begins(kept):
                return False
            self._selling = payment
            try:
                self._ask(kept, lambda: deed.done(till, lambda progress: self._watched(payment, progress)))
            finally:
                self._selling = None
        self._tell()
        return True

    def _ask(self, kept: Kept, sell: Callable[[], Answer]) -> None:
        if self._board.is_unwanted(kept.payment):
            self._take(kept, Answer(verdict=Verdict.CANCELLED))
            return
        self._journal.send(kept.payment)
        self._board.show(kept.payment, Progress.CARD)
        self._take(self._journal.known(kept.payment), sell())

    def _watched(self, payment: str, progress: Progress) -> None:
        self._board.show(payment, progress.value)
        if self._board.is_unwanted(payment):
            self._terminal.abort()  # it came before the terminal could hear it

    def _close_day(self) -> None:
        try:
            with self._terminal.taken() as till:
                self._journal.keep_day(till.totals())
        except (TransportLost, TerminalRefused) as error:
            log.warning("the terminal does not tell its day: %s", error)
            self._day_at = self._clock() + TELLS_AGAIN
            return
        self._tell()


def _path(kept: Kept) -> str:
    return path_of(kept.payment, kept.deed)
