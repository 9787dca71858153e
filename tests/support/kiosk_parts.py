"""A kiosk box's agent without its page and its devices: the parts that give, keep and tell numbers."""

from dataclasses import dataclass, field
from pathlib import Path

from kiosk.agent.clock import ServerClock
from kiosk.agent.database import Database, open_database
from kiosk.agent.desk import Desk
from kiosk.agent.journal import SlipJournal
from kiosk.agent.offer import Offer
from kiosk.agent.reserve import Reserve
from kiosk.agent.server import Server
from kiosk.agent.telling import Teller


@dataclass(slots=True)
class Parts:
    """One start of an agent. `running` and `machine` are its two clocks, in seconds."""

    server: Server
    database: Database
    running: list[float] = field(default_factory=lambda: [1000.0])
    machine: list[float] = field(default_factory=lambda: [1_795_395_600.0])
    slips: SlipJournal = field(init=False)
    reserve: Reserve = field(init=False)
    clock: ServerClock = field(init=False)
    desk: Desk = field(init=False)
    teller: Teller = field(init=False)

    def __post_init__(self) -> None:
        self.slips = SlipJournal(self.database, now=lambda: self.machine[0])
        self.reserve = Reserve(self.database, self.slips)
        self.clock = ServerClock(self.database, running=lambda: self.running[0], machine=lambda: self.machine[0])
        self.desk = Desk(self.database, self.server, self.reserve, Offer(self.database), self.clock)
        self.teller = Teller(self.server, self.reserve, self.clock, running=lambda: self.running[0])

    @classmethod
    def over(cls, path: Path, server: Server, **clocks: list[float]) -> "Parts":
        """Start on that file."""
        return cls(server, open_database(path), **clocks)
