"""How a printer is made to print Vietnamese. The technician chooses by a self-test slip."""

from dataclasses import dataclass
from enum import StrEnum

from hardware.escpos.raster import WIDTH_80

CELL_WIDTH, CELL_HEIGHT = 12, 24
"""Dots of a character of font A, the same on Epson's printers and on those that follow them."""
TALLEST_KEPT = 64
"""Rows of one picture kept in a printer's memory."""


class PrintMode(StrEnum):
    """`raster`: all of it drawn. `tcvn`: the printer's own letters. `hybrid`: its digits, QR and stored pictures, and
    drawn only the words that need it.
    """

    RASTER = "raster"
    TCVN = "tcvn"
    HYBRID = "hybrid"

    @property
    def tallest(self) -> int:
        """Rows of one strip: a clone loses rows of tall ones, and what a job that was cut off may still want is made
        up for in white, which a slow line feels.
        """
        return {PrintMode.RASTER: 96, PrintMode.TCVN: 16, PrintMode.HYBRID: 32}[self]


@dataclass(frozen=True, slots=True, kw_only=True)
class PrinterSettings:
    """Dots across the paper; the mode; whether the printer keeps pictures in its own memory (GS ( L); how many
    seconds a job may take in all, and how long its answer from the last byte on: head heating pauses included.
    """

    width: int = WIDTH_80
    mode: PrintMode = PrintMode.RASTER
    stores_graphics: bool = False
    job_seconds: float = 60.0
    settle_seconds: float = 8.0

    @property
    def columns(self) -> int:
        """Characters of font A across the paper."""
        return self.width // CELL_WIDTH

    @property
    def unfinished(self) -> int:
        """Bytes that the largest command may still want where a job was cut off in its middle."""
        rows = max(self.mode.tallest, TALLEST_KEPT if self.stores_graphics else 0)
        return rows * ((self.width + 7) // 8)
