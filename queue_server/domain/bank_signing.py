"""How providers of bank transfers sign what they send.

SePay: an API key in the Authorization header, or HMAC-SHA256 over the X-SePay-Timestamp header, a full stop and the
body's bytes (developer.sepay.vn, "Xác thực webhook"). payOS: HMAC-SHA256 over the sorted members of `data`, which
stands beside them in the body (payos.vn, "Kiểm tra dữ liệu với signature").
"""

import hmac
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

TOLERANCE = timedelta(minutes=5)
"""How far a signed moment may be from ours, either way (SePay's own rule)."""
SEPAY_MARK = "sha256="
API_KEY_MARK = "Apikey "
TIMESTAMP = re.compile(r"[0-9]{1,11}")
NOTHING = frozenset({"null", "undefined"})
"""Texts that payOS signs as if they were empty."""


def sepay_signature(body: bytes, *, timestamp: str, secret: bytes) -> str:
    """Return what X-SePay-Signature holds."""
    return SEPAY_MARK + hmac.digest(secret, timestamp.encode() + b"." + body, "sha256").hex()


def signed_by_sepay(body: bytes, *, signature: str, timestamp: str, secrets: Sequence[bytes], at: datetime) -> bool:
    """Say whether one of the secrets signed the body just now."""
    if not TIMESTAMP.fullmatch(timestamp) or abs(int(timestamp) - at.timestamp()) > TOLERANCE.total_seconds():
        return False
    return _any_same(signature, (sepay_signature(body, timestamp=timestamp, secret=secret) for secret in secrets))


def has_api_key(authorization: str, *, keys: Sequence[bytes]) -> bool:
    """Say whether the Authorization header holds one of the API keys."""
    return _any_same(authorization, (API_KEY_MARK + key.decode() for key in keys))


def payos_signature(data: Mapping[str, Any], *, secret: bytes) -> str:
    """Return the signature of the `data` of a payOS message, whose members are texts, numbers, truth values or null."""
    signed = "&".join(f"{name}={_payos_text(data[name])}" for name in sorted(data))
    return hmac.digest(secret, signed.encode(errors="replace"), "sha256").hex()


def signed_by_payos(data: Mapping[str, Any], *, signature: str, secrets: Sequence[bytes]) -> bool:
    """Say whether one of the secrets signed the data, which has no member of several parts."""
    if any(isinstance(value, list | dict) for value in data.values()):
        return False
    return _any_same(signature, (payos_signature(data, secret=secret) for secret in secrets))


def _payos_text(value: Any) -> str:
    if value is None or (isinstance(value, str) and value in NOTHING):
        return ""
    return str(value).lower() if isinstance(value, bool) else str(value)


def _any_same(given: str, expected: Iterable[str]) -> bool:
    # All are compared: how long it takes says neither which secret it was nor how much of it was right.
    told = given.encode(errors="replace")
    same = [hmac.compare_digest(told, each.encode()) for each in expected]
    return any(same)
