"""VietQR: the text of a payment code that every bank's app in Vietnam reads.

An EMVCo payment code with NAPAS's template 38, whose GUID is A000000727.
"""

import re
from dataclasses import dataclass

from queue_server.domain.emv_qr import Value, emv_fields, emv_text
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
    beneficiary = (("00", account.bank), ("01", account.number))
    return emv_text(
        (
            ("00", "01"),
            ("01", DYNAMIC),
            ("38", (("00", GUID), ("01", beneficiary), ("02", TO_ACCOUNT))),
            ("53", DONG),
            ("54", str(amount)),
            ("58", COUNTRY),
            ("62", (("08", transfer.purpose),)),
        )
    )


def read_vietqr(text: str) -> VietQr:
    """Return the transfer that a code asks for; unknown fields and any order between the first and the last are fine.

    Raises NotVietQr (fact: `field`): a wrong checksum, another rail, a broken or repeated field.
    """
    fields = dict(emv_fields(text))
    merchant = _within(fields, "38")
    _fits("guid", merchant.get("00") == GUID)
    beneficiary = _within(merchant, "01")
    amount = fields.get("54")
    _fits("amount", amount is None or (isinstance(amount, str) and amount.isascii() and amount.isdigit()))
    return VietQr(
        account=Account(bank=str(beneficiary.get("00", "")), number=str(beneficiary.get("01", ""))),
        amount=None if amount is None else int(str(amount)),
        purpose=str(_within(fields, "62").get("08", "")),
    )


def _within(fields: dict[str, Value], tag: str) -> dict[str, Value]:
    value = fields.get(tag)
    return dict(value) if isinstance(value, tuple) else {}


def _fits(field: str, fits: object) -> None:
    if not fits:
        raise NotVietQr(field=field)
