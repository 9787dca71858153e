"""A ZVT terminal at an address: frames on a serial line, a stream on a network."""

from hardware.terminal.zvt.link import SerialLink, TcpLink
from hardware.terminal.zvt.receipts import ZvtSettings
from hardware.terminal.zvt.terminal import ZvtTerminal
from hardware.transport import SerialTransport

BAUD = 9_600
STOP_BITS = 2
"""9600 8N2 (PA00P016); some terminals are set to 115200."""


def zvt_at(url: str, settings: ZvtSettings | None = None, *, baud: int = BAUD) -> ZvtTerminal:
    """Return the till for a terminal at `socket://HOST:20007`, or at any other address that pyserial opens."""
    if url.startswith("socket://"):
        return ZvtTerminal(lambda: SerialTransport(url), settings, link=TcpLink)
    return ZvtTerminal(lambda: SerialTransport(url, baud=baud, stopbits=STOP_BITS), settings, link=SerialLink)
