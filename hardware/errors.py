"""What can be wrong with a device beyond its own vocabulary of outcomes."""

from typing import ClassVar


class HardwareError(Exception):
    """The base of all. `code` is stable."""

    code: ClassVar[str] = "hardware.error"


class TransportLost(HardwareError):
    """The line to the device is gone: cable pulled, power off, other side closed."""

    code = "transport.lost"


class WriteTimedOut(HardwareError):
    """The device took no more bytes before the deadline. `sent` says how many it took."""

    code = "transport.write_timeout"

    def __init__(self, sent: int) -> None:
        super().__init__(f"only {sent} bytes were taken")
        self.sent = sent


class FontIncomplete(HardwareError):
    """The bundled font lacks letters of Vietnamese; nothing may be printed with it."""

    code = "font.incomplete"


class UnknownDevice(HardwareError):
    """The device host has no device of that name."""

    code = "device.unknown"


class LogoInvalid(HardwareError):
    """A file or a text is no logo; `code` says why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code  # type: ignore[misc]
