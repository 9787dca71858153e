"""What a terminal tells a till (PA00P015, chapter 3), without card numbers.

A reply that is shorter than its meaning needs is read as far as it goes.
"""

from collections.abc import Callable
from dataclasses import dataclass

from hardware.terminal.zvt import bmp
from hardware.terminal.zvt.apdu import Apdu
from hardware.terminal.zvt.codes import Bmp, Code
from hardware.terminal.zvt.prints import Printing, block_of, clean, line_of

KINDS_OF_CARD = 7
"""A day's totals are told for seven kinds of card, each a number in one byte and an amount in six of BCD."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusInformation:
    """How a transaction went. `amount` and the sum of `totals` are in minor units; `at` is ISO 8601 as far as told."""

    result: int | None = None
    amount: int | None = None
    currency: int | None = None
    trace: int | None = None
    original_trace: int | None = None
    """Of the transaction that this one took back."""
    receipt: int | None = None
    approval: str | None = None
    last4: str | None = None
    brand: str | None = None
    terminal_id: str | None = None
    merchant_id: str | None = None
    text: str | None = None
    at: str | None = None
    totals: tuple[int, int] | None = None
    """Transactions and their sum, in a day's totals."""

    @classmethod
    def from_data(cls, data: bytes) -> "StatusInformation":
        """Read the fields."""
        found = bmp.fields(data)
        return cls(
            result=found[Bmp.RESULT][0] if Bmp.RESULT in found else None,
            amount=bmp.number(found.get(Bmp.AMOUNT)),
            currency=bmp.number(found.get(Bmp.CURRENCY)),
            trace=bmp.number(found.get(Bmp.TRACE)) or None,
            original_trace=bmp.number(found.get(Bmp.ORIGINAL_TRACE)) or None,
            receipt=bmp.number(found.get(Bmp.RECEIPT)),
            approval=_text(found.get(Bmp.APPROVAL)),
            last4=_text(found.get(Bmp.CARD_NUMBER)),
            brand=_text(found.get(Bmp.CARD_NAME)),
            terminal_id=_digits(found.get(Bmp.TERMINAL_ID)),
            merchant_id=_text(found.get(Bmp.MERCHANT)),
            text=_text(found.get(Bmp.TEXT)),
            at=_moment(found),
            totals=_totals(found.get(Bmp.TOTALS)),
        )


@dataclass(frozen=True, slots=True)
class Progressing:
    """An intermediate status."""

    status: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Completed:
    """The command is done; that says nothing of a payment.

    `status` and `software` are what a status enquiry asked for, `currency` and `terminal_id` what a registration gets.
    """

    status: int | None = None
    software: str | None = None
    currency: int | None = None
    terminal_id: str | None = None

    @classmethod
    def from_data(cls, data: bytes) -> "Completed":
        """Read both shapes: fields, or a version of software (LLLVAR, may be missing) and a status byte."""
        if data and (data[0] in {Bmp.STATUS, Bmp.TERMINAL_ID, Bmp.CURRENCY, Bmp.TLV}) and len(data) > 1:
            found = bmp.fields(data)
            return cls(currency=bmp.number(found.get(Bmp.CURRENCY)), terminal_id=_digits(found.get(Bmp.TERMINAL_ID)))
        software = b""
        if len(data) > 3 and all(0xF0 <= digit <= 0xF9 for digit in data[:3]):
            end = 3 + int("".join(str(digit & 0x0F) for digit in data[:3]))
            software, data = data[3:end], data[end:]
        return cls(status=data[0] if data else None, software=_text(software))


@dataclass(frozen=True, slots=True)
class Stopped:
    """The command ended without success."""

    result: int | None


@dataclass(frozen=True, slots=True)
class Accepted:
    """The command was taken; it is running now."""


@dataclass(frozen=True, slots=True)
class Refused:
    """The command was not taken, and why."""

    error: int


@dataclass(frozen=True, slots=True)
class Unknown:
    """Anything else that a terminal may say, as to show a text on a till's display."""

    code: int


Reply = StatusInformation | Progressing | Printing | Completed | Stopped | Accepted | Refused | Unknown


_READERS: dict[int, Callable[[bytes], Reply]] = {
    Code.STATUS_INFORMATION: StatusInformation.from_data,
    Code.INTERMEDIATE_STATUS: lambda data: Progressing(data[0] if data else None),
    Code.PRINT_LINE: line_of,
    Code.PRINT_BLOCK: block_of,
    Code.COMPLETION: Completed.from_data,
    Code.ABORT_BY_TERMINAL: lambda data: Stopped(data[0] if data else None),
    Code.ACCEPTED: lambda _: Accepted(),
    Code.ACCEPTED_TOO: lambda _: Accepted(),
}


def reply_of(message: Apdu) -> Reply:
    """Return what a message says."""
    if message.code in _READERS:
        return _READERS[message.code](message.data)
    return Refused(message.code & 0xFF) if message.code >> 8 == Code.ACCEPTED_TOO >> 8 else Unknown(message.code)


def _text(value: bytes | None) -> str | None:
    return clean((value or b"").decode("cp437")).strip() or None


def _digits(value: bytes | None) -> str | None:
    return value.hex() if value and value.hex().isdecimal() else None


def _moment(found: dict[int, bytes]) -> str | None:
    day, time = _digits(found.get(Bmp.DATE)), _digits(found.get(Bmp.TIME))
    full = _digits(found.get(Bmp.FULL_DATE))
    if time is None or (day is None and full is None):
        return None
    date = f"20{full[:2]}-{full[2:4]}-{full[4:]}" if full else f"--{(day or '')[:2]}-{(day or '')[2:]}"
    return f"{date}T{time[:2]}:{time[2:4]}:{time[4:]}"


def _totals(value: bytes | None) -> tuple[int, int] | None:
    """Return the sum over all kinds of card; two receipt numbers stand before them."""
    kinds = (value or b"")[4:]
    if len(kinds) < 7 * KINDS_OF_CARD:
        return None
    each = [kinds[at : at + 7] for at in range(0, 7 * KINDS_OF_CARD, 7)]
    sums = [bmp.number(kind[1:]) for kind in each]
    return None if None in sums else (sum(kind[0] for kind in each), sum(total or 0 for total in sums))
