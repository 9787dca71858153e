"""Which transport a printer's address means."""

from hardware.device_file import DeviceFile, is_device_file
from hardware.transport import SerialTransport, Transport


def open_line(url: str, *, baud: int = 115_200, rtscts: bool = False, xonxoff: bool = False) -> Transport:
    """Open a printer's line: a USB device file, or whatever pyserial opens. Raises TransportLost."""
    if is_device_file(url):
        return DeviceFile(url)
    return SerialTransport(url, baud=baud, rtscts=rtscts, xonxoff=xonxoff)


def speed_of(url: str, baud: int) -> int | None:
    """Return the speed of a line in bits a second, None for one that has no speed to set: network, USB device file."""
    return None if url.startswith("socket://") or is_device_file(url) else baud
