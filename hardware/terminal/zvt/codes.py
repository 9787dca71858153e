"""The numbers of ZVT: commands and messages, fields, what a terminal says it is doing, how things ended."""

from enum import IntEnum

from hardware.terminal.till import Progress


class Code(IntEnum):
    """Class and instruction of a message (PA00P015, chapters 2 and 3)."""

    STATUS_INFORMATION = 0x040F
    INTERMEDIATE_STATUS = 0x04FF
    STATUS_ENQUIRY = 0x0501
    REGISTRATION = 0x0600
    AUTHORISATION = 0x0601
    LOG_OFF = 0x0602
    COMPLETION = 0x060F
    TURNOVER_TOTALS = 0x0610
    ABORT_BY_TERMINAL = 0x061E
    REPEAT_RECEIPT = 0x0620
    REVERSAL = 0x0630
    REFUND = 0x0631
    END_OF_DAY = 0x0650
    DIAGNOSIS = 0x0670
    ABORT = 0x06B0
    PRINT_LINE = 0x06D1
    PRINT_BLOCK = 0x06D3
    ACCEPTED = 0x8000
    ACCEPTED_TOO = 0x8400
    """Also a positive acknowledgement: error 00."""


class Bmp(IntEnum):
    """The fields that are read or written here (PA00P015, summary of the bitmaps)."""

    SERVICE = 0x03
    AMOUNT = 0x04
    TLV = 0x06
    TRACE = 0x0B
    TIME = 0x0C
    DATE = 0x0D
    STATUS = 0x19
    CARD_NUMBER = 0x22
    RESULT = 0x27
    TERMINAL_ID = 0x29
    MERCHANT = 0x2A
    ORIGINAL_TRACE = 0x37
    APPROVAL = 0x3B
    TEXT = 0x3C
    CURRENCY = 0x49
    TOTALS = 0x60
    RECEIPT = 0x87
    CARD_NAME = 0x8B
    FULL_DATE = 0xAA


class Config(IntEnum):
    """Bits of a registration's configuration byte."""

    PRINTS_RECEIPTS = 0x02
    WANTS_PROGRESS = 0x08
    CONTROLS_PAYMENT = 0x10
    CONTROLS_ADMINISTRATION = 0x20
    GETS_TEXT = 0x80


KIOSK = Config.WANTS_PROGRESS | Config.CONTROLS_PAYMENT | Config.CONTROLS_ADMINISTRATION
"""Nobody starts anything at a kiosk's terminal but the kiosk, which shows what happens."""
PRINTS_TEXT = Config.PRINTS_RECEIPTS | Config.GETS_TEXT
"""The till prints, and the terminal composes what."""

DONG = 704
"""The dong's number (ISO 4217)."""


class Result(IntEnum):
    """Error codes with a meaning of their own for us; 01 to 63 are the bank's."""

    SUCCESS = 0x00
    LAST_OF_BANK = 0x63
    NO_DATA = 0x65
    PROCESSING = 0x66
    NOT_REGISTERED = 0x6B
    STOPPED = 0x6C
    """Time ran out or somebody pressed the key."""
    CURRENCY = 0x6F
    NOT_POSSIBLE = 0x83
    KEY_MISSING = 0x85
    PROTOCOL = 0x9A
    BUSY = 0x9C
    ALREADY_REVERSED = 0xB4
    REVERSAL_IMPOSSIBLE = 0xB5
    CARD_INSERTED = 0xDC


REFUSES_COMMAND = frozenset(
    {0x6A, 0x6B, 0x6F, 0x83, 0x85, 0x9A, 0x9C, 0xB1, 0xB2, 0xC3, 0xC6, 0xC8, 0xC9, 0xCC, 0xDC, 0xF0, 0xFC}
)
"""Results of a terminal that could not do what was asked at all, so that no bank was asked either."""

REMOVE_CARD = range(0x41, 0x5E)
"""40h added to an intermediate status: "and take your card out"."""

PROGRESS: dict[int, Progress] = {
    0x00: Progress.CONFIRM,
    0x01: Progress.PIN,
    0x02: Progress.PIN,
    0x04: Progress.WAIT,
    0x05: Progress.WAIT,
    0x06: Progress.WAIT,
    0x0A: Progress.CARD,
    0x0B: Progress.REMOVE_CARD,
    0x0C: Progress.CARD,
    0x0E: Progress.WAIT,
    0x0F: Progress.WAIT,
    0x15: Progress.PIN,
    0x17: Progress.WAIT,
    0x1C: Progress.WAIT,
    0x1D: Progress.WAIT,
    0xD2: Progress.WAIT,
    0xD3: Progress.WAIT,
}


def progress_of(status: int) -> Progress | None:
    """Return what an intermediate status asks of the citizen, None for what concerns only the terminal."""
    return Progress.REMOVE_CARD if status in REMOVE_CARD else PROGRESS.get(status)
