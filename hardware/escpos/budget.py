"""How long a slip takes on a line, and what is too slow to be set."""

from hardware.document import Document
from hardware.errors import HardwareError
from hardware.escpos.compose import composed, pictures
from hardware.escpos.modes import PrinterSettings

BITS_OF_A_BYTE = 10
"""One start bit, eight of data, one stop bit (8N1)."""
LONGEST_SECONDS = 5.0
"""Longest time on the line that a citizen is made to wait for a slip."""
BAUD_RATES = (9_600, 19_200, 38_400, 57_600, 115_200)
"""What serial receipt printers can be set to."""


class TooSlow(HardwareError):
    """A slip of `size` bytes would take `seconds` on the line; `least` is the slowest speed that would do, if any."""

    code = "printer.too_slow"

    def __init__(self, settings: PrinterSettings, size: int, baud: int) -> None:
        self.seconds = line_seconds(size, baud)
        self.least = slowest_line(size)
        advice = "" if self.least is None else f"set printer and agent to {self.least:,} baud or more, or "
        super().__init__(
            f"a slip in mode {settings.mode} has {size / 1000:.1f} kB and takes {self.seconds:.1f} s at {baud:,} baud, "
            f"longer than {LONGEST_SECONDS:.0f} s: {advice}choose another print mode"
        )


def line_seconds(size: int, baud: int) -> float:
    """Return how many seconds so many bytes take on a serial line."""
    return size * BITS_OF_A_BYTE / baud


def slowest_line(size: int) -> int | None:
    """Return the slowest usual speed at which so many bytes are not too slow, None when all are."""
    return next((rate for rate in BAUD_RATES if line_seconds(size, rate) <= LONGEST_SECONDS), None)


def slip_size(document: Document, settings: PrinterSettings) -> int:
    """Return the bytes of a document once the printer keeps what it can keep of it."""
    return len(composed(document, settings, kept=_keys(document, settings)))


def check_speed(document: Document, settings: PrinterSettings, baud: int | None) -> None:
    """Raise TooSlow when the document cannot be sent in time; `baud` is None for a line that has no speed to set."""
    if baud is None:
        return
    size = slip_size(document, settings)
    if line_seconds(size, baud) > LONGEST_SECONDS:
        raise TooSlow(settings, size, baud)


def _keys(document: Document, settings: PrinterSettings) -> frozenset[bytes]:
    return frozenset(picture.key for picture in pictures(document, settings))
