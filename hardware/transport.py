"""Bytes in and out, with a deadline on every write."""

from collections.abc import Callable
from contextlib import suppress
from time import monotonic
from typing import Protocol

import serial

from hardware.errors import TransportLost, WriteTimedOut

READ_SECONDS = 0.02


class Transport(Protocol):
    """A line to a device. All methods raise TransportLost when the line is gone."""

    def write(self, data: bytes, *, seconds: float) -> None:
        """Send all bytes within the time. Raises WriteTimedOut when the device takes no more."""

    def read(self, *, seconds: float) -> bytes:
        """Return what has come, waiting at most that long for the first byte; b"" when nothing came."""

    def discard(self) -> None:
        """Drop what has not been sent yet."""

    def close(self) -> None:
        """Give the line back; what was not sent yet is dropped."""


Connect = Callable[[], Transport]
"""Opens a line. Raises TransportLost when the device is not there."""


def _line_errors() -> tuple[type[Exception], ...]:
    try:
        import termios
    except ImportError:  # Windows
        return (serial.SerialException, OSError, TypeError, ValueError)
    return (serial.SerialException, OSError, TypeError, ValueError, termios.error)


LINE_ERRORS = _line_errors()
"""What pyserial lets through when a line dies under it or cannot be opened."""


class SerialTransport:
    """Any line pyserial can open: a device path, socket://host:port, …"""

    def __init__(
        self, url: str, *, baud: int = 115_200, rtscts: bool = False, xonxoff: bool = False, stopbits: int = 1
    ) -> None:
        try:
            self._port = serial.serial_for_url(
                url,
                baudrate=baud,
                stopbits=stopbits,
                timeout=READ_SECONDS,
                write_timeout=1,
                rtscts=rtscts,
                xonxoff=xonxoff,
                exclusive=True,
            )
        except LINE_ERRORS as error:
            raise TransportLost(str(error)) from error

    def write(self, data: bytes, *, seconds: float) -> None:
        """Send all bytes within the time."""
        try:
            if self._port.write_timeout != seconds:
                self._port.write_timeout = seconds
            self._port.write(data)
        except serial.SerialTimeoutException:
            raise WriteTimedOut(0) from None
        except LINE_ERRORS as error:
            raise TransportLost(str(error)) from error

    def read(self, *, seconds: float) -> bytes:
        """Return what has come, waiting at most about that long for the first byte."""
        deadline = monotonic() + seconds
        try:
            while not self._port.in_waiting:
                if monotonic() >= deadline:
                    return b""
                if first := self._port.read(1):
                    return bytes(first) + bytes(self._port.read(self._port.in_waiting))
            return bytes(self._port.read(self._port.in_waiting))
        except LINE_ERRORS as error:
            raise TransportLost(str(error)) from error

    def discard(self) -> None:
        """Drop what has not been sent yet."""
        with suppress(*LINE_ERRORS):
            self._port.reset_output_buffer()

    def close(self) -> None:
        """Drop what was not sent and close: a plain close would wait for a stalled printer for ever."""
        self.discard()
        with suppress(*LINE_ERRORS):
            self._port.close()
