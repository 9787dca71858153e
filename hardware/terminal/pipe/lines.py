"""Which till an address means."""

from hardware.terminal.acknowledged import ACK_SECONDS
from hardware.terminal.pipe.driver import PipeTill
from hardware.terminal.till import Till
from hardware.transport import SerialTransport

BAUD = 115_200
"""As integrated terminals are delivered; 8N1 at any speed (POS Integrado, Protocolo de Comunicación)."""


def pipe_at(url: str, *, baud: int = BAUD, ack_seconds: float = ACK_SECONDS, amount_exponent: int = 0) -> Till:
    """Return the till for a terminal at any address that pyserial opens. The line is opened when it is first needed."""
    return PipeTill(lambda: SerialTransport(url, baud=baud), ack_seconds=ack_seconds, amount_exponent=amount_exponent)
