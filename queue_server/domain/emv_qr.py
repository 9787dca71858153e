"""The text of payment codes of any scheme, taken apart and put together again without losing a letter.

EMVCo QR Code Specification for Payment Systems, Merchant-Presented Mode 1.1: fields of a two-digit tag, a two-digit
length and a value, the last of them (63) a checksum over all before it, its own tag and length included.
"""

from binascii import crc_hqx
from collections.abc import Iterator
from typing import TypeAlias

from queue_server.domain.money_errors import NotVietQr

Value: TypeAlias = "str | Fields"
Fields: TypeAlias = tuple[tuple[str, Value], ...]
"""Tags with their values in their order; the value of a template is again fields."""

TEMPLATES = {("38",), ("38", "01"), ("62",)}
"""NAPAS's account with the beneficiary in it, and the additional data."""
CRC_SEED = 0xFFFF
CRC_TAG = "6304"


def emv_fields(text: str) -> Fields:
    """Return the fields before the checksum; `emv_text` of them is the text.

    Raises NotVietQr (fact: `field`): `crc` of a wrong checksum, `field` of a broken or repeated field.
    """
    body, crc = text[:-4], text[-4:]
    if not body.endswith(CRC_TAG) or crc.upper() != checksum(body):
        raise NotVietQr(field="crc")
    return _apart(body[: -len(CRC_TAG)], ())


def emv_text(fields: Fields) -> str:
    """Return what a code of these fields holds, its checksum last. A value has at most 99 characters."""
    body = _together(fields) + CRC_TAG
    return body + checksum(body)


def checksum(text: str) -> str:
    """Return the CRC-16/CCITT-FALSE of the text as four capitals of hexadecimal."""
    return f"{crc_hqx(text.encode(), CRC_SEED):04X}"


def _together(fields: Fields) -> str:
    flat = ((tag, value if isinstance(value, str) else _together(value)) for tag, value in fields)
    return "".join(f"{tag}{len(value):02d}{value}" for tag, value in flat)


def _apart(text: str, above: tuple[str, ...]) -> Fields:
    flat = tuple(_flat(text))
    if len(dict(flat)) < len(flat):
        raise NotVietQr(field="field")
    return tuple((tag, _apart(value, (*above, tag)) if (*above, tag) in TEMPLATES else value) for tag, value in flat)


def _flat(text: str) -> Iterator[tuple[str, str]]:
    at = 0
    while at < len(text):
        head = text[at : at + 4]
        if len(head) < 4 or not (head.isascii() and head.isdigit()):
            raise NotVietQr(field="field")
        end = at + 4 + int(head[2:])
        if end > len(text):
            raise NotVietQr(field="field")
        yield head[:2], text[at + 4 : end]
        at = end
