"""A printer on USB as Linux shows it: a device file such as /dev/usb/lp0, read and written without waiting."""

import os
import select
import stat
from contextlib import suppress
from pathlib import Path
from time import monotonic

from hardware.errors import TransportLost, WriteTimedOut

USB_PRINTERS = 180
"""Major number of the kernel's usblp devices (Linux allocated devices, char 180)."""
PREFIX = "usb:"
READ_MOST = 4_096
HERE = hasattr(os, "major") and hasattr(select, "poll")
"""Whether this system has such device files; Windows has none, and to look for `COM3` there would open the port."""


def is_device_file(url: str) -> bool:
    """Say whether a printer's address is a USB printer's device file: by `usb:PATH`, or by what stands at the path."""
    if url.startswith(PREFIX) or not HERE:
        return url.startswith(PREFIX)
    try:
        found = Path(url).stat()
    except (OSError, ValueError):
        return url.startswith("/dev/usb/")
    return stat.S_ISCHR(found.st_mode) and os.major(found.st_rdev) == USB_PRINTERS


class DeviceFile:
    """A line that has no speed and no settings. Raises TransportLost when the device is not there or in use."""

    def __init__(self, url: str) -> None:
        if not HERE:
            raise TransportLost("this system has no device files of USB printers")
        try:
            self._file = os.open(url.removeprefix(PREFIX), os.O_RDWR | os.O_NONBLOCK | os.O_NOCTTY)
        except OSError as error:
            raise TransportLost(str(error)) from error
        self._open = True

    def write(self, data: bytes, *, seconds: float) -> None:
        """Send all bytes within the time."""
        deadline, sent = monotonic() + seconds, 0
        while sent < len(data):
            if not self._ready(select.POLLOUT, deadline - monotonic()):
                raise WriteTimedOut(sent)
            try:
                sent += os.write(self._file, data[sent:])
            except BlockingIOError:
                continue
            except OSError as error:
                raise TransportLost(str(error)) from error

    def read(self, *, seconds: float) -> bytes:
        """Return what has come, waiting at most that long for the first byte."""
        if not self._ready(select.POLLIN, seconds):
            return b""
        try:
            data = os.read(self._file, READ_MOST)
        except BlockingIOError:
            return b""
        except OSError as error:
            raise TransportLost(str(error)) from error
        if not data:
            raise TransportLost("the device is gone")
        return data

    def discard(self) -> None:
        """The kernel has handed on what was written; the driver clears the printer's own buffer."""

    def close(self) -> None:
        """Give the file back."""
        if self._open:
            self._open = False
            with suppress(OSError):
                os.close(self._file)

    def _ready(self, wanted: int, seconds: float) -> bool:
        poll = select.poll()
        poll.register(self._file, wanted)
        found = poll.poll(max(0.0, seconds) * 1000)
        gone = select.POLLERR | select.POLLHUP | select.POLLNVAL
        if found and found[0][1] & gone and not found[0][1] & wanted:
            raise TransportLost("the device is gone")
        return bool(found)
