"""A simulated pipe terminal and tills on it."""

from dataclasses import dataclass

from terminal_bench import FEE, TerminalBench

from hardware.simulators.bookings import Bookings
from hardware.simulators.pipe_terminal import SimulatedPipeTerminal
from hardware.terminal.pipe.driver import PipeTill

__all__ = ["FEE", "Bench"]


@dataclass(slots=True)
class Bench(TerminalBench):
    """The terminal, and what was last plugged into it."""

    def __post_init__(self) -> None:
        self.terminal = SimulatedPipeTerminal(self.line, Bookings(), tell=self.said.append)

    def till(self, wrap=lambda wired: wired, **cut) -> PipeTill:
        return PipeTill(self.cable(wrap, cut), clock=self.clock)
