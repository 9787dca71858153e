"""The ESC/POS commands we send, per the Epson ESC/POS reference; clones know these too."""

from hardware.escpos.strips import Strip

INITIALISE = b"\x1b@"
CANCEL_KANJI = b"\x1c."
"""FS . — Chinese firmware reads bytes over 7F as double-byte characters until told otherwise."""
SET_UP = INITIALISE + CANCEL_KANJI
"""A job's beginning: nothing is taken for granted of the printer's state."""
CUT_WITH_FEED = b"\x1dVB\x00"
"""GS V 66 0: feed to the cutter, then a partial cut."""
ENABLE_ASB = b"\x1da\xff"
"""GS a 255: the printer sends four bytes at once and at every change."""
ASK_PAPER_IN_ORDER = b"\x1dr\x01"
"""GS r 1: executed in buffer order, so its answer proves that everything before was printed."""
RECOVER_AND_CLEAR = b"\x10\x05\x02"
"""DLE ENQ 2: recover from an error and clear the buffers."""
ASK_STORED_KEYS = b"\x1d(L\x04\x000\x40KC"
"""GS ( L fn 64: the keys of the pictures that the printer keeps, in blocks that each want an ACK."""
ACK = b"\x06"

MOST_FEED = 255
QR_MODEL_2, QR_LEVEL_M = b"\x1d(k\x04\x001A2\x00", b"\x1d(k\x03\x001E1"
"""GS ( k fn 65 and 69: the common kind of QR code, with a seventh of it allowed to be damaged."""


def ask_status(n: int) -> bytes:
    """Return DLE EOT n: 1 printer, 2 cause of being offline, 3 error, 4 paper. Answered at once, even when full."""
    return bytes((0x10, 0x04, n))


def ask_identity(n: int) -> bytes:
    """Return GS I n: 65 firmware, 66 maker, 67 model, 68 serial number. Answered in the order of the buffer."""
    return bytes((0x1D, 0x49, n))


def end_old_job(wanted: int, *, cut: bool) -> bytes:
    """Return what ends whatever a printer may still hold of a job that was cut off.

    DLE ENQ 2 clears the buffers only in an error that the printer can recover from by itself; after a change of paper
    it goes on with the old job. So it is given, in white, the `wanted` bytes that a command cut off in its middle may
    still want, and then, when something of the job may be on the paper, the paper is cut: two numbers never stand on
    one slip.
    """
    return RECOVER_AND_CLEAR + bytes(wanted) + INITIALISE + (CUT_WITH_FEED if cut else b"")


def feed(rows: int) -> bytes:
    """Return ESC J for any number of dot rows."""
    full, rest = divmod(rows, MOST_FEED)
    return b"\x1bJ\xff" * full + (bytes((0x1B, 0x4A, rest)) if rest else b"")


def raster(strip: Strip) -> bytes:
    """Return GS v 0 of a strip."""
    size = strip.row_bytes.to_bytes(2, "little") + len(strip.rows).to_bytes(2, "little")
    return b"\x1dv0\x00" + size + strip.data


def qr(data: bytes, module: int) -> bytes:
    """Return GS ( k for a QR code whose cells have sides of `module` dots (1 to 16)."""
    store = b"\x1d(k" + (len(data) + 3).to_bytes(2, "little") + b"1P0" + data
    return QR_MODEL_2 + b"\x1d(k\x03\x001C" + bytes((module,)) + QR_LEVEL_M + store + b"\x1d(k\x03\x001Q0"


def store(key: bytes, strip: Strip) -> bytes:
    """Return GS ( L fn 67: keep a picture under a key of two bytes, also without power."""
    width, height = strip.row_bytes * 8, len(strip.rows)
    body = b"0C0" + key + b"\x01" + width.to_bytes(2, "little") + height.to_bytes(2, "little") + b"1" + strip.data
    return b"\x1d(L" + len(body).to_bytes(2, "little") + body


def print_stored(key: bytes) -> bytes:
    """Return GS ( L fn 69: print the picture kept under the key, at its own size."""
    return b"\x1d(L\x06\x000E" + key + b"\x01\x01"
