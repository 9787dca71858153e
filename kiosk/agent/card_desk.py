"""What a box needs to take cards at one terminal: the device, the journal, the thread that sells, the page's view."""

from collections.abc import Callable, Mapping

from kiosk.agent.card_board import CardBoard
from kiosk.agent.database import Database
from kiosk.agent.sale_journal import SaleJournal
from kiosk.agent.sales import SaleRunner
from kiosk.agent.sales_life import SalesLife
from kiosk.agent.server import Server
from kiosk.agent.tills import TerminalSettings, terminal_at

TERMINAL = "terminal"
"""The device's name at its host."""


class CardDesk:
    """Of one terminal. `ended` is called when the server has heard how a sale ended. For use from several threads."""

    def __init__(
        self, settings: TerminalSettings, server: Server, database: Database, *, ended: Callable[[], None]
    ) -> None:
        self.device = terminal_at(settings)
        self._board = CardBoard()
        self._runner = SaleRunner(server, SaleJournal(database), self.device, self._board, ended=ended)
        self._life = SalesLife(self._runner.turn)

    def start(self) -> None:
        """Begin: what was left unanswered is asked of the terminal before anything else."""
        self._life.start()

    def stop(self) -> None:
        """End soon."""
        self._board.close()
        self._life.stop()

    def begun(self) -> None:
        """The page has begun a payment: see at once whether it is for this terminal."""
        self._life.wake()

    def stage(self, payment: str, *, seen: int, seconds: float) -> Mapping[str, object]:
        """Return how far a payment is (`{"n", "stage", "verdict"}`), waiting so long for something but `seen`."""
        return self._board.look(payment, seen=seen, seconds=seconds).told()

    def abort(self, payment: str) -> None:
        """The citizen gives it up; it may have been paid all the same."""
        self._runner.abort(payment)
