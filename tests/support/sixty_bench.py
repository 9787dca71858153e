"""A simulated terminal of the "60" dialect and tills on it."""

from dataclasses import dataclass

from terminal_bench import FEE, TerminalBench

from hardware.simulators.bookings import Bookings
from hardware.simulators.sixty_terminal import SimulatedSixtyTerminal
from hardware.terminal.sixty.driver import SixtyTill
from hardware.terminal.sixty.kit import Kit

__all__ = ["FEE", "KIT", "KIT_FILE", "Bench"]

KIT_FILE = """
decimals = 2
[codes]
sale = "20"
retrieve = "71"
void = "26"
[fields]
amount = "40"
reference = "R1"
approval = "01"
text = "02"
terminal = "16"
merchant = "D1"
card = "30"
trace = "65"
date = "03"
time = "04"
[responses]
cancelled = ["98"]
unknown = ["25"]
"""
"""Completed with the fields that one till program reads; the responses are made up."""
KIT = Kit.from_toml(KIT_FILE)


@dataclass(slots=True)
class Bench(TerminalBench):
    """The terminal, and what was last plugged into it."""

    def __post_init__(self) -> None:
        self.terminal = SimulatedSixtyTerminal(self.line, Bookings(), KIT, tell=self.said.append)

    def till(self, wrap=lambda wired: wired, **cut) -> SixtyTill:
        return SixtyTill(self.cable(wrap, cut), KIT, clock=self.clock)
