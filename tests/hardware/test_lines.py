"""The lines to a printer: which address means which, and a deadline on every write."""

import os
import pty
import select
import socket
import tty
from contextlib import closing, suppress
from threading import Thread
from time import monotonic

import pytest

from hardware.device_file import DeviceFile, is_device_file
from hardware.errors import TransportLost, WriteTimedOut
from hardware.lines import open_line, speed_of
from hardware.transport import SerialTransport


@pytest.fixture
def ends():
    """Both ends of a pty: it stands in for a character device; the far end is read by nobody unless the test does."""
    near, far = pty.openpty()
    tty.setraw(near)
    tty.setraw(far)
    yield near, far
    for end in (near, far):
        with suppress(OSError):
            os.close(end)


@pytest.fixture
def line(ends):
    with closing(DeviceFile(f"usb:{os.ttyname(ends[1])}")) as line:
        yield line


def test_bytes_go_both_ways(ends, line):
    line.write(b"\x10\x04\x01", seconds=1)
    assert os.read(ends[0], 100) == b"\x10\x04\x01"
    os.write(ends[0], b"\x16")
    assert line.read(seconds=5) == b"\x16"


def test_nothing_to_read_costs_no_more_than_was_allowed(line):
    began = monotonic()
    assert line.read(seconds=0) == b""
    assert line.read(seconds=0.05) == b""
    assert monotonic() - began >= 0.05


def test_a_printer_that_takes_no_more_ends_the_write_at_its_deadline_and_says_how_much_it_took(ends, line):
    with pytest.raises(WriteTimedOut) as stopped:
        line.write(bytes(1_000_000), seconds=0.2)
    taken = 0
    while select.select([ends[0]], [], [], 0.2)[0]:
        taken += len(os.read(ends[0], 65_536))
    assert stopped.value.sent == taken < 1_000_000


def test_a_printer_that_takes_it_slowly_gets_all(ends, line):
    data, taken = bytes(range(256)) * 400, bytearray()

    def take():
        while len(taken) < len(data):
            taken.extend(os.read(ends[0], 512))

    reader = Thread(target=take)
    reader.start()
    line.write(data, seconds=60)
    reader.join()
    assert bytes(taken) == data


def test_a_pulled_cable_is_lost_on_reading_and_on_writing(ends, line):
    os.close(ends[0])
    with pytest.raises(TransportLost):
        line.read(seconds=1)
    with pytest.raises(TransportLost):
        line.write(b"x", seconds=1)


def test_a_device_that_is_not_there_is_lost(tmp_path):
    with pytest.raises(TransportLost):
        open_line(f"usb:{tmp_path / 'lp0'}")
    with pytest.raises(TransportLost):
        open_line("/dev/usb/lp-of-nobody")


def test_closing_twice_does_nothing(line):
    line.close()
    line.close()


@pytest.mark.parametrize(
    ("url", "file"),
    [
        ("usb:/dev/printer", True),
        ("/dev/usb/lp0", True),
        ("/dev/ttyUSB0", False),
        ("/dev/null", False),
        ("socket://10.0.0.5:9100", False),
        ("COM3", False),
        ("a\0b", False),
    ],
)
def test_an_address_says_what_it_is(url, file):
    assert is_device_file(url) is file


@pytest.mark.parametrize(
    ("url", "speed"),
    [("/dev/ttyUSB0", 9_600), ("COM3", 9_600), ("socket://x:9100", None), ("/dev/usb/lp0", None), ("usb:/x", None)],
)
def test_only_serial_lines_have_a_speed(url, speed):
    assert speed_of(url, 9_600) == speed


def test_a_pty_is_opened_by_pyserial_unless_it_is_said_to_be_a_device_file(ends):
    with closing(open_line(os.ttyname(ends[1]))) as line:
        assert isinstance(line, SerialTransport)


@pytest.fixture
def deaf():
    """A network printer that reads nothing."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield f"socket://127.0.0.1:{server.getsockname()[1]}"


def test_a_network_printer_that_takes_no_more_ends_the_write_at_its_deadline(deaf):
    with closing(open_line(deaf)) as line, pytest.raises(WriteTimedOut):
        line.write(bytes(30_000_000), seconds=0.2)
