"""A ZVT terminal and its till on one clock, with a cable that can be pulled at any byte."""

from dataclasses import dataclass, field

from hardware.simulators.bookings import Bookings
from hardware.simulators.cardholder import Cardholder
from hardware.simulators.terminal import Manner
from hardware.simulators.wired import Clock, Wired, WiredLine
from hardware.simulators.zvt import SimulatedZvt
from hardware.terminal.till import Sale
from hardware.terminal.zvt.link import SerialLink, TcpLink
from hardware.terminal.zvt.receipts import ZvtSettings
from hardware.terminal.zvt.terminal import ZvtTerminal

FEE = Sale(reference="A00123", amount=50_000)


@dataclass
class Counted(Wired):
    """Counts what goes through, each way."""

    sent: int = 0
    heard: int = 0

    def write(self, data, *, seconds):
        self.sent += len(data)
        super().write(data, seconds=seconds)

    def read(self, *, seconds):
        data = super().read(seconds=seconds)
        self.heard += len(data)
        return data


@dataclass
class ZvtBench:
    """`plugged` is the cable in use; a new one is plugged in whenever the till opens its line."""

    stream: bool = False
    cardholder: Cardholder = Cardholder.APPROVE
    faults: dict = field(default_factory=dict)
    settings: ZvtSettings = field(default_factory=ZvtSettings)
    bookings: Bookings = field(default_factory=lambda: Bookings(now=lambda: "2026-11-26T09:00:00"))
    wrap: object = None
    plugged: Counted | None = None
    shown: list = field(default_factory=list)

    def __post_init__(self):
        self.clock, self.line = Clock(), WiredLine()
        self.device = SimulatedZvt(
            self.line, self.bookings, manner=Manner(cardholder=self.cardholder, pace=0.2),
            stream=self.stream, baud=1_000_000, tell=lambda _: None,
        )  # fmt: skip
        self.device.change(self.faults)
        self.till = self.another_till()

    def another_till(self):
        return ZvtTerminal(self.plug, self.settings, link=TcpLink if self.stream else SerialLink, clock=self.clock)

    def plug(self):
        self.pass_time(1.0)  # what got through before still arrives; of a stream a new one begins then
        self.line.to_host.clear()
        if self.stream:
            self.device.forget()
        self.plugged = Counted(self.device, self.line, self.clock)
        return self.wrap(self.plugged) if self.wrap else self.plugged

    def sell(self, sale=FEE):
        return self.till.sell(sale, watch=self.shown.append)

    def booked(self):
        return [each.amount for each in self.bookings.standing]

    def pass_time(self, seconds):
        """Let the terminal live on with nobody at the other end."""
        until = self.clock.now + seconds
        while self.clock.now < until:
            self.clock.now += 1.0
            self.device.turn(self.clock.now)
