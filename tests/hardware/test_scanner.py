"""Scanners on a serial line: the codec by itself, the driver against the simulator under every fault of a line."""

import queue
import unicodedata
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as some

from hardware.device import DeviceState
from hardware.errors import TransportLost
from hardware.faulty import Noisy, OneByteAtATime
from hardware.host import DeviceHost
from hardware.scanner.codec import GAP, LONG_GAP, MOST_BYTES, Scan, ScanParser, readable
from hardware.scanner.driver import SerialScanner
from hardware.transport import SerialTransport

CARD = "022204123289|012345678|Nguyễn Văn Ánh|01011990|Nam|Hạ Long|15042021"
DOSSIER = "H49.22-261123-0001"


def cut_at(data, places):
    edges = [0, *sorted(place % (len(data) + 1) for place in places), len(data)]
    return [data[start:end] for start, end in pairwise(edges)]


PRINTED = some.text(
    some.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Zs", "Zl", "Zp"]), min_size=1, max_size=40
)


@given(
    codes=some.lists(PRINTED, max_size=5),
    ending=some.sampled_from(["\r", "\n", "\r\n"]),
    places=some.lists(some.integers(0, 10_000)),
)
def test_however_the_bytes_are_cut_the_same_codes_come(codes, ending, places):
    parser, data = ScanParser(), "".join(code + ending for code in codes).encode()
    scans = [scan for piece in cut_at(data, places) for scan in parser.feed(piece, at=0.0)]
    assert scans == [Scan(readable(code.encode())) for code in codes if readable(code.encode())]
    assert not parser.waits


@given(pieces=some.lists(some.binary(max_size=300), max_size=20))
def test_whatever_comes_no_more_than_one_code_is_kept_and_no_control_character_gets_through(pieces):
    parser, at = ScanParser(), 0.0
    for piece in pieces:
        at += 0.01
        for scan in parser.feed(piece, at=at):
            assert len(scan.text.encode()) <= MOST_BYTES * 3
            assert scan.text.isprintable() or all(ord(letter) >= 0x20 for letter in scan.text)
        assert len(parser._pending) <= MOST_BYTES
    parser.rest(at=at + 10)
    assert not parser.waits


def test_silence_ends_the_code_of_a_scanner_that_sends_no_endings():
    parser = ScanParser()
    assert parser.feed(DOSSIER.encode(), at=1.0) == []
    assert parser.rest(at=1.0 + GAP * 0.9) == []
    assert parser.rest(at=1.0 + GAP) == [Scan(DOSSIER)]


def test_silence_within_a_code_does_not_end_it_once_the_scanner_is_known_to_send_endings():
    parser = ScanParser()
    parser.feed(b"first\r", at=1.0)
    parser.feed(b"H49.22-", at=2.0)
    assert parser.rest(at=2.0 + GAP) == []
    assert parser.feed(b"261123-0001\r", at=2.2) == [Scan(DOSSIER)]
    parser.feed(b"half", at=3.0)
    assert parser.rest(at=3.0 + LONG_GAP) == [Scan("half")]


def test_a_code_too_long_is_cut_and_says_so_and_the_next_is_whole():
    parser = ScanParser()
    assert parser.feed(b"x" * 5_000 + b"\rnext\r", at=0.0) == [Scan("x" * MOST_BYTES, cut=True), Scan("next")]


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (CARD.encode(), CARD),
        ("Nguye\u0302\u0303n".encode(), "Nguyễn"),
        ("Hồng".encode()[:-3], "H"),
        (b"\xd0\xea\xec", "Đê\u0301"),
        (b"\x02abc\x03", "abc"),
        (b"\xff\xfe\xd2", "ÿ₫\u0309"),
    ],
)
def test_bytes_are_read_as_utf_8_or_as_the_old_code_page_and_never_an_error(data, text):
    assert readable(data) == unicodedata.normalize("NFC", text)


@given(data=some.binary(max_size=600))
def test_any_bytes_are_readable(data):
    assert isinstance(readable(data), str)


def test_a_scan_never_shows_what_was_scanned():
    assert "022204123289" not in repr(Scan(CARD))


@pytest.fixture
def scans():
    return queue.Queue()


@pytest.fixture
def host():
    host = DeviceHost()
    yield host
    host.stop()


def until(host, holds, *, looks=400):
    from threading import Event

    for _ in range(looks):
        (health,) = host.health()
        if holds(health):
            return health
        Event().wait(0.05)
    raise AssertionError(host.health())


def plugged_in(host, scanner, scans, wrap=lambda line: line):
    host.add("scanner", SerialScanner(lambda: wrap(SerialTransport(scanner.url, baud=9_600)), scans.put))
    until(host, lambda health: health.state is DeviceState.READY)


@pytest.mark.parametrize("wire", ["pty", "tcp"])
def test_a_code_held_before_a_scanner_comes_in_whole(host, simulator, scans, wire):
    scanner = simulator("scanner", wire)
    plugged_in(host, scanner, scans)
    scanner.deed("scan", text=CARD)
    assert scans.get(timeout=20) == Scan(CARD)
    assert until(host, lambda health: health.last_job_at is not None).kind == "scanner"


def test_a_code_comes_in_whole_over_a_line_that_gives_a_byte_at_a_time(host, simulator, scans):
    scanner = simulator("scanner", "pty")
    plugged_in(host, scanner, scans, OneByteAtATime)
    scanner.deed("scan", text=DOSSIER)
    assert scans.get(timeout=20) == Scan(DOSSIER)


def test_a_scanner_without_endings_and_one_of_the_old_code_page_are_read_too(host, simulator, scans):
    scanner = simulator("scanner", "pty")
    plugged_in(host, scanner, scans)
    scanner.faults(no_ending=True)
    scanner.deed("scan", text=DOSSIER)
    assert scans.get(timeout=20) == Scan(DOSSIER)
    scanner.faults(no_ending=False, legacy=True)
    scanner.deed("scan", text="Phê, Đô")
    assert scans.get(timeout=20) == Scan("Phê, Đô")


class Script:
    """A line on which the given pieces come, a read each; None is a cable that is pulled."""

    def __init__(self, *pieces):
        self.pieces = list(pieces)

    def read(self, *, seconds):
        piece = self.pieces.pop(0) if self.pieces else b""
        if piece is None:
            raise TransportLost("cable pulled")
        return piece

    def close(self):
        pass


def read_all(line, looks, step=0.02):
    scans, clock = [], iter(step * look for look in range(10_000))
    scanner = SerialScanner(lambda: line, scans.append, clock=lambda: next(clock))
    for _ in range(looks):
        scanner.look()
    return scans


def test_noise_on_the_line_is_a_code_that_nobody_knows_and_the_next_one_is_whole():
    noisy = Noisy(Script(DOSSIER.encode() + b"\r"), b"\xff\x00\x1b\r")
    assert read_all(noisy, 3) == [Scan("ÿ"), Scan(DOSSIER)]


def test_pieces_that_come_late_are_one_code_and_a_lossy_line_loses_letters_but_no_later_code():
    late = Script(b"first\r", b"H49.22-", b"", b"", b"", b"", b"261123-0001\r", b"H49.", b"23-0001\r", b"last\n")
    assert [scan.text for scan in read_all(late, 12)] == ["first", DOSSIER, "H49.23-0001", "last"]


def test_a_cable_pulled_within_a_code_loses_that_code_alone():
    scans = []
    scanner = SerialScanner(lambda: line, scans.append)
    line = Script(b"H49.22", None)
    scanner.look()
    scanner.look()
    with pytest.raises(TransportLost):
        scanner.look()
    scanner.close()
    line = Script(b"-0001\r", DOSSIER.encode() + b"\r")
    for _ in range(3):
        scanner.look()
    assert scans == [Scan("-0001"), Scan(DOSSIER)]


def test_a_pulled_cable_is_noticed_and_the_scanner_found_again(host, simulator, scans):
    scanner = simulator("scanner", "pty")
    plugged_in(host, scanner, scans)
    scanner.faults(drop=True)
    lost = until(host, lambda health: health.state is DeviceState.OFFLINE)
    assert lost.detail == "disconnected"
    scanner.faults(drop=False)
    until(host, lambda health: health.state is DeviceState.READY)
    scanner.deed("scan", text=DOSSIER)
    assert scans.get(timeout=20) == Scan(DOSSIER)


def test_a_simulator_refuses_what_it_does_not_know(simulator):
    scanner = simulator("scanner", "pty")
    assert scanner.refuses("/faults", '{"on_fire": true}')
    assert scanner.refuses("/faults", '{"drop": 1}')
    assert scanner.refuses("/deed/eat", "{}")
    assert scanner.refuses("/deed/scan", '{"hex": "xyz"}')
    assert scanner.state()["scanned"] == 0
    assert "Simulated scanner" in scanner.page()
