"""A box with a card terminal on a clock that moves only when somebody waits; it dies at any byte, write or request."""

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from sqlite3 import Cursor
from typing import Any

from hardware.errors import TransportLost
from hardware.simulators.bookings import Bookings
from hardware.simulators.cardholder import Cardholder
from hardware.simulators.pipe_terminal import SimulatedPipeTerminal
from hardware.simulators.terminal import Manner, SimulatedTerminal
from hardware.simulators.wired import Clock, Wired, WiredLine
from hardware.simulators.zvt import SimulatedZvt
from hardware.terminal.device import TerminalDevice
from hardware.terminal.pipe.driver import PipeTill
from hardware.terminal.till import Till
from hardware.terminal.zvt.link import SerialLink, TcpLink
from hardware.terminal.zvt.terminal import ZvtTerminal
from hardware.transport import Transport
from kiosk.agent.card_board import CardBoard
from kiosk.agent.database import Database
from kiosk.agent.sale_journal import SaleJournal
from kiosk.agent.sales import SaleRunner
from kiosk.agent.server import Server

READS = ("SELECT", "PRAGMA")
STEP, NOBODY_STEP = 0.1, 2.0
"""Seconds that pass at once while somebody waits at the line, and while nobody does."""


class Killed(BaseException):
    """The box's process is gone; nothing catches this."""


@dataclass(frozen=True, slots=True)
class Fault:
    """What happens at the so-manieth byte, write or request: `deed` is "kill", "cut" or "hush" (a cut unnoticed)."""

    where: str
    at: int
    deed: str = "kill"


@dataclass(slots=True)
class Fates:
    """Counts all points at which something may happen, over all lives of a box, and says when it does.

    `course` names them one after the other, each byte for itself.
    """

    plan: list[Fault] = field(default_factory=list)
    passed: Counter[str] = field(default_factory=Counter)
    course: list[str] = field(default_factory=list)

    def point(self, where: str, death: type[BaseException] = Killed) -> None:
        """Be at a write or a request."""
        self.passed[where] += 1
        self.course.append(where)
        if self._due(where) is not None:
            raise death

    def through(self, where: str, data: bytes) -> tuple[bytes, str | None]:
        """Return which of these bytes get through, and what happens behind them."""
        before = self.passed[where]
        for fault in self.plan:
            if fault.where == where and before < fault.at <= before + len(data):
                self.plan.remove(fault)
                self.passed[where] = fault.at
                self.course += [where] * (fault.at - before)
                return data[: fault.at - before - 1], fault.deed
        self.passed[where] += len(data)
        self.course += [where] * len(data)
        return data, None

    def _due(self, where: str) -> Fault | None:
        for fault in self.plan:
            if fault.where == where and fault.at == self.passed[where]:
                self.plan.remove(fault)
                return fault
        return None


class MortalDatabase(Database):
    """A box's disk as one life of it sees it: it may die before and after each write. `disk` outlives it."""

    def __init__(self, disk: Database, fates: Fates) -> None:
        self._lock, self._connection = disk._lock, disk._connection
        self._connection.rollback()  # what the life before had not committed
        self._fates = fates

    def _run(self, statement: str, values: tuple[Any, ...]) -> Cursor:
        if statement.lstrip().startswith(READS):
            return super()._run(statement, values)
        self._fates.point("write before")
        done = super()._run(statement, values)
        self._fates.point("write after")
        return done


def disk_in_memory() -> Database:
    """Return an empty disk for boxes. What is written in what order is the same as on a real one."""
    return Database(Path(":memory:"))


class Cable:
    """A `Transport` that a fault can pull, at any byte of either way."""

    def __init__(self, wired: Wired, fates: Fates) -> None:
        self._wired = wired
        self._fates = fates
        self._dead: str | None = None

    def write(self, data: bytes, *, seconds: float) -> None:
        """Send what gets through. Raises TransportLost."""
        if self._alive():
            through, deed = self._fates.through("sends", data)
            self._wired.write(through, seconds=seconds)
            self._strikes(deed)

    def read(self, *, seconds: float) -> bytes:
        """Return what gets through. Raises TransportLost."""
        if not self._alive():
            self._wired.pass_time(seconds)
            return b""
        through, deed = self._fates.through("hears", self._wired.read(seconds=seconds))
        if deed is not None and not through:
            self._strikes(deed)
        self._dead = self._dead or deed
        return through

    def discard(self) -> None:
        """Do nothing: what was sent is gone."""

    def close(self) -> None:
        """Lose what was not read."""
        self._wired.close()

    def _alive(self) -> bool:
        if self._dead == "kill":
            raise Killed
        if self._dead == "cut":
            raise TransportLost("cable pulled")
        return self._dead is None

    def _strikes(self, deed: str | None) -> None:
        self._dead = self._dead or deed
        if deed is not None:
            self._alive()


PROTOCOLS = ("zvt serial", "zvt tcp", "pipe")


@dataclass(slots=True)
class Rig:
    """One terminal, one disk and the boxes that live on them one after the other."""

    protocol: str
    cardholder: Cardholder
    disk: Database
    fates: Fates
    bookings: Bookings
    clock: Clock = field(default_factory=Clock)
    line: WiredLine = field(default_factory=WiredLine)
    device: SimulatedTerminal = field(init=False)
    runner: SaleRunner = field(init=False)
    journal: SaleJournal = field(init=False)

    def __post_init__(self) -> None:
        """Switch the terminal on."""
        manner = Manner(cardholder=self.cardholder, pace=0.2, patience=5.0)
        if self.protocol == "pipe":
            self.device = SimulatedPipeTerminal(self.line, self.bookings, manner=manner, tell=_quiet)
        else:
            stream = self.protocol == "zvt tcp"
            self.device = SimulatedZvt(
                self.line, self.bookings, manner=manner, stream=stream, baud=1_000_000, tell=_quiet
            )

    def live(self, server: Server) -> None:
        """Start the box's agent over its disk."""
        self.journal = SaleJournal(MortalDatabase(self.disk, self.fates), now=lambda: 1_795_658_400.0)
        device, board = TerminalDevice(self._till()), CardBoard(now=lambda: 0.0)
        self.runner = SaleRunner(server, self.journal, device, board, clock=self.clock)

    def lose_disk(self) -> None:
        """Have the box's disk exchanged for an empty one."""
        self.disk._connection.rollback()
        self.disk.change("DELETE FROM sale")
        self.disk.change("DELETE FROM fact")

    def pass_time(self, seconds: float) -> None:
        """Let the terminal live on with nobody at the other end."""
        until = self.clock.now + seconds
        while self.clock.now < until:
            self.clock.now += NOBODY_STEP
            self.device.turn(self.clock.now)

    def _till(self) -> Till:
        if self.protocol == "pipe":
            return PipeTill(self._plug, clock=self.clock)
        return ZvtTerminal(self._plug, link=TcpLink if self.protocol == "zvt tcp" else SerialLink, clock=self.clock)

    def _plug(self) -> Transport:
        self.pass_time(1.0)
        self.line.to_host.clear()
        if isinstance(self.device, SimulatedZvt) and self.protocol == "zvt tcp":
            self.device.forget()
        return Cable(Wired(self.device, self.line, self.clock, step=STEP), self.fates)


def _quiet(_what: str) -> None:
    """Say nothing."""
