"""A box with a card terminal, before an office, on one clock: it can be killed and started again at any point."""

from contextlib import suppress

from dying import Dying, Killed
from till_office import TillOffice

from hardware.terminal.device import TerminalDevice
from kiosk.agent.card_board import CardBoard
from kiosk.agent.errors import Refused, ServerUnreachable
from kiosk.agent.sale_journal import SaleJournal
from kiosk.agent.sales import SaleRunner
from kiosk.agent.server import Server


class TillBox:
    """One disk, one office, one terminal of `bench` (ZvtBench or pipe Bench); `starts` is one life of the agent.

    `office` is another way to a server than to a TillOffice, for a device with that token.
    """

    def __init__(self, file, bench, *, office=None, token="token"):
        self.file, self.bench, self.token = file, bench, token
        self.office, self.board = office or TillOffice(), CardBoard(now=lambda: 0.0)
        self.database = None

    def starts(self, till, *, at=0, after=False):
        """Begin a new life with that till, which ends before or after write number `at`."""
        if self.database is not None:
            self.database.close()
        self.database = Dying(self.file, at=at, after=after)
        server = Server("http://office.test", transport=self.office)
        server.use_token(self.token)
        self.journal, self.device = SaleJournal(self.database, now=lambda: 1_000_000.0), TerminalDevice(till)
        self.runner = SaleRunner(server, self.journal, self.device, self.board, clock=lambda: self.bench.clock.now)

    def turns(self, times=1):
        """Let the agent turn so often, whatever the network does; time passes between."""
        for _ in range(times):
            with suppress(ServerUnreachable, Refused):
                self.runner.turn()
            self.bench.clock.now += 3.0

    def lives(self, times):
        """Turn until the end or until it is killed; say whether it lived."""
        try:
            self.turns(times)
        except Killed:
            return False
        return True
