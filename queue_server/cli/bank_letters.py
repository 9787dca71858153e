"""What SePay and payOS send of a transfer, as the simulated bank writes it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from queue_server.domain.bank_signing import payos_signature, sepay_signature
from queue_server.domain.bank_words import ZONE


@dataclass(frozen=True, slots=True, kw_only=True)
class Transfer:
    """Money that reached an account. `number` is the provider's name for it, `reference` the bank's."""

    number: int
    reference: str
    account: str
    amount: int
    text: str
    at: datetime


def sepay_letter(transfer: Transfer, secret: bytes, now: datetime) -> tuple[str, bytes, Mapping[str, str]]:
    """Return the path, body and headers with which SePay tells of a transfer."""
    told = {
        "id": transfer.number,
        "gateway": "Vietcombank",
        "transactionDate": _local(transfer.at),
        "accountNumber": transfer.account,
        "subAccount": None,
        "code": None,
        "content": transfer.text,
        "transferType": "in",
        "description": "",
        "transferAmount": transfer.amount,
        "accumulated": 0,
        "referenceCode": transfer.reference,
    }
    body, timestamp = json.dumps(told).encode(), str(int(now.timestamp()))
    signature = sepay_signature(body, timestamp=timestamp, secret=secret)
    return "/api/v1/bank/sepay", body, {"X-SePay-Timestamp": timestamp, "X-SePay-Signature": signature}


def payos_letter(transfer: Transfer, secret: bytes, _now: datetime) -> tuple[str, bytes, Mapping[str, str]]:
    """Return the path, body and headers with which payOS tells of a transfer; the moment is not part of it."""
    data = {
        "orderCode": transfer.number,
        "amount": transfer.amount,
        "description": transfer.text,
        "accountNumber": transfer.account,
        "reference": transfer.reference,
        "transactionDateTime": _local(transfer.at),
        "currency": "VND",
        "paymentLinkId": f"{transfer.number:032x}",
        "code": "00",
        "desc": "success",
        "counterAccountName": None,
    }
    told = {"code": "00", "desc": "success", "success": True, "data": data}
    return "/api/v1/bank/payos", json.dumps(told | {"signature": payos_signature(data, secret=secret)}).encode(), {}


def _local(at: datetime) -> str:
    return f"{at.astimezone(ZONE):%Y-%m-%d %H:%M:%S}"
