"""VietQR: the text of a payment code that every bank's app in Vietnam reads.

EMVCo QR Code Specification for Payment Systems, Merchant-Presented Mode 1.1, with NAPAS's template 38 (its GUID is
A000000727): fields of a two-digit tag, a two-digit length and a value, the last of them a checksum over all before it.
"""

import re
from binascii import crc_hqx
from collections.abc import Iterator
from dataclasses import dataclass

from queue_server.domain.money_errors import NotVietQr

GUID = "A000000727"
TO_ACCOUNT = "QRIBFTTA"
DYNAMIC = "12"
DONG = "704"
"""ISO 4217."""
COUNTRY = "VN"
LARGEST_AMOUNT = 10**13 - 1
"""Tag 54 has at most 13 characters."""
PURPOSE_LIMIT = 25
"""Characters of a sub-field of tag 62."""
CRC_SEED = 0xFFFF
CRC_TAG = "6304"
BIN = re.compile(r"[0-9]{6}")
ACCOUNT = re.compile(r"[0-9A-Z]{1,19}")
PURPOSE = re.compile(r"[0-9A-Za-z ]{1,25}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """Where the money goes: the bank's number with NAPAS (six digits) and the account there (at most 19 characters)."""

    bank: str
    number: str


@dataclass(frozen=True, slots=True, kw_only=True)
class VietQr:
    """A transfer to be made. `amount` in dong, None where the payer chooses it; `purpose` letters without marks,
    digits, blanks; our own pay codes are capitals.
    """

    account: Account
    amount: int | None
    purpose: str


def vietqr_text(transfer: VietQr) -> str:
    """Return what the code of a transfer of a fixed amount to an account holds. Raises NotVietQr (fact: `field`)."""
    account, amount = transfer.account, transfer.amount
    _fits("bank", BIN.fullmatch(account.bank))
    _fits("account", ACCOUNT.fullmatch(account.number))
    _fits("amount", amount is not None and 0 < amount <= LARGEST_AMOUNT)
    _fits("purpose", PURPOSE.fullmatch(transfer.purpose))
    beneficiary = _field("00", account.bank) + _field("01", account.number)
    text = (
        _field("00", "01")
        + _field("01", DYNAMIC)
        + _field("38", _field("00", GUID) + _field("01", beneficiary) + _field("02", TO_ACCOUNT))
        + _field("53", DONG)
        + _field("54", str(amount))
        + _field("58", COUNTRY)
        + _field("62", _field("08", transfer.purpose))
        + CRC_TAG
    )
    return text + checksum(text)


def read_vietqr(text: str) -> VietQr:
    """Return the transfer that a code asks for; unknown fields and any order between the first and the last are fine.

    Raises NotVietQr (fact: `field`): a wrong checksum, another rail, a broken field.
    """
    _fits("crc", len(text) > len(CRC_TAG) and text[:-4].endswith(CRC_TAG) and text[-4:].upper() == checksum(text[:-4]))
    fields = dict(_fields(text))
    merchant = dict(_fields(fields.get("38", "")))
    _fits("guid", merchant.get("00") == GUID)
    beneficiary = dict(_fields(merchant.get("01", "")))
    amount = fields.get("54")
    _fits("amount", amount is None or (amount.isascii() and amount.isdigit()))
    return VietQr(
        account=Account(bank=beneficiary.get("00", ""), number=beneficiary.get("01", "")),
        amount=None if amount is None else int(amount),
        purpose=dict(_fields(fields.get("62", ""))).get("08", ""),
    )


def checksum(text: str) -> str:
    """Return the CRC-16/CCITT-FALSE of the text as four capitals of hexadecimal."""
    return f"{crc_hqx(text.encode(), CRC_SEED):04X}"


def _field(tag: str, value: str) -> str:
    return f"{tag}{len(value):02d}{value}"


def _fields(text: str) -> Iterator[tuple[str, str]]:
    at = 0
    while at < len(text):
        head = text[at : at + 4]
        _fits("field", len(head) == 4 and head.isascii() and head.isdigit())
        end = at + 4 + int(head[2:])
        _fits("field", end <= len(text))
        yield head[:2], text[at + 4 : end]
        at = end


def _fits(field: str, fits: object) -> None:
    if not fits:
        raise NotVietQr(field=field)
