"""What banks' providers send, signed."""

import json

from queue_server.domain.bank_signing import payos_signature, sepay_signature

SECRET, KEY, CHECKSUM = b"hmac-secret-of-the-test", b"api-key-of-the-test", b"checksum-key-of-the-test"


def give_secrets(folder):
    (folder / "sepay-hmac.secrets").write_bytes(b"the-old-one\n" + SECRET + b"\n")
    (folder / "sepay-api.secrets").write_bytes(KEY + b"\n")
    (folder / "payos-checksum.secrets").write_bytes(CHECKSUM + b"\n")


def sepay_body(**facts):
    told = {
        "id": 92704, "gateway": "Vietcombank", "transactionDate": "2026-11-23 08:00:37", "accountNumber": "1019333430",
        "code": None, "content": "", "transferType": "in", "transferAmount": 16_000, "accumulated": 19_077_000,
        "subAccount": None, "referenceCode": "FT26327000001", "description": "",
    }  # fmt: skip
    return json.dumps(told | facts).encode()


def sepay_headers(body, at, secret=SECRET):
    timestamp = str(int(at.timestamp()))
    return {
        "X-SePay-Timestamp": timestamp,
        "X-SePay-Signature": sepay_signature(body, timestamp=timestamp, secret=secret),
        "Content-Type": "application/json",
    }


def payos_body(secret=CHECKSUM, **facts):
    data = {
        "orderCode": 7, "amount": 16_000, "description": "", "accountNumber": "1019333430",
        "reference": "FT26327000001", "transactionDateTime": "2026-11-23 08:00:37", "currency": "VND",
        "paymentLinkId": "124c33293c43417ab7879e14c8d9eb18", "code": "00", "desc": "success",
        "counterAccountName": None, "virtualAccountNumber": "",
    } | facts  # fmt: skip
    signature = payos_signature(data, secret=secret)
    return json.dumps({"code": "00", "desc": "success", "success": True, "data": data, "signature": signature}).encode()
